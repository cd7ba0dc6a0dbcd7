"""Errors of operators and stores whose operands lie on several lines: the line Luau names.

    3: config.items = {      =>   _R.moved("5:set:3") ... config.items = { ... }
    4:     load(),
    5: }

Both compilers give an instruction one line. Luau's is the one it looked at last: of a store the
target's, of an operator the one on which its last operand begins to be computed. LuaJIT's is that
of the last token it has read. Where the two differ the pair is kept, and the prelude names the
other line when such an instruction fails (`frames.lua`). A program without such an instruction
keeps nothing, and nothing is looked at before an error happens.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["ARITHMETIC", "EVENTS", "last_place", "note_operator", "note_store", "specification"]

EVENTS = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "div",
    "//": "idiv",
    "%": "mod",
    "^": "pow",
    "..": "concat",
    "<": "compare",
    "<=": "compare",
    ">": "compare",
    ">=": "compare",
}
"""Operators that can fail -> the event the prelude asks for."""

_LITERALS = (ast.Nil, ast.Boolean, ast.Number, ast.Integer, ast.String)
ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "^"})


def specification(out: Emitter) -> str:
    """What `_R.moved` is given: `line:event:line` of every pair, "" when there are none."""
    return " ".join(f"{line}:{event}:{luau}" for (line, event), luau in out.moved.items())


def note_operator(
    event: str, begin: int, last: ast.Expression, emitted: int, out: Emitter, *, held: bool
) -> None:
    """Remember an operator if the lines differ.

    Parameters:
        begin: offset where its expression begins.
        last: its last operand; `held` says whether a local can stay in its register.
        emitted: LuaJIT's line.
    """
    place = last_place(last, held=held)
    _note(event, begin if place is None else place, emitted, out)


def note_store(target: ast.Expression, out: Emitter) -> None:
    """Remember a store that has just been written."""
    if isinstance(target, ast.IndexName):
        _note("set", target.span[0], out.line, out)
    elif isinstance(target, ast.IndexExpression):
        _note("set", target.index.span[0], out.line, out)


def _note(event: str, place: int, emitted: int, out: Emitter) -> None:
    line = out.source.line_number(place)
    if line != emitted:
        out.moved[emitted, event] = line


def last_place(node: ast.Expression, *, held: bool) -> int | None:
    """Where Luau's compiler looks last when it computes an expression.

    Parameters:
        held: the value may stay in a local's register, which needs no instruction.

    Returns:
        An offset, or None when it need not look at all.
    """
    match node:
        case ast.Local(upvalue=False):
            return None if held else node.span[0]
        case ast.Group(expression=inner) | ast.TypeAssertion(expression=inner):
            if isinstance(inner, _LITERALS):
                return node.span[0]
            found = last_place(inner, held=held)
            return node.span[0] if found is None and not held else found
        case ast.Instantiate(expression=inner):
            return last_place(inner, held=held)
        case ast.IndexName(name_span=(place, _)):
            return place
        case ast.IndexExpression(index=index, object=object_):
            found = last_place(index, held=True)
            found = last_place(object_, held=True) if found is None else found
            return node.span[0] if found is None else found
        case ast.Call(function=function):
            return function.span[1] - 1
        case ast.MethodCall(method_span=(_, end)):
            return end - 1
        case _:
            found = _inner_place(node)
            return node.span[0] if found is None else found


def _inner_place(node: ast.Expression) -> int | None:
    match node:
        case ast.Table(items=items):
            if not items:
                return None
            key = items[-1].key
            return last_place(items[-1].value, held=False) if key is None else key.span[0]
        case ast.Unary(operand=operand):
            return None if isinstance(operand, _LITERALS) else last_place(operand, held=True)
        case ast.Binary(operator=operator, left=left, right=right):
            if isinstance(left, _LITERALS) and isinstance(right, _LITERALS):
                return None
            if operator in ARITHMETIC and isinstance(right, ast.Number):
                return last_place(left, held=True)
            if operator in ("and", "or") and isinstance(right, _LITERALS):
                return last_place(left, held=False)
            if operator in ("..", "and", "or"):
                return last_place(right, held=False)
            place = last_place(right, held=True)
            return last_place(left, held=True) if place is None else place
        case ast.IfExpression(otherwise=otherwise):
            return last_place(otherwise, held=False)
        case ast.InterpolatedString(expressions=expressions):
            return last_place(expressions[-1], held=False) if expressions else None
        case _:
            return None
