"""Stores to metamethod fields: a frozen class must refuse them.

    C.__index = C            =>   _R.unlocked(C, "__index").__index = C
    function C.__add() end   =>   _R.unlocked(C, "__add") function C.__add() end

LuaJIT looks metamethods up in the table itself, so freezing leaves those fields where a store finds
them and no `__newindex` is asked (`prelude/readonly.lua`). Classes store them once, where they are
made. A key that is computed is not looked at: the check would cost every store.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["locked_key", "put_unlocked", "put_unlocked_statement"]

_WORDS = "index newindex call eq lt le len concat unm mode add sub mul div mod pow"
_EVENTS = frozenset(f"__{word}" for word in _WORDS.split())
"""The fields that freezing leaves in the table: the events LuaJIT looks up itself."""


def locked_key(target: ast.Expression) -> str:
    """The metamethod's name that a target stores to, or ""."""
    if isinstance(target, ast.IndexName):
        key = target.name
    elif isinstance(target, ast.IndexExpression) and isinstance(target.index, ast.String):
        key = target.index.value
    else:
        return ""
    return key if key in _EVENTS else ""


def put_unlocked(target: ast.IndexName | ast.IndexExpression, key: str, out: Emitter) -> None:
    """Write such a target."""
    _put_check(target, key, out)
    out.put(f".{key}")


def put_unlocked_statement(target: ast.Expression, out: Emitter) -> None:
    """Write the check of a function statement's target before it, if one is due."""
    key = locked_key(target)
    if key:
        assert isinstance(target, ast.IndexName)
        _put_check(target, key, out)
        out.put(" ")


def _put_check(target: ast.IndexName | ast.IndexExpression, key: str, out: Emitter) -> None:
    at = target.span[0]
    if at >= out.line_end:
        out.reach(at)
    out.put(f"{out.names.runtime}.unlocked(")
    out.emit(target.object)
    out.put(f', "{key}")')
