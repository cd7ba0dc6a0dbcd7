"""Number literals."""

from __future__ import annotations

import math

import pytest

from bridge.syntax.numerals import MalformedNumeral, read_numeral

DOUBLES = {
    "0": 0.0,
    "1_000": 1000.0,
    "1__2_": 12.0,
    ".5": 0.5,
    "5.": 5.0,
    "5.e3": 5000.0,
    "1e1_0": 1e10,
    "1e400": math.inf,
    "0xDEAD_BEEF": 3735928559.0,
    "0X_f": 15.0,
    "0xffffffffffffffff": 18446744073709551616.0,
    "0xfffffffffffffffff": 18446744073709551616.0,
    "0b101": 5.0,
    "0B1111_0000": 240.0,
}
INTEGERS = {
    "10i": 10,
    "1_000i": 1000,
    "0xFFi": 255,
    "0b101i": 5,
    "9223372036854775807i": 2**63 - 1,
    "0xFFFFFFFFFFFFFFFFi": -1,
}
MALFORMED = {
    "Malformed number": ["1..2", "1e", "1e+", "0x", "0b", "0b2", "0b0b1", "0xG", "12abc", "0x1p4"],
    "Malformed integer": ["1.5i", "1e5i", "0xi", "0xgi"],
    "Integer overflow": ["9223372036854775808i", "0x10000000000000000i", "9" * 9999 + "i"],
}


@pytest.mark.parametrize(("text", "value"), DOUBLES.items())
def test_doubles(text: str, value: float) -> None:
    read = read_numeral(text)
    assert isinstance(read, float)
    assert read == value


@pytest.mark.parametrize(("text", "value"), INTEGERS.items())
def test_integers(text: str, value: int) -> None:
    read = read_numeral(text)
    assert isinstance(read, int)
    assert read == value


@pytest.mark.parametrize("message", MALFORMED)
def test_malformed_numbers_say_how(message: str) -> None:
    for text in MALFORMED[message]:
        with pytest.raises(MalformedNumeral, match=f"^{message}$"):
            read_numeral(text)
