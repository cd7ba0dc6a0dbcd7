"""Local variables while parsing: declaring them, and hiding them at the end of a scope.

Uses are resolved where names are parsed. Knows no production.
"""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast import Type, Variable
from bridge.syntax.cursor import Cursor, report
from bridge.syntax.limits import LOCAL_LIMIT

__all__ = ["Binding", "assign", "close_scope", "declare", "open_scope"]

Binding = tuple[str, Span, Type | None]
"""A name to be declared: its text, its place, its annotation."""


def open_scope(c: Cursor) -> int:
    """The mark to give to `close_scope`."""
    return len(c.shadowed)


def close_scope(c: Cursor, mark: int) -> None:
    """Forget every variable declared since the mark was taken."""
    shadowed = c.shadowed
    visible = c.locals
    if len(shadowed) > LOCAL_LIMIT:
        c.crowded = True
    while len(shadowed) > mark:
        name, before = shadowed.pop()
        if before is None:
            del visible[name]
        else:
            visible[name] = before


def declare(
    c: Cursor, binding: Binding, is_const: bool = False, exported: bool = False
) -> Variable:
    """Make a variable visible from here on."""
    name, span, annotation = binding
    variable = Variable(name, span, annotation, c.function_depth, c.loop_depth, is_const, exported)
    c.shadowed.append((name, c.locals.get(name)))
    c.locals[name] = variable
    return variable


def assign(c: Cursor, variable: Variable, span: Span) -> None:
    """Note that a statement assigns a variable; a constant may not be assigned."""
    if variable.is_const:
        report(c, span, f"Variable '{variable.name}' is constant and may not be reassigned")
    variable.assigned = True
