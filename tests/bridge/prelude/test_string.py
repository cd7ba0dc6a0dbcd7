"""The string library without patterns, format and pack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("abcdef"):sub(1.9, 3.9)', "abc"),
        ('("abc"):sub(-2), ("abc"):sub(2, 1) == ""', "bc true"),
        ('("abc"):sub(1, 2 ^ 31) == "", ("abc"):sub(-2 ^ 31)', "true abc"),
        ('("abc"):byte(), ("abc"):byte(-1)', "97 99"),
        ('select("#", ("abc"):byte(0))', "0"),
        ('("abc"):byte(0, 2)', "97 98"),
        ('string.char(72.9, "105"), string.char() == ""', "Hi true"),
        ('("aB1"):upper(), ("aB1"):lower(), ("abc"):reverse()', "AB1 ab1 cba"),
        ("string.len(12.5)", "4"),
        ('("ab"):rep(3, ","), ("ab"):rep(-1) == ""', "ababab true"),
        ('table.concat(("a,b,"):split(), "|")', "a|b|"),
        ('#(""):split(""), #(""):split(","), #("abc"):split("")', "0 1 3"),
        ('table.concat(("a--b-c"):split("--"), "|")', "a|b-c"),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("string.rep", "missing argument #1 to 'rep' (string expected)"),
        ('string.rep, "x"', "missing argument #2 to 'rep' (number expected)"),
        ('string.rep, "x", nil', "invalid argument #2 to 'rep' (number expected, got nil)"),
        ("string.sub, {}", "invalid argument #1 to 'sub' (string expected, got table)"),
        ("string.char, 256", "invalid argument #1 to 'char' (invalid value)"),
        ("string.char, 65, -1", "invalid argument #2 to 'char' (invalid value)"),
        ('string.split, "a", {}', "invalid argument #2 to 'split' (string expected, got table)"),
        ('string.byte, ("x"):rep(8000), 1, -1', "stack overflow (string slice too long)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_rep_stops_at_the_largest_string_luau_makes(shown: Show, refused: Show) -> None:
    limit = 2**30
    assert shown(f'#(""):rep({limit})') == "0"
    assert refused(f'string.rep, "x", {limit + 1}') == "resulting string too large"
    assert refused(f'string.rep, ("x"):rep(1024), {limit // 1024 + 1}') == (
        "resulting string too large"
    )


def test_errors_name_the_line_of_the_call(printed: Print) -> None:
    source = """
        local ok, message = pcall(function()
            local s = "x"
            return s:rep()
        end)
        print(message)
    """
    assert printed(source) == ["case:4: missing argument #2 to 'rep' (number expected)"]


def test_byte_returns_as_many_values_as_fit_the_stack(shown: Show) -> None:
    assert shown('select("#", ("x"):rep(7997):byte(1, -1))') == "7997"
