"""Interpolated strings: a runtime call.

    `a {x} b`   =>   _Rinterp("a ", x, " b")

Text and values alternate and text comes last, so every value is cut to one by its position. The
runtime formats values as Luau's `tostring` does.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.strings import quote
from bridge.syntax import ast

__all__ = ["interpolated_string"]

_LONGEST = 100
"""Values per call, each with its text; LuaJIT has 250 slots for all expressions under way."""


def interpolated_string(node: ast.InterpolatedString, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    count = len(node.expressions)
    if count == 0:
        out.put(quote(node.strings[0]))
    elif count <= _LONGEST:
        _put_part(node, 0, count, out)
    else:
        # Parts are strings before the next one begins, so that they take one slot each.
        out.put(f"{out.helper('cat')}(")
        for first in range(0, count, _LONGEST):
            if first:
                out.put(", ")
            _put_part(node, first, min(first + _LONGEST, count), out)
        out.put(")")


def _put_part(node: ast.InterpolatedString, first: int, last: int, out: Emitter) -> None:
    """Write the values `first` to `last`, with the text after each; the first text stays before."""
    lead = node.strings[0] if first == 0 else ""
    out.put(f"{out.helper('interp')}({quote(lead)}")
    for position in range(first, last):
        out.put(", ")
        out.emit(node.expressions[position])
        out.put(f", {quote(node.strings[position + 1])}")
    out.put(")")
