"""The column half of a chunk's map: which expressions can fail on a line, and their columns.

    3: return part.Size.X + offset   =>   line 3: `.Size`, `.Size.X`, `+`, each with its span

Lines need no map, because a lowered chunk has those of its source. Columns come from the tree: it
is parsed again when an error is shown, and forgotten with it, so that a run pays nothing. Knows no
wording; `failing_expression.py` chooses among the expressions of a line.
"""

from __future__ import annotations

from bridge.lowering.known_globals import KNOWN_GLOBALS
from bridge.source import Source, Span
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.syntax.recursion import room_for_depth
from bridge.syntax.visitor import walk

__all__ = ["ColumnMap", "Fallible"]

Fallible = (
    ast.IndexName
    | ast.IndexExpression
    | ast.Call
    | ast.MethodCall
    | ast.Binary
    | ast.Unary
    | ast.Table
    | ast.Assignment
    | ast.CompoundAssignment
    | ast.FunctionStatement
    | ast.GenericFor
    | ast.NumericFor
)
"""Nodes that an instruction which can fail is made of."""

_SILENT_OPERATORS = frozenset({"and", "or", "not"})


class ColumnMap:
    """What can fail where in one source.

    Parameters:
        source: a program that parses; of any other text the map is empty.

    Attributes:
        source: the same.
        replaced: globals the program assigns; all of the library's when it changes environments.
        functions: locals that hold a function from their declaration on.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self._lines: dict[int, list[Fallible]] = {}
        self.functions: set[ast.Variable] = set()
        replaced: set[str] = set()
        with room_for_depth():
            result = parse(source)
        if not result.diagnostics:
            for node in walk(result.chunk):
                self._note(node, replaced)
        self.replaced = frozenset(replaced)

    def at(self, line: int) -> tuple[Fallible, ...]:
        """The nodes that may report an error at a line (from 1), outer ones first."""
        return tuple(self._lines.get(line, ()))

    def on_line(self, span: Span, line: int) -> Span | None:
        """The part of a span that lies on a line, without white space around it, or None."""
        starts, text = self.source.line_starts, self.source.text
        begin = max(span[0], starts[line - 1])
        end = min(span[1], starts[line] if line < len(starts) else len(text))
        part = text[begin:end]
        begin += len(part) - len(part.lstrip())
        end -= len(part) - len(part.rstrip())
        return (begin, end) if begin < end else None

    def _note(self, node: ast.Node, replaced: set[str]) -> None:
        if isinstance(node, ast.Assignment):
            targets: tuple[ast.Expression, ...] = node.targets
        elif isinstance(node, ast.CompoundAssignment | ast.FunctionStatement):
            targets = (node.target,)
        else:
            targets = ()
        replaced.update(each.name for each in targets if isinstance(each, ast.Global))
        if isinstance(node, ast.Global) and node.name in ("getfenv", "setfenv"):
            replaced.update(KNOWN_GLOBALS)
        elif isinstance(node, ast.LocalFunction):
            self._hold(node.variable)
        elif isinstance(node, ast.LocalStatement):
            for variable, value in zip(node.variables, node.values, strict=False):
                if isinstance(value, ast.Function):
                    self._hold(variable)
        if isinstance(node, Fallible) and _can_fail(node):
            line_number = self.source.line_number
            begin, end = _place_of(node)
            for line in range(line_number(begin), line_number(end) + 1):
                self._lines.setdefault(line, []).append(node)

    def _hold(self, variable: ast.Variable) -> None:
        if not variable.assigned:
            self.functions.add(variable)


def _can_fail(node: Fallible) -> bool:
    if isinstance(node, ast.Binary | ast.Unary):
        return node.operator not in _SILENT_OPERATORS
    if isinstance(node, ast.FunctionStatement):
        return isinstance(node.target, ast.IndexName)
    if isinstance(node, ast.Table):
        return any(item.kind == "general" for item in node.items)
    return True


def _place_of(node: Fallible) -> Span:
    """From and to which offset (both included) the line that an error of a node names may lie.

    Indexing and calling name one line; operators and stores name one of several operands' lines.
    """
    match node:
        case ast.IndexName(name_span=(begin, _)) | ast.MethodCall(method_span=(begin, _)):
            return begin, begin
        case ast.Call(function=function):
            return function.span[1] - 1, function.span[1] - 1
        case ast.IndexExpression(index=index, span=(_, end)):
            return index.span[0], end - 1
        case ast.FunctionStatement(span=(begin, _), target=target):
            return begin, target.span[1] - 1
        case ast.GenericFor(span=(begin, _), values=values):
            return begin, values[-1].span[1] - 1
        case ast.NumericFor(span=(begin, _), limit=limit, step=step):
            return begin, (step or limit).span[1] - 1
        case _:
            return node.span[0], node.span[1] - 1
