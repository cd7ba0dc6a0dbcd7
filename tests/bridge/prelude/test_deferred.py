"""The deferred queue: its one line, and where a program that defers for ever is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Engine

DRAIN_LIMIT = 1_000_000


@pytest.mark.parametrize("calls", [DRAIN_LIMIT - 1, DRAIN_LIMIT, DRAIN_LIMIT + 1])
def test_a_million_calls_at_one_resumption_point_are_the_most(engine: Engine, calls: int) -> None:
    """Engine string `Exponential deferred event growth detected`; the number is ours."""
    engine.start(
        """
        local wanted, count = ..., 0
        local function again()
            count += 1
            if count < wanted then task.defer(again) end
        end
        task.defer(again)
        task.delay(0, function() print(count) end)
        """,
        calls,
    )
    engine.run(1)
    if calls <= DRAIN_LIMIT:
        assert engine.lines == [str(calls)]
    else:
        assert engine.lines == ["Exponential deferred event growth detected", str(DRAIN_LIMIT)]


def test_after_growth_was_stopped_the_queue_works_again(engine: Engine) -> None:
    engine.start(
        "local function f() task.defer(f) end f() task.delay(1, task.defer, print, 'later')"
    )
    engine.run(2)
    assert engine.lines == ["Exponential deferred event growth detected", "later"]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_values_reach_deferred_functions_and_threads_with_their_nils(
    engine: Engine, count: int
) -> None:
    engine.start(
        """
        local function say(...) print(select("#", ...)) end
        task.defer(say, ...)
        task.defer(coroutine.create(say), ...)
        """,
        *[None] * count,
    )
    assert engine.lines == [str(count)] * 2


def test_a_deferred_thread_that_somebody_resumed_meanwhile_fails_in_print(engine: Engine) -> None:
    """b.4."""
    engine.start("coroutine.resume(task.defer(print, 'once'), 'by hand')")
    assert engine.lines == ["by hand", "cannot resume dead coroutine"]
