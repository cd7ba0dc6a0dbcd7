"""Could one register per key, doing one thing at a time, have given these answers?

Every call takes effect at one instant between its beginning and its end; a write that failed, or
was never answered, takes effect at some instant after its beginning or not at all. The search is
the one of Wing and Gong with Lowe's memory of positions already tried, one key at a time, because
a history is linearizable when each of its keys is. The order in which things really happened is
tried first, where the history tells it. Knows no store: it reads a history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bridge.errors import NotLinearizable
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import UNSEEN, Operation, Outcome
from bridge.tools.simulation.checkers.histories import History, shorten, where
from bridge.tools.simulation.checkers.reports import Finding
from bridge.tools.simulation.checkers.uncertain import UncertainWrites, Use, Way, apply

__all__ = ["Linearizable", "Violation", "check_linearizability", "linearizable"]

SHOWN = 12
"""Calls a report shows around the place where no order is left."""

TRIES_MAX = 1_000_000
"""Places a search looks at before it gives up: a minute or two. Only histories come near it in
which many calls overlap, many failed, and the order in which things happened explains nothing."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A key whose answers no order of its calls explains.

    Attributes:
        explained: as many calls as some order explains, of all that must be explained.
        state: what the key holds after them (JSON text, None: nothing).
        stuck: the calls of which one would have to come next, and none can.
        undecided: the search was given up, so that there may be an order; the one in which things
            really happened, if it is known, is none.
    """

    address: Address
    explained: int
    state: str | None
    stuck: tuple[Operation, ...]
    undecided: bool = False

    def __str__(self) -> str:
        head = (
            f"{self.address.name}/{self.address.scope}/{self.address.key} is not linearizable: "
            f"{self.explained} calls have an order, after which the key holds {self.state}; "
            f"none of these can come next{self.doubt}:"
        )
        return "\n  ".join([head, *(str(operation) for operation in self.stuck[:SHOWN])])

    @property
    def doubt(self) -> str:
        """What a report adds when the search was given up."""
        tries = f" in the first {TRIES_MAX:,} tries, after which it was given up"
        return tries if self.undecided else ""


def linearizable(*stores: str) -> Linearizable:
    """The law that one store per key could have given all answers.

    Reads from a server's cache are left out, and so are listings and old versions: they promise
    nothing. For the end of a test: that a thousand calls have an order shows at once as a rule;
    that they have none may take a second, or several where many overlap and many failed.

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
                    f"none of these can come next{violation.doubt}"
                )
                steps = tuple(key.step(call) for call in violation.stuck[:SHOWN])
                yield Finding(NotLinearizable, headline, steps)


class _Position(NamedTuple):
    """How far an order has come: every call before `first` is in it, and those of `done` (a bit
    per call from `first` on). `used` are the scarce ones of the uncertain writes in it. `owed`: the
    last one was an uncertain write, which only a call that looks can justify."""

    first: int
    done: int
    used: int
    state: str | None
    owed: bool


class _Step(NamedTuple):
    """One more step of an order, and the uncertain writes it took."""

    position: _Position
    use: Use | None = None


def check_linearizability(operations: Iterable[Operation]) -> Violation | None:
    """The first key, in order of first use, that one register cannot explain; None when all can be.

    Reads answered from a server's cache are left out: the cache promises no freshness.

    Parameters:
        operations: a history, see `StoreHandle.record`.
    """
    by_key: dict[Address, list[Operation]] = {}
    for operation in operations:
        if not operation.cached:
            by_key.setdefault(operation.address, []).append(operation)
    for address, found in by_key.items():
        if _happened(found):
            continue
        violation = _Search(address, found).run()
        if violation is not None:
            return violation
    return None


def _happened(operations: Sequence[Operation]) -> bool:
    """Whether the order in which calls were at the store explains them; if not, another may."""
    order: list[tuple[float, int, Operation]] = []
    for operation in operations:
        if operation.landed is not None:
            order.append((operation.landed, 0, operation))
        elif operation.outcome is Outcome.OK:
            if operation.looked is None:
                return False
            order.append((operation.looked + 0.5, operation.invoked_us, operation))
    order.sort(key=lambda entry: entry[:2])
    state: str | None = None
    latest_us = 0
    for _, _, operation in order:
        state, possible = apply(operation.seen, operation.change, state)
        ended_us = operation.returned_us if operation.outcome is Outcome.OK else None
        if not possible or (ended_us is not None and ended_us < latest_us):
            return False
        latest_us = max(latest_us, operation.invoked_us)
    return True


