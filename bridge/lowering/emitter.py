"""The emitter: collects the lowered text and keeps every token on its own Luau line.

A handler writes with `put` and calls `reach(offset)` before a token whose line can show in an error
or a traceback: those for which Luau's compiler sets the line. Names of locals and literals are not
among them, because no instruction reads them.

Knows the walk's state, and no construct of the language.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from bridge.lowering.budget import names_metamethods
from bridge.lowering.chunk import FunctionInfo, LoweringOptions
from bridge.lowering.fresh_names import FreshNames
from bridge.source import Source
from bridge.syntax import ast

__all__ = ["MULTIPLE", "Emitter", "Handler"]

Handler: TypeAlias = Callable[[Any, "Emitter"], None]
"""Writes one node; the table in `bridge.lowering` has one for every statement and expression."""

MULTIPLE = frozenset({ast.Call, ast.MethodCall, ast.Varargs})
"""Expressions that yield any number of values when they stand last in a list."""


def _becomes_call(node: ast.Expression) -> bool:
    while isinstance(node, ast.TypeAssertion):
        node = node.expression
    if isinstance(node, ast.Binary):
        return node.operator == ".." or node.operator == "//"
    if isinstance(node, ast.Unary):
        return node.operator == "#"
    return isinstance(node, ast.InterpolatedString)


class Emitter:
    """The growing text of one chunk, and what the walk knows at this point.

    Attributes:
        parts: pieces of text in order; a handler may rewrite a piece it left as a placeholder.
        put: appends a piece.
        line_end: offset of the next line's first byte; `reach` is due from there on.
        handlers: node class -> handler.
        names: names that occur nowhere in the user's text.
        places: variables that do not live in a local of their own -> the expression they are.
        functions: debug data, in source order.
        depth: how many functions enclose this point.
        loops: one label per enclosing loop of this function, "" until a `continue` needs it.
        weight: how much this function calls and indexes so far (`budget.py`).
        captured: variables of outer functions that this function uses.
        active: locals of this function alive at this point.
        alert: whether operators may be calls of metamethods (`budget.py`).
        crowded: functions that capture more than LuaJIT lets them.
        moved: where Luau names another line for a failing instruction (`moved_lines.py`).
        surplus: locals that LuaJIT has no room for.
        openings: what blocks begin with whose variables live in tables (`captures.py`).
        plain: locals that only ever hold a number, a string, a boolean or nil.
        lean: whether runtime and library are reached through tables, for want of upvalues.
        helpers: functions of the runtime in locals of their own, by name.
        importing: whether calls of library functions become imports.
        imports: functions of the library in locals of their own, by path (`library_calls.py`).
        vectors: whether the program may make vectors (`object_keys.py`).
        written: globals that the program assigns.
        captured_max: most variables that one function captures.
        branches: where the calling branches of the last `if` or `return if` begin, if no condition
            calls.
        iterates: whether there is a generic loop.
        numbers_keys: whether some store numbers its key (`object_keys.py`).
    """

    __slots__ = (
        "active",
        "alert",
        "branches",
        "captured",
        "captured_max",
        "crowded",
        "depth",
        "functions",
        "handlers",
        "helpers",
        "importing",
        "imports",
        "iterates",
        "lean",
        "line",
        "line_end",
        "loops",
        "moved",
        "names",
        "numbers_keys",
        "openings",
        "options",
        "parts",
        "places",
        "plain",
        "put",
        "source",
        "starts",
        "surplus",
        "tick",
        "vectors",
        "weight",
        "written",
    )

    def __init__(
        self,
        source: Source,
        options: LoweringOptions,
        handlers: dict[type[ast.Node], Handler],
        places: dict[ast.Variable, str],
        names: FreshNames,
        *,
        lean: bool = False,
    ) -> None:
        self.source = source
        self.options = options
        self.handlers = handlers
        self.names = names
        self.places = places
        self.parts: list[str] = []
        self.put: Callable[[str], None] = self.parts.append
        self.starts = source.line_starts
        self.line = 1
        self.line_end = self._end_of(1)
        self.tick = f" {names.tick}();" if options.budget else ""
        self.functions: list[FunctionInfo] = []
        self.depth = 0
        self.loops: list[str] = []
        self.weight = 0
        self.alert = options.budget and names_metamethods(source.text)
        self.captured: set[ast.Variable] = set()
        self.active = 0
        self.crowded: list[tuple[ast.Function, set[ast.Variable]]] = []
        self.moved: dict[tuple[int, str], int] = {}
        self.surplus: list[ast.Variable] = []
        self.openings: dict[ast.Block, str] = {}
        self.plain: set[ast.Variable] = set()
        self.numbers_keys = False
        self.iterates = False
        self.lean = lean
        self.importing = options.imports and not lean
        self.helpers: dict[str, str] = {}
        self.imports: dict[tuple[str, ...], str] = {}
        self.vectors = "vector" in source.text or "Vector3" in source.text
        self.written: set[str] = set()
        self.captured_max = 0
        self.branches: list[int] = []

    def _end_of(self, line: int) -> int:
        return self.starts[line] if line < len(self.starts) else len(self.source.text) + 1

    def reach(self, offset: int) -> None:
        """Break lines until the text stands on the line of `offset`; never goes back."""
        if offset < self.line_end:
            return
        line = bisect_right(self.starts, offset, self.line)
        self.put("\n" * (line - self.line))
        self.line = line
        self.line_end = self._end_of(line)

    def helper(self, name: str) -> str:
        """The expression for a function of the runtime."""
        if self.lean:
            return f"{self.names.runtime}.{name}"
        local = self.helpers.get(name)
        if local is None:
            local = self.helpers[name] = self.names.helper(name)
        return local

    def emit(self, node: ast.Node) -> None:
        """Write one node."""
        self.handlers[node.__class__](node, self)

    def emit_single(self, node: ast.Expression) -> None:
        """Write an expression cut to one value, as `(f())` is."""
        if node.__class__ in MULTIPLE:
            self.put("(")
            self.handlers[node.__class__](node, self)
            self.put(")")
        else:
            self.handlers[node.__class__](node, self)

    def emit_kept(self, node: ast.Expression) -> None:
        """Write the one value of a `return` so that LuaJIT does not make a tail call of it.

        Operators that become calls must not lose the frame their errors belong to.
        """
        if node.__class__ in MULTIPLE or _becomes_call(node):
            self.put("(")
            self.handlers[node.__class__](node, self)
            self.put(")")
        else:
            self.handlers[node.__class__](node, self)

    def emit_list(self, nodes: Iterable[ast.Expression]) -> None:
        """Write expressions with commas between them."""
        separator = ""
        for node in nodes:
            if separator:
                self.put(separator)
            self.handlers[node.__class__](node, self)
            separator = ", "

    def text(self) -> str:
        return "".join(self.parts)
