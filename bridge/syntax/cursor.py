"""The parser's place in the tokens, the scopes it is in, and the problems it has found.

The grammar is recursive while its modules are not: `simple`, `simple_types`, `expression` and
`block` are the entry points that lower productions call back into; `parser.py` sets them. Hot
productions read `kinds` and move `index` themselves; the functions here serve everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NoReturn, TypeAlias

from bridge.diagnostics import Diagnostic
from bridge.source import Source, Span
from bridge.syntax.ast import Block, ErrorExpression, Expression, Statement, Type, Variable
from bridge.syntax.lexer import Tokens
from bridge.syntax.tokens import (
    ATTRIBUTE,
    BROKEN_UNICODE,
    EOF,
    INTERPOLATION_BEGIN,
    INTERPOLATION_END,
    INTERPOLATION_MIDDLE,
    INTERPOLATION_WHOLE,
    KEYWORDS,
    LONG_STRING,
    NAME,
    NUMBER,
    STRING,
    describe,
)

__all__ = [
    "DEPTH_LIMIT",
    "ERROR_LIMIT",
    "MISSING_NAME",
    "ContextualHandler",
    "Cursor",
    "ExpressionHandler",
    "ParsingStopped",
    "StatementHandler",
    "TypeHandler",
    "advance",
    "deepen",
    "describe_current",
    "error_expression",
    "expect",
    "expect_match",
    "expect_match_end",
    "expect_name",
    "index_name",
    "lookahead",
    "match_failed",
    "name_or_none",
    "previous_end",
    "report",
    "report_here",
    "same_line",
    "stop",
    "too_deep",
]

DEPTH_LIMIT = 1000
"""Luau's limit of nesting (LuauRecursionLimit), and of the length of operator and index chains."""

ERROR_LIMIT = 100
"""Luau gives up on a file after so many problems."""

MISSING_NAME = "%error-id%"
"""Stands where a name is missing; no program can spell it."""

_RECOVERY_STOPS = frozenset((EOF, "end", "->"))


class ParsingStopped(Exception):  # noqa: N818 (control flow inside the parser, never leaves it)
    """The parser gives up on the whole file; the reason has been reported."""


class Cursor:
    """Tokens, position in them, scopes, diagnostics.

    Attributes:
        index: of the current token.
        depth: nesting counted as Luau counts it, see `DEPTH_LIMIT`.
        locals: innermost visible variable of each name.
        shadowed: what each declaration hid, to undo at the end of its scope.
        function_depth, loop_depth, is_vararg: of the function being parsed.
        type_function_depth: variables of functions outside this depth are out of reach of the
            `type function` being parsed; 0 outside of one.
        loops: one list per open loop, of the offsets of its `continue` statements.
        crowded: so many variables were in scope at once that a limit may be exceeded.
        has_return: a `return` of the chunk's own function has been seen.
        closed: (opening, closing) token pairs of finished blocks, to find bad indentation later.
        compile_errors: what Luau's compiler, not its parser, finds; counts if nothing else does.
    """

    __slots__ = (
        "begins",
        "block",
        "closed",
        "compile_errors",
        "contextual",
        "crowded",
        "depth",
        "diagnostics",
        "ends",
        "exports",
        "expression",
        "function_depth",
        "has_export_types",
        "has_return",
        "index",
        "is_vararg",
        "kinds",
        "locals",
        "loop_depth",
        "loops",
        "shadowed",
        "simple",
        "simple_types",
        "source",
        "statements",
        "text",
        "texts",
        "type_function_depth",
    )

    def __init__(self, source: Source, tokens: Tokens) -> None:
        self.source = source
        self.text = source.text
        self.kinds = tokens.kinds
        self.begins = tokens.begins
        self.ends = tokens.ends
        self.texts = tokens.texts
        self.index = 0
        self.depth = 0
        self.diagnostics: list[Diagnostic] = []
        self.compile_errors: list[Diagnostic] = []
        self.locals: dict[str, Variable] = {}
        self.shadowed: list[tuple[str, Variable | None]] = []
        self.function_depth = 0
        self.loop_depth = 0
        self.is_vararg = True
        self.type_function_depth = 0
        self.loops: list[list[int]] = []
        self.closed: list[tuple[int, int, str]] = []
        self.exports: list[Variable] = []
        self.crowded = False
        self.has_export_types = False
        self.has_return = False
        self.simple: Mapping[str, ExpressionHandler]
        self.expression: Callable[[Cursor], Expression]
        self.simple_types: Mapping[str, TypeHandler]
        self.statements: Mapping[str, StatementHandler]
        self.contextual: Mapping[str, ContextualHandler]
        self.block: Callable[[Cursor], Block]


