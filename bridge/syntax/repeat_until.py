"""The one rule that ties a `continue` to the condition of its `repeat`.

Luau finds this while compiling, so it counts only in a file that parses.
"""

from __future__ import annotations

from bridge.diagnostics import Diagnostic
from bridge.syntax.ast import Block, Expression, Local, LocalFunction, LocalStatement, Node
from bridge.syntax.cursor import Cursor

__all__ = ["check_continue"]


def check_continue(c: Cursor, continue_at: int, body: Block, condition: Expression) -> None:
    """A `continue` may not jump over the declaration of a variable the condition uses."""
    skipped = set()
    for statement in body.statements:
        if statement.span[0] > continue_at:
            if isinstance(statement, LocalStatement):
                skipped.update(statement.variables)
            elif isinstance(statement, LocalFunction):
                skipped.add(statement.variable)
    if not skipped:
        return
    pending: list[object] = [condition]
    while pending:
        item = pending.pop()
        if isinstance(item, Local):
            if item.variable in skipped:
                line = c.source.line_number(continue_at)
                message = (
                    f"Local {item.variable.name} used in the repeat..until condition is undefined"
                    f" because continue statement on line {line} jumps over it"
                )
                c.compile_errors.append(Diagnostic(c.source, condition.span, message))
                return
        elif isinstance(item, Node):
            pending.extend(getattr(item, name) for name in reversed(item.CHILDREN))
        elif isinstance(item, tuple):
            pending.extend(reversed(item))
