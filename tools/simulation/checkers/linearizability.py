"""Could one register per key, doing one thing at a time, have given these answers?

Every call takes effect at one instant between its beginning and its end; a write that failed, or
was never answered, takes effect at some instant after its beginning or not at all. The search is
the one of Wing and Gong with Lowe's memory of positions already tried, one key at a time, because
a history is linearizable when each of its keys is. Knows no store: it reads a history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bridge.errors import NotLinearizable
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.limits import whole_number
from bridge.stubs.datastore.operations import UNSEEN, Operation, Outcome
from bridge.tools.simulation.checkers.histories import History, shorten, where
from bridge.tools.simulation.checkers.reports import Finding

__all__ = ["Linearizable", "Violation", "check_linearizability", "linearizable"]

SHOWN = 12
"""Calls a report shows around the place where no order is left."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A key whose answers no order of its calls explains.

    Attributes:
        explained: as many calls as some order explains, of all that must be explained.
        state: what the key holds after them (JSON text, None: nothing).
        stuck: the calls of which one would have to come next, and none can.
    """

    address: Address
    explained: int
    state: str | None
    stuck: tuple[Operation, ...]

    def __str__(self) -> str:
        head = (
            f"{self.address.name}/{self.address.scope}/{self.address.key} is not linearizable: "
            f"{self.explained} calls have an order, after which the key holds {self.state}; "
            "none of these can come next:"
        )
        return "\n  ".join([head, *(str(operation) for operation in self.stuck[:SHOWN])])


def linearizable(*stores: str) -> Linearizable:
    """The law that one store per key could have given all answers.

    Reads from a server's cache are left out, and so are listings and old versions: they promise
    nothing. For the end of a test: judging a long history takes a tenth of a second.

    Parameters:
        stores: names of the stores it holds for; none means all.
    """
    return Linearizable(stores)


@dataclass(frozen=True)
class Linearizable:
    """See `linearizable`."""

    stores: tuple[str, ...] = ()

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """Keys whose answers no order explains."""
        history.need_calls("linearizable")
        for key in history.keys(self.stores, only):
            violation = check_linearizability(key.calls)
            if violation is not None:
                headline = (
                    f"{where(key.address)}: no order of the calls explains the answers: after "
                    f"{violation.explained} of them the key holds {shorten(violation.state)}, and "
                    "none of these can come next"
                )
                steps = tuple(key.step(call) for call in violation.stuck[:SHOWN])
                yield Finding(NotLinearizable, headline, steps)


class _Position(NamedTuple):
    """How far an order has come: every call before `first` is in it, and those of `done` (a bit
    per call from `first` on). `used` has a bit per uncertain write. `owed`: the last one was an
    uncertain write, which only a call that looks can justify."""

    first: int
    done: int
    used: int
    state: str | None
    owed: bool


def check_linearizability(operations: Iterable[Operation]) -> Violation | None:
    """The first key, in order of first use, that one register cannot explain; None when all can be.

    Reads answered from a server's cache are left out: the cache promises no freshness.

    Parameters:
        operations: a history, see `DataStoreBackend.record`.
    """
    by_key: dict[Address, list[Operation]] = {}
    for operation in operations:
        if not operation.cached:
            by_key.setdefault(operation.address, []).append(operation)
    for address, found in by_key.items():
        violation = _Search(address, found).run()
        if violation is not None:
            return violation
    return None


class _Search:
    """The search for an order of one key's calls."""

    def __init__(self, address: Address, operations: Sequence[Operation]) -> None:
        certain = [each for each in operations if each.outcome is Outcome.OK]
        doubtful = [each for each in operations if each.outcome is not Outcome.OK and each.change]
        self._address = address
        self._certain = sorted(certain, key=lambda each: each.invoked_us)
        self._doubtful = sorted(doubtful, key=lambda each: each.invoked_us)

    def run(self) -> Violation | None:
        begin = _Position(0, 0, 0, None, False)
        best, tried = begin, {begin}
        stack = [self._next_positions(begin)]
        while stack:
            position = next(stack[-1], None)
            if position is None:
                stack.pop()
            elif position not in tried:
                tried.add(position)
                if position.first == len(self._certain):
                    return None
                if _explained(position) > _explained(best):
                    best = position
                stack.append(self._next_positions(position))
        if not self._certain:
            return None
        stuck = tuple(self._certain[index] for index in self._open_calls(best)[0])
        return Violation(self._address, _explained(best), best.state, stuck)

    def _open_calls(self, position: _Position) -> tuple[list[int], float]:
        """Certain calls that may come next, and the instant by which one of them has returned."""
        certain, found = self._certain, []
        deadline_us = float("inf")
        for index in range(position.first, len(certain)):
            operation = certain[index]
            if operation.invoked_us > deadline_us:
                break
            if not position.done >> (index - position.first) & 1:
                found.append(index)
                assert operation.returned_us is not None
                deadline_us = min(deadline_us, operation.returned_us)
        return found, deadline_us

    def _next_positions(self, position: _Position) -> Iterator[_Position]:
        """What may come next: certain calls first, because doubtful ones only widen the search."""
        calls, deadline_us = self._open_calls(position)
        for index in calls:
            operation = self._certain[index]
            if position.owed and not _depends(operation):
                continue
            state, possible = _apply(operation, position.state)
            if possible:
                yield self._with(position, index, state)
        effects: set[tuple[object, object]] = set()
        for index, operation in enumerate(self._doubtful):
            if operation.invoked_us > deadline_us:
                break
            effect = (operation.seen, operation.change)
            if position.used >> index & 1 or effect in effects:
                continue
            effects.add(effect)
            state, possible = _apply(operation, position.state)
            if possible and state != position.state:
                yield position._replace(used=position.used | 1 << index, state=state, owed=True)

    def _with(self, position: _Position, index: int, state: str | None) -> _Position:
        done, first = position.done | 1 << (index - position.first), position.first
        while done & 1:
            done >>= 1
            first += 1
        return _Position(first, done, position.used, state, False)


def _explained(position: _Position) -> int:
    return position.first + position.done.bit_count()


def _depends(operation: Operation) -> bool:
    """Whether it matters to a call what the key held before it."""
    adds = operation.change is not None and operation.change.kind == "add"
    return adds or operation.seen is not UNSEEN


def _apply(operation: Operation, state: str | None) -> tuple[str | None, bool]:
    """What the key holds after a call, and whether the call could have met this state."""
    if operation.seen is not UNSEEN and operation.seen != state:
        return state, False
    change = operation.change
    if change is None:
        return state, True
    if change.kind == "set":
        return change.text, True
    if change.kind == "remove":
        return None, True
    number = whole_number(state or "0")
    if number is None:
        return state, False
    return str(number + change.delta), True