ExpressionHandler: TypeAlias = Callable[[Cursor], Expression]
TypeHandler: TypeAlias = Callable[[Cursor], Type]
StatementHandler: TypeAlias = Callable[[Cursor], Statement]
ContextualHandler: TypeAlias = Callable[[Cursor, Expression], Statement | None]


# --- reporting ------------------------------------------------------------------------------------


def report(c: Cursor, span: Span, message: str) -> None:
    """Note a problem; several at one place count once, as one slip often breaks many rules."""
    found = c.diagnostics
    if found and found[-1].span == span:
        return
    found.append(Diagnostic(c.source, span, message))
    if len(found) >= ERROR_LIMIT:
        stop(c, span, f"Reached error limit ({ERROR_LIMIT})")


def report_here(c: Cursor, message: str) -> None:
    """Note a problem at the current token."""
    report(c, (c.begins[c.index], c.ends[c.index]), message)


def stop(c: Cursor, span: Span, message: str) -> NoReturn:
    """Note a last problem and leave the file."""
    c.diagnostics.append(Diagnostic(c.source, span, message))
    raise ParsingStopped


def too_deep(c: Cursor, what: str) -> NoReturn:
    """Nesting passed `DEPTH_LIMIT` in a `what`: expression, block, type annotation..."""
    stop(
        c,
        (c.begins[c.index], c.ends[c.index]),
        f"Exceeded allowed recursion depth; simplify your {what} to make the code compile",
    )


def deepen(c: Cursor, what: str) -> None:
    """Count one level more; callers restore `c.depth` themselves."""
    c.depth += 1
    if c.depth > DEPTH_LIMIT:
        too_deep(c, what)


def error_expression(
    c: Cursor, span: Span, message: str, parts: tuple[Expression, ...] = ()
) -> ErrorExpression:
    """Note a problem and stand in for the expression it spoilt."""
    report(c, span, message)
    return ErrorExpression(span, parts)


def describe_current(c: Cursor) -> str:
    """The current token as messages show it."""
    return describe(c.kinds[c.index], c.texts[c.index])


# --- moving ---------------------------------------------------------------------------------------


def advance(c: Cursor) -> None:
    """Step to the next token; EOF is never left."""
    if c.kinds[c.index] != EOF:
        c.index += 1


def lookahead(c: Cursor) -> str:
    """Kind of the token after the current one."""
    kinds = c.kinds
    following = c.index + 1
    return kinds[following] if following < len(kinds) else EOF


def same_line(c: Cursor, first: int, second: int) -> bool:
    """True when no line ends between two offsets, `first <= second`."""
    return c.text.find("\n", first, second) < 0


def previous_end(c: Cursor) -> int:
    """Where the token before the current one ends."""
    return c.ends[c.index - 1] if c.index else 0


# --- expecting ------------------------------------------------------------------------------------


def expect(c: Cursor, kind: str, context: str = "") -> bool:
    """Consume a token of this kind, or report that it is missing `when parsing <context>`."""
    if c.kinds[c.index] == kind:
        advance(c)
        return True
    while_parsing = f" when parsing {context}" if context else ""
    spelled = _spell(kind)
    report_here(c, f"Expected {spelled}{while_parsing}, got {describe_current(c)}")
    _skip_extra(c, kind)
    return False


def expect_match(c: Cursor, kind: str, opening: str, at: int, search: bool = False) -> bool:
    """Consume the token that closes `opening`, which stands at offset `at`.

    With `search`, a missing one is looked for in the rest of the line.
    """
    if c.kinds[c.index] == kind:
        advance(c)
        return True
    match_failed(c, kind, opening, at)
    if not search:
        return _skip_extra(c, kind)
    begin = previous_end(c)
    while (
        c.kinds[c.index] != kind
        and c.kinds[c.index] not in _RECOVERY_STOPS
        and same_line(c, begin, c.begins[c.index])
    ):
        advance(c)
    if c.kinds[c.index] == kind:
        advance(c)
        return True
    return False


