"""Calls and method calls.

    object        =>   object
        :m "x"    =>   :m("x")

The same in both languages; type arguments (`f<<T>>(x)`) are erased. Luau reports a failing call at
the line where the called expression ends, LuaJIT at the parenthesis, so the parenthesis follows
that expression on the same line.
"""

from __future__ import annotations

from bridge.lowering.budget import CALL_WEIGHT
from bridge.lowering.emitter import Emitter
from bridge.lowering.library_calls import put_library_function
from bridge.syntax import ast

__all__ = ["call", "expression_statement", "method_call"]


def call(node: ast.Call, out: Emitter) -> None:
    out.weight += CALL_WEIGHT
    function = node.function
    kind = function.__class__
    if kind is ast.Local:
        at = function.span[0]
        if at >= out.line_end:
            out.reach(at)
        out.handlers[kind](function, out)
    elif isinstance(function, ast.Group):
        out.put("(")
        out.emit(function.expression)
        out.reach(function.span[1] - 1)
        out.put(")")
    elif not put_library_function(function, out):
        out.handlers[kind](function, out)
    _arguments(node.arguments, out)


def method_call(node: ast.MethodCall, out: Emitter) -> None:
    out.weight += CALL_WEIGHT
    object_ = node.object
    out.handlers[object_.__class__](object_, out)
    at = node.method_span[0]
    if at >= out.line_end:
        out.reach(at)
    out.put(f":{node.method}")
    _arguments(node.arguments, out)


def _arguments(arguments: tuple[ast.Expression, ...], out: Emitter) -> None:
    put = out.put
    if not arguments:
        put("()")
        return
    handlers = out.handlers
    opening = "("
    for argument in arguments:
        put(opening)
        handlers[argument.__class__](argument, out)
        opening = ", "
    put(")")


def expression_statement(node: ast.ExpressionStatement, out: Emitter) -> None:
    expression = node.expression
    out.handlers[expression.__class__](expression, out)
