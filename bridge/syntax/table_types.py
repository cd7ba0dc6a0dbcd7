"""Table types: properties, indexers, and the short form of an array."""

from __future__ import annotations

from bridge.syntax import ast
from bridge.syntax.cursor import (
    Cursor,
    TypeHandler,
    deepen,
    expect,
    expect_match,
    lookahead,
    name_or_none,
    previous_end,
    report,
)
from bridge.syntax.tokens import LONG_STRING, NAME, STRING
from bridge.syntax.types import parse_type, read_string

__all__ = ["SIMPLE_TYPES"]


def _parse_table(c: Cursor) -> ast.Type:
    """`'{' type '}' | '{' {entry (',' | ';')} '}'`."""
    deepen(c, "type annotation")
    begin = c.begins[c.index]
    c.index += 1
    entries: list[ast.TypeProperty | ast.TypeIndexer] = []
    has_indexer = False
    while c.kinds[c.index] != "}":
        first = c.begins[c.index]
        access = _parse_access(c)
        kind = c.kinds[c.index]
        entry: ast.TypeProperty | ast.TypeIndexer | None
        if kind == "[":
            entry = _parse_bracketed(c, first, access)
            if isinstance(entry, ast.TypeIndexer):
                if has_indexer:
                    report(c, entry.span, "Cannot have more than one table indexer")
                has_indexer = True
        elif not entries and not (kind == NAME and lookahead(c) == ":"):
            element = parse_type(c)
            span = (first, previous_end(c))
            entries.append(ast.TypeIndexer(span, access, True, None, element))
            break
        else:
            entry = _parse_property(c, first, access)
        if entry is None:
            break
        entries.append(entry)
        if c.kinds[c.index] in (",", ";"):
            c.index += 1
        else:
            break
    expect_match(c, "}", "{", begin)
    return ast.TypeTable((begin, previous_end(c)), tuple(entries))


def _parse_access(c: Cursor) -> str:
    """`read` or `write` before an entry; before a colon they are names of fields."""
    if c.kinds[c.index] == NAME and lookahead(c) != ":":
        word = c.texts[c.index]
        if word == "read" or word == "write":
            c.index += 1
            return word
    return ""


def _parse_property(c: Cursor, begin: int, access: str) -> ast.TypeProperty | None:
    name = name_or_none(c, "table field")
    if name is None:
        return None
    expect(c, ":", "table field")
    annotation = parse_type(c)
    return ast.TypeProperty((begin, previous_end(c)), access, name, False, annotation)


def _parse_bracketed(
    c: Cursor, begin: int, access: str
) -> ast.TypeProperty | ast.TypeIndexer | None:
    """`'[' string ']' ':' type | '[' type ']' ':' type`."""
    bracket = c.begins[c.index]
    c.index += 1
    kind = c.kinds[c.index]
    name: str | None = None
    key: ast.Type | None = None
    quoted = kind in (STRING, LONG_STRING) and lookahead(c) == "]"
    if quoted:
        name = read_string(c)
    else:
        key = parse_type(c)
    expect_match(c, "]", "[", bracket)
    expect(c, ":", "table field")
    annotation = parse_type(c)
    span = (begin, previous_end(c))
    if not quoted:
        return ast.TypeIndexer(span, access, False, key, annotation)
    if name is None or "\0" in name:
        message = "String literal contains malformed escape sequence or \\0"
        report(c, (bracket, bracket + 1), message)
        name = name or ""
    return ast.TypeProperty(span, access, name, True, annotation)


SIMPLE_TYPES: dict[str, TypeHandler] = {"{": _parse_table}
"""Told by the brace."""
