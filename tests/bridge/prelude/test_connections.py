"""Connections in odd moments: facts of engine.md b.2, b.3, b.6 to b.8, each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Engine


def started(engine: Engine, source: str) -> Any:
    """Run a script that gets a signal and its fire as `...`; return the signal."""
    signal = engine.signal()
    number = engine.export("signal.id")(signal)
    engine.start(source, signal, lambda *values: engine.export("signal.fire")(number, *values))
    return signal


def fire(engine: Engine, signal: Any, *arguments: object) -> None:
    engine.enter("signal.fire", engine.export("signal.id")(signal), *arguments)


def test_a_thread_cancelled_while_it_waits_for_a_signal_never_resumes(any_engine: Engine) -> None:
    """l:task cancel, rojo#1211; nothing is printed about it either."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local thread = task.spawn(function() pcall(signal.Wait, signal) print("never") end)
        task.cancel(thread)
        print(coroutine.status(thread), coroutine.resume(thread))
        """,
    )
    fire(any_engine, signal)
    fire(any_engine, signal)
    assert any_engine.lines == ["dead false cannot resume dead coroutine"]
    assert any_engine.errors == []


def test_a_waiter_cancelled_by_a_handler_of_the_same_fire_is_skipped(any_engine: Engine) -> None:
    """l:task: neither the engine nor anybody else resumes it."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local thread = task.spawn(function() signal:Wait() print("never") end)
        signal:Connect(function() task.cancel(thread) print("cancelled") end)
        """,
    )
    fire(any_engine, signal)
    assert any_engine.lines == ["cancelled"]


def test_a_waiter_resumed_by_hand_makes_the_engines_resumption_fail_in_print(
    any_engine: Engine,
) -> None:
    """b.4, as for timers: the connection of the wait is still there."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local thread = task.spawn(function() print("got", signal:Wait()) end)
        task.spawn(thread, "by hand")
        """,
    )
    fire(any_engine, signal, "by the event")
    assert any_engine.lines == ["got by hand", "cannot resume dead coroutine"]


def test_handlers_return_values_to_nobody(any_engine: Engine) -> None:
    """c:BindableEvent."""
    signal = started(any_engine, "(...):Connect(function() return 1, 2 end)")
    fire(any_engine, signal)
    assert any_engine.errors == []


def test_a_handler_may_connect_disconnect_and_fire_at_will(any_engine: Engine) -> None:
    signal = started(
        any_engine,
        """
        local signal, fire = ...
        local connection
        connection = signal:Connect(function(n)
            connection:Disconnect()
            signal:Once(function(m) print("once", m) end)
            print("handler", n)
            fire(n + 1)
        end)
        """,
    )
    fire(any_engine, signal, 1)
    assert any_engine.lines == ["handler 1", "once 2"]


def test_once_that_fires_its_own_signal_is_not_called_again(any_engine: Engine) -> None:
    """d:RBXScriptSignal: Once disconnects before the call."""
    signal = started(any_engine, "local s, fire = ... s:Once(function(n) print(n) fire(n + 1) end)")
    fire(any_engine, signal, 1)
    assert any_engine.lines == ["1"]


def test_a_handler_disconnected_while_it_yields_finishes_its_call(any_engine: Engine) -> None:
    """d:RBXScriptConnection: Disconnect stops further calls, not a thread."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local connection
        connection = signal:Connect(function() task.wait(1) print("end", connection.Connected) end)
        task.delay(0.5, function() connection:Disconnect() end)
        """,
    )
    fire(any_engine, signal)
    any_engine.run(2)
    fire(any_engine, signal)
    assert any_engine.lines == ["end false"]


def test_every_waiter_is_resumed_by_one_fire(any_engine: Engine) -> None:
    signal = started(
        any_engine,
        """
        local signal = ...
        for i = 1, 3 do task.spawn(function() print(i, signal:Wait()) end) end
        """,
    )
    fire(any_engine, signal, "x")
    fire(any_engine, signal, "y")
    assert any_engine.lines == ["3 x", "2 x", "1 x"]


def test_a_waiter_that_waits_again_gets_the_next_fire(any_engine: Engine) -> None:
    signal = started(any_engine, "local s = ... while true do print(s:Wait()) end")
    for number in range(3):
        fire(any_engine, signal, number)
    assert any_engine.lines == ["0", "1", "2"]


def test_the_depth_message_names_function_line_and_script(any_engine: Engine) -> None:
    """b.7, public bug reports."""
    started(
        any_engine,
        """local signal, fire = ...
        local function again()
            fire()
        end
        signal:Connect(again)
        fire()""",
    )
    assert any_engine.lines == [
        "Maximum event re-entrancy depth exceeded for BindableEvent.Event when calling function"
        " again on line 2 in main"
    ]


@pytest.mark.parametrize("limit", [1, 3])
def test_the_depth_counts_per_connection(any_engine: Engine, limit: int) -> None:
    """shadowblox: two handlers that call each other are each as deep as the limit."""
    any_engine.export("signal.configure")("lifo", 0, limit)
    one, two = any_engine.signal("One"), any_engine.signal("Two")
    number = any_engine.export("signal.id")
    any_engine.start(
        """
        local one, two, fire_one, fire_two = ...
        one:Connect(function() print("one") fire_two() end)
        two:Connect(function() print("two") fire_one() end)
        fire_one()
        """,
        one,
        two,
        lambda: any_engine.export("signal.fire")(number(one)),
        lambda: any_engine.export("signal.fire")(number(two)),
    )
    assert any_engine.lines[: 2 * limit] == ["one", "two"] * limit
    assert [line.split()[0] for line in any_engine.lines[2 * limit :]] == ["Maximum"]


def test_a_thread_that_wants_to_wait_must_be_able_to_yield(engine: Engine) -> None:
    """b.4: not in a comparator of table.sort; no waiter is left behind."""
    signal = started(
        engine,
        "local s = ... print(pcall(table.sort, { 2, 1 }, function() return s:Wait() end))",
    )
    assert engine.lines == ["false thread is not yieldable"]
    assert engine.export("signal.count")(engine.export("signal.id")(signal)) == 0
