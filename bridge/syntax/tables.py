"""Table constructors."""

from __future__ import annotations

from dataclasses import replace

from bridge.syntax.ast import Expression, Function, String, Table, TableItem
from bridge.syntax.cursor import Cursor, ExpressionHandler, expect, expect_match, report_here
from bridge.syntax.expressions import parse_expression
from bridge.syntax.tokens import NAME

__all__ = ["SIMPLE"]


def _parse_table(c: Cursor) -> Expression:
    """`'{' {item (',' | ';')} '}'`."""
    kinds = c.kinds
    begin = c.begins[c.index]
    c.index += 1
    items: list[TableItem] = []
    while kinds[c.index] != "}":
        items.append(_parse_item(c))
        kind = kinds[c.index]
        if kind == "," or kind == ";":
            c.index += 1
        elif kind == "[" or kind == NAME:
            report_here(c, "Expected ',' after table constructor element")
        else:
            break
    if kinds[c.index] == "}":
        c.index += 1
    else:
        expect_match(c, "}", "{", begin)
    return Table((begin, c.ends[c.index - 1]), tuple(items))


def _parse_item(c: Cursor) -> TableItem:
    """`'[' expression ']' '=' expression | name '=' expression | expression`."""
    index = c.index
    kind = c.kinds[index]
    begin = c.begins[index]
    if kind == NAME and c.kinds[index + 1] == "=":
        name = c.texts[index]
        c.index = index + 2
        value = parse_expression(c)
        if type(value) is Function:
            value = replace(value, name=name)
        return TableItem(
            (begin, value.span[1]), "record", String((begin, c.ends[index]), name), value
        )
    if kind == "[":
        c.index = index + 1
        key = parse_expression(c)
        expect_match(c, "]", "[", begin)
        expect(c, "=", "table field")
        value = parse_expression(c)
        return TableItem((begin, value.span[1]), "general", key, value)
    value = parse_expression(c)
    return TableItem((begin, value.span[1]), "list", None, value)


SIMPLE: dict[str, ExpressionHandler] = {"{": _parse_table}
"""Told by the brace."""
