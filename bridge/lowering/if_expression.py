"""If-expressions: a real `if` where a statement allows it, a one-item table elsewhere.

    local x = if c then a else b   =>   local x if c then x = a else x = b end
    return if c then a else b      =>   if c then return a else return b end
    f(if c then a else b)          =>   f((c and {a} or {b})[1])
    f(if c then 1 else b)          =>   f((c and 1 or b))

`c and a or b` alone is wrong when `a` is false or nil; the table is exact, needs no closure (so it
may yield and use `...`), and the JIT removes it. Every branch is cut to one value.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["if_expression", "put_branches"]

_ALWAYS_TRUE = frozenset(
    {ast.Number, ast.String, ast.Table, ast.Function, ast.InterpolatedString, ast.Integer}
)


def _is_always_true(node: ast.Expression) -> bool:
    if isinstance(node, ast.Boolean):
        return node.value
    return node.__class__ in _ALWAYS_TRUE


def _chain(node: ast.IfExpression) -> tuple[list[ast.IfExpression], ast.Expression]:
    """The conditions in order, and what is left when none holds."""
    steps = [node]
    otherwise = node.otherwise
    while isinstance(otherwise, ast.IfExpression):
        steps.append(otherwise)
        otherwise = otherwise.otherwise
    return steps, otherwise


def if_expression(node: ast.IfExpression, out: Emitter) -> None:
    steps, otherwise = _chain(node)
    plain = all(_is_always_true(step.then) for step in steps)
    opening, closing = ("", "") if plain else ("{", "}")
    out.put("(")
    for step in steps:
        condition = step.condition
        if isinstance(condition, ast.Binary) and condition.operator == "or":
            out.put("(")
            out.emit(condition)
            out.put(")")
        else:
            out.emit(condition)
        out.put(f" and {opening}")
        out.emit_single(step.then)
        out.put(f"{closing} or ")
    out.put(opening)
    out.emit_single(otherwise)
    out.put(")" if plain else "})[1]")


def put_branches(node: ast.IfExpression, out: Emitter, prefix: str) -> None:
    """Write an `if` statement with `prefix`, such as `x = ` or `return `, before each value."""
    steps, otherwise = _chain(node)
    keyword = "if "
    branches: list[int] = []
    weighed = out.weight
    calm = True
    for step in steps:
        out.put(keyword)
        out.emit(step.condition)
        calm = calm and out.weight == weighed
        out.put(" then ")
        weighed = _put_value(step.then, branches, out, prefix)
        keyword = " elseif "
    out.put(" else ")
    _put_value(otherwise, branches, out, prefix)
    out.put(" end")
    out.branches = branches if calm else []


def _put_value(node: ast.Expression, branches: list[int], out: Emitter, prefix: str) -> int:
    """Write a branch and note its beginning if it calls; the result is the weight so far."""
    mark, weight = len(out.parts), out.weight
    out.put("")
    if isinstance(node, ast.IfExpression):
        put_branches(node, out, prefix)
    else:
        out.put(prefix)
        out.emit_kept(node)
    if out.weight > weight:
        branches.append(mark)
    return out.weight
