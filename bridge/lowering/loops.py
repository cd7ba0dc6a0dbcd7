"""`while`, `break`, and the body shared by `while` and both `for`.

    while c do if x then continue end f() end
    =>   while c do _B(); do if x then goto _C1 end f() end ::_C1:: end

Every body starts with a tick (`budget.py`). A body that continues becomes a block of its own with
the label behind it, because `goto` may not jump into the scope of a local.
"""

from __future__ import annotations

from bridge.lowering.blocks import block
from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["break_statement", "put_loop_body", "while_statement"]


def put_loop_body(body: ast.Block, out: Emitter) -> None:
    """Write `do ... end` around a loop's body."""
    out.put(" do")
    mark = len(out.parts)
    out.put(out.tick)
    out.loops.append("")
    weight = out.weight
    block(body, out)
    out.weight = weight
    label = out.loops.pop()
    if label:
        out.parts[mark] += " do"
        out.put(f" end ::{label}:: end")
    else:
        out.put(" end")


def while_statement(node: ast.While, out: Emitter) -> None:
    condition = node.condition
    out.put("while ")
    out.handlers[condition.__class__](condition, out)
    put_loop_body(node.body, out)


def break_statement(node: ast.Break, out: Emitter) -> None:
    out.put("break")
