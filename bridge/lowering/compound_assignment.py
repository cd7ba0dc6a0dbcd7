"""Compound assignments.

    n += f()        =>   n = n + f()
    t[g()].x *= 2   =>   do local _T1 = t[g()] _T1.x = _T1.x * (2) end

Object and key are evaluated once. A field, global or captured variable is read before the right
side runs, a plain local when the operation happens; LuaJIT evaluates the written-out form the same
way, but for operators that become calls, which read their arguments first.
"""

from __future__ import annotations

from bridge.lowering.concatenation import operands_of, put_arguments
from bridge.lowering.emitter import Emitter
from bridge.lowering.library_calls import note_written
from bridge.lowering.moved_lines import EVENTS, note_operator, note_store
from bridge.lowering.object_keys import changes_late, put_key, put_late_key, put_read_key
from bridge.syntax import ast

__all__ = ["compound_assignment"]

_REPEATABLE = frozenset({ast.Local, ast.Number, ast.String, ast.Boolean})
"""Reading these twice in a row gives the same value and nobody can tell."""


def compound_assignment(node: ast.CompoundAssignment, out: Emitter) -> None:
    target = node.target
    note_written(target, out)
    held: list[str] = []
    line = out.line
    if isinstance(target, ast.IndexName):
        held.append(_hold(target.object, out, ""))
        place = [held[0], f".{target.name}"]
    elif isinstance(target, ast.IndexExpression):
        held.append(_hold(target.object, out, ""))
        held.append(_hold(target.index, out, held[0], is_key=True))
        place = [held[0], held[1]]
    else:
        place = []
    late = ""
    if _is_read_late(node) and _reads_early(node, out):
        late = out.names.temporary()
        out.put(f"do local {late} = ")
        out.emit(node.value)
        out.put(" ")
    _put_stored_target(target, place, node.value, out)
    out.put(" = ")
    started = out.line
    _put_operation(node, place, late, out)
    if out.line != line or node.span[1] > out.line_end:
        _note(node, started, out)
    if isinstance(target, ast.IndexExpression) and changes_late(target.index, (node.value,)):
        put_late_key(target.index, out)
    if late or any(held):
        out.put(" end")


def _note(node: ast.CompoundAssignment, started: int, out: Emitter) -> None:
    """Remember operator and store of an assignment of several lines."""
    last = operands_of(node.value)[-1] if node.operator == ".." else node.value
    is_call = node.operator in ("..", "//")
    emitted = started if is_call else out.line
    begin = node.span[0]
    note_operator(EVENTS[node.operator], begin, last, emitted, out, held=node.operator != "..")
    note_store(node.target, out)


def _reads_early(node: ast.CompoundAssignment, out: Emitter) -> bool:
    """Whether the written-out form reads the target before the right side runs."""
    boxed = isinstance(node.target, ast.Local) and node.target.variable in out.places
    return node.operator == "//" or (boxed and node.operator != "..")


def _hold(node: ast.Expression, out: Emitter, opened: str, *, is_key: bool = False) -> str:
    """Evaluate an expression into a temporary, unless it can be repeated."""
    if node.__class__ in _REPEATABLE:
        return ""
    temporary = out.names.temporary()
    out.put(f"local {temporary} = " if opened else f"do local {temporary} = ")
    if is_key:
        put_key(node, out)
    else:
        out.emit(node)
    out.put(" ")
    return temporary


def _is_read_late(node: ast.CompoundAssignment) -> bool:
    """Whether the right side may change a plain local before the operation reads it."""
    target = node.target
    return (
        isinstance(target, ast.Local)
        and not target.upvalue
        and target.variable.captured
        and node.value.__class__ not in _REPEATABLE
    )


def _put_stored_target(
    target: ast.Expression, place: list[str], value: ast.Expression, out: Emitter
) -> None:
    if isinstance(target, ast.IndexExpression) and not place[1]:
        out.put(place[0]) if place[0] else out.emit(target.object)
        out.put("[")
        if changes_late(target.index, (value,)):
            out.emit(target.index)
        else:
            put_key(target.index, out)
        out.put("]")
    else:
        _put_target(target, place, out)


def _put_target(target: ast.Expression, place: list[str], out: Emitter) -> None:
    if isinstance(target, ast.IndexName):
        out.put(place[0]) if place[0] else out.emit(target.object)
        out.put(place[1])
    elif isinstance(target, ast.IndexExpression):
        out.put(place[0]) if place[0] else out.emit(target.object)
        out.put("[")
        out.put(place[1]) if place[1] else put_read_key(target.index, out)
        out.put("]")
    else:
        out.emit(target)


def _put_operation(node: ast.CompoundAssignment, place: list[str], late: str, out: Emitter) -> None:
    value = node.value
    if node.operator == "..":
        out.put(f"{out.helper('cat')}(")
        _put_target(node.target, place, out)
        out.put(", ")
        put_arguments(operands_of(value), out)
        out.put(")")
    elif node.operator == "//":
        out.put(f"{out.helper('idiv')}(")
        _put_target(node.target, place, out)
        out.put(", ")
        out.put(late) if late else out.emit(value)
        out.put(")")
    else:
        _put_target(node.target, place, out)
        out.put(f" {node.operator} ")
        if late:
            out.put(late)
        elif isinstance(value, ast.Binary):
            out.put("(")
            out.emit(value)
            out.put(")")
        else:
            out.emit(value)
