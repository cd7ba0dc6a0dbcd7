"""Assignments to several targets: left to right.

    t.x, t.x = 1, 2   =>   do local _T1, _T2 = 1, 2 t.x = _T1 t.x = _T2 end

Luau evaluates objects and keys of the targets, then the values, then assigns from left to right;
LuaJIT assigns from right to left. The difference shows when two targets are the same place, when
`__newindex` runs, or when one of them fails. Different variables cannot tell, so they stay.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.library_calls import note_written
from bridge.lowering.locked_fields import locked_key
from bridge.lowering.moved_lines import note_store
from bridge.lowering.object_keys import put_key
from bridge.syntax import ast

__all__ = ["assign_in_order"]

_CONSTANT_KEYS = frozenset({ast.Nil, ast.Boolean, ast.Number, ast.String})


def assign_in_order(node: ast.Assignment, out: Emitter) -> None:
    assigned: set[ast.Variable | str] = set()
    for target in node.targets:
        if isinstance(target, ast.Local) and target.variable not in out.places:
            assigned.add(target.variable)
        elif isinstance(target, ast.Global):
            assigned.add(target.name)
            note_written(target, out)
    if len(assigned) == len(node.targets):
        out.emit_list(node.targets)
        out.put(" = ")
        out.emit_list(node.values)
        return
    line = out.line
    out.put("do ")
    places = [_prepare(target, assigned, out) for target in node.targets]
    temporaries = [out.names.temporary() for _ in node.targets]
    out.put(f"local {', '.join(temporaries)} = ")
    out.emit_list(node.values)
    for target, place, temporary in zip(node.targets, places, temporaries, strict=True):
        out.put(" ")
        _put_target(target, place, out)
        out.put(f" = {temporary}")
        if out.line != line or node.span[1] > out.line_end:
            note_store(target, out)
    out.put(" end")


_Place = tuple[str, str]
"""Temporaries that hold a target's object and key; "" where the expression can be repeated."""


def _prepare(target: ast.Expression, assigned: set[ast.Variable | str], out: Emitter) -> _Place:
    """Evaluate a target's object and key, as far as that can be seen, into temporaries."""
    if isinstance(target, ast.IndexName):
        return _hold(target.object, assigned, out), ""
    if isinstance(target, ast.IndexExpression):
        held_object = _hold(target.object, assigned, out)
        return held_object, _hold(target.index, assigned, out, is_key=True)
    return "", ""


def _hold(
    node: ast.Expression,
    assigned: set[ast.Variable | str],
    out: Emitter,
    *,
    is_key: bool = False,
) -> str:
    if node.__class__ in _CONSTANT_KEYS:
        return ""
    if isinstance(node, ast.Local) and not node.upvalue and node.variable not in assigned:
        return ""
    temporary = out.names.temporary()
    out.put(f"local {temporary} = ")
    if is_key:
        put_key(node, out)
    else:
        out.emit(node)
    out.put(" ")
    return temporary


def _put_target(target: ast.Expression, place: _Place, out: Emitter) -> None:
    held_object, held_key = place
    if isinstance(target, ast.IndexName | ast.IndexExpression):
        event = locked_key(target)
        if event:
            out.put(f"{out.names.runtime}.unlocked(")
        if held_object:
            out.put(held_object)
        else:
            out.emit(target.object)
        if event:
            out.put(f', "{event}").{event}')
            return
        if isinstance(target, ast.IndexName):
            out.put(f".{target.name}")
            return
        out.put("[")
        if held_key:
            out.put(held_key)
        else:
            put_key(target.index, out)
        out.put("]")
        return
    out.emit(target)
