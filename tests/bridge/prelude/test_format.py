"""string.format."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('string.format("%d|%5d|%-5d|%05d|%+d", 42, 42, 42, 42, 42)', "42|   42|42   |00042|+42"),
        ('string.format("%d %x", -3.9, 255.9)', "-3 ff"),
        ('string.format("%d", 2 ^ 63)', "-9223372036854775808"),
        ('string.format("%x", -1)', "ffffffffffffffff"),
        ('#string.format("%c", 0)', "1"),
        ('string.format("%s %s %s", 1e15, 0.1, "x")', "1000000000000000 0.1 x"),
        ('string.format("%5s|%-5s|%.2s", "ab", "ab", "abc")', "   ab|ab   |ab"),
        ('string.format("%* %*", nil, true)', "nil true"),
        ('string.format("%q", \'a"b\\\\\\n\\r\\0\')', '"a\\"b\\\\\\\n\\r\\000"'),
        ('string.format("%g %g %f", 0/0, -(0/0), 1/0)', "-nan nan inf"),
        ('string.format("%5.1f|%03f", 2.25, 5e-324)', "  2.2|0.000000"),
        ('string.format("%i %u %o %X %E", 9, 9, 9, 255, 1)', "9 9 11 FF 1.000000E+00"),
        ('string.format("100%%")', "100%"),
        ('string.format("%d %x", 10i, 255i)', "10 ff"),
        ('string.format("%5s", "a\\0b")', "    a"),
    ],
)
def test_conversions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ('string.format, "%d"', "missing argument #2"),
        ('string.format, "%"', "missing argument #2"),
        ('string.format, "%y", 1', "invalid option '%y' to 'format'"),
        (
            'string.format, "%d", "x"',
            "invalid argument #2 to 'format' (number expected, got string)",
        ),
        ('string.format, "%s", nil', "invalid argument #2 to 'format' (string expected, got nil)"),
        ('string.format, "%5*", 1', "'%*' does not take a form"),
        (
            'string.format, "%g", 1i',
            "invalid argument #2 to 'format' (number expected, got integer)",
        ),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message


def test_width_and_precision_have_at_most_two_digits(shown: Show, refused: Show) -> None:
    assert shown('#string.format("%99d", 1), #string.format("%.99f", 1)') == "99 101"
    too_long = "invalid format (width or precision too long)"
    assert refused('string.format, "%100d", 1') == too_long
    assert refused('string.format, "%.100f", 1') == too_long


def test_five_flags_pass_and_six_do_not(shown: Show, refused: Show) -> None:
    assert shown('string.format("%-----5d|", 1)') == "1    |"
    assert refused('string.format, "%------5d|", 1') == "invalid format (repeated flags)"


def test_texts_of_a_hundred_bytes_are_copied_whole(shown: Show) -> None:
    for length, expected in ((99, "1"), (100, "100"), (101, "101")):
        text = f'"a\\0" .. ("b"):rep({length - 2})'
        assert shown(f'#((string.format("%1s", {text})))') == expected
