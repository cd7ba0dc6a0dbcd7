"""A problem found in a source file, and its text with excerpt and caret.

Shared by everything that points at source. Knows no grammar and collects nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.source import Position, Source, Span

__all__ = ["Diagnostic", "excerpt"]

_TAB = "    "


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: where (`span` in `source`) and what, in Luau's words where Luau has them."""

    source: Source
    span: Span
    message: str

    @property
    def position(self) -> Position:
        return self.source.position(self.span[0])

    @property
    def line(self) -> int:
        return self.position.line

    @property
    def column(self) -> int:
        return self.position.column

    def headline(self) -> str:
        """`name:line: message`, as Luau itself prints it."""
        return f"{self.source.name}:{self.line}: {self.message}"

    def render(self) -> str:
        """`name:line:column: message`, then the line with carets between its two neighbours."""
        line, column = self.position
        head = f"{self.source.name}:{line}:{column}: {self.message}"
        return f"{head}\n{excerpt(self.source, self.span)}"

    def __str__(self) -> str:
        return self.render()


def excerpt(source: Source, span: Span) -> str:
    """The line a span begins on with carets below, one line before it and one after.

    Carets stop at the end of the first line; an empty span gets one caret.
    """
    line = source.line_number(span[0])
    starts = source.line_starts
    begin = starts[line - 1]
    end = starts[line] - 1 if line < len(starts) else len(source.text)
    last = line + 1 if line < len(starts) else line
    width = len(str(last))
    rows = []
    for number in range(max(1, line - 1), last + 1):
        shown = source.line_text(number).replace("\t", _TAB)
        rows.append(f"{number:>{width}} | {shown}".rstrip())
        if number == line:
            # Columns count bytes; the carets stand under characters.
            lead = _display(source.text[begin : span[0]])
            marked = _display(source.text[span[0] : max(span[0], min(span[1], end))])
            rows.append(f"{'':{width}} | {' ' * len(lead)}{'^' * max(1, len(marked))}")
    return "\n".join(rows)


def _display(raw: str) -> str:
    return raw.encode("latin-1").decode("utf-8", "replace").replace("\t", _TAB)
