"""Room for deep trees."""

from __future__ import annotations

import sys

import pytest

from bridge.syntax.recursion import room_for_depth


def descend(levels: int) -> int:
    return 0 if levels == 0 else 1 + descend(levels - 1)


def test_there_is_room_for_ten_frames_a_level() -> None:
    with room_for_depth():
        assert descend(10_000) == 10_000


def test_the_limit_goes_back_even_after_an_error() -> None:
    before = sys.getrecursionlimit()
    with pytest.raises(ZeroDivisionError), room_for_depth(), room_for_depth():
        raise ZeroDivisionError
    assert sys.getrecursionlimit() == before
