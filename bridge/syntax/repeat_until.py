"""The one rule that ties a `continue` to the condition of its `repeat`.

Luau finds this while compiling, so it counts only in a file that parses.
"""

from __future__ import annotations

from bridge.diagnostics import Diagnostic
from bridge.syntax.ast import (
    Block,
    Boolean,
    Expression,
    Local,
    LocalFunction,
    LocalStatement,
    Nil,
    Node,
    Number,
    String,
    Variable,
)
from bridge.syntax.cursor import Cursor

__all__ = ["check_continue"]

_LITERALS = (Nil, Boolean, Number, String)


def check_continue(c: Cursor, continue_at: int, body: Block, condition: Expression) -> None:
    """A `continue` may not jump over the declaration of a variable the condition uses."""
    skipped: set[Variable] = set()
    constants: set[Variable] = set()
    for statement in body.statements:
        if statement.span[0] > continue_at:
            if isinstance(statement, LocalStatement):
                skipped.update(statement.variables)
                constants.update(_constants(statement))
            elif isinstance(statement, LocalFunction):
                skipped.add(statement.variable)
    if not skipped:
        return
    pending: list[object] = [condition]
    while pending:
        item = pending.pop()
        if isinstance(item, Local):
            variable = item.variable
            # The compiler has put constants into inner functions by then.
            if variable in skipped and not (item.upvalue and variable in constants):
                _complain(c, variable, continue_at, condition)
                return
        elif isinstance(item, Node):
            pending.extend(getattr(item, name) for name in reversed(item.CHILDREN))
        elif isinstance(item, tuple):
            pending.extend(reversed(item))


def _constants(statement: LocalStatement) -> list[Variable]:
    """Variables that hold one literal, or nil, all their life."""
    values = statement.values
    if values and len(values) != len(statement.variables):
        return []
    return [
        variable
        for index, variable in enumerate(statement.variables)
        if not variable.assigned and (not values or isinstance(values[index], _LITERALS))
    ]


def _complain(c: Cursor, variable: Variable, continue_at: int, condition: Expression) -> None:
    line = c.source.line_number(continue_at)
    message = (
        f"Local {variable.name} used in the repeat..until condition is undefined"
        f" because continue statement on line {line} jumps over it"
    )
    c.compile_errors.append(Diagnostic(c.source, condition.span, message))
