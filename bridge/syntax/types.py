"""Type annotations: unions, intersections and optionals of simple types, and singletons.

References and function types are in `packs.py`, tables in `table_types.py`; they come in through
`Cursor.simple_types`. Knows expressions only through `Cursor.expression`.
"""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax import ast
from bridge.syntax.cursor import (
    Cursor,
    TypeHandler,
    deepen,
    describe_current,
    previous_end,
    report,
    report_here,
    stop,
)
from bridge.syntax.escapes import decode_long, decode_quoted
from bridge.syntax.tokens import (
    ATTRIBUTE,
    ATTRIBUTE_OPEN,
    BROKEN_STRING,
    INTERPOLATION_BEGIN,
    INTERPOLATION_WHOLE,
    LONG_STRING,
    STRING,
)

__all__ = [
    "SIMPLE_TYPES",
    "error_type",
    "parse_optional_type",
    "parse_suffix",
    "parse_type",
    "read_string",
]

_LENGTH_LIMIT = 1000
"""Luau's LuauTypeLengthLimit: parts of one union or intersection."""

_SUFFIXES = frozenset("|&?")


def error_type(c: Cursor, span: Span, message: str, parts: tuple[ast.Type, ...] = ()) -> ast.Type:
    report(c, span, message)
    return ast.TypeError(span, parts)


def parse_optional_type(c: Cursor) -> ast.Type | None:
    """`[':' type]`."""
    if c.kinds[c.index] != ":":
        return None
    c.index += 1
    return parse_type(c)


def parse_type(c: Cursor) -> ast.Type:
    """`simple {'?' | '|' simple | '&' simple}`, also with a leading bar or ampersand."""
    depth = c.depth
    begin = c.begins[c.index]
    kind = c.kinds[c.index]
    if kind == "|" or kind == "&":
        result = parse_suffix(c, None, begin)
    else:
        result = _parse_simple(c)
        c.depth = depth
        kind = c.kinds[c.index]
        if kind in _SUFFIXES or kind == "...":
            result = parse_suffix(c, result, begin)
    c.depth = depth
    return result


def parse_suffix(c: Cursor, first: ast.Type | None, begin: int) -> ast.Type:
    """What may follow a simple type; a `?` inside a union stays one of its parts."""
    deepen(c, "type annotation")
    parts = [] if first is None else [first]
    optionals = 0
    operator = ""
    mixed = False
    while True:
        kind = c.kinds[c.index]
        if kind == "...":
            report_here(c, "Unexpected '...' after type annotation")
            c.index += 1
            continue
        if kind not in _SUFFIXES:
            break
        c.index += 1
        if kind == "?":
            parts[-1] = ast.TypeOptional((parts[-1].span[0], c.ends[c.index - 1]), parts[-1])
            optionals += 1
            mixed = mixed or operator == "&"
            continue
        mixed = mixed or (bool(operator) and operator != kind) or (kind == "&" and optionals > 0)
        operator = kind
        depth = c.depth
        parts.append(_parse_simple(c))
        c.depth = depth
        if len(parts) > _LENGTH_LIMIT:
            message = "Exceeded allowed type length; simplify your type annotation to make the"
            stop(c, parts[-1].span, f"{message} code compile")
    span = (begin, parts[-1].span[1])
    if mixed:
        message = "Mixing union and intersection types is not allowed; consider wrapping in"
        return error_type(c, span, f"{message} parentheses.", tuple(parts))
    if not operator:
        return parts[0]
    make = ast.TypeUnion if operator == "|" else ast.TypeIntersection
    return make(span, first is None, tuple(parts))


# --- simple types ---------------------------------------------------------------------------------


def _parse_simple(c: Cursor) -> ast.Type:
    deepen(c, "type annotation")
    handler = c.simple_types.get(c.kinds[c.index])
    if handler is not None:
        return handler(c)
    # The place of the missing type and the token found instead of it.
    end = previous_end(c)
    message = f"Expected type, got {describe_current(c)}"
    report(c, (end, c.ends[c.index]), message)
    return ast.TypeError((end, c.begins[c.index]), ())


def _parse_nil(c: Cursor) -> ast.Type:
    index = c.index
    c.index = index + 1
    return ast.TypeReference((c.begins[index], c.ends[index]), None, "nil", False, ())


def _parse_boolean(c: Cursor) -> ast.Type:
    index = c.index
    c.index = index + 1
    return ast.TypeSingletonBoolean((c.begins[index], c.ends[index]), c.kinds[index] == "true")


def read_string(c: Cursor) -> str | None:
    """Consume a string token and decode it."""
    index = c.index
    c.index = index + 1
    text = c.texts[index]
    if c.kinds[index] == LONG_STRING:
        width = text.index("[", 1) + 1
        return decode_long(text[width:-width])
    return decode_quoted(text[1:-1])


def _parse_string(c: Cursor) -> ast.Type:
    span = (c.begins[c.index], c.ends[c.index])
    value = read_string(c)
    if value is None:
        return error_type(c, span, "String literal contains malformed escape sequence")
    return ast.TypeSingletonString(span, value)


def _parse_interpolated(c: Cursor) -> ast.Type:
    begin = c.begins[c.index]
    c.expression(c)
    span = (begin, previous_end(c))
    return error_type(c, span, "Interpolated string literals cannot be used as types")


def _parse_broken_string(c: Cursor) -> ast.Type:
    index = c.index
    c.index = index + 1
    span = (c.begins[index], c.ends[index])
    return error_type(c, span, "Malformed string; did you forget to finish it?")


def _parse_attribute(c: Cursor) -> ast.Type:
    # Only definition files attach attributes to function types.
    span = (c.begins[c.index], c.ends[c.index])
    return error_type(c, span, "attributes are not allowed in declaration context")


def _parse_function_keyword(c: Cursor) -> ast.Type:
    index = c.index
    c.index = index + 1
    message = (
        "Using 'function' as a type annotation is not supported, consider replacing with a"
        " function type annotation e.g. '(...any) -> ...any'"
    )
    return error_type(c, (c.begins[index], c.ends[index]), message)


SIMPLE_TYPES: dict[str, TypeHandler] = {
    "nil": _parse_nil,
    "true": _parse_boolean,
    "false": _parse_boolean,
    STRING: _parse_string,
    LONG_STRING: _parse_string,
    INTERPOLATION_WHOLE: _parse_interpolated,
    INTERPOLATION_BEGIN: _parse_interpolated,
    BROKEN_STRING: _parse_broken_string,
    ATTRIBUTE: _parse_attribute,
    ATTRIBUTE_OPEN: _parse_attribute,
    "function": _parse_function_keyword,
}
"""Types told by their first token; other modules add theirs."""
