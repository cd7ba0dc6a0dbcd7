"""Unary and binary operators.

    a // b + #t   =>   _Ridiv(a, b) + _Rlen(t)

`//` is missing in LuaJIT (`floor_division.py` tells the rest) and `#` ignores `__len` there, so
both are calls; `..` has its own file. A chain of left operands is walked in a loop: programs chain
hundreds of `+` and `and`, more than Python likes to nest.
"""

from __future__ import annotations

from bridge.lowering import floor_division
from bridge.lowering.concatenation import concatenation
from bridge.lowering.emitter import Emitter
from bridge.lowering.moved_lines import ARITHMETIC, EVENTS, note_operator
from bridge.syntax import ast

__all__ = ["binary", "unary"]

_COMPARISONS = frozenset({"<", "<=", ">", ">="})

_TEXT = {
    operator: f" {operator} "
    for operator in ("+", "-", "*", "/", "%", "^", "==", "~=", "<", "<=", ">", ">=", "and", "or")
}


def unary(node: ast.Unary, out: Emitter) -> None:
    operand = node.operand
    at = node.span[0]
    if at >= out.line_end and operand.__class__ is not ast.Number:
        out.reach(at)
    line = out.line
    if node.operator == "#" and operand.__class__ is not ast.String:
        out.put(f"{out.helper('len')}(")
        out.emit(operand)
        out.put(")")
        if out.line != line or node.span[1] > out.line_end:
            note_operator("len", node.span[0], operand, line, out, held=True)
        return
    if node.operator == "-" and isinstance(operand, ast.Integer):
        # Integers have no operators; Luau folds the sign into the literal.
        out.put(f'{out.helper("integer")}("{-operand.value}")')
        return
    if node.operator == "not":
        out.put("not ")
    else:
        # Two signs in a row would start a comment.
        out.put("- " if operand.__class__ is ast.Unary else node.operator)
    out.emit(operand)
    if node.operator == "-" and (out.line != line or node.span[1] > out.line_end):
        note_operator("unm", node.span[0], operand, out.line, out, held=True)


def _is_number(node: ast.Expression) -> bool:
    while isinstance(node, ast.Group):
        node = node.expression
    if isinstance(node, ast.Unary) and node.operator == "-":
        node = node.operand
    return node.__class__ is ast.Number


def binary(node: ast.Binary, out: Emitter) -> None:
    if node.operator == "..":
        concatenation(node, out)
        return
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    put = out.put
    handlers = out.handlers
    chain: list[ast.Binary] = []
    left: ast.Expression = node
    line = out.line
    while isinstance(left, ast.Binary) and left.operator != "..":
        chain.append(left)
        if left.operator == "//":
            floor_division.opening(out)
        left = left.left
    handlers[left.__class__](left, out)
    while chain:
        step = chain.pop()
        right = step.right
        if right.__class__ is not ast.Local and (
            step.operator in _COMPARISONS or not _is_number(right)
        ):
            # A failing operator is reported where its last operand begins, unless that one is in a
            # register already; Luau's arithmetic holds numbers within the instruction.
            at = right.span[0]
            if at >= out.line_end:
                out.reach(at)
        if step.operator == "//":
            floor_division.closing(right, out)
        else:
            put(_TEXT[step.operator])
            handlers[right.__class__](right, out)
        if (out.line != line or step.span[1] > out.line_end) and step.operator in EVENTS:
            _note(step, line, out)


def _note(step: ast.Binary, line: int, out: Emitter) -> None:
    """Remember an operator of several lines, the first of which LuaJIT names for a call."""
    last = step.right
    if step.operator in ARITHMETIC and _is_number(last):
        last = step.left
    emitted = line if step.operator == "//" else out.line
    note_operator(EVENTS[step.operator], step.span[0], last, emitted, out, held=True)
