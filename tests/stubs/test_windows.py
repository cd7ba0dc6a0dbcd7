"""Sliding windows and maxima: what counts, and from when it no longer does."""

from __future__ import annotations

from bridge.stubs.windows import SlidingMaximum, SlidingWindow


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


def test_what_is_taken_in_one_instant_goes_in_one() -> None:
    window = SlidingWindow(length_us=60)
    assert all(window.admit(1, 3, 5) for _ in range(2))
    assert window.admit(1, 3, 64)
    assert not window.admit(1, 3, 64)
    assert window.total(65) == 1
    assert window.admit(2, 3, 65)
    assert [window.total(at) for at in (123, 124, 125)] == [3, 2, 0]


def test_take_counts_past_any_limit() -> None:
    window = SlidingWindow()
    window.take(100, 0)
    assert not window.admit(1, 10, 1)


def test_the_highest_number_lately_is_the_one_held_longest_ago_that_still_counts() -> None:
    number = SlidingMaximum(2)
    for now_us, value in ((10, 7), (20, 5), (30, 6), (40, 1)):
        number.set(value, now_us)
    # 2 until 10, 7 until 20, 5 until 30, 6 until 40, then 1.
    expected = {0: 7, 20: 7, 21: 6, 30: 6, 40: 6, 41: 1, 1000: 1}
    assert {since: number.highest_since(since) for since in expected} == expected
    assert number.now == 1


def test_a_number_that_only_grew_is_its_own_maximum() -> None:
    number = SlidingMaximum()
    for value in range(1, 50):
        number.set(value, value)
    assert number.highest_since(0) == 49
    assert number.highest_since(1000) == 49
