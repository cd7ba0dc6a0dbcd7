"""Lowering: Luau source to LuaJIT source with the same meaning, line for line.

One walk over the tree; each construct has a file of its own, and the table below says which handler
writes which node. Knows nothing of lupa, of the VM's runtime beyond the names it calls, or Roblox.
"""

from __future__ import annotations

from dataclasses import replace

from bridge.errors import LuauSyntaxError
from bridge.lowering import captures, exports, prologue
from bridge.lowering.assignment import assignment
from bridge.lowering.blocks import block, conditional, do_statement
from bridge.lowering.calls import call, expression_statement, method_call
from bridge.lowering.chunk import FunctionInfo, LoweredChunk, LoweringOptions
from bridge.lowering.compound_assignment import compound_assignment
from bridge.lowering.constants import boolean, nil, varargs
from bridge.lowering.continue_statement import continue_statement
from bridge.lowering.emitter import Emitter, Handler
from bridge.lowering.fresh_names import FreshNames
from bridge.lowering.functions import function, function_statement, local_function
from bridge.lowering.generalized_iteration import generic_for
from bridge.lowering.if_expression import if_expression
from bridge.lowering.indexing import index_expression, index_name
from bridge.lowering.interpolated_string import interpolated_string
from bridge.lowering.library_calls import touches_environments
from bridge.lowering.local_statement import local_statement
from bridge.lowering.loops import break_statement, while_statement
from bridge.lowering.names import global_name, local
from bridge.lowering.numerals import integer, number
from bridge.lowering.numeric_for import numeric_for
from bridge.lowering.operators import binary, unary
from bridge.lowering.refusals import error_node
from bridge.lowering.repeat_loop import repeat_statement
from bridge.lowering.strings import string
from bridge.lowering.table_constructor import table
from bridge.lowering.tail_calls import return_statement
from bridge.lowering.type_erasure import erased, group, instantiate, type_assertion
from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.syntax.recursion import room_for_depth

__all__ = [
    "HANDLERS",
    "FunctionInfo",
    "LoweredChunk",
    "LoweringOptions",
    "lower",
    "lower_tree",
]

HANDLERS: dict[type[ast.Node], Handler] = {
    ast.Nil: nil,
    ast.Boolean: boolean,
    ast.Number: number,
    ast.Integer: integer,
    ast.String: string,
    ast.InterpolatedString: interpolated_string,
    ast.Varargs: varargs,
    ast.Local: local,
    ast.Global: global_name,
    ast.Call: call,
    ast.MethodCall: method_call,
    ast.IndexName: index_name,
    ast.IndexExpression: index_expression,
    ast.Function: function,
    ast.Table: table,
    ast.Unary: unary,
    ast.Binary: binary,
    ast.Group: group,
    ast.TypeAssertion: type_assertion,
    ast.Instantiate: instantiate,
    ast.IfExpression: if_expression,
    ast.ErrorExpression: error_node,
    ast.Block: block,
    ast.LocalStatement: local_statement,
    ast.LocalFunction: local_function,
    ast.FunctionStatement: function_statement,
    ast.Assignment: assignment,
    ast.CompoundAssignment: compound_assignment,
    ast.ExpressionStatement: expression_statement,
    ast.Do: do_statement,
    ast.While: while_statement,
    ast.Repeat: repeat_statement,
    ast.If: conditional,
    ast.NumericFor: numeric_for,
    ast.GenericFor: generic_for,
    ast.Return: return_statement,
    ast.Break: break_statement,
    ast.Continue: continue_statement,
    ast.TypeAlias: erased,
    ast.TypeFunction: erased,
    ast.ErrorStatement: error_node,
}
"""Every statement and expression; a node that is missing here stops the walk with a KeyError."""


def lower(source: Source, options: LoweringOptions | None = None) -> LoweredChunk:
    """Lower a program.

    Raises:
        LuauSyntaxError: it does not parse, or goes beyond what LuaJIT can hold.
    """
    result = parse(source)
    if result.diagnostics:
        first = result.diagnostics[0]
        raise LuauSyntaxError(first.render(), result.diagnostics, first.headline())
    return lower_tree(source, result.chunk, options)


def lower_tree(
    source: Source, chunk: ast.Chunk, options: LoweringOptions | None = None
) -> LoweredChunk:
    """Lower a tree that parsed without problems; `source` is the text its spans point into."""
    options = options or LoweringOptions()
    if options.imports and touches_environments(source.text):
        options = replace(options, imports=False)
    names = FreshNames(source.text)
    places = exports.places_of(chunk, names)
    with room_for_depth():
        out = Emitter(source, options, HANDLERS, dict(places), names)
        _put_chunk(chunk, out)
        # What cannot be known before the walk takes a second one.
        if any(path[0] in out.written for path in out.imports):
            written = out.written
            out = Emitter(source, options, HANDLERS, dict(places), names)
            out.written = written
            _put_chunk(chunk, out)
        if not captures.has_room_for(len(prologue.own_locals(out)), out):
            out = Emitter(source, options, HANDLERS, dict(places), names, lean=True)
            _put_chunk(chunk, out)
        if out.crowded or out.surplus:
            boxes = captures.boxes_for(chunk, out)
            lean = out.lean or bool(out.crowded)
            out = Emitter(source, options, HANDLERS, {**places, **boxes.places}, names, lean=lean)
            out.openings = boxes.openings
            _put_chunk(chunk, out)
    return LoweredChunk(out.text(), tuple(out.functions))


def _put_chunk(chunk: ast.Chunk, out: Emitter) -> None:
    # In an enclosing function, so that the program keeps its 200 locals.
    out.put("")
    out.emit(chunk.body)
    exports.put_result(chunk, out)
    out.reach(len(out.source.text))
    out.put(" end")
    out.parts[0] = f"{prologue.text(out)} return function(...)"
