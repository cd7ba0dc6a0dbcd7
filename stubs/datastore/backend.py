"""The half of DataStoreService that all servers share: keys, versions, throughput, history.

What tests do with it stands in handle.py. Knows no Lua and no server; times are Unix microseconds
given by the caller.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bridge.stubs.datastore.address import ORDERED, STANDARD, Address
from bridge.stubs.datastore.budget_control import BudgetControl
from bridge.stubs.datastore.deletion import DeletedStores
from bridge.stubs.datastore.operations import TEST_SERVER, Change, OperationLog
from bridge.stubs.datastore.storage import Storage
from bridge.stubs.datastore.versions import HistoryEntry, Keeping, KeyRecord, Version
from bridge.stubs.profiles import DataStoreRules
from bridge.stubs.windows import SlidingWindow

__all__ = ["Conflict", "DataStoreBackend"]

KILOBYTE = 1024


class KeyThroughput(NamedTuple):
    """What one key carried in the last minute, over all servers."""

    read: SlidingWindow
    written: SlidingWindow


class Conflict(NamedTuple):
    """A conditional write found another version than expected; None: the key is gone."""

    newer: Version | None


class DataStoreBackend:
    """Every data store of a universe.

    Parameters:
        rules: limits of throughput and the life of versions.
        unix_us: the true clock, for the test handle.
        storage: a file that holds every write before its caller is told; without one all is
            gone with the universe.
        only: the one key to load of it, for tools that look at no other.

    Attributes:
        operations: the history of calls, once it is kept.
    """

    def __init__(
        self,
        rules: DataStoreRules,
        unix_us: Callable[[], int],
        storage: Storage | None = None,
        *,
        only: Address | None = None,
    ) -> None:
        self._rules = rules
        self._unix_us = unix_us
        self._storage = storage
        self._records: dict[Address, KeyRecord] = {}
        if storage is not None:
            storage.prune(unix_us())
            self._records = storage.load() if only is None else storage.load_key(only)
        self._keeping = Keeping(
            rules.version_hour_us, rules.version_kept_us, rules.version_kept_from == "written"
        )
        self._throughput: dict[Address, KeyThroughput] = {}
        self._experience = {
            family + kind: (rate, SlidingWindow())
            for kind, rate in rules.experience_per_minute.items()
            for family in (STANDARD, ORDERED)
        }
        self._requests: dict[str, int] = {}
        self.deleted_stores = DeletedStores(unix_us, self._purge)
        self.conflicts = 0
        self.operations: OperationLog | None = None
        self.budgets = BudgetControl(unix_us)

    # -- what servers do ---------------------------------------------------------------------

    def read(self, address: Address) -> Version | None:
        """The current version, None when missing or removed."""
        record = self._records.get(address)
        return record.current if record else None

    def read_as_of(self, address: Address, unix_us: int) -> Version | None:
        """What `read` gave at an earlier time; for stale reads."""
        record = self._records.get(address)
        return record.as_of(unix_us) if record else None

    def write(
        self,
        address: Address,
        text: str,
        *,
        user_ids: tuple[int, ...] = (),
        metadata: str = "[]",
        now_us: int,
        server: int,
        operation: str,
    ) -> Version:
        """Makes a new version, whatever was there."""
        record = self._records.get(address)
        if record is None:
            record = self._records[address] = KeyRecord()
        before = record.latest
        made = record.write(text, user_ids, metadata, now_us, self._keeping)
        if address.family == ORDERED:
            record.backups.clear()  # ordered stores keep no versions (documented)
        record.history.append(HistoryEntry(now_us, server, operation, made))
        if self._storage is not None:
            self._storage.save(address, record, () if before is None else (before,))
        return made

    def write_if(
        self,
        address: Address,
        expected: Version | None,
        text: str,
        *,
        user_ids: tuple[int, ...] = (),
        metadata: str = "[]",
        now_us: int,
        server: int,
    ) -> Version | Conflict:
        """UpdateAsync's write: only if the key still holds `expected` (If-Match, captured
        traffic)."""
        current = self.read(address)
        if current is not expected and (
            current is None or expected is None or current.id != expected.id
        ):
            self.conflicts += 1
            if not self._rules.equal_conflict_succeeds or current is None or current.text != text:
                return Conflict(current)
            return current
        return self.write(
            address,
            text,
            user_ids=user_ids,
            metadata=metadata,
            now_us=now_us,
            server=server,
            operation="UpdateAsync",
        )

    def remove(self, address: Address, *, now_us: int, server: int) -> Version | None:
        """Leaves a tombstone; the version that was there, None when there was none."""
        record = self._records.get(address)
        if record is None:
            return None
        before = record.remove(now_us, self._keeping)
        if before is not None and record.latest is not None:
            entry = HistoryEntry(now_us, server, "RemoveAsync", record.latest)
            record.history.append(entry)
            if address.family == ORDERED:  # deletion is immediate and final (documented)
                record.latest = None
                record.backups.clear()
            if self._storage is not None:
                self._storage.save(address, record, (before,))
        return before

    def read_version(self, address: Address, version: str) -> Version | None:
        """A version by its id, None when it is gone or a tombstone."""
        return next((v for v in self._kept(address) if v.id == version and not v.deleted), None)

    def read_at(self, address: Address, unix_us: int) -> Version | None:
        """The version current at a time, as far as it is still kept."""
        kept = [version for version in self._kept(address) if version.created_us <= unix_us]
        return kept[-1] if kept and not kept[-1].deleted else None

    def list_versions(self, address: Address) -> tuple[Version, ...]:
        """Versions that can still be fetched, oldest first, tombstones included."""
        return self._kept(address)

    def remove_version(self, address: Address, version: str, *, now_us: int, server: int) -> bool:
        """Deletes one version for good; False when there is none of that id.

        A key that loses the version it holds, holds nothing: its history tells that as a removal.
        """
        record = self._records.get(address)
        gone = [each for each in self._kept(address) if each.id == version]
        current = record.current if record else None
        if record is None or not record.forget(version):
            return False
        if current is not None and record.current is None:
            nothing = current._replace(text="", deleted=True)
            entry = HistoryEntry(now_us, server, "RemoveVersionAsync", nothing)
            record.history.append(entry)
        if self._storage is not None:
            self._storage.save(address, record, gone)
        return True

    def _purge(self, store: str) -> None:
        """Every version of every key of a store is gone for good."""
        now_us = self._unix_us()
        for address in list(self._records):
            if (address.family, address.name) == (STANDARD, store):
                before = self.read(address)
                for version in self._kept(address):
                    self.remove_version(address, version.id, now_us=now_us, server=TEST_SERVER)
                if before is not None:
                    self._note("delete_store", address, Change("remove"), before)

    def _note(self, method: str, address: Address, change: Change, before: Version | None) -> None:
        if self.operations is not None:
            seen, landed = None if before is None else before.text, self.count_writes(address)
            self.operations.note(method, address, change, landed, seen)

    def count_writes(self, address: Address, until_us: int | None = None) -> int:
        """How many writes a key has had, or had at an earlier time; removals count."""
        record = self._records.get(address)
        if record is None:
            return 0
        if until_us is None:
            return len(record.history)
        return sum(entry.at_us <= until_us for entry in record.history)

    def note_landed(self, address: Address) -> None:
        """For those who look on: a recorded call has taken effect."""
        if self.operations is not None:
            self.operations.changed(address)

    def server_ended(self, server: int) -> None:
        """For those who look on: a server is gone."""
        self.budgets.leave(server)
        if self.operations is not None:
            self.operations.ended[server] = self._unix_us()

    def close(self) -> None:
        """Lets go of the file, if there is one."""
        if self._storage is not None:
            self._storage.close()

    def list_keys(self, name: str, scope: str | None) -> tuple[tuple[Address, bool], ...]:
        """Addresses of a store (of every scope when None) and whether each holds a value; keys
        removed less than 30 days ago are among them. In byte order."""
        now_us, kept_us = self._unix_us(), self._rules.version_kept_us
        found = []
        for address, record in self._records.items():
            latest = record.latest
            if latest is None or (address.family, address.name) != (STANDARD, name):
                continue
            if scope not in (None, address.scope):
                continue
            if latest.deleted and latest.created_us + kept_us <= now_us:
                continue
            found.append((address, not latest.deleted))
        return tuple(sorted(found))

    def list_stores(self) -> tuple[tuple[str, int, int], ...]:
        """Name, creation and last write of each store that holds at least one object."""
        times: dict[str, list[int]] = {}
        for address, record in self._records.items():
            if address.family == STANDARD and record.current is not None:
                if self.deleted_stores and address.name in self.deleted_stores:
                    continue
                times.setdefault(address.name, []).extend(
                    (record.history[0].at_us, record.current.created_us)
                )
        return tuple((name, min(seen), max(seen)) for name, seen in sorted(times.items()))

    def sorted_items(self, name: str, scope: str) -> list[tuple[int, str]]:
        """(value, key) of an ordered store, ascending; ties by key (their order is unknown)."""
        return sorted(
            (int(record.current.text), address.key)
            for address, record in self._records.items()
            if address.family == ORDERED
            and address[:2] == (name, scope)
            and record.current is not None
        )

    def _kept(self, address: Address) -> tuple[Version, ...]:
        record = self._records.get(address)
        return record.versions(self._unix_us()) if record else ()

    def admit_throughput(self, address: Address, kind: str, size: int, now_us: int) -> bool:
        """Counts a request against its key's "read" or "write" throughput.

        25 MB read and 4 MB written per key in a sliding 60 s over all servers, each request rounded
        up to whole KB, the current request included (documented).
        """
        window, limit = self._throughput_of(address, kind)
        return window.admit(_whole_kilobytes(size), limit, now_us)

    def _throughput_of(self, address: Address, kind: str) -> tuple[SlidingWindow, int]:
        windows = self._throughput.get(address)
        if windows is None:
            windows = self._throughput[address] = KeyThroughput(SlidingWindow(), SlidingWindow())
        if kind == "read":
            return windows.read, self._rules.key_read_bytes_per_minute
        return windows.written, self._rules.key_write_bytes_per_minute

    def admit_experience(self, request_type: str, players: int, now_us: int) -> bool:
        """Counts a request against the limit of the whole experience, where the rules have one."""
        limit = self._experience.get(request_type)
        if limit is None:
            return True
        rate, window = limit
        return window.admit(1, rate.at(players), now_us)

    def admit(
        self, address: Address, request_type: str, kind: str, size: int, players: int, now_us: int
    ) -> bool:
        """`admit_experience` and `admit_throughput` in one; a refusal counts nowhere."""
        window, limit = self._throughput_of(address, kind)
        amount = _whole_kilobytes(size)
        if window.total(now_us) + amount > limit:
            return False
        if not self.admit_experience(request_type, players, now_us):
            return False
        return window.admit(amount, limit, now_us)

    def count(self, operation: str) -> None:
        """Counts a request that reached the backend."""
        self._requests[operation] = self._requests.get(operation, 0) + 1


def _whole_kilobytes(size: int) -> int:
    return KILOBYTE if size <= KILOBYTE else -(-size // KILOBYTE) * KILOBYTE
