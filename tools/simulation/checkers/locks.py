"""Who holds a key: how to read the session locks of the libraries that games use.

A rule is a function from a value, as Python data, and its key info (`KeyInfo`) to the `Lock` in it,
or None. Facts: cloud-services.md 8.2 to 8.4. Knows no history.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple, TypeAlias

from bridge.tools.simulation.checkers.histories import KeyInfo

__all__ = [
    "LAPIS",
    "PROFILE_SERVICE",
    "PROFILE_STORE",
    "Lock",
    "OwnerRule",
    "SessionRule",
    "field_lock",
    "metadata_lock",
]


class Lock(NamedTuple):
    """What stands in a key that somebody owns.

    Attributes:
        token: who; any text that one server writes and no other, e.g. a JobId or a GUID.
        expires_at: Unix seconds from which on others may take it.
    """

    token: str
    expires_at: float = inf


OwnerRule: TypeAlias = Callable[[Any, KeyInfo], "Lock | str | None"]
"""Finds the lock in a value; a bare text is a lock that never expires."""


@dataclass(frozen=True)
class SessionRule:
    """How one library locks.

    Attributes:
        owner: finds the lock.
        data: what only the owner may change; what it gives is compared.
        one_time: each session has a token that no other has, of the same server neither.
    """

    owner: OwnerRule
    data: Callable[[Any], Any]
    one_time: bool = False


def field_lock(token: str, expires: str | None = None) -> OwnerRule:
    """A lock in fields of the value itself.

    Parameters:
        token: name of the field that says who; dots lead into tables.
        expires: name of the field that says until when, in Unix seconds; None: for ever.
    """

    def owner(value: Any, info: KeyInfo) -> Lock | None:
        found = _field(value, token)
        if found in (None, False, ""):
            return None
        until = inf if expires is None else _field(value, expires)
        return Lock(_text(found), until if isinstance(until, int | float) else inf)

    return owner


def metadata_lock(field: str = "LockId", *, expire_seconds: float = inf) -> OwnerRule:
    """A lock in the key's metadata that lasts from the key's last update, as in Roblox' own sample
    (D CD-PDP, `LockId`).

    Parameters:
        expire_seconds: how long after the last update others may take it; the sample's own number
            is not in its documentation.
    """

    def owner(value: Any, info: KeyInfo) -> Lock | None:
        found = info.metadata.get(field)
        return None if found is None else Lock(_text(found), info.updated_seconds + expire_seconds)

    return owner


def _active_session(assume_dead_seconds: float) -> OwnerRule:
    def owner(value: Any, info: KeyInfo) -> Lock | None:
        found = _field(value, "MetaData.ActiveSession") or _field(value, "ActiveSession")
        if not found:
            return None
        updated = _field(value, "MetaData.LastUpdate")
        start = updated if isinstance(updated, int | float) else info.updated_seconds
        return Lock(_text(found), start + assume_dead_seconds)

    return owner


def _profile_data(value: Any) -> Any:
    return _field(value, "Data")


def _lapis_owner(value: Any, info: KeyInfo) -> Lock | None:
    found = _field(value, "lockId")
    return None if found is None else Lock(_text(found), info.updated_seconds + 1800)


PROFILE_STORE = SessionRule(_active_session(630), _profile_data, one_time=True)
"""ProfileStore: `MetaData.ActiveSession`, dead 630 s after `MetaData.LastUpdate` (PS ASSUME_DEAD).
Others may leave messages in the value, so only `Data` is the owner's."""

PROFILE_SERVICE = SessionRule(_active_session(1800), _profile_data)
"""ProfileService: the same, dead after 30 minutes (PSV AssumeDeadSessionLock)."""

LAPIS = SessionRule(_lapis_owner, lambda value: _field(value, "data"), one_time=True)
"""Lapis: `lockId`, free 30 minutes after the key's UpdatedTime (LAP)."""


def _field(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _text(found: object) -> str:
    return found if isinstance(found, str) else json.dumps(found, sort_keys=True)
