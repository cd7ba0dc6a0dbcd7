"""Generic `for`: over tables and `__iter` too.

    for k, v in t do f(k, v) end   =>   for k, v in next(t) do _B(); f(k, v) end

`next` is the runtime's `iter` here: LuaJIT has instructions for walks over tables, three times as
fast as calls, and emits them where the loop's first value comes from a variable of that name or of
the name `pairs`. They are tried at run time and fall back for other iterators. A program that has
variables of both names gets `_R.iter(t)`.

LuaJIT only calls iterator functions. The runtime passes those through, and `pairs` and `next` may
be anything by the time the loop runs, so every generic loop asks it. Its errors belong to the line
of the iterated expression.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.loops import put_loop_body
from bridge.syntax import ast

__all__ = ["generic_for"]

_CONTROL_SLOTS = 3


def generic_for(node: ast.GenericFor, out: Emitter) -> None:
    variables = node.variables
    taken = _CONTROL_SLOTS + len(variables)
    out.active += taken
    out.put(f"for {', '.join([variable.name for variable in variables])} in ")
    out.reach(node.values[0].span[0])
    out.iterates = True
    out.put(f"{out.names.loop}(" if out.names.loop else f"{out.names.runtime}.iter(")
    out.emit_list(node.values)
    out.put(")")
    put_loop_body(node.body, out)
    out.active -= taken
