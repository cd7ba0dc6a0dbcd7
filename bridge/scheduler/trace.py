"""The trace: one line per thing that happened, equal for equal runs. Knows no Lua and no service.

A line is `<microseconds> <kind> <name>=<value> ...` with JSON values, so it can be read, compared
and hashed. No value comes from a wall clock, an address or the order of a set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from json.encoder import encode_basestring_ascii as encode_text
from tempfile import TemporaryFile
from typing import Any, TextIO

from bridge.scheduler.clock import Clock

__all__ = ["Difference", "Trace", "TraceValue", "first_difference"]

TraceValue = str | int | float | bool | None

# The same texts as json.dumps, which takes ten times as long for a single value.
WRITERS: Mapping[type, Callable[[Any], str]] = {str: encode_text, int: repr}

UNWRITTEN_MAX = 10_000
"""So many entries wait at most; as lines they are smaller."""

LINES_IN_MEMORY = 100_000
"""A trace that grows longer goes on in a temporary file; about 10 MB."""


class Trace:
    """Collects lines and their digest; with a file it also writes each line there at once.

    Without a file a line is written out when somebody reads it: most runs are never looked at.
    """

    def __init__(self, clock: Clock, file: TextIO | None = None, keep: bool = True) -> None:
        """`keep=False` leaves the lines to the file: then `lines` has none."""
        self._clock = clock
        self._file = file
        self._keep = keep
        self._unwritten: list[tuple[int, str, dict[str, TraceValue] | None]] = []
        self._lines: list[str] = []
        self._spilled: TextIO | None = None
        self._hash = sha256()
        self.count = 0

    def append(self, kind: str, /, **data: TraceValue) -> None:
        """Write down that `kind` happened now."""
        self.count += 1
        self._unwritten.append((self._clock.now_us, kind, data))
        if self._file is not None or len(self._unwritten) >= UNWRITTEN_MAX:
            self._write_out()

    def append_text(self, text: str) -> None:
        """`append` for an entry whose text `entry` has made, for doors that write the same one
        thousands of times: putting it together costs ten times as much."""
        self.count += 1
        self._unwritten.append((self._clock.now_us, text, None))
        if self._file is not None or len(self._unwritten) >= UNWRITTEN_MAX:
            self._write_out()

    @staticmethod
    def entry(kind: str, /, **data: TraceValue) -> str:
        """The text of an entry, without its instant."""
        for name, value in data.items():
            write = WRITERS.get(type(value), json.dumps)
            kind += f" {name}={write(value)}"
        return kind

    def lines(self) -> Sequence[str]:
        """Everything kept, oldest first."""
        self._write_out()
        if self._spilled is None:
            return tuple(self._lines)
        # JSON escapes line ends and everything beyond ASCII: a line of the file is an entry.
        self._spilled.seek(0)
        before = [line.removesuffix("\n") for line in self._spilled]
        return (*before, *self._lines)

    def digest(self) -> str:
        """A short text that is equal when every line so far is equal."""
        self._write_out()
        return self._hash.hexdigest()

    def _write_out(self) -> None:
        if not self._unwritten:
            return
        lines = [
            f"{at_us} {kind if data is None else self.entry(kind, **data)}"
            for at_us, kind, data in self._unwritten
        ]
        self._unwritten.clear()
        text = "\n".join(lines) + "\n"
        self._hash.update(text.encode("utf-8", "surrogateescape"))
        if self._keep:
            self._lines += lines
        if self._file is not None:
            self._file.write(text)
        if len(self._lines) >= LINES_IN_MEMORY:
            self._spill()

    def _spill(self) -> None:
        """Move what is in memory to a file that goes with this object."""
        if self._spilled is None:
            self._spilled = TemporaryFile(  # noqa: SIM115 (closed with this object)
                "w+", encoding="utf-8", newline="\n"
            )
        self._spilled.writelines(line + "\n" for line in self._lines)
        self._lines.clear()


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
