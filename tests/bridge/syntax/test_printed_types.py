"""Printing types."""

import pytest

from bridge.source import Source
from bridge.syntax.parser import parse
from bridge.syntax.printer import print_node

TIDY = [
    "number",
    "m.T<A, B...>",
    "T<>",
    "T<(A, B), ...C>",
    "A?",
    "A | B | nil",
    "| A | B",
    "A & (B | C)",
    '"text" | true | false',
    "{}",
    "{ number }",
    "{ read number }",
    '{ [string]: number, x: A, read y: B, write ["a b"]: C }',
    "typeof(f(x))",
    "() -> ()",
    "(A, b: B, ...C) -> D",
    "<T, U...>(T, U...) -> (T, U...)",
    "(A) -> (B) -> C",
    "(...any) -> ...any",
    "((A) -> B)?",
]


@pytest.mark.parametrize("text", TIDY)
def test_tidy_text_stays_as_it_is(text):
    result = parse(Source(f"type X = {text}"))
    assert not result.diagnostics, result.diagnostics[0].render()
    assert print_node(result.chunk.body.statements[0].annotation) == text
