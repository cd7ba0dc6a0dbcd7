"""Number literals: always decimal.

    local n = 0xFF + 1_000 + 0b11   =>   local n = 255 + 1000 + 3
    local i = 10i                   =>   local i = _Rinteger("10")

LuaJIT knows no `_` in numbers, takes `10i` for an imaginary number and hexadecimal integers beyond
64 bits differently, so the value is printed anew: whole numbers below 2^53 as digits, the rest as
the shortest decimal that reads back to the same double.
"""

from __future__ import annotations

from functools import lru_cache

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["integer", "number", "number_text"]

_EXACT = 2.0**53


@lru_cache(maxsize=4096)
def number_text(value: float) -> str:
    """A Lua expression for a non-negative double."""
    if value == float("inf"):
        return "(1/0)"
    if value < _EXACT and value == int(value):
        return str(int(value))
    return repr(value)


def number(node: ast.Number, out: Emitter) -> None:
    out.put(number_text(node.value))


def integer(node: ast.Integer, out: Emitter) -> None:
    # As text, because a double holds only 53 of the 64 bits.
    out.put(f'{out.helper("integer")}("{node.value}")')
