"""Bans: who may not join, on every server of the universe, and the members that decide it.

Source: class page Players, BanAsync, UnbanAsync and GetBanHistoryAsync; BanHistoryPages (engine.md
f.1). The texts of argument errors are unknown and made up here in the service's style.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from bridge.errors import StubError
from bridge.scheduler import MICROSECONDS
from bridge.stubs.context import UniverseView
from bridge.stubs.pages import Entries
from bridge.stubs.players.members import AccountMembers
from bridge.stubs.service import Instance, JsonValue, Request, method

if TYPE_CHECKING:
    from bridge.stubs.players.service import Players

__all__ = ["BanEntry", "BanMembers", "Bans"]

USER_IDS_MAX = 50
DISPLAY_REASON_LENGTH_MAX = 400
PRIVATE_REASON_LENGTH_MAX = 1000
PERMANENT_SECONDS = -1
WHOLE_UNIVERSE = -1
"""PlaceId of an entry that applies to all places (class page BanHistoryPages)."""

FLAGS: Final = ("ApplyToUniverse", "ExcludeAltAccounts", "ApplyDeviceBlock")


@dataclass(frozen=True, slots=True)
class BanEntry:
    """One ban or unban of one user.

    Attributes:
        place_id: the place it applies to, or `WHOLE_UNIVERSE`.
        duration_seconds: `PERMANENT_SECONDS` for ever.
        start_us: Unix time.
    """

    ban: bool
    place_id: int
    start_us: int
    duration_seconds: int = PERMANENT_SECONDS
    display_reason: str = ""
    private_reason: str = ""

    def as_table(self) -> dict[str, object]:
        """What a script sees."""
        start = datetime.fromtimestamp(self.start_us / MICROSECONDS, UTC)
        return {
            "Ban": self.ban,
            "PlaceId": self.place_id,
            "StartTime": start.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "Duration": self.duration_seconds,
            "DisplayReason": self.display_reason,
            "PrivateReason": self.private_reason,
        }


@dataclass(slots=True)
class Bans:
    """The bans of a universe.

    Attributes:
        history: entries by user id, oldest first.
        servers: the Players services that evict whoever is banned.
    """

    history: dict[int, list[BanEntry]] = field(default_factory=dict)
    servers: list[Players] = field(default_factory=list)

    @classmethod
    def of(cls, universe: UniverseView) -> Bans:
        """The bans of a universe."""
        return universe.backend("players.bans", cls)

    def active(self, user_id: int, place_id: int, now_us: int) -> BanEntry | None:
        """The ban that keeps a user out of a place at an instant (Unix time); None if none does.

        "An unban only lifts bans with the same scope" (class page Players).
        """
        latest: dict[int, BanEntry] = {}
        for entry in self.history.get(user_id, ()):
            latest[entry.place_id] = entry
        for scope in (WHOLE_UNIVERSE, place_id):
            found = latest.get(scope)
            if found is None or not found.ban:
                continue
            end_us = found.start_us + found.duration_seconds * MICROSECONDS
            if found.duration_seconds == PERMANENT_SECONDS or now_us < end_us:
                return found
        return None

    def record(self, user_id: int, entry: BanEntry) -> None:
        """Adds an entry; a ban removes the user from every server it applies to."""
        self.history.setdefault(user_id, []).append(entry)
        if entry.ban:
            for players in tuple(self.servers):
                players.evict(user_id, entry.place_id, entry.display_reason)


def _refuse(method_name: str, text: str) -> StubError:
    return StubError(f"{method_name} failed: {text}")


def _user_ids(name: str, config: dict[str, object]) -> list[int]:
    ids = config.get("UserIds")
    if ids == {}:
        ids = []
    if not isinstance(ids, list) or not all(isinstance(each, (int, float)) for each in ids):
        raise _refuse(name, "UserIds must be an array of numbers")
    if not ids:
        raise _refuse(name, "UserIds is empty")
    if len(ids) > USER_IDS_MAX:
        raise _refuse(name, f"UserIds holds more than {USER_IDS_MAX} entries")
    return [int(each) for each in ids]


def _flags(name: str, config: dict[str, object]) -> dict[str, bool]:
    flags = {"ApplyToUniverse": True, "ExcludeAltAccounts": False, "ApplyDeviceBlock": False}
    for flag in FLAGS:
        value = config.get(flag, flags[flag])
        if not isinstance(value, bool):
            raise _refuse(name, f"{flag} must be a boolean")
        flags[flag] = value
    return flags


def _reason(name: str, config: dict[str, object], key: str, limit: int) -> str:
    value = config.get(key)
    if not isinstance(value, str):
        raise _refuse(name, f"{key} must be a string")
    if len(value) > limit:
        raise _refuse(name, f"{key} is longer than {limit} characters")
    return value


def _duration(name: str, config: dict[str, object]) -> int:
    value = config.get("Duration")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _refuse(name, "Duration must be a number")
    if value != PERMANENT_SECONDS and value < 1:
        raise _refuse(name, "Duration must be positive, or -1 for a permanent ban")
    return int(value)


class BanMembers(AccountMembers):
    """Part of the Players service."""

    @property
    def bans(self) -> Bans:
        """The universe's bans."""
        return Bans.of(self.context.universe)

    @method("BanAsync", parameters=("config: dictionary",), yields=True)
    def ban_async(self, target: Instance, request: Request, config: JsonValue) -> None:
        """Bans up to 50 users; "aggregates failures in one comma list" (engine.md f.1)."""
        table = self._config(request.method, config)
        users, flags = _user_ids(request.method, table), _flags(request.method, table)
        seconds = _duration(request.method, table)
        shown = _reason(request.method, table, "DisplayReason", DISPLAY_REASON_LENGTH_MAX)
        private = _reason(request.method, table, "PrivateReason", PRIVATE_REASON_LENGTH_MAX)

        def perform() -> None:
            scope, now = self._scope(flags), self.context.unix_us()
            entry = BanEntry(True, scope, now, seconds, shown, private)
            self._record_all(users, entry)

        self._write(request, perform)

    @method("UnbanAsync", parameters=("config: dictionary",), yields=True)
    def unban_async(self, target: Instance, request: Request, config: JsonValue) -> None:
        """Lifts bans of the same scope."""
        table = self._config(request.method, config)
        users, flags = _user_ids(request.method, table), _flags(request.method, table)

        def perform() -> None:
            entry = BanEntry(False, self._scope(flags), self.context.unix_us())
            self._record_all(users, entry)

        self._write(request, perform)

    @method("GetBanHistoryAsync", parameters=("userId: int",), yields=True)
    def get_ban_history_async(self, target: Instance, request: Request, user: int) -> None:
        """BanHistoryPages, newest first."""

        def perform() -> Entries:
            return [each.as_table() for each in self.bans.history.get(user, ())][::-1]

        self.reply_with_account_pages(request, "BanHistoryPages", perform)

    def _write(self, request: Request, perform: Callable[[], None]) -> None:
        self.request(request, perform=perform, then=lambda _: request.reply(), writes=True)

    def _config(self, name: str, config: JsonValue) -> dict[str, object]:
        table = json.loads(config.text) if config.text is not None else None
        if not isinstance(table, dict):
            raise _refuse(name, "the configuration is no dictionary of plain values")
        return table

    def _scope(self, flags: dict[str, bool]) -> int:
        return WHOLE_UNIVERSE if flags["ApplyToUniverse"] else self.context.server.place_id

    def _record_all(self, users: list[int], entry: BanEntry) -> None:
        failures = []
        for user in users:
            if user < 1:
                failures.append(f"failure for UserId {user}")
            else:
                self.bans.record(user, entry)
        if failures:
            raise StubError(", ".join(failures))
