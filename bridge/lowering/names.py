"""Uses of variables.

    print(total)   =>   print(total)

A local keeps its name, unless it lives elsewhere: exported ones in the table of exports, surplus
captured ones in the table of boxes (`exports.py`, `captures.py`). Globals and upvalues are read by
an instruction, so they stand on their own lines. A local in a register has no line: of two such
operands on two lines, Luau reports the first.
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["global_name", "local"]


def local(node: ast.Local, out: Emitter) -> None:
    variable = node.variable
    if out.places and variable in out.places:
        out.put(out.places[variable])
        return
    if node.upvalue:
        out.captured.add(variable)
        at = node.span[0]
        if at >= out.line_end:
            out.reach(at)
    out.put(variable.name)


def global_name(node: ast.Global, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    out.put(node.name)
