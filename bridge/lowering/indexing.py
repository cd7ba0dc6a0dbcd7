"""Indexing by name and by expression.

    t             =>   t
        .field    =>   .field

The same in both languages. Luau reports a failing index at the line of the name, so the name stands
on its own line.
"""

from __future__ import annotations

from bridge.lowering.budget import INDEXING_WEIGHT
from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["index_expression", "index_name"]

_FIXED_KEYS = frozenset({ast.Number, ast.String, ast.Boolean})


def index_name(node: ast.IndexName, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    object_ = node.object
    out.handlers[object_.__class__](object_, out)
    at = node.name_span[0]
    if at >= out.line_end:
        out.reach(at)
    out.put(f".{node.name}")


def index_expression(node: ast.IndexExpression, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    object_, index = node.object, node.index
    out.handlers[object_.__class__](object_, out)
    out.put("[")
    out.handlers[index.__class__](index, out)
    out.put("]")
    if index.__class__ not in _FIXED_KEYS:
        # An `__index` function with a key that varies can recurse and branch without any call.
        out.weight += INDEXING_WEIGHT
