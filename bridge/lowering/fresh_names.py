"""Names for what lowering adds: the runtime table, temporaries, labels.

All of them share a prefix of underscores longer than any such name in the user's text, so none can
clash with a local, a global or a field. Nobody else may invent a name.
"""

from __future__ import annotations

import re

__all__ = ["FreshNames"]

_TAKEN = re.compile(r"(?<![A-Za-z0-9_])(_+)[RBKEXTC][0-9]*(?![A-Za-z0-9_])")


class FreshNames:
    """The names of one chunk.

    Attributes:
        runtime: the table of runtime functions, an upvalue of every function that needs it.
        tick: the budget check.
        key: numbers objects that become keys.
        exports: the table of a module's exported names.
        boxes: the table of captured locals that LuaJIT has no upvalue left for.
    """

    __slots__ = ("_count", "_prefix", "boxes", "exports", "key", "runtime", "tick")

    def __init__(self, text: str) -> None:
        taken = [len(match.group(1)) for match in _TAKEN.finditer(text)]
        prefix = "_" * (1 + max(taken, default=0))
        self._prefix = prefix
        self._count = 0
        self.runtime = f"{prefix}R"
        self.tick = f"{prefix}B"
        self.key = f"{prefix}K"
        self.exports = f"{prefix}E"
        self.boxes = f"{prefix}X"

    def temporary(self) -> str:
        """A new local name."""
        self._count += 1
        return f"{self._prefix}T{self._count}"

    def label(self) -> str:
        """A new label name."""
        self._count += 1
        return f"{self._prefix}C{self._count}"

    def box(self, name: str) -> str:
        """A new place in the table of boxed locals, recognisable by the local's name."""
        self._count += 1
        return f"{self.boxes}.{name}_{self._count}"