class _Search:
    """The search for an order of one key's calls."""

    def __init__(self, address: Address, operations: Sequence[Operation]) -> None:
        certain = [each for each in operations if each.outcome is Outcome.OK]
        uncertain = [each for each in operations if each.outcome is not Outcome.OK and each.change]
        self._address = address
        self._certain = sorted(certain, key=lambda each: each.invoked_us)
        self._uncertain = UncertainWrites(sorted(uncertain, key=lambda each: each.invoked_us))

        # Where any state may be the right one to add to, there is no target: all are counted.
        self._aimless = any(_depends(each) and each.seen is UNSEEN for each in certain)
        if self._aimless:
            self._uncertain.count(self._uncertain.all)

        self._left = TRIES_MAX
        self._best = _Position(0, 0, 0, None, False)

    def run(self) -> Violation | None:
        """Searches with more and more kinds of uncertain writes counted, until it is decided.

        Before that once with all of them counted, looking at each place once: an order found in
        this way is one, though not finding any says nothing.
        """
        uses = self._search(_Tried())
        if uses is not None and self._uncertain.run_out(uses):
            few = self._uncertain.scarce
            self._uncertain.count(self._uncertain.all)
            if self._search(_Tried(once=True)) is not None:
                return None
            self._uncertain.count(few)
            uses = self._search(_Tried())
            while uses is not None and self._uncertain.run_out(uses):
                uses = self._search(_Tried())
        if uses is not None:
            return None
        best, undecided = self._best, not self._left
        stuck = tuple(self._certain[index] for index in self._open_calls(best)[0])
        return Violation(self._address, _explained(best), best.state, stuck, undecided)

    def _search(self, tried: _Tried) -> list[Use] | None:
        """What an order that explains all has used; None when there is none.

        `_best` is then the position that explains most.
        """
        begin = self._best = _Position(0, 0, 0, None, False)
        if not self._certain:
            return []
        tried.new(begin)
        stack = [self._next_steps(begin)]
        uses: list[Use | None] = [None]
        while stack and self._left:
            step = next(stack[-1], None)
            if step is None:
                stack.pop()
                uses.pop()
            elif tried.new(step.position):
                self._left -= 1
                uses.append(step.use)
                if step.position.first == len(self._certain):
                    return [use for use in uses if use is not None]
                if _explained(step.position) > _explained(self._best):
                    self._best = step.position
                stack.append(self._next_steps(step.position))
        return None

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

    def _next_steps(self, position: _Position) -> Iterator[_Step]:
        """What may come next: certain calls first, because uncertain ones only widen the search."""
        calls, deadline_us = self._open_calls(position)
        for index in calls:
            if self._is_answered(index, position):
                # Whatever order there is, this call may as well come now: it changes nothing.
                yield _Step(self._with(position, index, position.state))
                return
        for index in calls:
            operation = self._certain[index]
            if position.owed and not _depends(operation):
                continue
            state, possible = apply(operation.seen, operation.change, position.state)
            if possible:
                yield _Step(self._with(position, index, state))
        used, uncertain = position.used, self._uncertain
        if self._aimless:
            for state, way in uncertain.steps(position.state, used, deadline_us):
                yield _uncertain_step(position, state, way, deadline_us)
        elif not position.owed:
            for target in dict.fromkeys(self._certain[index].seen for index in calls):
                if isinstance(target, str | None) and target != position.state:
                    for way in uncertain.ways(position.state, target, used, deadline_us):
                        yield _uncertain_step(position, target, way, deadline_us)

    def _is_answered(self, index: int, position: _Position) -> bool:
        """Whether a call that changes nothing met this state."""
        operation = self._certain[index]
        if operation.change is not None or (position.owed and operation.seen is UNSEEN):
            return False
        return operation.seen is UNSEEN or operation.seen == position.state

    def _with(self, position: _Position, index: int, state: str | None) -> _Position:
        done, first = position.done | 1 << (index - position.first), position.first
        while done & 1:
            done >>= 1
            first += 1
        return _Position(first, done, position.used, state, False)


def _uncertain_step(position: _Position, state: str | None, way: Way, deadline_us: float) -> _Step:
    after = position._replace(used=way.scarce, state=state, owed=True)
    return _Step(after, Use(way.kinds, deadline_us))


class _Tried:
    """Positions that need not be tried again: reached before, with no more uncertain writes used.

    Of two ways to one place, the one that used fewer of them can do all that the other can.

    Parameters:
        once: try each place once, whatever was used.
    """

    def __init__(self, *, once: bool = False) -> None:
        self._once = once
        self._used: dict[tuple[int, int, str | None, bool], list[int]] = {}

    def new(self, position: _Position) -> bool:
        """Whether it has to be tried; from now on it has been."""
        first, done, used, state, owed = position
        known = self._used.setdefault((first, done, state, owed), [])
        if (known and self._once) or any(fewer & ~used == 0 for fewer in known):
            return False
        known[:] = [each for each in known if used & ~each]
        known.append(used)
        return True


def _explained(position: _Position) -> int:
    return position.first + position.done.bit_count()


def _depends(operation: Operation) -> bool:
    """Whether it matters to a call what the key held before it."""
    adds = operation.change is not None and operation.change.kind == "add"
    return adds or operation.seen is not UNSEEN
