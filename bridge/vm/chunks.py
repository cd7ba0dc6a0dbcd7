"""The chunks a VM has loaded: their lowered text and the names of their functions.

Knows nothing of LuaJIT; the machine loads what this file hands out.
"""

from __future__ import annotations

from bridge.lowering.cache import lowered
from bridge.lowering.chunk import LoweredChunk
from bridge.source import Source

__all__ = ["Chunks"]


class Chunks:
    """Loaded chunks by number; the number is part of the name LuaJIT knows a chunk by."""

    def __init__(self) -> None:
        self._chunks: list[LoweredChunk] = []

    def add(self, source: Source) -> tuple[bytes, int]:
        """Lowers a source (raises `LuauSyntaxError`) and returns its text and number."""
        chunk = lowered(source)
        self._chunks.append(chunk)
        return chunk.text.encode("latin-1"), len(self._chunks) - 1

    def function_name(self, number: int, line: int, last_line: int) -> str:
        """Static name of the function on these lines; "" where it has none or two compete."""
        names = {
            info.name
            for info in self._chunks[number].functions
            if info.line == line and info.last_line == last_line
        }
        return names.pop() if len(names) == 1 else ""
