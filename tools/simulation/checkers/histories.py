"""What a run did to each key: every write that took effect, and the calls of scripts around them.

The laws read this and nothing else of the data stores. Knows no law; times are simulated seconds
where they are shown and Unix microseconds where they are compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from bridge.errors import UsageError
from bridge.scheduler import MICROSECONDS
from bridge.stubs.context import UniverseView
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.handle import StoreHandle
from bridge.stubs.datastore.operations import TEST_SERVER, UNSEEN, Operation, Outcome
from bridge.stubs.datastore.versions import HistoryEntry, Version

__all__ = ["History", "KeyHistory", "KeyInfo", "line", "shorten", "where"]

SHOWN = 60
"""Characters of a value that a report shows."""


class KeyInfo(NamedTuple):
    """What DataStoreKeyInfo tells of a value, for the functions that users write.

    Attributes:
        version: the version id.
        created_seconds, updated_seconds: CreatedTime and UpdatedTime, as Unix seconds.
        metadata: `GetMetadata()`.
    """

    version: str
    created_seconds: float
    updated_seconds: float
    user_ids: tuple[int, ...]
    metadata: dict[str, Any]


class KeyHistory:
    """One key of a run.

    Attributes:
        writes: what took effect, in order; the first one is number 1 everywhere.
        calls: calls of scripts and tests, in the order they began.
        ended: when servers ended, by index.
        now_us: when the history was read.
    """

    def __init__(self, address: Address, epoch_us: int) -> None:
        self.address = address
        self.epoch_us = epoch_us
        self.writes: Sequence[HistoryEntry] = ()
        self.calls: Sequence[Operation] = ()
        self.ended: Mapping[int, int] = {}
        self.now_us = epoch_us
        self._makers: dict[int, int] = {}
        self._values: dict[int, Any] = {}

    def read(
        self,
        writes: Sequence[HistoryEntry],
        calls: Sequence[Operation],
        ended: Mapping[int, int],
        now_us: int,
    ) -> None:
        """Take in how far the run has come."""
        self.writes, self.calls, self.ended, self.now_us = writes, calls, ended, now_us
        self._makers = {
            call.landed: index for index, call in enumerate(calls) if call.landed is not None
        }

    def maker(self, number: int) -> int | None:
        """Index of the call that made a write; None when it began before recording did."""
        return self._makers.get(number)

    def version(self, number: int) -> Version | None:
        """What the key held after so many writes; None for nothing."""
        version = self.writes[number - 1].version if number else None
        return None if version is None or version.deleted else version

    def value(self, number: int) -> Any:
        """The same as Python data, to be read only."""
        if number not in self._values:
            version = self.version(number)
            self._values[number] = None if version is None else json.loads(version.text)
        return self._values[number]

    def asked(self, function: Callable[..., Any], number: int, *more: object) -> Any:
        """What a function of the user's says to the value after so many writes.

        What it raises has a note of where.
        """
        try:
            return function(self.value(number), *more)
        except Exception as problem:
            problem.add_note(
                f"a law asked {getattr(function, '__name__', 'a function')}"
                f"({', '.join(('value', 'key info')[: 1 + len(more)])}) about "
                f"{where(self.address)} after write {number}: "
                f"{shorten(json.dumps(self.value(number)))}; laws can be for some stores only, "
                'as in no_lost_writes("Profiles")'
            )
            raise

    def info(self, number: int) -> KeyInfo | None:
        """The key info of what the key held after so many writes."""
        version = self.version(number)
        if version is None:
            return None
        metadata = json.loads(version.metadata)
        return KeyInfo(
            version.id,
            version.object_created_us / MICROSECONDS,
            version.created_us / MICROSECONDS,
            version.user_ids,
            metadata if isinstance(metadata, dict) else {},
        )

    def step(self, call: Operation, remark: str = "") -> str:
        """One line of a report about a call."""
        return line(self.seconds(call.invoked_us), call.server, self._told(call), remark)

    def write_step(self, number: int, remark: str = "") -> str:
        """One line of a report about a write: its call, if that was recorded."""
        index = self.maker(number)
        if index is not None:
            return self.step(self.calls[index], remark)
        at_us, server, operation, version = self.writes[number - 1]
        shown = "nothing" if version.deleted else shorten(version.text)
        return line(self.seconds(at_us), server, f"{operation} left {shown}", remark)

    def seconds(self, unix_us: float) -> float:
        """Simulated seconds since the universe began."""
        return (unix_us - self.epoch_us) / MICROSECONDS

    def _told(self, call: Operation) -> str:
        words = [call.method]
        if call.change is None or (call.seen is not UNSEEN and call.change.kind != "set"):
            shown = call.seen if isinstance(call.seen, str) else None
            words.append("" if call.seen is UNSEEN else f"saw {shorten(shown)}")
        if call.cached:
            words.append("in its cache")
        if call.change is not None:
            kind, text, delta = call.change
            words.append({"set": f"wrote {shorten(text)}", "add": f"added {delta}"}.get(kind, ""))
        if call.outcome is not Outcome.OK:
            landed = " but has landed" if call.landed is not None else ""
            ended = "failed" if call.outcome is Outcome.FAILED else "is not answered"
            words.append(f"({ended}{landed})")
        return " ".join(word for word in words if word)


class History:
    """The keys of a universe; it can be read again and again as the run goes on."""

    def __init__(self, universe: UniverseView) -> None:
        self.universe = universe
        self.backend = StoreHandle.of(universe)
        self._calls: dict[Address, list[Operation]] = {}
        self._keys: dict[Address, KeyHistory] = {}
        self._read = 0

    def need_calls(self, law: str) -> None:
        """For laws about calls.

        Raises:
            UsageError: nobody asked for them to be recorded.
        """
        if self.backend.operations is None:
            raise UsageError(
                f"{law} needs the calls of the run: begin it with universe.watch(...) "
                "or universe.datastores.record()"
            )

    def keys(self, stores: Sequence[str] = (), only: Address | None = None) -> Iterator[KeyHistory]:
        """Every key that was used, by name.

        Parameters:
            stores: names of stores; none means all.
            only: this key alone, if it is in one of them.
        """
        found = self.backend.addresses() if only is None else (only,)
        for address in found:
            if not stores or address.name in stores:
                yield self.key(address)

    def key(self, address: Address) -> KeyHistory:
        """One key."""
        self._refresh()
        name, scope, key, family = address
        log = self.backend.operations
        found = self._keys.get(address)
        if found is None:
            found = self._keys[address] = KeyHistory(address, self.universe.epoch_us)
        found.read(
            self.backend.history(name, key, scope, family=family),
            self._calls.get(address, ()),
            {} if log is None else log.ended,
            self.universe.epoch_us + self.universe.clock.now_us,
        )
        return found

    def _refresh(self) -> None:
        log = self.backend.operations
        calls = [] if log is None else log.operations
        for call in calls[self._read :]:
            self._calls.setdefault(call.address, []).append(call)
        self._read = len(calls)


def where(address: Address) -> str:
    """A key as reports name it."""
    kind = "" if address.family == "Standard" else " (ordered)"
    return f"{address.name}/{address.scope}/{address.key}{kind}"


def shorten(text: str | None) -> str:
    """A value as reports show it."""
    if text is None:
        return "nothing"
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def line(seconds: float, server: int, told: str, remark: str = "") -> str:
    """One line of a report: when, who, what, and what that means."""
    who = "the test" if server == TEST_SERVER else f"server {server}" if server >= 0 else "the file"
    shown = f"{seconds:10.3f} s  {who:9}  {told}"
    return f"{shown}  <- {remark}" if remark else shown
