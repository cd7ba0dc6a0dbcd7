"""Execution budget: a tick in every loop and in functions that can multiply work.

    while c do work() end   =>   while c do _B(); work() end

Hooks do not fire in JIT-compiled code, so runaway programs are ended by counting. The tick is a Lua
closure over a number: LuaJIT treats a captured function as a constant and inlines it, a captured
table it does not. Measured on a loop of method calls, 2e7 rounds: no check 17 ms, call 40 ms,
counter in a table 134 ms; on fib(27): 19, 30 and 83.

Outside loops a function multiplies work by calling, or by indexing twice with keys that vary: an
`__index` function may recurse. The tick stands before the first statement that does so, or in the
branches of an `if` that does so alone: the shallow end of a recursion, where half of its calls are,
does not pay. Functions that do neither need no tick, nor do those that do it in loops only.

Where a program names a metamethod, every operator may be a call: an `__add` that adds twice does
2^depth additions without one call in its text. There operators weigh too. Names put together at run
time escape this; a deadline ends what they do.
"""

from __future__ import annotations

import re

from bridge.syntax import ast
from bridge.syntax.visitor import children

__all__ = [
    "CALL_WEIGHT",
    "INDEXING_WEIGHT",
    "TICKING_WEIGHT",
    "names_metamethods",
    "operations_in",
]

CALL_WEIGHT = 2
"""One call suffices, because a library function may call back many times."""

INDEXING_WEIGHT = 1
"""One indexing with a varying key is a chain at most, which ends at the stack's limit."""

TICKING_WEIGHT = 2
"""Functions at least as heavy tick."""

_OPERATIONS = frozenset(
    {
        ast.Binary,
        ast.Unary,
        ast.CompoundAssignment,
        ast.IndexName,
        ast.IndexExpression,
        ast.InterpolatedString,
    }
)
_EVENT = re.compile(
    r"(?<!\w)__(?:add|sub|mul|div|idiv|mod|pow|unm|eq|lt|le|concat|len|index|newindex|call|tostring"
    r"|iter)\b"
)
_CLASS_INDEX = re.compile(r"\b(\w+)\.__index\s*=\s*\1\b")


def names_metamethods(text: str) -> bool:
    """Whether a program names an event of metatables, other than by the `Class.__index = Class` of
    every class."""
    return "__" in text and _EVENT.search(_CLASS_INDEX.sub("", text)) is not None


def operations_in(node: ast.Node) -> int:
    """How many operators and indexings of a statement may run a metamethod; those of functions
    within it are theirs."""
    count, stack = 0, [node]
    while stack:
        current = stack.pop()
        kind = current.__class__
        if kind is ast.Function:
            continue
        count += kind in _OPERATIONS
        stack.extend(children(current))
    return count
