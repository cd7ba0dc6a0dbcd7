"""Laws of bit32: Python's integers are the oracle, for any number a program may pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.vm import VM, LuaTable

WORD = 2**32
operands = st.one_of(
    st.integers(min_value=-(2**53), max_value=2**53),
    st.floats(min_value=-(2.0**40), max_value=2.0**40),
)
counts = st.integers(min_value=-70, max_value=70)


@pytest.fixture(scope="module")
def bit32() -> LuaTable:
    (library,) = VM().run("return bit32")
    return library


def word(value: float) -> int:
    """Truncated toward zero, then modulo 2^32."""
    return int(value) % WORD


def rotated(value: int, count: int) -> int:
    count %= 32
    return (value << count | value >> (32 - count)) % WORD


@given(a=operands, b=operands, c=operands)
def test_logic_is_that_of_unsigned_words(bit32: LuaTable, a: float, b: float, c: float) -> None:
    assert bit32["band"](a, b) == word(a) & word(b)
    assert bit32["bor"](a, b, c) == word(a) | word(b) | word(c)
    assert bit32["bxor"](a, b, c) == word(a) ^ word(b) ^ word(c)
    assert bit32["bnot"](a) == WORD - 1 - word(a)
    assert bit32["btest"](a, b) == (word(a) & word(b) != 0)


@given(a=operands, count=counts)
def test_shifts_and_rotations_are_those_of_words(bit32: LuaTable, a: float, count: int) -> None:
    value = word(a)
    left = (value << count) % WORD if count >= 0 else value >> -count
    right = value >> count if count >= 0 else (value << -count) % WORD
    assert bit32["lshift"](a, count) == left
    assert bit32["rshift"](a, count) == right
    assert bit32["lrotate"](a, count) == rotated(value, count)
    assert bit32["rrotate"](a, count) == rotated(value, -count)
    signed = value - WORD if value >= WORD // 2 else value
    arithmetic = (signed >> count) % WORD if count >= 0 else (value << -count) % WORD
    assert bit32["arshift"](a, count) == arithmetic


@given(a=operands, b=operands, data=st.data())
def test_fields_are_slices_of_words(
    bit32: LuaTable, a: float, b: float, data: st.DataObject
) -> None:
    field = data.draw(st.integers(min_value=0, max_value=31))
    width = data.draw(st.integers(min_value=1, max_value=32 - field))
    mask = (1 << width) - 1
    assert bit32["extract"](a, field, width) == word(a) >> field & mask
    replaced = word(a) & ~(mask << field) | (word(b) & mask) << field
    assert bit32["replace"](a, b, field, width) == replaced
    swapped = int.from_bytes(word(a).to_bytes(4, "little"), "big")
    assert bit32["byteswap"](a) == swapped
    assert bit32["countlz"](a) == 32 - word(a).bit_length()
