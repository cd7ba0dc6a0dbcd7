"""common/DataStoreGateway: the one door to DataStores."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault

GATEWAY = """
local Gateway = require(Common.DataStoreGateway)
local gateway = Gateway.shared(Deps.default())
"""


def data_stores(lab):
    """The backend the servers share, as tests see it."""
    return lab.universe.datastores


def test_what_is_updated_can_be_read_and_is_a_copy(lab):
    assert lab.run(
        GATEWAY
        + """
        local first = gateway:update("S", "k", function(old) return { n = 1, list = { 1, 2 } } end)
        first.value.n = 50
        local second = gateway:update("S", "k", function(old) old.n += 1 return old end)
        local read = gateway:read("S", "k")
        read.value.n = 99
        local again = gateway:read("S", "k")
        local absent = gateway:read("S", "none")
        return second.value, second.aborted, again.value.n, type(again.info.Version), absent.ok and
            absent.value == nil
        """
    ) == [{"n": 2, "list": [1, 2]}, False, 2, "string", True]


def test_returning_nil_leaves_the_record_and_reports_it(lab):
    assert lab.run(
        GATEWAY
        + """
        gateway:set("S", "k", { n = 1 })
        local result = gateway:update("S", "k", function(old) old.n = 5 return nil end)
        return result.ok, result.aborted, gateway:read("S", "k").value.n
        """
    ) == [True, True, 1]
    assert data_stores(lab).get("S", "k") == {"n": 1}


def test_a_transform_that_throws_yields_or_returns_junk_writes_nothing(lab):
    assert lab.run(
        GATEWAY
        + """
        local seen = {}
        for _, transform in {
            function() error("no") end,
            function() task.wait(1) return 1 end,
            function() return { f = print } end,
            function() return { 0 / 0 } end,
        } do
            local result = gateway:update("S", "k", transform)
            table.insert(seen, `{result.ok} {result.err} {result.attempts}`)
        end
        return seen, gateway:read("S", "k").value == nil
        """
    ) == [["false TRANSFORM_ERROR 1"] * 4, True]


def test_bad_arguments_are_refused_without_a_call(lab):
    assert lab.run(
        GATEWAY
        + """
        return {
            gateway:read("S", "").err, gateway:read("", "k").err, gateway:set("S", string.rep("k",
                51), 1).err,
            gateway:set("S", "k", { 1, x = 2 }).err, gateway:set("S", "k", nil).err,
            gateway:set("S", "k", string.rep("x", 4194303)).err,
        }
        """
    ) == ["INVALID_KEY", "INVALID_KEY", "INVALID_KEY", "NOT_STORABLE", "NOT_STORABLE", "TOO_LARGE"]
    assert data_stores(lab).requests() == {}


def test_a_removed_record_is_returned_once(lab):
    assert lab.run(
        GATEWAY
        + """
        gateway:set("S", "k", "v")
        return gateway:remove("S", "k").value, gateway:remove("S", "k").value == nil,
            gateway:read("S", "k").ok
        """
    ) == ["v", True, True]


def test_transient_errors_are_retried_and_validation_errors_are_not(open_lab):
    lab = open_lab(faults=[DataStoreFault.error(times=3)])
    assert lab.run(GATEWAY + 'local r = gateway:set("S", "k", 1) return r.ok, r.attempts') == [
        True,
        4,
    ]
    lab = open_lab(faults=[DataStoreFault.error(text="105: Serialized value exceeds 4MB limit.")])
    ok, attempts = lab.run(GATEWAY + 'local r = gateway:set("S", "k", 1) return r.ok, r.attempts')
    assert (ok, attempts) == (False, 1)


def test_an_ambiguous_write_is_repeated_without_harm(open_lab):
    lab = open_lab(faults=[DataStoreFault.error_after_write(times=2)])
    ok, value = lab.run(
        GATEWAY
        + """
        local result = gateway:update("S", "k", function(old)
            old = old or { ids = {} }
            if table.find(old.ids, "w1") then return nil end
            table.insert(old.ids, "w1")
            return old
        end)
        return result.ok, result.value.ids
        """
    )
    assert (ok, value) == (True, ["w1"])
    assert len(data_stores(lab).history("S", "k")) == 1


@settings(max_examples=10, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    operations=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 2)), min_size=1, max_size=24
    ),
    error=st.sampled_from([0, 0.2]),
)
def test_operations_on_one_key_run_in_submission_order(open_lab, seed, operations, error):
    faults = [DataStoreFault.latency(0, 2), DataStoreFault.error(probability=error)]
    lab = open_lab(seed=seed, faults=faults)
    order, most = lab.run(
        GATEWAY
        + """
        local operations = ...
        local order, open, most = {}, #operations, 0
        for index, operation in operations do
            task.spawn(function()
                gateway:update("S", operation[1], function(old)
                    local list = old or {}
                    if list[#list] ~= index then table.insert(list, index) end
                    return list
                end, { priority = operation[2] })
                open -= 1
            end)
        end
        while open > 0 do
            most = math.max(most, gateway:status().InFlight)
            task.wait(0.05)
        end
        for _, key in { "a", "b", "c" } do order[key] = gateway:read("S", key).value or {} end
        return order, most
        """,
        [list(operation) for operation in operations],
    )
    assert most <= 5
    for key in "abc":
        submitted = [i for i, (each, _) in enumerate(operations, start=1) if each == key]
        # An operation whose six attempts all failed is missing; nothing is out of order.
        assert order[key] == [index for index in submitted if index in order[key]]
        if error == 0:
            assert order[key] == submitted


def test_across_keys_urgent_operations_go_first(lab):
    assert lab.run(
        GATEWAY
        + """
        local narrow = Gateway.new(Deps.default(), { concurrency = 1 })
        local order = {}
        for index, priority in { 1, 0, 1, 2, 0 } do
            task.spawn(function()
                narrow:set("S", "k" .. index, 1, { priority = priority })
                table.insert(order, index)
            end)
        end
        narrow:drain(os.clock() + 60)
        return order
        """
    ) == [1, 4, 3, 2, 5]


def test_what_stands_before_an_urgent_operation_of_its_key_becomes_urgent(lab):
    assert lab.run(
        GATEWAY
        + """
        local narrow = Gateway.new(Deps.default(), { concurrency = 1 })
        local order = {}
        for index, step in { { "x", 1 }, { "y", 1 }, { "z", 0 }, { "z", 2 } } do
            task.spawn(function()
                narrow:set("S", step[1], index, { priority = step[2] })
                table.insert(order, index)
            end)
        end
        narrow:drain(os.clock() + 60)
        return order
        """
    ) == [1, 3, 4, 2]


def test_no_more_than_five_requests_are_in_flight_and_drain_waits_for_all(open_lab):
    lab = open_lab(faults=[DataStoreFault.latency(1, 1)])
    drained, left, elapsed, early = lab.run(
        GATEWAY
        + """
        local start = os.clock()
        for index = 1, 40 do task.spawn(function() gateway:set("S", "k" .. index, index) end) end
        local early = gateway:drain(os.clock() + 2)
        local drained = gateway:drain(os.clock() + 60)
        return drained, gateway:status().Size, os.clock() - start, early
        """
    )
    assert (drained, left, early) == (True, 0, False)
    assert 8 <= elapsed < 9
    assert len(data_stores(lab).keys("S")) == 40


def test_the_queue_is_bounded_but_takes_final_saves(lab):
    assert lab.run(
        GATEWAY
        + """
        local small = Gateway.new(Deps.default(), { concurrency = 1, maxQueue = 3 })
        local seen = {}
        for index = 1, 5 do
            task.spawn(function() seen[index] = small:set("S", "k" .. index, 1).err or "ok" end)
        end
        task.spawn(function() seen[6] = small:set("S", "k6", 1, { priority = 2 }).err or "ok" end)
        small:drain(os.clock() + 60)
        return seen
        """
    ) == ["ok", "ok", "ok", "ok", "QUEUE_FULL", "ok"]


def test_an_operation_gives_up_at_its_deadline(open_lab):
    lab = open_lab(faults=[DataStoreFault.outage(0, 1000)])
    err, elapsed = lab.run(
        GATEWAY
        + """
        local start = os.clock()
        local result = gateway:set("S", "k", 1, { deadline = start + 3 })
        return result.err, os.clock() - start
        """
    )
    assert err == "DEADLINE"
    assert elapsed < 3.3


def test_waiting_operations_give_up_at_their_deadline_too(open_lab):
    lab = open_lab(faults=[DataStoreFault.latency(20, 20)])
    assert lab.run(
        GATEWAY
        + """
        local start, seen = os.clock(), {}
        task.spawn(function() gateway:set("S", "k", 1) end)
        for _, key in { "k", "other1", "other2", "other3", "other4", "other5" } do
            task.spawn(function()
                local result = gateway:set("S", key, 2, { deadline = start + 5, maxRetries = 0 })
                if result.err == "DEADLINE" then table.insert(seen,
                    `{key} {math.round(os.clock() - start)}`) end
            end)
        end
        task.wait(30)
        table.sort(seen)
        return seen, gateway:status().Size
        """
    ) == [["k 5", "other5 5"], 0]


def test_an_answer_that_never_comes_in_time_counts_as_timeout_and_the_key_waits_for_it(open_lab):
    lab = open_lab(faults=[DataStoreFault.latency(50, 50, times=1)])
    first, second, value = lab.run(
        GATEWAY
        + """
        local first
        task.spawn(function() first = gateway:set("S", "k", "first", { maxRetries = 0 }) end)
        task.wait(1)
        local start = os.clock()
        local second = gateway:set("S", "k", "second")
        return first.err, math.floor(os.clock() - start), gateway:read("S", "k").value
        """
    )
    assert (first, value) == ("TIMEOUT", "second")
    assert second == 49  # the overdue answer came at 50 s; only then was the second sent


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**16), st.sampled_from([0.3, 0.6]))
def test_six_attempts_fail_as_often_as_six_independent_errors(open_lab, seed, probability):
    count = 300
    lab = open_lab(seed=seed, faults=[DataStoreFault.error(probability=probability)])
    lab.server.join("Ada")
    for name in "BCDEFGHIJKLMNOPQRST":
        lab.server.join(name)
    succeeded = lab.run(
        GATEWAY
        + """
        local wide = Gateway.new(Deps.default(), { concurrency = 50 })
        local ok = 0
        for index = 1, ... do
            task.spawn(function() if wide:set("S", "k" .. index, 1).ok then ok += 1 end end)
        end
        wide:drain(os.clock() + 3000)
        return ok
        """,
        count,
    )
    expected = 1 - probability**6
    spread = 4 * math.sqrt(expected * (1 - expected) * count) + 1
    assert abs(succeeded - expected * count) <= spread


def test_an_empty_budget_is_waited_for_not_run_into(open_lab):
    lab = open_lab()
    failed, elapsed, warnings = lab.run(
        GATEWAY
        + """
        local start, failed = os.clock(), 0
        for index = 1, 150 do
            task.spawn(function() if not gateway:set("S", "k" .. index, 1).ok then failed += 1 end
                end)
        end
        local drained = gateway:drain(os.clock() + 600)
        assert(drained)
        return failed, os.clock() - start, 0
        """
    )
    assert failed == 0
    assert elapsed > 20
    texts = [text for _, text in lab.server.output if "added to queue" in text]
    assert texts == []
    assert warnings == 0


def test_closing_widens_it_and_closed_shuts_it(lab):
    assert lab.run(
        GATEWAY
        + """
        local shutdown = require(Common.Shutdown).new(Deps.default())
        local own = Gateway.new(Deps.default(), { concurrency = 1, shutdown = shutdown })
        local most = 0
        shutdown:register("saves", 1, function(deadline)
            for index = 1, 8 do task.spawn(function() own:set("S", "k" .. index, 1, { priority = 2
                }) end) end
            most = own:status().InFlight
            own:drain(deadline)
        end)
        local report = shutdown:run("test")
        return report.ok, most, own:set("S", "late", 1).err
        """
    ) == [True, 8, "CLOSED"]


def test_the_status_tells_the_queue_by_priority_and_the_recent_past(lab):
    status = lab.run(
        GATEWAY
        + """
        gateway:set("S", "done", 1)
        for index = 1, 7 do task.spawn(function() gateway:set("S", "k" .. index, 1, { priority =
            index % 2 }) end) end
        local status = gateway:status()
        gateway:drain(os.clock() + 60)
        return status
        """
    )
    assert (status["Size"], status["InFlight"]) == (2, 5)
    assert status["ByPriority"] == {"0": 3, "1": 4}
    assert status["window"] == {"ok": 1, "failed": 0}
    assert status["budget"]["read"] > 0
    assert status["lastSuccessAt"] > 0
