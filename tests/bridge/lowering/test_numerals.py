"""Numbers are printed as decimals that read back to the same double."""

import math

import pytest

from bridge.lowering.numerals import number_text


def test_forms(assert_pairs):
    assert_pairs("numerals")


@pytest.mark.parametrize("value", [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 2.0**53, 2.0**64])
def test_the_text_reads_back(value):
    assert float(number_text(value)) == value


def test_whole_numbers_are_digits():
    assert number_text(2.0**53 - 1) == "9007199254740991"
    assert number_text(0.0) == "0"


def test_infinity_is_a_quotient():
    assert number_text(math.inf) == "(1/0)"
