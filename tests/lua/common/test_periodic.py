"""common/Periodic: supervised loops."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import ScriptError

ROUND = st.tuples(st.booleans(), st.sampled_from([0, 0.2, 0.9, 1.5, 3.2]))


@settings(max_examples=15, deadline=None)
@given(st.lists(ROUND, min_size=1, max_size=8), st.integers(5, 20))
def test_rounds_never_overlap_and_never_stop_until_stopped(pure, pattern, seconds):
    starts, overlaps, after, stats = pure.run(
        """
        local pattern, seconds = ...
        local Periodic = require(Common.Periodic)
        local origin = os.clock()
        local starts, running, overlaps = {}, 0, 0
        local handle = Periodic.start(Deps.default(), { name = "test", interval = 1, fn = function()
            table.insert(starts, os.clock() - origin)
            running += 1
            if running > 1 then overlaps += 1 end
            local step = pattern[(#starts - 1) % #pattern + 1]
            if step[2] > 0 then task.wait(step[2]) end
            running -= 1
            if step[1] then error("planned") end
        end })
        task.wait(seconds + 0.5)
        handle:stop()
        local count = #starts
        task.wait(5)
        return starts, overlaps, #starts - count, handle:stats()
        """,
        [list(step) for step in pattern],
        seconds,
    )
    assert (overlaps, after) == (0, 0)
    # Every due round has run or was counted as skipped because the one before it had not ended.
    assert stats["runs"] == len(starts)
    assert stats["runs"] + stats["skipped"] == seconds
    for moment in starts:
        assert abs(moment - round(moment)) < 0.02
    failed = [pattern[index % len(pattern)][0] for index in range(len(starts))]
    finished = failed if stats["running"] is False else failed[:-1]
    assert stats["errors"] == sum(finished)


def test_a_repeated_error_is_logged_once_a_minute(lab):
    assert lab.run("""
        local deps = Deps.with({})
        local handle = require(Common.Periodic).start(deps, { name = "bad", interval = 1, fn =
            function()
            error("always the same", 0)
        end })
        task.wait(90.5)
        handle:stop()
        local logged = 0
        for _, entry in deps.log:recent(1000) do
            if entry.component == "Periodic" then logged += 1 end
        end
        return handle:stats().errors, logged
    """) == [90, 2]


def test_the_first_round_can_come_at_once(pure):
    assert pure.run("""
        local count = 0
        local handle = require(Common.Periodic).start(Deps.default(), {
            name = "now", interval = 10, runImmediately = true, fn = function() count += 1 end,
        })
        local atOnce = count
        task.wait(10.5)
        handle:stop()
        return atOnce, count, handle:stats().lastSuccess ~= nil
    """) == [1, 2, True]


def test_jitter_shifts_all_rounds_alike(pure):
    offsets = pure.run("""
        local random = { NextNumber = function(_, low, high) return low + (high - low) * 0.5 end }
        local origin, seen = os.clock(), {}
        local handle = require(Common.Periodic).start(Deps.with({ random = random }), {
            name = "jitter", interval = 2, jitter = 1, fn = function()
                table.insert(seen, os.clock() - origin)
            end,
        })
        task.wait(7)
        handle:stop()
        return seen
    """)
    assert offsets == pytest.approx([2.5, 4.5, 6.5], abs=0.02)


def test_a_loop_may_stop_itself(pure):
    assert (
        pure.run("""
        local count, handle = 0, nil
        handle = require(Common.Periodic).start(Deps.default(), { name = "self", interval = 1, fn =
            function()
            count += 1
            handle:stop()
        end })
        task.wait(5)
        return count
    """)
        == 1
    )


@pytest.mark.parametrize("interval", ["0", "-1", "math.huge", "0/0", "'1'"])
def test_an_interval_that_is_not_positive_and_finite_is_refused(pure, interval):
    with pytest.raises(ScriptError, match='interval of "x" must be'):
        pure.run(
            "require(Common.Periodic).start(Deps.default(), "
            f'{{ name = "x", interval = {interval}, fn = print }})'
        )
