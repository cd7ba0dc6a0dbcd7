"""Numbers to text and back (prelude/numbers.lua)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0.1", "0.1"),
        ("1 / 3", "0.3333333333333333"),
        ("-0", "-0"),
        ("1e15", "1000000000000000"),
        ("2 ^ 53", "9007199254740992"),
        ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
        ("1e-5", "0.00001"),
        ("1.5e-7", "1.5e-07"),
        ("5e-324", "5e-324"),
        ("1e300", "1e+300"),
        ("math.huge", "inf"),
        ("-math.huge", "-inf"),
        ("0 / 0", "nan"),
        ("123456789.125", "123456789.125"),
    ],
)
def test_numbers_print_with_the_fewest_digits_that_read_back(shown, number, text):
    assert shown(number).removeprefix("-" if text == "nan" else "") == text


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        ("' 0x10 '", "16"),
        ("'1e2'", "100"),
        ("'0b1'", "nil"),
        ("'12a'", "nil"),
        ("''", "nil"),
        ("'ff', 16", "255"),
        ("'zz', 36", "1295"),
        ("'-10', 2", "18446744073709552000"),
        ("'8', 8", "nil"),
        ("'7' .. '\\0' .. 'x'", "7"),
    ],
)
def test_texts_become_numbers_as_in_c(shown, arguments, number):
    assert shown(f"tonumber({arguments})") == number


def test_a_base_is_from_2_to_36(refused):
    assert refused("tonumber, '1', 37") == ("invalid argument #2 to 'tonumber' (base out of range)")
