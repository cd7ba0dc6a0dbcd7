"""Writes that may have landed: the ways by which they lead a key from one state to another.

Part of the search for an order of calls (linearizability.py). Writes with the same effect are
alike, and of those that are alike the first is used first. At first there are as many of a kind as
one likes; only of kinds that turn out to be *scarce* is it counted how many are used, because every
count that is kept multiplies the ways. Knows no order of calls.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bridge.stubs.datastore.limits import whole_number
from bridge.stubs.datastore.operations import UNSEEN, Change, Operation

__all__ = ["UncertainWrites", "Use", "Way", "apply"]


class Use(NamedTuple):
    """Uncertain writes that were used one after the other: their kinds, begun by a time."""

    kinds: tuple[int, ...]
    until_us: float


class Way(NamedTuple):
    """Uncertain writes that lead somewhere: all scarce ones used by then, and the kinds taken."""

    scarce: int
    kinds: tuple[int, ...]


class _Goal(NamedTuple):
    """A state to be reached: a text, or None for nothing; or, for what is added to, a number."""

    text: str | None
    number: int | None = None

    def met(self, state: str | None) -> bool:
        """Whether a state is one."""
        if self.number is None:
            return state == self.text
        return whole_number(state or "0") == self.number


class _Kind(NamedTuple):
    """What some uncertain writes would do, and which they are, by index, in order of beginning."""

    number: int
    seen: object
    change: Change
    members: tuple[int, ...]
    mask: int


class UncertainWrites:
    """The uncertain writes of one key.

    Parameters:
        operations: in order of beginning; a set of them is an integer with a bit each.

    Attributes:
        scarce: those of which it is counted how many are used.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self._begins = [operation.invoked_us for operation in operations]
        alike: dict[tuple[object, Change], list[int]] = {}
        for index, operation in enumerate(operations):
            if operation.change is not None:
                alike.setdefault((operation.seen, operation.change), []).append(index)
        self._kinds = [
            _Kind(number, seen, change, tuple(members), sum(1 << index for index in members))
            for number, ((seen, change), members) in enumerate(alike.items())
        ]
        self.all = sum(kind.mask for kind in self._kinds)
        self.scarce = 0
        self._ways: dict[tuple[str | None, str | None, int, int], list[Way]] = {}
        deltas = [(k.change.delta, len(k.members)) for k in self._kinds if k.change.kind == "add"]
        self._up = sum(max(delta, 0) * count for delta, count in deltas)
        self._down = sum(min(delta, 0) * count for delta, count in deltas)
        texts = {k.change.text if k.change.kind == "set" else "0" for k in self._kinds}
        self._sources = sorted({n for n in map(whole_number, texts) if n is not None})

    def run_out(self, uses: Iterable[Use]) -> bool:
        """Whether more were used, or earlier, than there are; such kinds are scarce from now on."""
        counts = [0] * len(self._kinds)
        found = 0
        for kinds, until_us in uses:
            for number in kinds:
                kind, count = self._kinds[number], counts[number]
                counts[number] += 1
                if count >= len(kind.members) or self._begins[kind.members[count]] > until_us:
                    found |= kind.mask
        self.count(self.scarce | found)
        return bool(found)

    def count(self, scarce: int) -> None:
        """Let it be counted how many of these are used."""
        self.scarce = scarce
        self._ways.clear()

    def steps(
        self, state: str | None, used: int, until_us: float
    ) -> Iterator[tuple[str | None, Way]]:
        """Every state that one more of them leads to."""
        for kind in self._kinds:
            now = self._with(kind, used, until_us)
            if now is not None:
                after, possible = apply(kind.seen, kind.change, state)
                if possible and after != state:
                    yield after, Way(now, (kind.number,))

    def ways(self, state: str | None, target: str | None, used: int, until_us: float) -> list[Way]:
        """How some of them lead from a state to another, by few steps.

        Of ways that use the same scarce ones, or more of them, one is given.

        Parameters:
            used: scarce ones that are used already.
            until_us: when others must have begun.
        """
        begun = bisect_right(self._begins, until_us)
        known = self._ways.get((state, target, used, begun))
        if known is None:
            known = self._find_ways(state, target, used, until_us)
            self._ways[state, target, used, begun] = known
        return known

    def _find_ways(
        self, state: str | None, target: str | None, used: int, until_us: float
    ) -> list[Way]:
        found: list[Way] = []
        tried: set[tuple[_Goal, int]] = set()
        waiting = deque([(_Goal(target), Way(used, ()))])
        while waiting:
            goal, way = waiting.popleft()
            if (goal, way.scarce) in tried or any(each.scarce & ~way.scarce == 0 for each in found):
                continue
            tried.add((goal, way.scarce))
            if way.kinds and goal.met(state):
                found[:] = [each for each in found if way.scarce & ~each.scarce]
                found.append(way)
                if way.scarce == used:
                    break
                continue
            waiting.extend(self._before(goal, way, until_us, state))
        return found

    def _before(
        self, goal: _Goal, way: Way, until_us: float, state: str | None
    ) -> Iterator[tuple[_Goal, Way]]:
        """What must have been reached before, if the last step to a goal was one of them."""
        for kind in self._kinds:
            earlier = None
            if kind.change.kind == "add":
                earlier = _before_adding(goal, kind.change.delta)
                if earlier is None or not self._in_reach(earlier, state):
                    continue
            elif not goal.met(kind.change.text if kind.change.kind == "set" else None):
                continue
            now = self._with(kind, way.scarce, until_us)
            if now is None:
                continue
            after = Way(now, (*way.kinds, kind.number))
            if kind.seen is not UNSEEN:
                seen = kind.seen if isinstance(kind.seen, str) else None
                if earlier is None or earlier.met(seen):
                    yield _Goal(seen), after
            else:
                yield earlier or _Goal(state), after  # a blind write leads there from anywhere

    def _in_reach(self, goal: _Goal, state: str | None) -> bool:
        """Whether sums of all there are could lead to a number at all."""
        wanted = goal.number
        assert wanted is not None
        number = whole_number(state or "0")
        if number is not None and self._down <= wanted - number <= self._up:
            return True
        return any(self._down <= wanted - each <= self._up for each in self._sources)

    def _with(self, kind: _Kind, used: int, until_us: float) -> int | None:
        """The scarce ones that are used after one more of a kind; None when there is none."""
        if not kind.mask & self.scarce:
            return used if self._begins[kind.members[0]] <= until_us else None
        count = (used & kind.mask).bit_count()
        if count == len(kind.members) or self._begins[kind.members[count]] > until_us:
            return None
        return used | 1 << kind.members[count]


def _before_adding(goal: _Goal, delta: int) -> _Goal | None:
    if goal.number is not None:
        return _Goal(None, goal.number - delta)
    number = None if goal.text is None else whole_number(goal.text)
    if number is None or str(number) != goal.text:
        return None
    return _Goal(None, number - delta)


def apply(seen: object, change: Change | None, state: str | None) -> tuple[str | None, bool]:
    """What the key holds after a call, and whether the call could have met this state."""
    if seen is not UNSEEN and seen != state:
        return state, False
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
