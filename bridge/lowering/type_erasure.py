"""Types vanish.

    local n = f() :: number   =>   local n = (f())
    type Point = { x: number }   =>

`e :: T` keeps its one visible effect: it cuts a call or `...` to one value. `f<<T>>` is `f`.
Statements that only concern types leave nothing; a `type function` body never runs.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["ERASED", "erased", "group", "instantiate", "type_assertion"]

ERASED: frozenset[type[ast.Node]] = frozenset({ast.TypeAlias, ast.TypeFunction})


def type_assertion(node: ast.TypeAssertion, out: Emitter) -> None:
    out.emit_single(node.expression)


def instantiate(node: ast.Instantiate, out: Emitter) -> None:
    out.emit(node.expression)


def group(node: ast.Group, out: Emitter) -> None:
    inner = node.expression
    while isinstance(inner, ast.Group):
        # Every parenthesis is a level to LuaJIT, which has 200 of them and Luau 1000.
        inner = inner.expression
    out.put("(")
    out.emit(inner)
    out.put(")")


def erased(node: ast.Statement, out: Emitter) -> None:
    """A type declaration: nothing of it exists at run time."""
