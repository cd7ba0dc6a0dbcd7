"""Indexing by name and by expression.

    t             =>   t
        .field    =>   .field

The same in both languages. Luau reports a failing index at the line of the name, so the name stands
on its own line.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.lowering.budget import INDEXING_WEIGHT
from bridge.lowering.emitter import Emitter
from bridge.lowering.object_keys import put_key, put_read_key
from bridge.syntax import ast

__all__ = ["index_expression", "index_name", "late_index", "stored_index"]

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
    _put_index(node, out, lambda key: put_read_key(key, out))


def late_index(node: ast.IndexExpression, out: Emitter) -> None:
    """Write a stored index whose key, which the values may change, is read at the store."""
    _put_index(node, out, out.emit)


def stored_index(node: ast.IndexExpression, out: Emitter) -> None:
    """Write an index that is stored to: its key may be an object's first use as one."""
    _put_index(node, out, lambda key: put_key(key, out))


def _put_index(
    node: ast.IndexExpression, out: Emitter, put: Callable[[ast.Expression], None]
) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    object_, index = node.object, node.index
    out.handlers[object_.__class__](object_, out)
    out.put("[")
    put(index)
    out.put("]")
    if index.__class__ not in _FIXED_KEYS:
        # An `__index` function with a key that varies can recurse and branch without any call.
        out.weight += INDEXING_WEIGHT
