"""A source file: its name, its text, and the way from an offset to a line and column.

Text is held as one character per byte (Latin-1), because Luau strings are byte strings and its
columns count bytes; any byte string is therefore a valid `Source`. Knows nothing of tokens.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple, TypeAlias

__all__ = ["Position", "Source", "Span"]

Span: TypeAlias = tuple[int, int]
"""Half-open range of byte offsets `(begin, end)` into `Source.text`."""


class Position(NamedTuple):
    """A place in a file: `line` and `column` both count from 1, columns in bytes."""

    line: int
    column: int


class Source:
    """One file's text with its line table.

    Parameters:
        text: the program; `str` is encoded as UTF-8, `bytes` are taken as they are.
        name: chunk name as messages show it, e.g. `ServerScriptService.Main`.
    """

    __slots__ = ("_starts", "name", "text")

    def __init__(self, text: str | bytes, name: str = "main") -> None:
        data = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        self.text: str = data.decode("latin-1")
        self.name = name
        self._starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """Offsets at which lines begin; the first is 0. Only `\\n` ends a line, as in Luau."""
        if self._starts is None:
            starts = [0]
            find = self.text.find
            at = find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = find("\n", at + 1)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> Position:
        """Line and column (from 1) of a byte offset."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_number(self, offset: int) -> int:
        """Line (from 1) of a byte offset."""
        return bisect_right(self.line_starts, offset)

    def line_text(self, line: int) -> str:
        """The text of a line (from 1) without its line end, decoded for display."""
        starts = self.line_starts
        if not 1 <= line <= len(starts):
            return ""
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        raw = self.text[starts[line - 1] : end].rstrip("\r")
        return raw.encode("latin-1").decode("utf-8", "replace")
