"""Numbers print as the shortest text that reads back, which Python's repr is an oracle for."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.vm import VM, LuaFunction


def expected_text(value: float) -> str:
    """Luau's layout of the digits of `repr`: fixed while the point lies within -5..21."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    sign = "-" if math.copysign(1, value) < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if not digits:
        return sign + "0"
    if -5 <= point <= 21:
        if point <= 0:
            return f"{sign}0.{'0' * -point}{digits}"
        if point >= len(digits):
            return sign + digits + "0" * (point - len(digits))
        return f"{sign}{digits[:point]}.{digits[point:]}"
    shown = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{shown}e{'-' if point <= 0 else '+'}{abs(point - 1):02d}"


@pytest.fixture(scope="module")
def functions() -> tuple[LuaFunction, LuaFunction, VM]:
    vm = VM()
    to_text, to_number = vm.run("return tostring, tonumber")
    return to_text, to_number, vm


@settings(deadline=None, max_examples=150)
@given(st.floats())
@example(-0.0)
@example(2.0**53)
@example(5e-324)
@example(1e21)
@example(9.5367431640625e-07)
@example(123456789012345678.0)
def test_text_is_shortest_and_reads_back(
    functions: tuple[LuaFunction, LuaFunction, VM], value: float
) -> None:
    to_text, to_number, _vm = functions
    text = to_text(value)
    assert text == expected_text(value)
    if not math.isnan(value):
        assert to_number(text) == value


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 2045), st.booleans())
def test_powers_of_two_are_no_exception(
    functions: tuple[LuaFunction, LuaFunction, VM], exponent: int, below: bool
) -> None:
    value = math.ldexp(1.0, exponent - 1022)
    if below:
        value = math.nextafter(value, 0)
    assert functions[0](value) == expected_text(value)
