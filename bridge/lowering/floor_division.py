"""Floor division: a runtime call.

    a // f(x)   =>   _Ridiv(a, f(x))

LuaJIT has no `//`. A call keeps the order of evaluation (left, then right), evaluates each side
once and finds `__idiv`. Written in two halves, because operand chains are walked in a loop.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["closing", "opening"]


def opening(out: Emitter) -> None:
    """What stands before the left operand."""
    out.put(f"{out.helper('idiv')}(")


def closing(right: ast.Expression, out: Emitter) -> None:
    """What stands after the left operand; surplus values of `right` are ignored by the callee."""
    out.put(", ")
    out.emit(right)
    out.put(")")
