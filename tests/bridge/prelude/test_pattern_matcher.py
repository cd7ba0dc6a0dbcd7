"""The port of Luau's matcher, which malformed and very long patterns reach."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("abc"):match("^x["), ("k"):find("^[^k](")', "nil nil"),
        ('("aXb"):gsub("(X", "%%")', "a%b 1"),
        ('("a\\0b"):find("%\\0")', "2 2"),
        ('("()"):find("%b()(", 2)', "nil"),
    ],
)
def test_malformed_patterns_match_up_to_their_mistake(
    shown: Show, expressions: str, expected: str
) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("a"):rep(250):find(("a"):rep(250) .. "$")', "1 250"),
        ('#("a1"):rep(100):match("^" .. ("%a?%d"):rep(100))', "200"),
        ('("x"):rep(96) == ("x"):rep(96):match("^" .. ("[xy]?"):rep(96) .. "$")', "true"),
    ],
)
def test_long_patterns_match_as_short_ones(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('string.gsub, "ab", "(a", "%1"', "unfinished capture"),
        ('string.gsub, "ab", "(a", function() end', "unfinished capture"),
        ('string.gsub, "ab", "(a", {}', "unfinished capture"),
        ('string.match, "ab", "a(b"', "unfinished capture"),
        ('string.match, "ab", "()%2"', "invalid capture index %2"),
    ],
)
def test_captures_that_never_close_are_refused_when_used(
    refused: Show, call: str, message: str
) -> None:
    assert refused(call) == message


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("\'q\' x"):match("([\'\\"])(.-)%1.(x?)") == "\'"', "true"),
    ],
)
def test_back_references_and_balances_work_in_the_port(
    shown: Show, expressions: str, expected: str
) -> None:
    assert shown(expressions) == expected
