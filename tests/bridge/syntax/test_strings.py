"""Literals as expressions."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast


def test_literals_hold_their_values(luau: Any) -> None:
    values = luau.statement("return 1_0, 2i, 'a\\65', [=[\nb]=], `c`").values
    assert [type(value) for value in values] == [
        ast.Number, ast.Integer, ast.String, ast.String, ast.String,
    ]  # fmt: skip
    assert [value.value for value in values] == [10.0, 2, "aA", "b", "c"]


def test_interpolated_strings_alternate_text_and_expressions(luau: Any) -> None:
    value = luau.expression(r"`a\n{x}{`{y}`}\{`")
    assert value.strings == ("a\n", "", "{")
    inner = value.expressions[1]
    assert isinstance(inner, ast.InterpolatedString)
    assert inner.strings == ("", "")


REJECTED = {
    "x = `a{}`": "Malformed interpolated string, expected expression inside '{}'",
    "x = `a{b c}`": "Malformed interpolated string, got 'c'",
    "x = `a{b": "Malformed interpolated string; did you forget to add a '}'?",
    "x = `a{b}": "Malformed interpolated string; did you forget to add a '`'?",
    "x = `a{{b}}`": (
        "Double braces are not permitted within interpolated strings; did you mean '\\{'?"
    ),
    "x = `a\\xg{b}`": "Interpolated string literal contains malformed escape sequence",
    "x = `a\\xg`": "String literal contains malformed escape sequence",
    "x = 'a": "Malformed string; did you forget to finish it?",
    "x = 0x": "Malformed number",
    "x = 1.5i": "Malformed integer",
}


@pytest.mark.parametrize("text", REJECTED)
def test_malformed_literals_say_how(luau: Any, text: str) -> None:
    assert luau.messages(text)[0] == f"1: {REJECTED[text]}"
