"""Literals without an inside: `nil`, `true`, `false`, `...`.

    local a, b = nil, ...   =>   local a, b = nil, ...

They mean the same in both languages. Line numbers do not matter: reading them cannot fail.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["boolean", "nil", "varargs"]


def nil(node: ast.Nil, out: Emitter) -> None:
    out.put("nil")


def boolean(node: ast.Boolean, out: Emitter) -> None:
    out.put("true" if node.value else "false")


def varargs(node: ast.Varargs, out: Emitter) -> None:
    out.put("...")
