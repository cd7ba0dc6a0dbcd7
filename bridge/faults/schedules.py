"""Schedules: at which matching requests a fault bites, in words: "fails 3, works 2, again".

A schedule is phases between commas. A phase is `works` or `fails` with a count, 1 where none is
given; "three times", "twice", "then" are understood too. After the last phase everything works,
unless that one is `for ever` (everything fails from then on) or `again` (from the beginning)
follows. Knows no fault and no chance: a schedule is a value, and its text reads back to it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bridge.errors import UsageError

__all__ = ["Schedule", "read_schedule"]

NUMBERS = {
    word: number
    for number, words in enumerate(
        ("once one", "twice two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        1,
    )
    for word in words.split()
}

PHASE = re.compile(
    r"(?:(?:and )?then )?(?P<word>works?|fails?)(?: (?P<count>\d+|[a-z]+))?(?: times?)?"
)
AGAIN = re.compile(r"(?:(?:and )?then )?again")
FOR_EVER = re.compile(r" for ?ever$")


class Phase(NamedTuple):
    """So many requests in a row that all fail, or all work."""

    fails: bool
    requests: int

    def __str__(self) -> str:
        return f"{'fails' if self.fails else 'works'} {self.requests}"


class Schedule(NamedTuple):
    """At which requests a fault bites.

    Attributes:
        phases: what happens one after the other.
        again: they begin anew after the last one.
        for_ever: the last one, which fails, never ends; its number does not matter.
    """

    phases: tuple[Phase, ...]
    again: bool = False
    for_ever: bool = False

    def __str__(self) -> str:
        texts = [str(phase) for phase in self.phases]
        if self.for_ever:
            texts[-1] = "fails for ever"
        return ", ".join([*texts, "again"] if self.again else texts)

    def fails_at(self, request: int) -> bool:
        """Whether it bites at this matching request, counted from 1."""
        length = sum(phase.requests for phase in self.phases)
        if request > length:
            if not self.again:
                return self.for_ever
            request = (request - 1) % length + 1
        for phase in self.phases:
            request -= phase.requests
            if request <= 0:
                return phase.fails
        raise AssertionError("the phases cover every request up to their length")

    @property
    def last(self) -> int | None:
        """The last request at which it bites; None when there is always another one."""
        if self.again or self.for_ever:
            return None
        return sum(phase.requests for phase in self.phases)


@lru_cache(maxsize=1000)
def read_schedule(text: str) -> Schedule:
    """The schedule a text describes; `str` of it is the one way to write it.

    Raises:
        UsageError: the text is no schedule, or its requests all work.
    """
    parts = [" ".join(part.lower().split()) for part in text.split(",")]
    again = AGAIN.fullmatch(parts[-1]) is not None
    if again:
        parts.pop()
    phases: list[Phase] = []
    for_ever = False
    for index, part in enumerate(parts):
        ends_here = index == len(parts) - 1 and FOR_EVER.search(part) is not None
        if ends_here:
            part = FOR_EVER.sub("", part)
        found = PHASE.fullmatch(part)
        count = _count(found["count"]) if found is not None else 0
        if found is None or not count or (ends_here and found["count"] is not None):
            raise UsageError(f"schedule {text!r}: {part!r} is no phase, e.g. 'fails 3' or 'works'")
        fails = found["word"].startswith("fail")
        for_ever = for_ever or (ends_here and fails)
        if phases and phases[-1].fails == fails:
            count += phases.pop().requests
        phases.append(Phase(fails, count))
    if not again and phases and not phases[-1].fails:
        phases.pop()  # what follows the last phase works anyway
    if not any(phase.fails for phase in phases) or (again and for_ever):
        raise UsageError(f"schedule {text!r}: some requests must fail, and 'again' needs an end")
    if for_ever:
        phases[-1] = Phase(True, 1)
    return Schedule(tuple(phases), again, for_ever)


def _count(text: str | None) -> int:
    """What a number's word means; 0 when it means nothing."""
    if text is None:
        return 1
    return int(text) if text.isdigit() else NUMBERS.get(text, 0)
