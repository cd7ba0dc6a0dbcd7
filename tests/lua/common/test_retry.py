"""common/Retry: attempts, pauses, deadlines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=5, max_size=5))
def test_pauses_stay_within_a_fifth_below_nominal_and_sum_to_15_5_seconds_at_most(pure, draws):
    pauses, attempts, elapsed = pure.run(
        """
        local draws = ...
        local Retry = require(Common.Retry)
        local next = 0
        local random = { NextNumber = function() next += 1 return draws[next] end }
        local pauses = {}
        for index = 1, 5 do table.insert(pauses, Retry.delayFor(Retry.DATASTORE, index, random)) end
        next = 0
        local start = os.clock()
        local result = Retry.run(Deps.with({ random = random }), Retry.DATASTORE, function() return
            false, "no" end)
        return pauses, result.attempts, os.clock() - start
        """,
        draws,
    )
    for pause, nominal in zip(pauses, (0.5, 1, 2, 4, 8), strict=True):
        assert 0.8 * nominal - 1e-9 <= pause <= nominal
    assert sum(pauses) <= 15.5
    assert attempts == 6
    # Each pause may end one frame late.
    assert sum(pauses) - 1e-6 <= elapsed <= sum(pauses) + 5 * 0.0334


def test_it_stops_at_the_first_success_and_counts_throwing_as_failing(pure):
    assert pure.run("""
        local Retry = require(Common.Retry)
        local result = Retry.run(Deps.default(), Retry.DATASTORE, function(attempt)
            if attempt == 1 then error("thrown", 0) end
            return attempt == 3, `value {attempt}`
        end)
        return result.ok, result.value, result.attempts, result.lastErr, result.err == nil
    """) == [True, "value 3", 3, "value 2", True]


def test_an_error_that_is_not_retryable_ends_it_at_once(pure):
    assert pure.run("""
        local Retry = require(Common.Retry)
        local result = Retry.run(Deps.default(), Retry.DATASTORE, function() return false,
            "105: too large" end, {
            retryable = function(err) return string.sub(err, 1, 3) ~= "105" end,
        })
        return result.ok, result.attempts, result.err
    """) == [False, 1, "105: too large"]


@pytest.mark.parametrize("seconds", [0.1, 1.2, 5, 100])
def test_no_pause_starts_that_would_pass_the_deadline(pure, seconds):
    ok, err, last, elapsed = pure.run(
        """
        local Retry = require(Common.Retry)
        local start = os.clock()
        local result = Retry.run(Deps.default(), Retry.DATASTORE, function() return false, "down"
            end, {
            deadline = start + ...,
        })
        return result.ok, result.err, result.lastErr, os.clock() - start
        """,
        seconds,
    )
    assert (ok, last) == (False, "down")
    assert err == ("down" if seconds == 100 else "DEADLINE")
    assert elapsed <= seconds + 0.0334
