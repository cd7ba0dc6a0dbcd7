"""Numeric `for`: a step of zero counts down in Luau and up in LuaJIT.

    for i = 1, n do f(i) end      =>   for i = 1, n do _B(); f(i) end
    for i = 1, n, s do f(i) end
    =>   do local _T1, _T2, _T3 = _Rforprep(1, n, s) for i = _T1, _T2, _T3 do _B(); f(i) end end

Luau's condition is `step > 0 and i <= limit or limit <= i`. Only a step that is not a literal can
be zero; the runtime then picks the limit that makes LuaJIT run as often.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.loops import put_loop_body
from bridge.lowering.object_keys import note_plain
from bridge.syntax import ast

__all__ = ["numeric_for"]

_CONTROL_SLOTS = 4


def numeric_for(node: ast.NumericFor, out: Emitter) -> None:
    name = node.variable.name
    note_plain(node.variable, out)
    out.active += _CONTROL_SLOTS
    step = node.step
    if step is None or _is_nonzero(step):
        out.put(f"for {name} = ")
        out.emit(node.start)
        out.put(", ")
        out.emit(node.limit)
        if step is not None:
            out.put(", ")
            out.emit(step)
        put_loop_body(node.body, out)
    else:
        held = ", ".join(out.names.temporary() for _ in range(3))
        out.put(f"do local {held} = {out.helper('forprep')}(")
        out.emit_list((node.start, node.limit, step))
        out.put(f") for {name} = {held}")
        put_loop_body(node.body, out)
        out.put(" end")
    out.active -= _CONTROL_SLOTS


def _is_nonzero(step: ast.Expression) -> bool:
    if isinstance(step, ast.Unary) and step.operator == "-":
        step = step.operand
    return isinstance(step, ast.Number) and step.value != 0
