"""The utf8 library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        (
            'utf8.len("aé€😀"), utf8.len(""), utf8.len("abc", 4), utf8.len("ab\\x80c")',
            "4 0 0 nil 3",
        ),
        ('utf8.codepoint("é€", 1, -1)', "233 8364"),
        ('select("#", utf8.codepoint("abc", 2, 1))', "0"),
        (
            'utf8.char(72, 233, 8364, 0x10FFFF) == "Hé€\\u{10FFFF}", utf8.char() == ""',
            "true true",
        ),
        ('utf8.offset("aé€z", 3), utf8.offset("aé€z", -1), utf8.offset("abc", 5)', "4 7 nil"),
        ('#utf8.charpattern, ("é"):match(utf8.charpattern) == "é"', "14 true"),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('utf8.len("\\xc0\\x80"), utf8.len("\\xed\\xa0\\x80")', "nil nil 1"),
        ('utf8.len("\\xf4\\x8f\\xbf\\xbf"), utf8.len("\\xf4\\x90\\x80\\x80")', "1 nil 1"),
        ('#utf8.char(0xD800), utf8.len("\\xed\\x9f\\xbf")', "3 1"),
    ],
)
def test_decoding_is_strict(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('utf8.len, "abc", 5', "invalid argument #2 to 'len' (initial position out of string)"),
        ('utf8.len, "abc", 1, 4', "invalid argument #3 to 'len' (final position out of string)"),
        ('utf8.codepoint, "abc", 4, 4', "invalid argument #3 to 'codepoint' (out of range)"),
        ('utf8.codepoint, "\\xff"', "invalid UTF-8 code"),
        ("utf8.char, 0x110000", "invalid argument #1 to 'char' (value out of range)"),
        ('utf8.offset, "é", 1, 2', "initial position is a continuation byte"),
        ('utf8.offset, "abc", 1, 5', "invalid argument #3 to 'offset' (position out of range)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_codes_walk_positions_and_code_points(printed: Print) -> None:
    source = """
        for position, code in utf8.codes("aé€") do print(position, code) end
        print(pcall(function() for _ in utf8.codes("a\\x80") do end end))
    """
    assert printed(source) == [
        "1\t97",
        "2\t233",
        "4\t8364",
        "false\tcase:3: invalid UTF-8 code",
    ]
