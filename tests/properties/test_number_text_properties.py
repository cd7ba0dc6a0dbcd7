"""Laws of number texts: the digits are those of Python's repr, and they read back."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridge.vm import VM, LuaFunction

FIXED_MAX = 21
FIXED_MIN = -5


@pytest.fixture(scope="module")
def vm_functions() -> tuple[LuaFunction, LuaFunction]:
    to_text, read = VM().run("return tostring, function(s, n) return tonumber(s) == n end")
    return to_text, read


def luau_text(value: float) -> str:
    """Luau's layout of the shortest digits: fixed while the point is near, else an exponent."""
    if value == 0 or math.isinf(value):
        return {"0.0": "0", "-0.0": "-0"}.get(repr(value), repr(value))
    sign, digit_tuple, exponent = Decimal(repr(value)).as_tuple()
    assert isinstance(exponent, int)
    digits = "".join(map(str, digit_tuple)).lstrip("0")
    stripped = digits.rstrip("0")
    exponent += len(digits) - len(stripped)
    point = len(stripped) + exponent
    head = "-" if sign else ""
    if FIXED_MIN <= point <= FIXED_MAX:
        if point <= 0:
            return f"{head}0.{'0' * -point}{stripped}"
        if point >= len(stripped):
            return head + stripped + "0" * (point - len(stripped))
        return f"{head}{stripped[:point]}.{stripped[point:]}"
    mantissa = stripped if len(stripped) == 1 else f"{stripped[0]}.{stripped[1:]}"
    return f"{head}{mantissa}e{'-' if point < 1 else '+'}{abs(point - 1):02d}"


@given(value=st.floats(allow_nan=False))
@example(value=5e-324)
@example(value=1e21)
@example(value=1e22)
@example(value=1e-5)
@example(value=1e-7)
@example(value=2.0**53)
@example(value=9007199254740993.0)
@example(value=-0.0)
def test_texts_have_the_shortest_digits_and_read_back(
    vm_functions: tuple[LuaFunction, LuaFunction], value: float
) -> None:
    to_text, read = vm_functions
    text = to_text(value)
    assert text == luau_text(value)
    assert read(text, value) is True
