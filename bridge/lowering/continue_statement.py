"""`continue`: a jump behind the body.

    for i = 1, 3 do if c then continue end f(i) end
    =>   for i = 1, 3 do do if c then goto _C1 end f(i) end ::_C1:: end

LuaJIT has `goto`. The loop that owns the label places it (`loops.py`, `repeat_loop.py`).
"""

from __future__ import annotations

from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["continue_statement"]


def continue_statement(node: ast.Continue, out: Emitter) -> None:
    label = out.loops[-1]
    if not label:
        label = out.loops[-1] = out.names.label()
    out.put(f"goto {label}")
