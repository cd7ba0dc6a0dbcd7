"""Laws of table.sort: the result is ordered and a permutation, whatever the comparator does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.vm import VM, LuaFunction

PROGRAM = """
return function(...)
    local t = { ... }
    table.sort(t)
    return table.unpack(t)
end, function(modulus, ...)
    local t = { ... }
    table.sort(t, function(a, b) return a % modulus > b % modulus end)
    return table.unpack(t)
end, function(seed, ...)
    math.randomseed(seed)
    local t = { ... }
    -- An inconsistent order may be refused, but must lose nothing.
    pcall(table.sort, t, function() return math.random(2) == 1 end)
    return table.unpack(t)
end
"""

numbers = st.lists(st.integers(min_value=-50, max_value=50), max_size=120)


@pytest.fixture(scope="module")
def sorts() -> tuple[LuaFunction, LuaFunction, LuaFunction]:
    plain, by_remainder, inconsistent = VM().run(PROGRAM)
    return plain, by_remainder, inconsistent


def as_list(result: object) -> list[object]:
    """The results of a call, however many there are."""
    if result is None:
        return []
    return list(result) if isinstance(result, tuple) else [result]


@given(values=numbers)
def test_numbers_end_in_order(sorts: tuple[LuaFunction, ...], values: list[int]) -> None:
    assert as_list(sorts[0](*values)) == sorted(values)


@given(values=numbers, modulus=st.integers(min_value=1, max_value=20))
def test_a_comparator_decides(
    sorts: tuple[LuaFunction, ...], values: list[int], modulus: int
) -> None:
    result = as_list(sorts[1](modulus, *values))
    keys = [value % modulus for value in result if isinstance(value, int)]
    assert keys == sorted(keys, reverse=True)
    assert sorted(values) == sorted(value for value in result if isinstance(value, int))


@given(values=numbers, seed=st.integers(min_value=0, max_value=1000))
def test_a_bad_comparator_loses_nothing(
    sorts: tuple[LuaFunction, ...], values: list[int], seed: int
) -> None:
    result = as_list(sorts[2](seed, *values))
    assert sorted(value for value in result if isinstance(value, int)) == sorted(values)
