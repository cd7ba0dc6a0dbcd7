"""common/RateLimiter: exact windows, buckets, limiters per key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import ScriptError

STEPS = st.lists(st.tuples(st.integers(0, 3_000_000), st.integers(1, 3)), max_size=60)


@given(st.integers(1, 6), st.integers(1, 4_000_000), STEPS)
def test_a_window_never_grants_more_than_its_limit(pure, limit, window_us, steps):
    granted, waits = pure.run(
        """
        local limit, window, steps = ...
        local now = 0
        local clock = { now = function() return now / 1e6 end }
        local limiter = require(Common.RateLimiter).SlidingWindow.new(clock, limit, window / 1e6)
        local granted, waits = {}, {}
        for _, step in steps do
            now += step[1]
            if limiter:tryTake(step[2]) then
                for _ = 1, step[2] do table.insert(granted, now) end
            elseif step[2] <= limit then
                -- A refused take succeeds once the time it was told has passed.
                local wait = limiter:timeUntil(step[2])
                local base = now / 1e6
                clock.now = function() return base + wait end
                table.insert(waits, limiter:tryTake(step[2]))
                for _ = 1, step[2] do table.insert(granted, math.round((base + wait) * 1e6)) end
                now = math.round((base + wait) * 1e6)
                clock.now = function() return math.max(now / 1e6, base + wait) end
            else
                table.insert(waits, limiter:timeUntil(step[2]) == math.huge)
            end
        end
        return granted, waits
        """,
        limit,
        window_us,
        [list(step) for step in steps],
    )
    assert all(waits)
    for index in range(len(granted) - limit):
        assert granted[index + limit] - granted[index] >= window_us - 1


def test_an_event_leaves_the_window_exactly_when_it_is_over(pure):
    assert pure.run("""
        local now = 0
        local limiter = require(Common.RateLimiter).SlidingWindow.new({ now = function() return now
            end }, 2, 60)
        local seen = { limiter:tryTake(), limiter:tryTake(), limiter:tryTake(), limiter:timeUntil()
            }
        now = 59.999
        table.insert(seen, limiter:tryTake())
        now = 60
        table.insert(seen, limiter:count())
        table.insert(seen, limiter:tryTake(2))
        return seen
    """) == [True, True, False, 60, False, 0, True]


def test_a_limit_of_zero_refuses_everything(pure):
    assert pure.run("""
        local limiter = require(Common.RateLimiter).SlidingWindow.new(Deps.default().clock, 0, 60)
        return limiter:tryTake(), limiter:timeUntil() == math.huge
    """) == [False, True]


@given(st.integers(1, 10), st.floats(0.1, 20), STEPS)
def test_a_bucket_never_gives_more_than_its_capacity_and_rate_allow(pure, capacity, rate, steps):
    taken = pure.run(
        """
        local capacity, rate, steps = ...
        local now = 0
        local bucket = require(Common.RateLimiter).TokenBucket.new({ now = function() return now
            end }, capacity, rate)
        local taken = {}
        for _, step in steps do
            now += step[1] / 1e6
            if step[2] > capacity then
                assert(bucket:timeUntil(step[2]) == math.huge)
            elseif bucket:tryTake(step[2]) then
                table.insert(taken, { now, step[2] })
            else
                now += bucket:timeUntil(step[2])
                assert(bucket:tryTake(step[2]), "refused after timeUntil")
                table.insert(taken, { now, step[2] })
            end
        end
        return taken
        """,
        capacity,
        rate,
        [list(step) for step in steps],
    )
    total = 0
    for moment, count in taken:
        total += count
        assert total <= capacity + rate * moment + 1e-6


def test_keys_are_limited_apart_and_the_least_used_is_forgotten(pure):
    assert pure.run("""
        local RateLimiter = require(Common.RateLimiter)
        local clock = { now = function() return 0 end }
        local keyed = RateLimiter.Keyed.new(function()
            return RateLimiter.SlidingWindow.new(clock, 1, 60)
        end, 2)
        local seen = { keyed:tryTake("a"), keyed:tryTake("a"), keyed:tryTake("b"),
            keyed:tryTake("a") }
        table.insert(seen, keyed:tryTake("c")) -- forgets b, which was used least recently
        table.insert(seen, keyed:tryTake("a"))
        table.insert(seen, keyed:tryTake("b"))
        keyed:forget("b")
        return seen, keyed:size()
    """) == [[True, False, True, False, True, False, True], 1]


@pytest.mark.parametrize("arguments", ["1.5, 60", "-1, 60", "math.huge, 60", "5, 0", "5, 0/0"])
def test_a_window_without_meaning_is_refused(pure, arguments):
    with pytest.raises(ScriptError, match="SlidingWindow needs"):
        pure.run(
            f"require(Common.RateLimiter).SlidingWindow.new(Deps.default().clock, {arguments})"
        )
