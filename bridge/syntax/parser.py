"""Source to tree: ties the productions together and runs them over a whole file.

Never raises on user text: what is wrong with it comes back as diagnostics, with whatever tree
could be made.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.diagnostics import Diagnostic
from bridge.source import Source
from bridge.syntax import (
    attributes,
    declarations,
    expressions,
    functions,
    packs,
    statements,
    strings,
    table_types,
    tables,
    types,
)
from bridge.syntax.ast import Block, Chunk, HotComment
from bridge.syntax.cursor import Cursor, ParsingStopped, describe_current, report_here
from bridge.syntax.lexer import Tokens, tokenize
from bridge.syntax.limits import exceeded_limit
from bridge.syntax.recursion import room_for_depth
from bridge.syntax.tokens import EOF

__all__ = ["ParseResult", "parse"]

_SIMPLE = {
    **expressions.SIMPLE,
    **strings.SIMPLE,
    **tables.SIMPLE,
    **functions.SIMPLE,
    **attributes.SIMPLE,
}
_SIMPLE_TYPES = {**types.SIMPLE_TYPES, **packs.SIMPLE_TYPES, **table_types.SIMPLE_TYPES}
_STATEMENTS = {**statements.STATEMENTS, **declarations.STATEMENTS}


@dataclass(frozen=True, slots=True)
class ParseResult:
    """A tree, partial where diagnostics say so. The first diagnostic is the one Luau reports."""

    chunk: Chunk
    diagnostics: tuple[Diagnostic, ...]


def parse(source: Source) -> ParseResult:
    """Parse a whole file."""
    tokens = tokenize(source.text)
    c = Cursor(source, tokens)
    c.simple = _SIMPLE
    c.simple_types = _SIMPLE_TYPES
    c.statements = _STATEMENTS
    c.contextual = declarations.CONTEXTUAL
    c.expression = expressions.parse_expression
    c.block = statements.parse_block
    hot_comments = _hot_comments(source, tokens)
    with room_for_depth():
        body = _parse_whole(c)
    span = (0, len(source.text))
    chunk = Chunk(span, hot_comments, body, tuple(c.exports), c.has_export_types)
    return ParseResult(chunk, tuple(c.diagnostics or _compile_errors(c, chunk)))


def _parse_whole(c: Cursor) -> Block:
    try:
        body = statements.parse_block(c)
        if c.kinds[c.index] != EOF:
            report_here(c, f"Expected <eof>, got {describe_current(c)}")
    except ParsingStopped:
        return Block((0, 0), ())
    return body


def _compile_errors(c: Cursor, chunk: Chunk) -> list[Diagnostic]:
    """What Luau's compiler reports; it stops at the first problem."""
    if c.compile_errors or not c.crowded:
        return c.compile_errors[:1]
    with room_for_depth():
        found = exceeded_limit(c.source, chunk)
    return [] if found is None else [found]


def _hot_comments(source: Source, tokens: Tokens) -> tuple[HotComment, ...]:
    """Comments of one line that begin `--!`; before the first token they are the file's header."""
    text = source.text
    first = tokens.begins[0]
    return tuple(
        HotComment((begin, end), text[begin + 3 : end].rstrip(" \t\r\n\v\f"), begin < first)
        for begin, end in tokens.comments
        if text.startswith("--!", begin)
    )
