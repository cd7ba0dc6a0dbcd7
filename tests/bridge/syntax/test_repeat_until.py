"""`continue` against the condition of its `repeat`."""

from __future__ import annotations

from typing import Any

import pytest

SOUND = [
    "repeat local x = f() if x then continue end until x",
    "repeat while a do continue end local x until x",
    "repeat if a then continue end do local x end until x",
    "repeat if a then continue end local x = 1 until (function() return x end)()",
]
UNSOUND = [
    "repeat if a then continue end local x until x",
    "repeat if a then continue end local function x() end until x()",
    "repeat do continue end local y, x = f() until g(function() return x end)",
    "repeat if a then continue end local x x = 1 until (function() return x end)()",
]


@pytest.mark.parametrize("text", SOUND)
def test_variables_the_continue_does_not_skip_may_be_used(luau: Any, text: str) -> None:
    assert luau.messages(text) == []


@pytest.mark.parametrize("text", UNSOUND)
def test_skipped_variables_may_not(luau: Any, text: str) -> None:
    assert luau.messages(text) == [
        "1: Local x used in the repeat..until condition is undefined because continue statement"
        " on line 1 jumps over it"
    ]


def test_it_counts_only_in_a_file_that_parses(luau: Any) -> None:
    (message,) = luau.messages(f"{UNSOUND[0]}\nbreak")
    assert message == "2: break statement must be inside a loop"
