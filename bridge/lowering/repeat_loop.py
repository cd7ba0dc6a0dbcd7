"""`repeat`: its condition sees the body's locals.

    repeat local a = f() if a then continue end local b = g() until a
    =>   repeat local a = f() do if a then goto _C1 end local b = g() end ::_C1:: until a

A continued body needs a block that ends before the label, yet locals of the condition must stay
outside it. Luau refuses a `continue` before such a local is declared, so the block can open right
after the last declaration that the condition uses.
"""

from __future__ import annotations

from bridge.lowering.blocks import separate
from bridge.lowering.emitter import Emitter
from bridge.lowering.type_erasure import ERASED
from bridge.syntax import ast
from bridge.syntax.visitor import walk

__all__ = ["repeat_statement"]


def repeat_statement(node: ast.Repeat, out: Emitter) -> None:
    out.put(f"repeat{out.tick}")
    active = out.active
    statements = [each for each in node.body.statements if each.__class__ not in ERASED]
    marks: list[int] = []
    out.loops.append("")
    for statement in statements:
        separate(statement, out, bool(marks))
        marks.append(len(out.parts))
        out.emit(statement)
    label = out.loops.pop()
    if label:
        first = marks[_needed_outside(statements, node.condition)]
        out.parts[first] = "do " + out.parts[first]
        out.put(f" end ::{label}::")
    out.put(" until ")
    out.emit(node.condition)
    out.active = active


def _needed_outside(statements: list[ast.Statement], condition: ast.Expression) -> int:
    """How many statements must stay outside so that the condition sees its locals."""
    used = {use.variable for use in walk(condition) if isinstance(use, ast.Local)}
    count = 0
    for position, statement in enumerate(statements):
        if isinstance(statement, ast.LocalStatement):
            declared: tuple[ast.Variable, ...] = statement.variables
        elif isinstance(statement, ast.LocalFunction):
            declared = (statement.variable,)
        else:
            continue
        if not used.isdisjoint(declared):
            count = position + 1
    return count
