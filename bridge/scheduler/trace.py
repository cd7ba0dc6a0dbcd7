"""The trace: one line per thing that happened, equal for equal runs. Knows no Lua and no service.

A line is `<microseconds> <kind> <name>=<value> ...` with JSON values, so it can be read, compared
and hashed. No value comes from a wall clock, an address or the order of a set.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from typing import TextIO

from bridge.scheduler.clock import Clock

__all__ = ["Difference", "Trace", "TraceValue", "first_difference"]

TraceValue = str | int | float | bool | None


class Trace:
    """Collects lines and their digest; with a file it also writes each line there at once."""

    def __init__(self, clock: Clock, file: TextIO | None = None, keep: bool = True) -> None:
        """`keep=False` leaves the lines to the file: for runs too long for memory."""
        self._clock = clock
        self._file = file
        self._keep = keep
        self._lines: list[str] = []
        self._hash = sha256()
        self.count = 0

    def append(self, kind: str, /, **data: TraceValue) -> None:
        """Write down that `kind` happened now."""
        parts = [str(self._clock.now_us), kind]
        parts.extend(f"{name}={_shown(value)}" for name, value in data.items())
        line = " ".join(parts)
        self._hash.update(line.encode("utf-8", "surrogateescape") + b"\n")
        self.count += 1
        if self._keep:
            self._lines.append(line)
        if self._file is not None:
            self._file.write(line + "\n")

    def lines(self) -> Sequence[str]:
        """Everything kept, oldest first."""
        return tuple(self._lines)

    def digest(self) -> str:
        """A short text that is equal when every line so far is equal."""
        return self._hash.hexdigest()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two traces part.

    Attributes:
        index: number of equal lines before.
        left: the line of the first trace, None when it ended.
        right: the line of the second trace, None when it ended.
    """

    index: int
    left: str | None
    right: str | None

    def __str__(self) -> str:
        left = "(the trace ends)" if self.left is None else self.left
        right = "(the trace ends)" if self.right is None else self.right
        return f"entry {self.index}:\n  first run:  {left}\n  second run: {right}"


def first_difference(left: Iterable[str], right: Iterable[str]) -> Difference | None:
    """The first entry in which two traces differ, or None when they are equal."""
    for index, (first, second) in enumerate(zip_longest(left, right)):
        if first != second:
            return Difference(index, first, second)
    return None


def _shown(value: TraceValue) -> str:
    """A value as JSON; the text of a float is its shortest, which is the same everywhere."""
    return json.dumps(value)
