"""Functions that a program's globals are sure to hold, as long as the program leaves them alone.

    print, table.insert   =>   known;   table.instert, helper   =>   not known

For telling apart the calls of one line: a call of `print` is not the one that found nil to call.
"""

from __future__ import annotations

from bridge.lowering.library_calls import GLOBALS, LIBRARY
from bridge.syntax import ast

__all__ = ["KNOWN_GLOBALS", "is_known_function", "is_known_library"]

KNOWN_GLOBALS = GLOBALS | LIBRARY.keys()
"""Libraries are read-only, so only the global itself can be replaced."""


def is_known_library(node: ast.Expression, replaced: frozenset[str]) -> bool:
    """Whether an expression is a library; `replaced` are the globals the program assigns."""
    return isinstance(node, ast.Global) and node.name in LIBRARY and node.name not in replaced


def is_known_function(node: ast.Expression, replaced: frozenset[str]) -> bool:
    """Whether an expression is sure to be a function of Luau's library."""
    if isinstance(node, ast.Global):
        return node.name in GLOBALS and node.name not in replaced
    return (
        isinstance(node, ast.IndexName)
        and isinstance(node.object, ast.Global)
        and is_known_library(node.object, replaced)
        and node.name in LIBRARY[node.object.name]
    )
