"""Keys of stores: tables and functions take their place in the order of iteration.

    t[k] = v           =>   t[_K(k)] = v
    { [k] = v }        =>   { [_K(k)] = v }
    t[i + 1] = v       =>   t[i + 1] = v      -- in a loop over i
    t[k] = advance()   =>   t[k] = advance() _K(k)

Vectors are keys by value in Luau and objects in LuaJIT: `K` gives the one vector that stands for
all equal ones, and in a program that mentions vectors so does `V` where a table is read:

    print(t[k])        =>   print(t[_RV(k)])

LuaJIT keeps objects by address, which differs from run to run. So the runtime's `K` numbers them by
their first use as a key, and gives its argument back; compiled code inlines it to nothing for other
keys. It is left out where the key cannot be an object. A local that an inner function may change
counts, as in Luau, with its value at the time of the store: there the call follows.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = [
    "changes_late",
    "is_plain",
    "note_plain",
    "put_key",
    "put_late_key",
    "put_read_key",
]

_PLAIN = frozenset({ast.Nil, ast.Boolean, ast.Number, ast.String, ast.InterpolatedString})
_SILENT = _PLAIN | {ast.Local, ast.Global, ast.Function}
"""Values whose evaluation runs no code of the program."""

_ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "^", "//", ".."})


def is_plain(node: ast.Expression, out: Emitter) -> bool:
    """Whether the value is a number, a string, a boolean or nil, whatever happens."""
    kind = node.__class__
    if kind in _PLAIN:
        return True
    if isinstance(node, ast.Local):
        return node.variable in out.plain
    if isinstance(node, ast.Unary):
        # `__len` must return a number; `__unm` may return anything.
        return node.operator != "-" or is_plain(node.operand, out)
    if isinstance(node, ast.Binary):
        if node.operator in ("and", "or") or node.operator in _ARITHMETIC:
            return is_plain(node.left, out) and is_plain(node.right, out)
        return True
    if isinstance(node, ast.IfExpression):
        return is_plain(node.then, out) and is_plain(node.otherwise, out)
    if isinstance(node, ast.Group | ast.TypeAssertion):
        return is_plain(node.expression, out)
    return False


def note_plain(variable: ast.Variable, out: Emitter) -> None:
    """Remember a local whose first value is plain, if it never gets another."""
    if not variable.assigned:
        out.plain.add(variable)


def changes_late(key: ast.Expression, values: tuple[ast.Expression, ...]) -> bool:
    """Whether evaluating the values may change the key, a local read at the store."""
    return (
        isinstance(key, ast.Local)
        and not key.upvalue
        and key.variable.captured
        and key.variable.assigned
        and any(value.__class__ not in _SILENT for value in values)
    )


def put_read_key(key: ast.Expression, out: Emitter) -> None:
    """Write the key of a read, without its brackets."""
    if not out.vectors or is_plain(key, out):
        out.emit(key)
        return
    out.put(f"{out.helper('V')}(")
    out.emit(key)
    out.put(")")


def put_key(key: ast.Expression, out: Emitter) -> None:
    """Write the key of a store, without its brackets."""
    if is_plain(key, out):
        out.emit(key)
        return
    out.numbers_keys = True
    out.put(f"{out.names.key}(")
    out.emit(key)
    out.put(")")


def put_late_key(key: ast.Expression, out: Emitter) -> None:
    """Write the call that follows a store whose key was written as it is."""
    out.numbers_keys = True
    out.put(f" {out.names.key}(")
    out.emit(key)
    out.put(")")
