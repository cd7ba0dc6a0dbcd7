"""The bit32 library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("bit32.band(), bit32.bor(), bit32.btest(), bit32.bxor(1, 3, 4)", "4294967295 0 true 6"),
        (
            "bit32.band(-1.5), bit32.band(3.7, 255), bit32.band(1e300), bit32.band(-2 ^ 33 - 1)",
            "4294967295 3 0 4294967295",
        ),
        (
            "bit32.extract(0xABCD, 4, 8), bit32.replace(0, 15, 4, 2), bit32.extract(-1, 0, 32)",
            "188 48 4294967295",
        ),
        ("bit32.countlz(0), bit32.countrz(0), bit32.countlz(1), bit32.countrz(96)", "32 32 31 5"),
        (
            "bit32.byteswap(0x12345678), bit32.lrotate(1, -1), bit32.rrotate(1, 33)",
            "2018915346 2147483648 2147483648",
        ),
        ("bit32.arshift(-1, 40), bit32.arshift(8, -1), bit32.bnot(0)", "4294967295 16 4294967295"),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(("count", "left", "right"), [(31, 2147483648, 1), (32, 0, 0), (33, 0, 0)])
def test_shifts_by_a_word_or_more_leave_nothing(
    shown: Show, count: int, left: int, right: int
) -> None:
    expressions = f"bit32.lshift(1, {count}), bit32.rshift(2 ^ 31, {count})"
    assert shown(expressions) == f"{left} {right}"
    expressions = f"bit32.rshift(1, {-count}), bit32.lshift(2 ^ 31, {-count})"
    assert shown(expressions) == f"{left} {right}"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("bit32.extract, 1, -1", "invalid argument #2 to 'extract' (field cannot be negative)"),
        ("bit32.extract, 1, 0, 0", "invalid argument #3 to 'extract' (width must be positive)"),
        ("bit32.extract, 1, 31, 2", "trying to access non-existent bits"),
        ("bit32.extract, 1, 0, 33", "trying to access non-existent bits"),
        ("bit32.lshift", "missing argument #2 to 'lshift' (number expected)"),
        ('bit32.band, "x"', "invalid argument #1 to 'band' (number expected, got string)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message
