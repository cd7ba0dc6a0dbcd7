"""The chunks a VM has loaded: their lowered text and the names of their functions.

Knows nothing of LuaJIT; the machine loads what this file hands out.
"""

from __future__ import annotations

import re

from bridge.diagnostics import Diagnostic, excerpt
from bridge.errors import LuauSyntaxError
from bridge.lowering.cache import lowered
from bridge.lowering.chunk import LoweredChunk, LoweringOptions
from bridge.lowering.column_map import ColumnMap
from bridge.lowering.failing_expression import failing_span
from bridge.source import Source

__all__ = ["Chunks", "compiler_refusal"]

POSITION = re.compile(r"([^\n]+?):(\d+): ")
"""How a message of Luau begins: chunk name and line."""
FRAME = re.compile(r"([^\n]+?):(\d+)(?= |\n|$)")
"""How a line of a traceback begins."""


def compiler_refusal(source: Source, message: str, line: int) -> LuauSyntaxError:
    """The error for a source that parses but exceeds a limit; `message` has the position."""
    begin = source.line_starts[line - 1]
    problem = Diagnostic(source, (begin, begin), message.split(": ", 1)[1])
    return LuauSyntaxError(problem.render(), (problem,), message)


class Chunks:
    """Loaded chunks by name, the only thing LuaJIT remembers of a chunk."""

    def __init__(self) -> None:
        self._chunks: dict[str, list[LoweredChunk]] = {}
        self._sources: dict[str, Source] = {}

    def add(self, source: Source, options: LoweringOptions | None = None) -> bytes:
        """Lowers a source (raises `LuauSyntaxError`) and returns its text."""
        chunk = lowered(source, options)
        self._chunks.setdefault(source.name, []).append(chunk)
        self._sources[source.name] = source
        return chunk.text.encode("latin-1")

    def function_name(
        self, chunk_name: str, line: int, last_line: int, parameters: int, is_vararg: bool
    ) -> str:
        """Static name of the function on these lines; "" where it has none or two compete.

        `parameters` is -1 where the caller does not know the signature.
        """
        names = {
            info.name
            for chunk in self._chunks.get(chunk_name, ())
            for info in chunk.functions
            if info.line == line
            and info.last_line == last_line
            and (parameters < 0 or (info.parameters, info.is_vararg) == (parameters, is_vararg))
        }
        return names.pop() if len(names) == 1 else ""

    def excerpt(self, message: str, traceback: str = "") -> str:
        """The source line a message names, with its neighbours; "" when it names none we have.

        The carets stand below the expression that failed, or below the whole line when several of
        it may have. A message without a position, as the engine's own are, takes the innermost
        frame's line.
        """
        own = POSITION.match(message)
        position = own or FRAME.match(traceback)
        source = self._sources.get(position[1]) if position else None
        if position is None or source is None:
            return ""
        line = int(position[2])
        if not 1 <= line <= len(source.line_starts):
            return ""
        text = message[own.end() :] if own else message
        columns = ColumnMap(source)
        span = failing_span(columns, line, text, own is not None)
        begin = source.line_starts[line - 1]
        whole = columns.on_line((begin, len(source.text)), line) or (begin, begin)
        return excerpt(source, span or whole)
