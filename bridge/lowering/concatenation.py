"""Concatenation: a runtime call for a whole chain.

    a .. 1 .. f()   =>   _Rcat(a, 1, (f()))
    "x" .. "y"      =>   "xy"

LuaJIT formats numbers by `%.14g`, and its `..` nests to the right until it gives up at 200
operands. A call takes about 245, as many as Luau has registers for.
"""

from __future__ import annotations

from collections.abc import Sequence

from bridge.lowering.emitter import Emitter
from bridge.lowering.moved_lines import note_operator
from bridge.lowering.strings import quote
from bridge.syntax import ast

__all__ = ["concatenation", "operands_of", "put_arguments"]


_SILENT = frozenset({ast.Local, ast.Global, ast.String, ast.Number, ast.Boolean, ast.Nil})
"""Operands whose evaluation cannot fail."""


def operands_of(node: ast.Expression) -> list[ast.Expression]:
    """The operands of a chain of `..`, or the expression itself."""
    operands = []
    while isinstance(node, ast.Binary) and node.operator == "..":
        operands.append(node.left)
        node = node.right
    operands.append(node)
    return operands


def concatenation(node: ast.Binary, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    operands = operands_of(node)
    literals = [operand.value for operand in operands if isinstance(operand, ast.String)]
    if len(literals) == len(operands):
        out.put(quote("".join(literals)))
        return
    at = operands[-1].span[0]
    if at >= out.line_end and all(operand.__class__ in _SILENT for operand in operands):
        # Luau reports a failing concatenation where its last operand begins, LuaJIT a failing call
        # where its parenthesis opens. An operand that can fail keeps its own line instead.
        out.reach(at)
    line = out.line
    out.put(f"{out.helper('cat')}(")
    put_arguments(operands, out)
    out.put(")")
    if out.line != line or node.span[1] > out.line_end:
        note_operator("concat", node.span[0], operands[-1], line, out, held=False)


def put_arguments(operands: Sequence[ast.Expression], out: Emitter) -> None:
    """Write the operands as arguments of `cat`."""
    out.emit_list(operands[:-1])
    if len(operands) > 1:
        out.put(", ")
    out.emit_single(operands[-1])
