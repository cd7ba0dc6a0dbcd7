"""Sliding windows: what counts, and from when it no longer does."""

from __future__ import annotations

from bridge.stubs.windows import SlidingWindow


def test_the_limit_itself_fits_and_one_more_does_not() -> None:
    window = SlidingWindow()
    assert [window.admit(1, 3, 0) for _ in range(4)] == [True, True, True, False]


def test_an_amount_leaves_the_window_exactly_when_it_is_as_old_as_it_is_long() -> None:
    window = SlidingWindow(length_us=60)
    assert window.admit(1, 1, 100)
    assert not window.admit(1, 1, 159)
    assert window.admit(1, 1, 160)


def test_a_refused_amount_does_not_count() -> None:
    window = SlidingWindow()
    window.take(5, 0)
    assert not window.admit(6, 10, 0)
    assert window.total(0) == 5
    assert window.admit(5, 10, 0)


def test_take_counts_past_any_limit() -> None:
    window = SlidingWindow()
    window.take(100, 0)
    assert not window.admit(1, 10, 1)
