"""Interpolated strings: a runtime call.

    `a {x} b`   =>   _R.interp("a ", x, " b")

Text and values alternate and text comes last, so every value is cut to one by its position. The
runtime formats values as Luau's `tostring` does.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.strings import quote
from bridge.syntax import ast

__all__ = ["interpolated_string"]

_LONGEST = 100
"""Values per call; LuaJIT has 250 slots for all expressions under way."""


def interpolated_string(node: ast.InterpolatedString, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    if not node.expressions:
        out.put(quote(node.strings[0]))
        return
    calls = 0
    out.put(f"{out.names.runtime}.interp({quote(node.strings[0])}")
    for position, expression in enumerate(node.expressions):
        if position and position % _LONGEST == 0:
            # The rest becomes a value of its own: text of text is the same text.
            out.put(f', {out.names.runtime}.interp(""')
            calls += 1
        out.put(", ")
        out.emit(expression)
        out.put(f", {quote(node.strings[position + 1])}")
    out.put(")" + ', "")' * calls)
