"""`repeat`: its condition sees the body's locals.

    repeat local a = f() if a then continue end local b = g() until a
    =>   repeat local a = f() do if a then goto _C1 end local b = g() end ::_C1:: until a

A continued body needs a block that ends before the label, yet locals of the condition must stay
outside it. Luau refuses a `continue` before such a local is declared, so the block can open right
after the last declaration that the condition uses. Constants are put into the condition as Luau's
compiler does: a function in it may use one that was jumped over.
"""

from __future__ import annotations

from bridge.lowering.blocks import put_opening, separate
from bridge.lowering.emitter import Emitter
from bridge.lowering.numerals import number_text
from bridge.lowering.strings import quote
from bridge.lowering.type_erasure import ERASED
from bridge.syntax import ast
from bridge.syntax.visitor import walk

__all__ = ["repeat_statement"]


def repeat_statement(node: ast.Repeat, out: Emitter) -> None:
    out.put(f"repeat{out.tick}")
    active = out.active
    statements = [each for each in node.body.statements if each.__class__ not in ERASED]
    marks: list[int] = []
    if out.openings:
        put_opening(node.body, out)
    out.loops.append("")
    weight = out.weight
    for statement in statements:
        separate(statement, out, bool(marks))
        marks.append(len(out.parts))
        out.emit(statement)
    label = out.loops.pop()
    constants: dict[ast.Variable, str] = {}
    if label:
        used = {use.variable for use in walk(node.condition) if isinstance(use, ast.Local)}
        constants = _constants(statements, used)
        first = marks[_needed_outside(statements, used.difference(constants))]
        out.parts[first] = "do " + out.parts[first]
        out.put(f" end ::{label}::")
    out.put(" until ")
    out.places.update(constants)
    out.emit(node.condition)
    for variable in constants:
        del out.places[variable]
    out.active = active
    out.weight = weight


def _constants(statements: list[ast.Statement], used: set[ast.Variable]) -> dict[ast.Variable, str]:
    """Used locals that are one literal all their life, and that literal as an operand."""
    found: dict[ast.Variable, str] = {}
    for statement in statements:
        if not isinstance(statement, ast.LocalStatement):
            continue
        variables, values = statement.variables, statement.values
        if values and len(values) != len(variables):
            continue
        for position, variable in enumerate(variables):
            literal = _literal(values[position]) if values else "nil"
            if variable in used and literal and not variable.assigned:
                found[variable] = f"({literal})"
    return found


def _literal(value: ast.Expression) -> str:
    match value:
        case ast.Number(value=number):
            return number_text(number)
        case ast.String(value=text):
            return quote(text)
        case ast.Boolean(value=truth):
            return "true" if truth else "false"
        case ast.Nil():
            return "nil"
        case _:
            # Every other expression is computed anew in each round.
            return ""


def _needed_outside(statements: list[ast.Statement], used: set[ast.Variable]) -> int:
    """How many statements must stay outside so that the condition sees its locals."""
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
