"""One key's life: its current version, the backups that survive, and every write ever made.

Version rules as documented (creator-docs versioning-listing-and-caching.md, 2026-08): a write in
the same UTC hour as the latest version overwrites that version; the first write of a later hour
keeps it as a backup for 30 days. Until July 2024 every write kept a version, for 30 days from when
it was written (staff post, forum 3042258). Knows no server and no limit; times are Unix
microseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

__all__ = ["HistoryEntry", "Keeping", "KeyRecord", "Version", "is_version_id", "version_id"]

_VERSION_ID = re.compile(r"[0-9A-F]{16}\.[0-9]{10}\.[0-9A-F]{16}\.[0-9]{2}")
TICKS_TO_UNIX_EPOCH = 621_355_968_000_000_000
"""100 ns ticks from 0001-01-01 to 1970-01-01, the origin of the times in version ids."""


@lru_cache
def _ticks(unix_us: int) -> str:
    return f"{TICKS_TO_UNIX_EPOCH + unix_us * 10:016X}"


def version_id(object_created_us: int, counter: int, created_us: int) -> str:
    """`<16 hex>.<10 digits>.<16 hex>.01`: creation of the object, write counter from 1, creation
    of this version (captured traffic; whether the counter is decimal is unknown)."""
    return f"{_ticks(object_created_us)}.{counter:010d}.{_ticks(created_us)}.01"


def is_version_id(text: str) -> bool:
    """Whether a text has the form of a version id."""
    return _VERSION_ID.fullmatch(text) is not None


class Version(NamedTuple):
    """One stored state of a key.

    Attributes:
        id: version id; also the tag a conditional write compares.
        text: the value as JSON; empty for a tombstone.
        object_created_us, created_us: CreatedTime and UpdatedTime of the key info.
        counter: how many writes the object had, this one included.
        deleted: True for the tombstone RemoveAsync leaves.
    """

    id: str
    text: str
    object_created_us: int
    created_us: int
    counter: int
    user_ids: tuple[int, ...] = ()
    metadata: str = "[]"
    deleted: bool = False


class Keeping(NamedTuple):
    """Which versions survive, and how long.

    Attributes:
        hour_us: of all writes in such a span, counted from the epoch, the last survives; 0: all do.
        kept_us: how long a backup can be fetched.
        from_written: counted from when it was written, else from when it was replaced.
        snapshot_us: the first write after this instant keeps what was there, whatever the hour.
    """

    hour_us: int
    kept_us: int
    from_written: bool = False
    snapshot_us: int = -1


class HistoryEntry(NamedTuple):
    """One write that took effect, whether or not its caller ever heard of it."""

    at_us: int
    server: int
    operation: str
    version: Version


@dataclass(slots=True)
class KeyRecord:
    """Everything known about one key of one store."""

    latest: Version | None = None
    backups: list[tuple[int, Version]] = field(default_factory=list)
    history: list[HistoryEntry] = field(default_factory=list)

    @property
    def current(self) -> Version | None:
        """What GetAsync sees: the latest version unless it is a tombstone."""
        latest = self.latest
        return None if latest is None or latest.deleted else latest

    def write(
        self,
        text: str,
        user_ids: tuple[int, ...],
        metadata: str,
        now_us: int,
        keeping: Keeping,
    ) -> Version:
        """Makes a new current version.

        Writing after a removal starts a new object, so creation time and counter restart
        (inferred from captured ids).
        """
        before = self.current
        created_us = before.object_created_us if before else now_us
        counter = before.counter + 1 if before else 1
        made_id = version_id(created_us, counter, now_us)
        made = Version(made_id, text, created_us, now_us, counter, user_ids, metadata)
        self._replace(made, now_us, keeping, overwrites_same_hour=True)
        return made

    def remove(self, now_us: int, keeping: Keeping) -> Version | None:
        """Leaves a tombstone and returns what was there; None when there was nothing.

        The removed version stays reachable whatever the hour: documents promise that older
        versions remain.
        """
        before = self.current
        if before is None:
            return None
        tombstone = Version(
            id=version_id(before.object_created_us, before.counter + 1, now_us),
            text="",
            object_created_us=before.object_created_us,
            created_us=now_us,
            counter=before.counter + 1,
            deleted=True,
        )
        self._replace(tombstone, now_us, keeping, overwrites_same_hour=False)
        return before

    def forget(self, version: str) -> bool:
        """Deletes a version for good, without a tombstone; False when there is none."""
        if self.latest is not None and self.latest.id == version:
            self.latest = None
            return True
        left = [entry for entry in self.backups if entry[1].id != version]
        found = len(left) < len(self.backups)
        self.backups = left
        return found

    def as_of(self, now_us: int) -> Version | None:
        """What GetAsync saw at that time; for stale reads."""
        for entry in reversed(self.history):
            if entry.at_us <= now_us:
                return None if entry.version.deleted else entry.version
        return None

    def versions(self, now_us: int) -> tuple[Version, ...]:
        """Versions that can still be fetched, oldest first."""
        kept = tuple(version for expires_us, version in self.backups if expires_us > now_us)
        return kept if self.latest is None else (*kept, self.latest)

    def _replace(
        self, made: Version, now_us: int, keeping: Keeping, *, overwrites_same_hour: bool
    ) -> None:
        before = self.latest
        if before is not None:
            hour_us = keeping.hour_us
            same_hour = hour_us > 0 and before.created_us // hour_us == now_us // hour_us
            same_hour = same_hour and before.created_us > keeping.snapshot_us
            if not (same_hour and overwrites_same_hour and not before.deleted):
                begin_us = before.created_us if keeping.from_written else now_us
                self.backups.append((begin_us + keeping.kept_us, before))
        self.latest = made
