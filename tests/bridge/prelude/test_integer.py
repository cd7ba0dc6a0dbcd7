"""The integer type and library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("5i, -5i, 0xFFi, 9223372036854775807i", "5 -5 255 9223372036854775807"),
        (
            "integer.add(integer.maxsigned, 1i), integer.neg(integer.minsigned)",
            "-9223372036854775808 -9223372036854775808",
        ),
        (
            "integer.div(-7i, 2i), integer.idiv(-7i, 2i), integer.rem(-7i, 2i), "
            "integer.mod(-7i, 2i)",
            "-3 -4 -1 1",
        ),
        (
            "integer.udiv(-1i, 2i), integer.urem(-1i, 10i), integer.ult(-1i, 1i)",
            "9223372036854775807 5 false",
        ),
        (
            "integer.create(5), integer.create(5.5), integer.create(2 ^ 63), integer.tonumber(7i)",
            "5 nil nil 7",
        ),
        (
            'integer.fromstring("-7"), integer.fromstring("ff", 16), '
            'integer.fromstring("zz"), integer.fromstring("0x10")',
            "-7 255 nil 16",
        ),
        (
            "integer.lshift(1i, 40i), integer.rshift(-1i, 60i), integer.arshift(-16i, "
            "99i), integer.lshift(1i, 64i)",
            "1099511627776 15 -1 0",
        ),
        (
            "integer.extract(0xFF00i, 8i, 8i), integer.replace(0i, 3i, 4i, 2i), "
            "integer.countlz(1i), integer.bswap(1i)",
            "255 48 63 72057594037927936",
        ),
        (
            "integer.min(3i, -1i), integer.max(3i, 9i, 4i), integer.clamp(5i, 0i, 3i), "
            "integer.band(), integer.btest(4i, 6i)",
            "-1 9 3 -1 true",
        ),
    ],
)
def test_functions_answer_as_in_luau(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ("5i == integer.add(2i, 3i), 5i == 5, rawequal(9i, 9i)", "true false true"),
        ('({ [1i] = "int", [1] = "num" })[1i]', "int"),
        ("({ [integer.maxsigned] = 1 })[9223372036854775807i]", "1"),
    ],
)
def test_values_compare_and_index_by_value(shown: Show, expressions: str, expected: str) -> None:
    assert shown(expressions) == expected


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("integer.div, 1i, 0i", "division by zero"),
        ("integer.div, integer.minsigned, -1i", "integer overflow"),
        ("integer.add, 1i, 1", "invalid argument #2 to 'add' (integer expected, got number)"),
        ("integer.extract, 1i, 64i", "invalid argument #2 to 'extract' (field cannot be negative)"),
        ("integer.extract, 1i, 63i, 2i", "trying to access non-existent bits"),
        ('integer.fromstring, "1", 37', "invalid argument #2 to 'fromstring' (base out of range)"),
    ],
)
def test_mistakes_are_worded_as_in_luau(refused: Show, call: str, message: str) -> None:
    assert refused(call) == message
