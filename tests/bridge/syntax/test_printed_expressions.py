"""Printing expressions."""

import pytest

from bridge.source import Source
from bridge.syntax.parser import parse
from bridge.syntax.printer import print_node

TIDY = [
    "nil",
    "...",
    "a.b.c[d][1](2, f())",
    'o:m("x"):n()',
    "o:m<<number>>(f<<string, (A, B)>>(1))",
    "(f)()",
    "f() :: number",
    "not not -x ^ -2",
    "- -a - -b",
    "a + b * (c - d) // e .. f .. g == h and i or j",
    "if a then b elseif c then d else if e then f else g",
    "{ 1, x = 2, [f()] = 3, f() }",
    "{}",
    "`a{b}c{ { 1 } }\\{\\``",
    "function() end",
    "@native function<T>(a: T, ...: number): (T, ...number)\n\treturn a\nend",
    "{\n\tf = function()\n\t\treturn {\n"
    "\t\t\tg = function()\n\t\t\t\tf()\n\t\t\tend,\n\t\t}\n\tend,\n}",
]


@pytest.mark.parametrize("text", TIDY)
def test_tidy_text_stays_as_it_is(text):
    result = parse(Source(f"return {text}"))
    assert not result.diagnostics, result.diagnostics[0].render()
    assert print_node(result.chunk.body.statements[0].values[0]) == text


def test_long_tables_get_a_line_per_item():
    items = [f"item_number_{n}" for n in range(8)]
    chunk = parse(Source(f"return {{ {', '.join(items)} }}")).chunk
    assert print_node(chunk.body) == "return {\n" + "".join(f"\t{i},\n" for i in items) + "}"
