"""Assignments.

    x = if c then a else b   =>   if c then x = a else x = b end
    a.b = function() end     =>   function a.b() end

One target is written as it stands; several targets are the business of `assignment_order.py`. An
if-expression becomes a statement when the target is a plain name, which has nothing to evaluate.
A function becomes one too: LuaJIT then reports a failing store where the statement begins, as Luau
does, and not at the function's end.
"""

from __future__ import annotations

from bridge.lowering.assignment_order import assign_in_order
from bridge.lowering.emitter import Emitter
from bridge.lowering.functions import put_function_body
from bridge.lowering.if_expression import put_branches
from bridge.lowering.indexing import late_index, stored_index
from bridge.lowering.library_calls import note_written
from bridge.lowering.locked_fields import locked_key, put_unlocked, put_unlocked_statement
from bridge.lowering.moved_lines import note_store
from bridge.lowering.object_keys import changes_late, put_late_key
from bridge.syntax import ast

__all__ = ["assignment"]


def assignment(node: ast.Assignment, out: Emitter) -> None:
    targets, values = node.targets, node.values
    if len(targets) > 1:
        assign_in_order(node, out)
        return
    target = targets[0]
    note_written(target, out)
    if len(values) == 1:
        value = values[0]
        if isinstance(value, ast.IfExpression):
            name = _plain_name(target, out)
            if name:
                put_branches(value, out, f"{name} = ")
                return
        if isinstance(value, ast.Function) and _fits_function_statement(target, value, out):
            put_unlocked_statement(target, out)
            out.put("function ")
            out.emit(target)
            put_function_body(value, out)
            return
    line = out.line
    late = _put_target(target, values, out)
    out.put(" = ")
    out.emit_list(values)
    if out.line != line or node.span[1] > out.line_end:
        note_store(target, out)
    if late:
        put_late_key(late, out)


def _put_target(
    target: ast.Expression, values: tuple[ast.Expression, ...], out: Emitter
) -> ast.Expression | None:
    """Write the target; the result is the key that is to be numbered after the store."""
    event = locked_key(target)
    if event:
        assert isinstance(target, ast.IndexName | ast.IndexExpression)
        put_unlocked(target, event, out)
        return None
    if not isinstance(target, ast.IndexExpression):
        out.handlers[target.__class__](target, out)
        return None
    if changes_late(target.index, values):
        late_index(target, out)
        return target.index
    stored_index(target, out)
    return None


def _fits_function_statement(target: ast.Expression, value: ast.Function, out: Emitter) -> bool:
    """Whether the target is `a.b.c` and the function begins on the target's line."""
    if not isinstance(target, ast.IndexName) or value.span[0] >= out.line_end:
        return False
    node: ast.Expression = target
    while isinstance(node, ast.IndexName):
        node = node.object
    return isinstance(node, ast.Local | ast.Global)


def _plain_name(target: ast.Expression, out: Emitter) -> str:
    """The target's text when it is a variable, else ""."""
    if isinstance(target, ast.Local):
        if target.variable in out.places:
            return out.places[target.variable]
        if target.upvalue:
            out.captured.add(target.variable)
        return target.variable.name
    return target.name if isinstance(target, ast.Global) else ""