def expect_match_end(c: Cursor, kind: str, opening: str, at: int) -> bool:
    """Consume the `end` or `until` of a block that `opening` began at offset `at`."""
    index = c.index
    if c.kinds[index] == kind:
        c.closed.append((at, c.begins[index], opening))
        c.index = index + 1
        return True
    match_failed(c, kind, opening, at, _suspect(c, at))
    return _skip_extra(c, kind)


def match_failed(c: Cursor, kind: str, opening: str, at: int, extra: str = "") -> None:
    """Report that the current token is not the one that closes `opening`."""
    opened = c.source.position(at)
    here = c.source.line_number(c.begins[c.index])
    where = f"column {opened.column}" if here == opened.line else f"line {opened.line}"
    report_here(
        c,
        f"Expected {_spell(kind)} (to close {_spell(opening)} at {where}),"
        f" got {describe_current(c)}{extra}",
    )


def _suspect(c: Cursor, at: int) -> str:
    """Name the block whose `end` stands at another column than its opening, which suggests that
    this `end` was meant for a block further out."""
    line_of = c.source.line_number
    suspect_line, suspect = 1, ""
    for opened, closed, kind in c.closed:
        first, last = c.source.position(opened), c.source.position(closed)
        if last.line != first.line and last.column != first.column and suspect_line < first.line:
            suspect_line, suspect = first.line, kind
    if suspect and suspect_line > line_of(at):
        return f"; did you forget to close {_spell(suspect)} at line {suspect_line}?"
    return ""


def _skip_extra(c: Cursor, kind: str) -> bool:
    """When the wanted token comes next, take the current one for a slip and drop both."""
    if lookahead(c) != kind or c.kinds[c.index] == EOF:
        return False
    advance(c)
    advance(c)
    return True


_UNTOLD = {
    NAME: "identifier",
    NUMBER: "number",
    STRING: "string",
    LONG_STRING: "string",
    INTERPOLATION_WHOLE: "interpolated string",
    INTERPOLATION_BEGIN: "the beginning of an interpolated string",
    INTERPOLATION_MIDDLE: "the middle of an interpolated string",
    INTERPOLATION_END: "the end of an interpolated string",
    ATTRIBUTE: "attribute",
    BROKEN_UNICODE: "invalid UTF-8 sequence",
}


def _spell(kind: str) -> str:
    """A kind of token as messages show it when they name no certain one."""
    return _UNTOLD.get(kind) or describe(kind, "")


# --- names ----------------------------------------------------------------------------------------


def name_or_none(c: Cursor, context: str = "") -> str | None:
    """Consume a name, or report that one was expected `when parsing <context>`."""
    index = c.index
    if c.kinds[index] == NAME:
        c.index = index + 1
        return c.texts[index]
    while_parsing = f" when parsing {context}" if context else ""
    report_here(c, f"Expected identifier{while_parsing}, got {describe_current(c)}")
    return None


def expect_name(c: Cursor, context: str = "") -> tuple[str, Span]:
    """A name and its span; `MISSING_NAME` with an empty span after reporting its absence."""
    begin = c.begins[c.index]
    name = name_or_none(c, context)
    if name is None:
        return MISSING_NAME, (begin, begin)
    return name, (begin, c.ends[c.index - 1])


def index_name(c: Cursor, context: str, after: int) -> tuple[str, Span]:
    """A name after `.` or `:` at offset `after`.

    A keyword on the same line is taken, with a report, for a name not finished yet.
    """
    index = c.index
    if c.kinds[index] == NAME:
        c.index = index + 1
        return c.texts[index], (c.begins[index], c.ends[index])
    found = expect_name(c, context)
    if c.kinds[index] in KEYWORDS and same_line(c, after, c.begins[index]):
        c.index = index + 1
        return c.texts[index], (c.begins[index], c.ends[index])
    return found
