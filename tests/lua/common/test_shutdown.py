"""common/Shutdown: one ordered way out, by one deadline."""

from hypothesis import given, settings
from hypothesis import strategies as st

STEP = st.tuples(
    st.integers(1, 3), st.sampled_from([0, 0.5, 3, 12, 40]), st.sampled_from(["", "throw", "hang"])
)


@settings(max_examples=15, deadline=None)
@given(st.lists(STEP, max_size=6))
def test_run_returns_by_the_deadline_whatever_the_steps_do(pure, steps):
    elapsed, report, order = pure.run(
        """
        local shutdown = require(Common.Shutdown).new(Deps.default())
        local order = {}
        for index, step in ... do
            shutdown:register("s" .. index, step[1], function(deadline)
                table.insert(order, step[1])
                assert(deadline - os.clock() <= 25)
                if step[2] > 0 then task.wait(step[2]) end
                if step[3] == "throw" then error("planned", 0) end
                if step[3] == "hang" then coroutine.yield() end
            end)
        end
        local start = os.clock()
        local report = shutdown:run("test")
        return os.clock() - start, report, order
        """,
        [list(step) for step in steps],
    )
    assert elapsed <= 25.1
    assert order == sorted(order)
    outcomes = report["steps"] or {}
    assert len(outcomes) == len(steps)
    for index, (_, seconds, way) in enumerate(steps, start=1):
        outcome = outcomes[f"s{index}"]
        if seconds >= 25 or way == "hang":
            assert outcome["error"] == "ABANDONED"
        elif way == "throw":
            assert outcome["error"] in ("planned", "ABANDONED")
    assert report["ok"] == all(outcome["ok"] for outcome in outcomes.values())


def test_steps_of_one_order_run_in_parallel_and_later_orders_wait(pure):
    assert pure.run("""
        local shutdown = require(Common.Shutdown).new(Deps.default())
        local start, seen = os.clock(), {}
        for _, name in { "a", "b" } do
            shutdown:register(name, 1, function() task.wait(5) table.insert(seen, name) end)
        end
        shutdown:register("c", 2, function() table.insert(seen, math.round(os.clock() - start)) end)
        local report = shutdown:run("test")
        return seen, report.ok, report.reason
    """) == [["a", "b", 5], True, "test"]


def test_a_second_caller_waits_for_the_first_and_gets_the_same_report(pure):
    assert pure.run("""
        local shutdown = require(Common.Shutdown).new(Deps.default())
        local runs, closing = 0, 0
        shutdown.Closing:Connect(function() closing += 1 end)
        shutdown:register("once", 1, function() runs += 1 task.wait(2) end)
        local reports = {}
        for _ = 1, 3 do task.spawn(function() table.insert(reports, shutdown:run("r").elapsed) end)
            end
        local early = shutdown:isClosing() and #reports == 0
        task.wait(3)
        return runs, closing, early, #reports, reports[1] == reports[3]
    """) == [1, 1, True, 3, True]


def test_a_bound_shutdown_runs_when_the_server_closes(lab):
    lab.run("""
        local shutdown = require(Common.Shutdown).new(Deps.default())
        shutdown:register("last words", 1, function() task.wait(1) print("goodbye") end)
        shutdown:bind(game)
        shutdown:bind(game)
    """)
    lab.server.shutdown()
    assert [text for kind, text in lab.server.output if text == "goodbye"] == ["goodbye"]
