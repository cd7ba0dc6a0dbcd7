"""Words that narrow a fault down, one after the other: when, where and how often it bites.

`DataStoreFault.error().on("SetAsync").keyed("Player_7").first(3)` is the same value as
`DataStoreFault.error(operations=("SetAsync",), key="Player_7", schedule="fails 3")`. Each word
gives a new fault; of two words about the same thing the later one counts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from bridge.errors import UsageError
from bridge.faults.delays import microseconds

if TYPE_CHECKING:
    from bridge.faults.fault import Fault

__all__ = ["Refinable"]


class Refinable:
    """The words of a fault. Matching requests are counted from the moment it is in force."""

    __slots__ = ()

    def _with(self, **changes: object) -> Fault:
        return replace(cast("Fault", self), **changes)  # type: ignore[arg-type]  # its own fields

    # Where -----------------------------------------------------------------------------------

    def on(self, *operations: str) -> Fault:
        """Only these methods: `.on("SetAsync", "UpdateAsync")`."""
        return self._with(operations=operations)

    def named(self, name: str) -> Fault:
        """Only this data store, topic, map, host, player: what `name` means for the service."""
        return self._with(name=name)

    def keyed(self, key: str) -> Fault:
        """Only this key, address, user: what `key` means for the service."""
        return self._with(key=key)

    def keys_from(self, prefix: str) -> Fault:
        """Only keys that begin so: `.keys_from("Player_")`."""
        return self._with(key_prefix=prefix)

    def on_server(self, server: int) -> Fault:
        """Only this server, by index; 0 is the first."""
        return self._with(server=server)

    # When ------------------------------------------------------------------------------------

    def between(self, start_seconds: float, end_seconds: float | None) -> Fault:
        """Only in this half-open window of simulated time; None: without an end."""
        return self._with(
            start_us=microseconds(start_seconds),
            end_us=None if end_seconds is None else microseconds(end_seconds),
        )

    def again_every(self, seconds: float) -> Fault:
        """The window comes again so long after its start, and so on: `.between(60, 90)
        .again_every(600)` is half a minute in every ten."""
        return self._with(every_us=microseconds(seconds))

    # How often -------------------------------------------------------------------------------

    def once(self) -> Fault:
        """Only at the next matching request."""
        return self.first(1)

    def first(self, count: int, *, after: int = 0) -> Fault:
        """At the next `count` matching requests, or at so many `after` some that work."""
        self._check(count, "count")
        if after < 0:
            raise UsageError(f"after must not be negative but got {after}")
        return self.scheduled(f"works {after}, fails {count}" if after else f"fails {count}")

    def at(self, *requests: int) -> Fault:
        """Exactly at these matching requests, counted from 1."""
        for request in requests:
            self._check(request, "request")
        if not requests:
            raise UsageError("at: name at least one request, counted from 1")
        return self._with(occurrences=tuple(sorted(set(requests))), schedule="", times=None)

    def every(self, count: int) -> Fault:
        """At every `count`-th matching request."""
        self._check(count, "count")
        works = f"works {count - 1}, " if count > 1 else ""
        return self.scheduled(f"{works}fails 1, again")

    def scheduled(self, schedule: str) -> Fault:
        """As a schedule says: `"works, fails, fails, works"`, `"fails three times, then works"`,
        `"fails 3, works 2, again"`, `"works 10, fails for ever"`."""
        return self._with(schedule=schedule, occurrences=(), times=None)

    def sometimes(self, probability: float) -> Fault:
        """At a matching request with this chance."""
        return self._with(probability=probability, schedule="", occurrences=(), times=None)

    def at_most(self, times: int) -> Fault:
        """It stops after biting so often; to be said after the other words of how often."""
        self._check(times, "times")
        return self._with(times=times)

    # What ------------------------------------------------------------------------------------

    def saying(self, text: str) -> Fault:
        """With this error text instead of the kind's usual one."""
        return self._with(text=text)

    @staticmethod
    def _check(value: int, name: str) -> None:
        if value < 1:
            raise UsageError(f"{name} must be at least 1 but got {value}")
