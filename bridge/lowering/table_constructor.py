"""Table constructors: through the runtime where their length could differ.

    { f() }          =>   _Rpack(f())
    { x = 1, ... }   =>   _Ropen(0, { x = 1 }, ...)
    { 1, y, 3 }      =>   _Rtab(3, { 1, y, 3 })
    { a, b, c }      =>   { a, b, c }

Luau sizes the array for exactly the listed items, and `#` trusts a filled last slot: 3 is the
length of `{1, nil, 3}`, and `#{f()}` counts a nil in the middle. LuaJIT does so only where it has
no constant items to make a template from. The runtime returns tables without holes untouched.
"""

from __future__ import annotations

from bridge.lowering.emitter import MULTIPLE, Emitter
from bridge.lowering.object_keys import put_key
from bridge.syntax import ast

__all__ = ["table"]

_PACKED_MAX = 50
"""Positional items before an open one that are still passed as arguments."""

_NEVER_NIL = frozenset(
    {
        ast.Boolean,
        ast.Number,
        ast.Integer,
        ast.String,
        ast.InterpolatedString,
        ast.Table,
        ast.Function,
    }
)

_NEVER_CONSTANT = frozenset(
    {
        ast.Local,
        ast.Global,
        ast.Call,
        ast.MethodCall,
        ast.IndexName,
        ast.IndexExpression,
        ast.Table,
        ast.Function,
    }
)
"""Values LuaJIT never puts into a constructor's template; of others it may (`-1`, `(2)`)."""


_LITERALS = frozenset({ast.Nil, ast.Boolean, ast.Number, ast.String})
"""Values LuaJIT always puts into the template where their key is constant."""


def table(node: ast.Table, out: Emitter) -> None:
    items = node.items
    if not items:
        out.put("{}")
        return
    last = items[-1]
    if last.kind == "list" and last.value.__class__ in MULTIPLE:
        _put_open(items, out)
        return
    count = _border_at_risk(items)
    if count:
        out.put(f"{out.helper('tab')}({count}, ")
        _put_items(items, out)
        out.put(")")
    else:
        _put_items(items, out)


def _border_at_risk(items: tuple[ast.TableItem, ...]) -> int:
    """The number of positional items if LuaJIT's `#` may differ from Luau's, else 0."""
    count = 0
    may_be_nil = written_nil = constant = False
    for item in items:
        kind = item.value.__class__
        if item.kind == "list":
            count += 1
            if kind not in _NEVER_NIL:
                may_be_nil = True
            if kind is ast.Nil:
                written_nil = True
        if kind not in _NEVER_CONSTANT:
            constant = True
    # With one or two items both rules agree, whatever is nil.
    return count if count >= 3 and (written_nil or (may_be_nil and constant)) else 0


def _put_open(items: tuple[ast.TableItem, ...], out: Emitter) -> None:
    closed = items[:-1]
    positional = sum(item.kind == "list" for item in closed)
    if positional == len(closed) and positional <= _PACKED_MAX:
        out.put(f"{out.helper('pack')}(")
        out.emit_list(item.value for item in items)
    else:
        out.put(f"{out.helper('open')}({positional}, ")
        _put_items(closed, out)
        out.put(", ")
        out.emit(items[-1].value)
    out.put(")")


def _later_constants(items: tuple[ast.TableItem, ...]) -> set[int]:
    """Positions of constants that may replace what an earlier item stored.

    LuaJIT puts constants into a constructor's template and stores the rest afterwards, so that
    `{ x = f(), x = 1 }` would keep the first.
    """
    if all(item.kind == "list" for item in items):
        return set()
    found: set[int] = set()
    stored: set[object] = set()
    any_key = False
    count = 0
    for position, item in enumerate(items):
        key: object = None
        if item.kind == "list":
            count += 1
            key = count
        elif isinstance(item.key, ast.String | ast.Number):
            key = item.key.value
        kind = item.value.__class__
        if kind not in _NEVER_CONSTANT and key is not None and (any_key or key in stored):
            found.add(position)
        if kind not in _LITERALS:
            stored.add(key)
        any_key = any_key or key is None
    return found


def _put_items(items: tuple[ast.TableItem, ...], out: Emitter) -> None:
    put = out.put
    handlers = out.handlers
    final = len(items) - 1
    late = _later_constants(items)
    opening = "{"
    for position, item in enumerate(items):
        put(opening)
        opening = ", "
        key, value = item.key, item.value
        if item.kind == "record":
            assert isinstance(key, ast.String)
            put(f"{key.value} = ")
        elif key is not None:
            put("[")
            put_key(key, out)
            put("] = ")
        if position in late:
            put(f"{out.helper('ret')}(1, ")
            handlers[value.__class__](value, out)
            put(")")
        elif position == final and key is None:
            out.emit_single(value)
        else:
            handlers[value.__class__](value, out)
    put("}")
