"""Generic `for`: over tables and `__iter` too.

    for k, v in t do f(k, v) end   =>   for k, v in next(t) do _B(); f(k, v) end

`next` is the runtime's `iter` here: LuaJIT has instructions for walks over tables, three times as
fast as calls, and emits them where the loop's first value comes from a variable of that name or of
the name `pairs`. They are tried at run time and fall back for other iterators. A program that has
variables of both names, as with

    for k, v in pairs(t) do end  next(t)
    =>   do local next = _Riter for k, v in next(pairs(t)) do end end  next(t)

gets a local around the loop, or `_Riter(t)` where the loop itself uses both.

LuaJIT only calls iterator functions. The runtime passes those through, and `pairs` and `next` may
be anything by the time the loop runs, so every generic loop asks it. Its errors belong to the line
of the iterated expression.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.fresh_names import loop_name
from bridge.lowering.loops import put_loop_body
from bridge.syntax import ast

__all__ = ["generic_for"]

_CONTROL_SLOTS = 3


def generic_for(node: ast.GenericFor, out: Emitter) -> None:
    variables = node.variables
    taken = _CONTROL_SLOTS + len(variables)
    name = out.names.loop
    closing = ""
    if name:
        out.iterates = True
    else:
        runtime_iter = out.helper("iter")
        begin, end = node.span
        name = loop_name(out.source.text[begin:end])
        if name:
            out.put(f"do local {name} = {runtime_iter} ")
            taken += 1
            closing = " end"
    out.active += taken
    out.put(f"for {', '.join([variable.name for variable in variables])} in ")
    out.reach(node.values[0].span[0])
    out.put(f"{name or runtime_iter}(")
    out.emit_list(node.values)
    out.put(")")
    put_loop_body(node.body, out)
    out.put(closing)
    out.active -= taken
