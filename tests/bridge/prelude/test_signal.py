"""RBXScriptSignal and RBXScriptConnection: facts of engine.md b.6 to b.9, each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Engine


def fire(engine: Engine, signal: Any, *arguments: object) -> None:
    """Fire from Python, as a resumption point of its own."""
    engine.enter("signal.fire", engine.export("signal.id")(signal), *arguments)


def started(engine: Engine, source: str) -> Any:
    """Run a script that gets a signal as `...`; return the signal."""
    signal = engine.signal()
    # For scripts that fire themselves; Bindables do it on a real server.
    number = engine.export("signal.id")(signal)
    engine.start(source, signal, lambda *values: engine.export("signal.fire")(number, *values))
    return signal


def test_types_and_texts(any_engine: Engine) -> None:
    """d:RBXScriptSignal, d:RBXScriptConnection; tostring from shadowblox's parity tests."""
    started(
        any_engine,
        """
        local signal = ...
        local connection = signal:Connect(function() end)
        print(typeof(signal), type(signal), tostring(signal))
        print(typeof(connection), type(connection), tostring(connection), connection.Connected)
        print(getmetatable(signal))
        """,
    )
    assert any_engine.lines == [
        "RBXScriptSignal userdata Signal Event",
        "RBXScriptConnection userdata Connection true",
        "The metatable is locked",
    ]


def test_the_last_connected_handler_runs_first(any_engine: Engine) -> None:
    """Rodux#4, Knit#114, goodsignal."""
    signal = started(
        any_engine,
        """
        local signal = ...
        for i = 1, 3 do signal:Connect(function(...) print(i, ...) end) end
        """,
    )
    fire(any_engine, signal, "x", None, 5)
    assert any_engine.lines == ["3 x nil 5", "2 x nil 5", "1 x nil 5"]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_handlers_and_waiters_get_as_many_arguments_as_were_fired(
    any_engine: Engine, count: int
) -> None:
    signal = started(
        any_engine,
        """
        local signal = ...
        signal:Connect(function(...) print(select("#", ...)) end)
        task.spawn(function() print(select("#", signal:Wait())) end)
        """,
    )
    fire(any_engine, signal, *[None] * count)
    assert any_engine.lines == [str(count)] * 2


def test_once_disconnects_before_its_only_call(any_engine: Engine) -> None:
    """d:RBXScriptSignal Once."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local connection
        connection = signal:Once(function(n) print(n, connection.Connected) end)
        """,
    )
    fire(any_engine, signal, 1)
    fire(any_engine, signal, 2)
    assert any_engine.lines == ["1 false"]


def test_wait_returns_the_arguments_and_waits_once(any_engine: Engine) -> None:
    """d:RBXScriptSignal Wait."""
    signal = started(any_engine, "local signal = ... print(signal:Wait()) print('end')")
    fire(any_engine, signal, 1, None, 3)
    fire(any_engine, signal, 2)
    assert any_engine.lines == ["1 nil 3", "end"]


def test_lower_case_twins_still_work(any_engine: Engine) -> None:
    """engine.md b.6."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local connection = signal:connect(print)
        task.defer(function() connection:disconnect() print("off") end)
        print(signal:wait())
        """,
    )
    fire(any_engine, signal, 1)
    assert any_engine.lines == ["off", "1"]


def test_disconnecting_twice_is_harmless(any_engine: Engine) -> None:
    """d:RBXScriptConnection."""
    signal = started(
        any_engine,
        """
        local connection = (...):Connect(print)
        connection:Disconnect()
        connection:Disconnect()
        print(connection.Connected)
        """,
    )
    fire(any_engine, signal, 1)
    assert any_engine.lines == ["false"]


