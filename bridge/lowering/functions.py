"""Functions: anonymous, named, local.

    @native local function f<T>(a: T, ...: T): T return a end
    =>   local function f(a, ...) return a end

Types, generics and attributes are erased. Debug names cannot be put into Lua text, so they are
recorded beside it (`FunctionInfo`). Both keywords stand on their own lines, because they become
`linedefined` and `lastlinedefined`.
"""

from __future__ import annotations

from bridge.lowering import captures
from bridge.lowering.blocks import function_block
from bridge.lowering.budget import TICKING_WEIGHT
from bridge.lowering.chunk import FunctionInfo
from bridge.lowering.emitter import Emitter
from bridge.lowering.library_calls import note_written
from bridge.lowering.locked_fields import put_unlocked_statement
from bridge.syntax import ast

__all__ = ["function", "function_statement", "local_function", "put_function_body"]

_END = len("end")


def function(node: ast.Function, out: Emitter) -> None:
    at = node.span[0]
    if at >= out.line_end:
        out.reach(at)
    out.put("function")
    put_function_body(node, out)


def local_function(node: ast.LocalFunction, out: Emitter) -> None:
    variable = node.variable
    if variable in out.places:
        out.put(f"function {out.places[variable]}")
    else:
        out.put(f"local function {variable.name}")
        captures.note_locals((variable,), out)
    put_function_body(node.function, out)


def function_statement(node: ast.FunctionStatement, out: Emitter) -> None:
    target = node.target
    put_unlocked_statement(target, out)
    out.put("function ")
    if node.is_method:
        assert isinstance(target, ast.IndexName)
        out.emit(target.object)
        out.put(f":{target.name}")
    else:
        note_written(target, out)
        out.emit(target)
    put_function_body(node.function, out)


def put_function_body(node: ast.Function, out: Emitter) -> None:
    """Write a function from its parameters to its `end`, and record its debug data."""
    names = [variable.name for variable in node.parameters]
    if node.is_vararg:
        names.append("...")
    out.put(f"({', '.join(names)})")
    outer = (out.weight, out.captured, out.loops, out.active)
    out.weight, out.captured, out.loops = 0, set(), []
    out.active = len(node.parameters) + (node.self_variable is not None)
    out.depth += 1
    line, place = out.line, len(out.functions)
    info = FunctionInfo(line, line, node.name, out.active, node.is_vararg)
    out.functions.append(info)
    marks = function_block(node.body, out)
    if out.weight >= TICKING_WEIGHT:
        for mark in marks:
            out.parts[mark] = f"{out.tick} "
    out.reach(node.span[1] - _END)
    out.put(" end")
    out.functions[place] = info._replace(last_line=out.line)
    out.depth -= 1
    inner = out.captured
    out.weight, out.captured, out.loops, out.active = outer
    captures.leave_function(node, inner, out)
