"""String literals: quoted again, with decimal escapes.

    local s = [[one                  =>   local s = "one\\ntwo"
    two]]
    local t = "\\u{48}\\q"            =>   local t = "Hq"

Luau's escapes differ from LuaJIT's (an unknown one stands for the character itself, long strings
normalise other line ends), so the value is printed anew in pure ASCII.
"""

from __future__ import annotations

import re

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["quote", "string"]

_SPECIAL = re.compile(r"[^ !#-\[\]-~]")
_SHORT = {"\n": "\\n", '"': '\\"', "\\": "\\\\"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _SHORT.get(character) or f"\\{ord(character):03d}"


def quote(value: str) -> str:
    """A Lua string literal for a byte string; three digits, so that a digit may follow."""
    return f'"{_SPECIAL.sub(_escape, value)}"'


def string(node: ast.String, out: Emitter) -> None:
    out.put(quote(node.value))