def test_a_handler_connected_during_the_fire_is_not_called_for_it(any_engine: Engine) -> None:
    """shadowblox; goodsignal's prepend."""
    signal = started(
        any_engine,
        """
        local signal = ...
        signal:Once(function() signal:Connect(function(n) print("new", n) end) end)
        """,
    )
    fire(any_engine, signal, 1)
    assert any_engine.lines == []
    fire(any_engine, signal, 2)
    assert any_engine.lines == ["new 2"]


def test_handlers_disconnected_during_the_fire_are_skipped(any_engine: Engine) -> None:
    """shadowblox; scripting/events/deferred.md: pending invocations are dropped in both modes."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local list = {}
        for i = 1, 5 do
            list[i] = signal:Connect(function()
                print(i)
                if i == 4 then list[3]:Disconnect() list[2]:Disconnect() list[4]:Disconnect() end
            end)
        end
        """,
    )
    fire(any_engine, signal)
    assert any_engine.lines == ["5", "4", "1"]
    fire(any_engine, signal)
    assert any_engine.lines == ["5", "4", "1", "5", "1"]


def test_an_error_in_a_handler_stops_neither_the_others_nor_the_firing(any_engine: Engine) -> None:
    """c:BindableEvent."""
    signal = started(
        any_engine,
        """local signal = ...
        signal:Connect(function() print("first") end)
        signal:Connect(function() error("bad") end)
        signal:Connect(function() print("last") end)""",
    )
    fire(any_engine, signal)
    assert any_engine.lines == ["last", "main:3: bad", "first"]
    assert any_engine.errors == [("main:3: bad", "main:3\n", "")]


def test_a_handler_may_yield_without_holding_up_the_others(any_engine: Engine) -> None:
    """c:BindableEvent: a handler may yield freely."""
    signal = started(
        any_engine,
        """
        local signal = ...
        for i = 1, 3 do
            signal:Connect(function(n) print(i, n) task.wait(i / 10) print(i, n, "later") end)
        end
        """,
    )
    fire(any_engine, signal, "a")
    fire(any_engine, signal, "b")
    any_engine.run(1)
    now = ["3 a", "2 a", "1 a", "3 b", "2 b", "1 b"]
    later = ["1 a later", "1 b later", "2 a later", "2 b later", "3 a later", "3 b later"]
    assert any_engine.lines == now + later


def test_every_handler_has_a_thread_of_its_own(any_engine: Engine) -> None:
    """c:BindableEvent: each call is its own coroutine; a known thread is never used again."""
    signal = started(
        any_engine,
        """
        local signal = ...
        local threads = {}
        for i = 1, 3 do
            signal:Connect(function() threads[coroutine.running()] = true end)
        end
        task.delay(1, function()
            local count = 0
            for thread in threads do
                count += 1
                print(coroutine.status(thread))
            end
            print(count)
        end)
        """,
    )
    fire(any_engine, signal)
    fire(any_engine, signal)
    any_engine.run(2)
    assert any_engine.lines == ["dead"] * 6 + ["6"]


def test_connecting_something_else_prints_and_gives_no_usable_connection(engine: Engine) -> None:
    """Engine string."""
    started(engine, "local connection = (...):Connect(nil) print(connection.Connected)")
    assert engine.lines == [
        "Attempt to connect failed: Passed value is not a function",
        "false",
    ]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("signal.Foo", "main:2: Foo is not a valid member of RBXScriptSignal"),
        ("connection.Foo", "main:2: Foo is not a valid member of RBXScriptConnection"),
        ("signal.Connect()", "main:2: Expected ':' not '.' calling member function Connect"),
        ("signal()", "main:2: attempt to call a RBXScriptSignal value"),
        (
            "signal:ConnectParallel(print)",
            "main:2: ConnectParallel() may only be called from a script that is a descendant of"
            " an Actor",
        ),
    ],
)
def test_misuse_is_refused(engine: Engine, expression: str, text: str) -> None:
    started(
        engine,
        f"""local signal = ... local connection = signal:Connect(print)
        print(pcall(function() return {expression} end))""",
    )
    assert engine.lines == [f"false {text}"]


