"""Exported names live in a table that is the module's result.

    export local B = 2   B += 10   =>   _E.B = 2   _E.B = _E.B + 10   return _R.freeze_exports(_E)

Reading from outside sees the last value, and the table freezes when the module has run. A module
that only exports types returns a fresh frozen table.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.lowering.fresh_names import FreshNames
from bridge.syntax import ast

__all__ = ["places_of", "put_result"]


def places_of(chunk: ast.Chunk, names: FreshNames) -> dict[ast.Variable, str]:
    """Where each exported variable lives."""
    return {variable: f"{names.exports}.{variable.name}" for variable in chunk.exports}


def put_result(chunk: ast.Chunk, out: Emitter) -> None:
    """Write the module's `return`, if exports make one."""
    statements = chunk.body.statements
    returns = bool(statements) and isinstance(statements[-1], ast.Return)
    if chunk.exports:
        out.put(f" return {out.names.runtime}.freeze_exports({out.names.exports})")
    elif chunk.has_export_types and not returns:
        out.put(f" return {out.names.runtime}.freeze_exports({{}})")
