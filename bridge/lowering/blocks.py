"""Blocks, `do`, `if`.

    f()          =>   f()
    ;(g or h)()  =>   ;(g or h)()

A statement that begins with a parenthesis could be read as a call of the one before; a semicolon
separates them, which Lua 5.1 allows only after a statement.
"""

from __future__ import annotations

from bridge.lowering.budget import operations_in
from bridge.lowering.emitter import Emitter
from bridge.lowering.type_erasure import ERASED
from bridge.syntax import ast

__all__ = ["block", "conditional", "do_statement", "function_block", "put_opening", "separate"]


_BRANCHING = frozenset({ast.If, ast.Return})
"""Statements that leave their calling branches in `Emitter.branches`."""


def separate(statement: ast.Statement, out: Emitter, follows: bool) -> None:
    """Write what stands between two statements."""
    at = statement.span[0]
    if at >= out.line_end:
        out.reach(at)
    else:
        out.put(" ")
    if follows and _opens_with_parenthesis(statement, out):
        out.put(";")


def _opens_with_parenthesis(statement: ast.Statement, out: Emitter) -> bool:
    if isinstance(statement, ast.ExpressionStatement):
        node = statement.expression
    elif isinstance(statement, ast.Assignment | ast.CompoundAssignment):
        node = statement.targets[0] if isinstance(statement, ast.Assignment) else statement.target
    else:
        return False
    while True:
        if isinstance(node, ast.Global):
            return False
        if isinstance(node, ast.Local):
            # A constant in its place is an operand in parentheses.
            return bool(out.places) and out.places.get(node.variable, "").startswith("(")
        if isinstance(node, ast.Call):
            node = node.function
        elif isinstance(node, ast.IndexName | ast.IndexExpression | ast.MethodCall):
            node = node.object
        elif isinstance(node, ast.Instantiate):
            node = node.expression
        else:
            return isinstance(node, ast.Group)


def block(node: ast.Block, out: Emitter) -> None:
    handlers = out.handlers
    active = out.active
    if out.openings:
        put_opening(node, out)
    follows = False
    for statement in node.statements:
        separate(statement, out, follows)
        kind = statement.__class__
        handlers[kind](statement, out)
        if kind not in ERASED:
            follows = True
    out.active = active


def put_opening(node: ast.Block, out: Emitter) -> None:
    """Write what a block begins with, if variables of it live in a table."""
    opening = out.openings.get(node)
    if opening is not None:
        out.put(opening)
        out.active += 1


def function_block(node: ast.Block, out: Emitter) -> list[int]:
    """Write a function's block; the result is where its tick may stand (`budget.py`).

    That is before the first statement that calls, or in the branches of a last one that is an `if`.
    """
    handlers = out.handlers
    marks: list[int] = []
    count = 0
    if out.openings:
        put_opening(node, out)
    follows = False
    for statement in node.statements:
        separate(statement, out, follows)
        kind = statement.__class__
        mark, weight = len(out.parts), out.weight
        out.put("")
        handlers[kind](statement, out)
        if out.alert:
            operations = operations_in(statement)
            if operations:
                out.weight += operations
                out.branches = []
        if out.weight > weight:
            if count == 0:
                marks = out.branches if kind in _BRANCHING and out.branches else [mark]
                first = mark
            elif count == 1:
                marks = [first]
            count += 1
        if kind not in ERASED:
            follows = True
    return marks


def do_statement(node: ast.Do, out: Emitter) -> None:
    out.put("do")
    block(node.body, out)
    out.put(" end")


def conditional(node: ast.If, out: Emitter) -> None:
    keyword = "if "
    branches: list[int] = []
    weighed = out.weight
    calm = True
    step: ast.If | ast.Block | None = node
    while isinstance(step, ast.If):
        condition = step.condition
        out.put(keyword)
        out.handlers[condition.__class__](condition, out)
        calm = calm and out.weight == weighed
        out.put(" then")
        weighed = _branch(step.then, branches, out)
        step = step.otherwise
        keyword = " elseif "
    if step is not None:
        out.put(" else")
        _branch(step, branches, out)
    out.put(" end")
    out.branches = branches if calm else []


def _branch(node: ast.Block, branches: list[int], out: Emitter) -> int:
    """Write a branch and note its beginning if it calls; the result is the weight so far."""
    mark, weight = len(out.parts), out.weight
    out.put("")
    block(node, out)
    if out.weight > weight:
        branches.append(mark)
    return out.weight