def test_immediate_handlers_run_inside_the_fire(engine: Engine) -> None:
    """scripting/events/deferred.md: every handler to its first yield before fire returns."""
    started(
        engine,
        """
        local signal, fire = ...
        signal:Connect(function(n)
            print("in", n)
            if n < 3 then fire(n + 1) end
            print("out", n)
        end)
        fire(1)
        print("end")
        """,
    )
    assert engine.lines == ["in 1", "in 2", "in 3", "out 3", "out 2", "out 1", "end"]


def test_deferred_handlers_run_after_the_firing_code(deferred_engine: Engine) -> None:
    """scripting/events/deferred.md: the firing statement never sees its handlers' effects."""
    started(
        deferred_engine,
        """
        local signal, fire = ...
        signal:Connect(function(n)
            print("in", n)
            if n < 3 then fire(n + 1) end
            print("out", n)
        end)
        fire(1)
        print("end")
        """,
    )
    assert deferred_engine.lines == ["end", "in 1", "out 1", "in 2", "out 2", "in 3", "out 3"]


def test_disconnect_takes_back_what_is_queued(deferred_engine: Engine) -> None:
    """scripting/events/deferred.md; Once delivers only the first of several queued fires."""
    started(
        deferred_engine,
        """
        local signal, fire = ...
        local connection = signal:Connect(function(n) print("never", n) end)
        signal:Once(function(n) print("once", n) end)
        fire(1)
        fire(2)
        connection:Disconnect()
        """,
    )
    assert deferred_engine.lines == ["once 1"]


def test_events_and_deferred_threads_share_one_line(deferred_engine: Engine) -> None:
    """engine.md b.2 SIM: one first-in first-out queue."""
    started(
        deferred_engine,
        """
        local signal, fire = ...
        signal:Connect(function() print("event") end)
        task.defer(print, "before")
        fire()
        task.defer(print, "after")
        """,
    )
    assert deferred_engine.lines == ["before", "event", "after"]


DEPTH_TEXT = (
    "Maximum event re-entrancy depth exceeded for BindableEvent.Event when calling anonymous"
    " function on line 3 in main"
)


def test_the_reentrancy_limit_is_ten_in_both_behaviours(any_engine: Engine) -> None:
    """scripting/events/deferred.md: limit 10; the call is skipped and an error printed."""
    started(
        any_engine,
        """local signal, fire = ...
        local calls = 0
        signal:Connect(function()
            calls += 1
            fire()
        end)
        fire()
        task.delay(1, function() print(calls) end)""",
    )
    any_engine.run(2)
    assert any_engine.lines == [DEPTH_TEXT, "10"]


def test_the_depth_is_forgotten_when_the_chain_ends(any_engine: Engine) -> None:
    """shadowblox: unrelated chains do not add up; a handler that yields left the stack."""
    signal = started(
        any_engine,
        """
        local signal, fire = ...
        local calls = 0
        signal:Connect(function()
            calls += 1
            task.wait()
            if calls < 30 then fire() end
        end)
        signal:Connect(function() if calls == 29 then print(calls) end end)
        """,
    )
    fire(any_engine, signal)
    any_engine.run(2)
    for _ in range(20):
        fire(any_engine, signal)
    assert any_engine.lines == ["29"]
    assert any_engine.errors == []


def test_the_count_of_listeners_follows(any_engine: Engine) -> None:
    signal = started(
        any_engine,
        """
        local signal = ...
        local a, b = signal:Connect(print), signal:Once(print)
        task.spawn(function() signal:Wait() end)
        task.delay(1, function() a:Disconnect() end)
        """,
    )
    count = any_engine.export("signal.count")
    number = any_engine.export("signal.id")(signal)
    assert count(number) == 3
    fire(any_engine, signal)
    assert count(number) == 1
    any_engine.run(2)
    assert count(number) == 0
