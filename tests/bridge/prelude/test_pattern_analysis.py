"""Which patterns go to the native engine: both engines must agree on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Show = Callable[[str], str]
Print = Callable[[str], list[str]]


@pytest.mark.parametrize(
    ("expressions", "expected"),
    [
        ('("\\0a"):match("[\\0-a]+") == "\\0a"', "true"),
        ('("a\\0b"):gsub("\\0", "-")', "a-b 1"),
        ('#("a\\0\\0b"):match("%z+")', "2"),
        ('("a\\0"):find("a\\0*$")', "1 2"),
        ('("x\\0y"):match("[^%z]+")', "x"),
    ],
)
def test_zero_bytes_are_respelled_for_the_native_engine(
    shown: Show, expressions: str, expected: str
) -> None:
    assert shown(expressions) == expected


def test_many_patterns_do_not_pile_up(shown: Show) -> None:
    loop = 'for i = 1, 5000 do n += if ("k" .. i):find("^k" .. i .. "$") then 1 else 0 end'
    assert shown(f"(function() local n = 0 {loop} return n end)()") == "5000"
