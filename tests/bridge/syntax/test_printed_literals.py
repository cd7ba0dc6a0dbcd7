"""Literals read back to the value they were printed from."""

import math

import pytest

from bridge.syntax.escapes import decode_quoted
from bridge.syntax.numerals import read_numeral
from bridge.syntax.printed_literals import integer_text, interpolated_part, number_text, quoted

EVERY_BYTE = "".join(map(chr, range(256))) + "0"


def test_strings_read_back():
    assert decode_quoted(quoted(EVERY_BYTE)[1:-1]) == EVERY_BYTE
    assert quoted('a"b\n') == '"a\\"b\\n"'


def test_interpolated_text_reads_back():
    printed = interpolated_part(EVERY_BYTE)
    assert decode_quoted(printed) == EVERY_BYTE
    assert interpolated_part("a`{b}\n") == "a\\`\\{b}\\n"


@pytest.mark.parametrize("value", [0.0, 1.0, 0.1, 1e22, 5e-324, 2.0**53, 2.0**64, math.inf])
def test_numbers_read_back(value):
    assert read_numeral(number_text(value)) == value


@pytest.mark.parametrize("value", [0, 5, 2**63 - 1, -1, -(2**63)])
def test_integers_read_back(value):
    assert read_numeral(integer_text(value)) == value
