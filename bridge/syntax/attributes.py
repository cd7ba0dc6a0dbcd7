"""Attributes: `@native`, `@[deprecated {use = "x"}]`, and the functions they stand before."""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast import (
    Attribute,
    Boolean,
    Expression,
    Integer,
    Nil,
    Number,
    String,
    Table,
    TableItem,
)
from bridge.syntax.cursor import (
    Cursor,
    ExpressionHandler,
    describe_current,
    error_expression,
    expect_match,
    expect_name,
    previous_end,
    report,
    report_here,
)
from bridge.syntax.expressions import parse_arguments
from bridge.syntax.functions import parse_function_body
from bridge.syntax.tokens import ATTRIBUTE, ATTRIBUTE_OPEN, LONG_STRING, STRING

__all__ = ["SIMPLE", "parse_attributes"]

_KNOWN = frozenset(("checked", "native", "deprecated"))
_OPENINGS = frozenset(("(", "{", STRING, LONG_STRING))
_LITERALS = (Nil, Boolean, Number, Integer, String)


def parse_attributes(c: Cursor) -> tuple[Attribute, ...]:
    """`{'@' name | '@[' name [arguments] {',' name [arguments]} ']'}`."""
    attributes: list[Attribute] = []
    while True:
        index = c.index
        kind = c.kinds[index]
        if kind == ATTRIBUTE:
            name = c.texts[index][1:]
            span = (c.begins[index], c.ends[index])
            _check(c, span, name, attributes, ())
            c.index = index + 1
            attributes.append(Attribute(span, name, ()))
        elif kind == ATTRIBUTE_OPEN:
            c.index = index + 1
            if c.kinds[c.index] == "]":
                span = (c.begins[index], c.ends[c.index])
                report(c, span, "Attribute list cannot be empty")
            else:
                _parse_bracketed(c, attributes)
            expect_match(c, "]", ATTRIBUTE_OPEN, c.begins[index])
        else:
            return tuple(attributes)


def _parse_bracketed(c: Cursor, attributes: list[Attribute]) -> None:
    while True:
        name, span = expect_name(c, "attribute name")
        arguments: tuple[Expression, ...] = ()
        kind = c.kinds[c.index]
        if kind in _OPENINGS:
            begin = c.begins[c.index]
            arguments = parse_arguments(c) if kind == "(" else (c.simple[kind](c),)
            if not all(_is_literal(argument) for argument in arguments):
                report(
                    c,
                    (begin, previous_end(c)),
                    "Only literals can be passed as arguments for attributes",
                )
        _check(c, span, name, attributes, arguments)
        attributes.append(Attribute((span[0], previous_end(c)), name, arguments))
        if c.kinds[c.index] != ",":
            return
        c.index += 1


def _is_literal(value: Expression) -> bool:
    if isinstance(value, Table):
        return all(
            type(item.value) in _LITERALS and (item.key is None or type(item.key) in _LITERALS)
            for item in value.items
        )
    return type(value) in _LITERALS


def _check(
    c: Cursor,
    span: Span,
    name: str,
    before: list[Attribute],
    arguments: tuple[Expression, ...],
) -> None:
    if not name:
        report_here(c, "Attribute name is missing")
    elif name not in _KNOWN:
        report(c, span, f"Invalid attribute '@{name}'")
    elif any(attribute.name == name for attribute in before):
        report(c, span, f"Cannot duplicate attribute '@{name}'")
    elif name == "deprecated":
        _check_deprecated(c, span, arguments)


def _check_deprecated(c: Cursor, span: Span, arguments: tuple[Expression, ...]) -> None:
    if not arguments:
        return
    if len(arguments) > 1:
        report(c, span, "@deprecated can be parametrized only by 1 argument")
        return
    argument = arguments[0]
    if not isinstance(argument, Table):
        report(c, argument.span, "Unknown argument type for @deprecated")
        return
    for item in argument.items:
        _check_deprecated_item(c, item)


def _check_deprecated_item(c: Cursor, item: TableItem) -> None:
    if item.kind != "record" or not isinstance(item.key, String):
        message = "Only constants keys 'use' and 'reason' are allowed for @deprecated attribute"
        report(c, item.value.span, message)
    elif item.key.value not in ("use", "reason"):
        message = (
            f"Unknown argument '{item.key.value}' for @deprecated. Only string constants for"
            " 'use' and 'reason' are allowed"
        )
        report(c, item.key.span, message)
    elif not isinstance(item.value, String):
        message = f"Only constant string allowed as value for '{item.key.value}'"
        report(c, item.value.span, message)


def _parse_attributed_function(c: Cursor) -> Expression:
    span = (c.begins[c.index], c.ends[c.index])
    attributes = parse_attributes(c)
    index = c.index
    if c.kinds[index] != "function":
        message = f"Expected 'function' declaration after attribute, but got {describe_current(c)}"
        return error_expression(c, span, f"{message} instead")
    c.index = index + 1
    return parse_function_body(c, c.begins[index], "", attributes)[0]


SIMPLE: dict[str, ExpressionHandler] = {
    ATTRIBUTE: _parse_attributed_function,
    ATTRIBUTE_OPEN: _parse_attributed_function,
}
"""Anonymous functions with attributes."""
