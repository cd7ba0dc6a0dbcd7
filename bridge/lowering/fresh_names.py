"""Names for what lowering adds: the runtime table, temporaries, labels.

All but one share a prefix of underscores longer than any such name in the user's text, so none can
clash with a local, a global or a field. The exception, `loop`, is a name LuaJIT looks for, and is
only given where the program has no such variable. Nobody else may invent a name.
"""

from __future__ import annotations

import re

__all__ = ["FreshNames", "loop_name"]

_TAKEN = re.compile(r"(?<![A-Za-z0-9_])(_+)(?:[BKEXTC][0-9]*|[RI][A-Za-z0-9_]*)(?![A-Za-z0-9_])")

_COMMENT = re.compile(r"--[^\]\"'`\n]*$", re.MULTILINE)
"""A comment to the end of its line that ends no string or long bracket, whatever is before it."""

_LOOP_NAMES = {
    name: re.compile(rf"(?<![A-Za-z0-9_:])(?<![^.]\.){name}(?![A-Za-z0-9_])")
    for name in ("next", "pairs")
}
"""Uses that may be a variable; `t.next` is a field, and `a..next` is not."""


def loop_name(text: str) -> str:
    """`next` or `pairs`, whichever is certainly no variable in a text; "" if both may be."""
    for name, use in _LOOP_NAMES.items():
        if name not in text or not use.search(text) or not use.search(_COMMENT.sub("", text)):
            return name
    return ""


class FreshNames:
    """The names of one chunk.

    Attributes:
        runtime: the table of runtime functions, an upvalue of every function that needs it.
        tick: the budget check.
        key: numbers objects that become keys.
        loop: the iteration function of generic loops, or "" (`generalized_iteration.py`).
        exports: the table of a module's exported names.
    """

    __slots__ = ("_count", "_prefix", "exports", "key", "loop", "runtime", "tick")

    def __init__(self, text: str) -> None:
        taken = [len(match.group(1)) for match in _TAKEN.finditer(text)]
        prefix = "_" * (1 + max(taken, default=0))
        self._prefix = prefix
        self._count = 0
        self.runtime = f"{prefix}R"
        self.tick = f"{prefix}B"
        self.key = f"{prefix}K"
        self.loop = loop_name(text)
        self.exports = f"{prefix}E"

    def helper(self, name: str) -> str:
        """The local that holds a function of the runtime."""
        return f"{self.runtime}{name}"

    def library(self, path: tuple[str, ...]) -> str:
        """The local that holds a function of Luau's library, such as `math.floor`."""
        return f"{self._prefix}I{'_'.join(path)}"

    def temporary(self) -> str:
        """A new local name."""
        self._count += 1
        return f"{self._prefix}T{self._count}"

    def label(self) -> str:
        """A new label name."""
        self._count += 1
        return f"{self._prefix}C{self._count}"

    def box(self) -> str:
        """A new table of boxed locals."""
        self._count += 1
        return f"{self._prefix}X{self._count}"

    def field(self, box: str, name: str) -> str:
        """A new place in a table of boxed locals, recognisable by the local's name."""
        self._count += 1
        return f"{box}.{name}_{self._count}"
