"""Declarations of locals.

    const x: number, y = f()   =>   local x, y = f()

`const` is checked by the parser and means `local`. A lone if-expression becomes an `if` statement
that assigns the new local, unless the expression mentions the name: it would then mean another
variable of that name.
"""

from __future__ import annotations

from bridge.lowering import captures
from bridge.lowering.emitter import Emitter
from bridge.lowering.if_expression import put_branches
from bridge.lowering.object_keys import is_plain, note_plain
from bridge.syntax import ast

__all__ = ["local_statement"]


def local_statement(node: ast.LocalStatement, out: Emitter) -> None:
    variables, values = node.variables, node.values
    if out.places and variables[0] in out.places:
        # Those of one statement are boxed or exported together.
        out.put(", ".join(out.places[variable] for variable in variables))
        out.put(" = ")
        if values:
            out.emit_list(values)
        else:
            out.put("nil")
        return
    if len(variables) == 1:
        name = variables[0].name
        if len(values) == 1:
            value = values[0]
            if isinstance(value, ast.IfExpression):
                begin, end = value.span
                if name not in out.source.text[begin:end]:
                    out.put(f"local {name} ")
                    put_branches(value, out, f"{name} = ")
                    captures.note_locals(variables, out)
                    return
            out.put(f"local {name} = ")
            out.handlers[value.__class__](value, out)
            captures.note_locals(variables, out)
            if is_plain(value, out):
                note_plain(variables[0], out)
            return
    else:
        name = ", ".join([variable.name for variable in variables])
    out.put(f"local {name}")
    if values:
        out.put(" = ")
        out.emit_list(values)
    captures.note_locals(variables, out)
