"""common/Signal: handlers in order, each in its own protected thread."""

import pytest

from bridge.errors import ScriptError


def test_handlers_run_in_connection_order(pure):
    assert pure.run("""
        local signal = require(Common.Signal).new()
        local seen = {}
        for index = 1, 5 do signal:Connect(function(x) table.insert(seen, index * x) end) end
        signal:Fire(10)
        return seen
    """) == [10, 20, 30, 40, 50]


def test_an_error_in_one_handler_reaches_neither_the_others_nor_the_caller(pure):
    assert pure.run("""
        local problems, seen = {}, {}
        local signal = require(Common.Signal).new(function(text) table.insert(problems, text) end)
        signal:Connect(function() error("boom") end)
        signal:Connect(function() task.wait(1) error("late boom") end)
        signal:Connect(function() table.insert(seen, "second") end)
        signal:Fire()
        task.wait(2)
        local late = string.find(problems[2] or "", "late boom", 1, true) ~= nil
        return seen, #problems, string.find(problems[1], "boom", 1, true) ~= nil, late
    """) == [["second"], 2, True, True]


def test_what_connects_during_a_fire_runs_from_the_next_one(pure):
    assert pure.run("""
        local signal = require(Common.Signal).new()
        local seen = {}
        signal:Connect(function(n)
            table.insert(seen, "old" .. n)
            if n == 1 then signal:Connect(function(m) table.insert(seen, "new" .. m) end) end
        end)
        signal:Fire(1) signal:Fire(2)
        return seen
    """) == ["old1", "old2", "new2"]


def test_what_disconnects_during_a_fire_does_not_run(pure):
    assert pure.run("""
        local signal = require(Common.Signal).new()
        local seen = {}
        local second
        signal:Connect(function() table.insert(seen, 1) second:Disconnect() end)
        second = signal:Connect(function() table.insert(seen, 2) end)
        signal:Connect(function() table.insert(seen, 3) end)
        signal:Fire()
        return seen, second.Connected
    """) == [[1, 3], False]


def test_once_runs_once_even_when_it_fires_again_itself(pure):
    assert pure.run("""
        local signal = require(Common.Signal).new()
        local count = 0
        local connection = signal:Once(function() count += 1 signal:Fire() end)
        signal:Fire() signal:Fire()
        return count, connection.Connected
    """) == [1, False]


def test_wait_returns_what_was_fired(pure):
    assert pure.run("""
        local signal = require(Common.Signal).new()
        task.delay(1, function() signal:Fire("a", nil, "c") end)
        local a, b, c = signal:Wait()
        return a, b == nil, c
    """) == ["a", True, "c"]


def test_a_cancelled_waiter_does_not_disturb_the_fire(pure):
    assert pure.run("""
        local problems = 0
        local signal = require(Common.Signal).new(function() problems += 1 end)
        local waiter = task.spawn(function() signal:Wait() end)
        task.cancel(waiter)
        local seen = 0
        signal:Connect(function() seen += 1 end)
        signal:Fire()
        return seen, problems
    """) == [1, 0]


def test_disconnecting_all_silences_it(pure):
    assert pure.run("""
        local signal = require(Common.Signal).new()
        local count = 0
        local connection = signal:Connect(function() count += 1 end)
        signal:DisconnectAll() signal:Fire()
        return count, connection.Connected
    """) == [0, False]


def test_a_handler_that_is_no_function_is_refused(pure):
    with pytest.raises(ScriptError, match="must be a function"):
        pure.run("require(Common.Signal).new():Connect('print')")
