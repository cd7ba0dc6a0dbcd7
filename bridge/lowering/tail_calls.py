"""`return`: no tail calls.

    return f(x)     =>   return _Rret(1, f(x))
    return a .. b   =>   return (_Rcat(a, b))
    return type(x)  =>   return (_Itype(x))

Luau has none: a returned call keeps its caller's frame, which error levels, tracebacks and the
stack limit show. LuaJIT turns every `return f(x)` into one, so the call is made an argument.
An operator that becomes a call is put into parentheses: it has one value. So is a call that has one
for certain; LuaJIT compiles such a function by itself, one that ends in a call within callers only.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.if_expression import put_branches
from bridge.lowering.library_calls import gives_one_result
from bridge.syntax import ast

__all__ = ["return_statement"]


def return_statement(node: ast.Return, out: Emitter) -> None:
    values = node.values
    if len(values) == 1 and isinstance(values[0], ast.IfExpression):
        put_branches(values[0], out, "return ")
        return
    _put_values(values, out)
    out.branches = []


def _put_values(values: tuple[ast.Expression, ...], out: Emitter) -> None:
    if len(values) == 1:
        value = values[0]
        kind = value.__class__
        if isinstance(value, ast.Call) and gives_one_result(value.function, out):
            out.put("return (")
            out.handlers[kind](value, out)
            out.put(")")
        elif kind is ast.Call or kind is ast.MethodCall:
            out.put(f"return {out.helper('ret')}(1, ")
            out.handlers[kind](value, out)
            out.put(")")
        elif kind is ast.Varargs:
            out.put("return ...")
        else:
            out.put("return ")
            out.emit_kept(value)
        return
    out.put("return")
    if values:
        out.put(" ")
        out.emit_list(values)
