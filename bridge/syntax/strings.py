"""String, interpolated string and number literals as expressions."""

from __future__ import annotations

from bridge.syntax.ast import Expression, Integer, InterpolatedString, Number, String
from bridge.syntax.cursor import (
    Cursor,
    ExpressionHandler,
    advance,
    describe_current,
    error_expression,
)
from bridge.syntax.escapes import decode_long, decode_quoted
from bridge.syntax.expressions import parse_expression
from bridge.syntax.numerals import MalformedNumeral, read_numeral
from bridge.syntax.tokens import (
    BROKEN_INTERPOLATION,
    BROKEN_STRING,
    EOF,
    INTERPOLATION_BEGIN,
    INTERPOLATION_END,
    INTERPOLATION_MIDDLE,
    INTERPOLATION_WHOLE,
    LONG_STRING,
    NUMBER,
    STRING,
)

__all__ = ["SIMPLE", "parse_interpolated"]

_MALFORMED = "String literal contains malformed escape sequence"
_UNFINISHED = "Malformed string; did you forget to finish it?"
_NO_BACKTICK = "Malformed interpolated string; did you forget to add a '`'?"
_NO_BRACE = "Malformed interpolated string; did you forget to add a '}'?"
_DOUBLE_BRACE = "Double braces are not permitted within interpolated strings; did you mean '\\{'?"


def _parse_number(c: Cursor) -> Expression:
    index = c.index
    c.index = index + 1
    span = (c.begins[index], c.ends[index])
    try:
        value = read_numeral(c.texts[index])
    except MalformedNumeral as problem:
        return error_expression(c, span, str(problem))
    return Integer(span, value) if isinstance(value, int) else Number(span, value)


def _parse_string(c: Cursor) -> Expression:
    index = c.index
    c.index = index + 1
    value = decode_quoted(c.texts[index][1:-1])
    span = (c.begins[index], c.ends[index])
    return error_expression(c, span, _MALFORMED) if value is None else String(span, value)


def _parse_long_string(c: Cursor) -> Expression:
    index = c.index
    c.index = index + 1
    text = c.texts[index]
    width = text.index("[", 1) + 1
    return String((c.begins[index], c.ends[index]), decode_long(text[width:-width]))


def parse_interpolated(c: Cursor) -> Expression:
    """`` '`' text {'{' expression '}' text} '`' `` with at least one expression."""
    begin = c.begins[c.index]
    strings: list[str] = []
    expressions: list[Expression] = []
    while True:
        index = c.index
        c.index = index + 1
        end = c.ends[index]
        value = decode_quoted(c.texts[index][1:-1])
        if value is None:
            message = "Interpolated string literal contains malformed escape sequence"
            return error_expression(c, (begin, end), message)
        strings.append(value)
        if c.kinds[index] == INTERPOLATION_END:
            return InterpolatedString((begin, end), tuple(strings), tuple(expressions))
        at = index
        problem = _problem_inside(c)
        if not problem:
            expressions.append(parse_expression(c))
            problem = _problem_after(c)
            if problem in (_NO_BRACE, _NO_BACKTICK):
                # A missing end is missed after the last thing read, all else at the text before.
                at = c.index - 1
        if problem:
            span = (c.begins[at], c.ends[at])
            return error_expression(c, span, problem, tuple(expressions))


def _problem_inside(c: Cursor) -> str:
    """What keeps the current token from beginning an embedded expression."""
    kind = c.kinds[c.index]
    if kind in (INTERPOLATION_MIDDLE, INTERPOLATION_END):
        c.index += 1
        return "Malformed interpolated string, expected expression inside '{}'"
    if kind == BROKEN_STRING:
        c.index += 1
        return _NO_BACKTICK
    return ""


def _problem_after(c: Cursor) -> str:
    """What keeps the current token from following an embedded expression."""
    kind = c.kinds[c.index]
    if kind in (INTERPOLATION_MIDDLE, INTERPOLATION_END, INTERPOLATION_BEGIN):
        # Luau takes the beginning of another string, too, for the next stretch of this one.
        return ""
    if kind == BROKEN_INTERPOLATION:
        c.index += 1
        return _DOUBLE_BRACE
    if kind in (BROKEN_STRING, EOF):
        closed = c.texts[c.index].startswith("}")
        advance(c)
        return _NO_BACKTICK if closed else _NO_BRACE
    return f"Malformed interpolated string, got {describe_current(c)}"


def _parse_broken_string(c: Cursor) -> Expression:
    index = c.index
    c.index = index + 1
    return error_expression(c, (c.begins[index], c.ends[index]), _UNFINISHED)


def _parse_double_brace(c: Cursor) -> Expression:
    index = c.index
    c.index = index + 1
    return error_expression(c, (c.begins[index], c.ends[index]), _DOUBLE_BRACE)


SIMPLE: dict[str, ExpressionHandler] = {
    NUMBER: _parse_number,
    STRING: _parse_string,
    LONG_STRING: _parse_long_string,
    INTERPOLATION_WHOLE: _parse_string,
    INTERPOLATION_BEGIN: parse_interpolated,
    BROKEN_STRING: _parse_broken_string,
    BROKEN_INTERPOLATION: _parse_double_brace,
}
"""Literals by their token."""
