"""Laws of string.pack: unpacking gives back what was packed, in the bytes of `struct`."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.vm import VM, LuaFunction

SIGNED = {"b": (1, "b"), "h": (2, "h"), "i4": (4, "i"), "l": (8, "q")}


@pytest.fixture(scope="module")
def pack() -> Callable[..., bytes]:
    (function,) = VM().run("return function(...) return { string.pack(...):byte(1, -1) } end")

    def packed(option: str, value: float) -> bytes:
        return bytes(function(option, value).to_python())

    return packed


@pytest.fixture(scope="module")
def round_trip() -> LuaFunction:
    (function,) = VM().run(
        "return function(f, ...) return string.unpack(f, string.pack(f, ...)) end"
    )
    return function


@given(data=st.data(), order=st.sampled_from("<>"), option=st.sampled_from(sorted(SIGNED)))
def test_integers_are_packed_as_struct_packs_them(
    pack: Callable[..., bytes],
    round_trip: LuaFunction,
    data: st.DataObject,
    order: str,
    option: str,
) -> None:
    size, code = SIGNED[option]
    # A Luau number holds 53 bits.
    limit = 2 ** min(size * 8 - 1, 53)
    value = data.draw(st.integers(min_value=-limit, max_value=limit - 1))
    assert pack(order + option, value) == struct.pack(order + code, value)
    assert round_trip(order + option, value) == (value, size + 1)


@given(value=st.floats(allow_nan=False), order=st.sampled_from("<>"))
def test_doubles_survive(
    pack: Callable[..., bytes], round_trip: LuaFunction, value: float, order: str
) -> None:
    assert pack(order + "d", value) == struct.pack(order + "d", value)
    assert round_trip(order + "d", value) == (value, 9)


@given(text=st.text(alphabet=st.characters(min_codepoint=1, max_codepoint=127), max_size=40))
def test_texts_survive(round_trip: LuaFunction, text: str) -> None:
    assert round_trip("z s2", text, text) == (text, text, 2 * len(text) + 4)
