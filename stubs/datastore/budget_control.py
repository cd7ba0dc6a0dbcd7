"""The test handle of request budgets: on all servers or one, of all request types or some.

`universe.datastores.budgets`. A level that is set holds for the servers that run then; what is
frozen, or unlimited, is so on servers started later too. Knows no queue: whoever waits is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from bridge.errors import UsageError
from bridge.scheduler import Clock
from bridge.stubs.context import ServerContext
from bridge.stubs.datastore.budget import REQUEST_TYPES, Budgets

__all__ = ["BudgetControl"]

UNLIMITED = 1_000_000
"""Requests that a budget holds which is never to run out."""


class _Order(NamedTuple):
    """What a test wants of the budgets of some types, since a Unix time."""

    at_us: int
    kinds: tuple[str, ...]
    server: int | None
    level: int | None
    frozen: bool | None


@dataclass(frozen=True, slots=True)
class _Server:
    """One server's budgets, and the clock they go by: it begins at the universe's epoch."""

    clock: Clock
    epoch_us: int
    budgets: Budgets
    pump: Callable[[], object]

    def carry_out(self, order: _Order, unix_us: int) -> None:
        """Does what a test wants, as of a time."""
        at_us = unix_us - self.epoch_us
        for kind in order.kinds or self.budgets.kinds:
            if order.level is not None:
                self.budgets.set(kind, order.level, at_us)
            if order.frozen is not None:
                self.budgets.freeze(order.frozen, kind, now_us=at_us)


class BudgetControl:
    """The budgets of a universe's servers.

    Every method takes request types (items of Enum.DataStoreRequestType by name; legacy ones stand
    for what they count), all when none is given, and `server`, an index, all when it is None.

    Parameters:
        unix_us: the true clock.
    """

    def __init__(self, unix_us: Callable[[], int]) -> None:
        self._unix_us = unix_us
        self._servers: dict[int, _Server] = {}
        self._orders: list[_Order] = []

    def __repr__(self) -> str:
        lines = [
            f"  server {index}: " + ", ".join(f"{k} {v}" for k, v in self.levels(index).items())
            for index in sorted(self._servers)
        ]
        return "\n".join(["<budgets of data stores", *lines]) + ">"

    # What tests do --------------------------------------------------------------------------

    def levels(self, server: int = 0) -> dict[str, int]:
        """How many requests of each type may go at once on a server; nothing while none of its
        scripts has asked for DataStoreService. OrderedList's, too, of which scripts see 0."""
        known = self._servers.get(server)
        return {} if known is None else known.budgets.levels(known.clock.now_us)

    def set(self, requests: int, *kinds: str, server: int | None = None) -> None:
        """So many requests may go now; then the budget refills as ever, if it is not frozen."""
        if requests < 0:
            raise UsageError(f"a budget cannot hold {requests} requests")
        self._give(kinds, server, requests, None)

    def empty(self, *kinds: str, server: int | None = None) -> None:
        """Nothing may go now: requests queue, or are dropped, until the budget has refilled."""
        self.set(0, *kinds, server=server)

    def freeze(self, *kinds: str, server: int | None = None) -> None:
        """What the budgets hold now they hold for good: nothing is used up, nothing refills. An
        empty one stays empty, and lets nothing pass any more."""
        self._give(kinds, server, None, True)

    def thaw(self, *kinds: str, server: int | None = None) -> None:
        """Frozen budgets go on from what they hold."""
        self._give(kinds, server, None, False)

    def starve(self, *kinds: str, server: int | None = None) -> None:
        """Empty, and frozen: nothing may go until it is thawed."""
        self._give(kinds, server, 0, True)

    def unlimited(self, *kinds: str, server: int | None = None) -> None:
        """Never empty: full, and frozen."""
        self._give(kinds, server, UNLIMITED, True)

    def _give(
        self, kinds: tuple[str, ...], server: int | None, level: int | None, frozen: bool | None
    ) -> None:
        unknown = sorted(set(kinds) - set(REQUEST_TYPES))
        if unknown:
            known = ", ".join(REQUEST_TYPES)
            raise UsageError(f"no request type {unknown[0]!r}; known: {known}")
        parts = dict.fromkeys(part for kind in kinds for part in REQUEST_TYPES[kind])
        order = _Order(self._unix_us(), tuple(parts), server, level, frozen)
        self._orders.append(order)
        for index, known_server in self._servers.items():
            if server in (None, index):
                known_server.carry_out(order, order.at_us)
                known_server.pump()

    # What servers do ------------------------------------------------------------------------

    def join(self, context: ServerContext, budgets: Budgets, pump: Callable[[], object]) -> None:
        """A server has budgets from now on: what a test wanted of them earlier is done.

        Parameters:
            pump: called when requests that wait may have become possible.
        """
        started_us = context.universe.epoch_us + context.server.start_us
        server = _Server(context.clock, context.universe.epoch_us, budgets, pump)
        self._servers[context.server.index] = server
        for order in self._orders:
            concerned = order.server in (None, context.server.index)
            # A level belongs to its moment; what is frozen is so on servers to come as well.
            if concerned and (order.at_us >= started_us or order.frozen is not None):
                server.carry_out(order, max(order.at_us, started_us))

    def leave(self, index: int) -> None:
        """The server is gone."""
        self._servers.pop(index, None)
