"""The task library: facts of engine.md sections a and b, each by name with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bridge.vm import Limits

if TYPE_CHECKING:
    from conftest import Engine


def test_spawn_runs_at_once_until_the_first_yield_and_returns_the_thread(engine: Engine) -> None:
    """l:task: runs immediately; the caller goes on after the first yield."""
    assert engine.printed("""
        local thread = task.spawn(function(a, b)
            print("in", a, b)
            task.wait()
            print("later")
        end, 1, "x")
        print("out", type(thread), coroutine.status(thread))
    """) == ["in 1 x", "out thread suspended", "later"]


def test_spawn_resumes_a_thread_with_arguments(engine: Engine) -> None:
    """l:task: takes a function or a thread."""
    assert engine.printed("""
        local thread = coroutine.create(function(a)
            print("first", a)
            print("second", coroutine.yield())
        end)
        task.spawn(thread, 1)
        task.spawn(thread, 2)
        print(coroutine.status(thread))
    """) == ["first 1", "second 2", "dead"]


def test_defer_runs_at_the_end_of_the_resumption_point_first_in_first_out(engine: Engine) -> None:
    """scripting/scheduler.md, scripting/events/deferred.md: newly deferred ones go to the back."""
    assert engine.printed("""
        task.defer(function() print("a") task.defer(print, "c") end)
        task.defer(print, "b")
        print("main")
    """) == ["main", "a", "b", "c"]
    assert engine.frames == 0


def test_wait_returns_the_elapsed_time_in_whole_frames(engine: Engine) -> None:
    """l:task: resumes on the first frame with elapsed >= t; time at frame k is k/60."""
    lines = engine.printed("""
        for _, t in { 0, 1/60, 2/60, 0.05, 0.1, 1 } do
            local start = time()
            local elapsed = task.wait(t)
            print(math.round((time() - start) * 60), elapsed >= t)
        end
    """)
    assert lines == ["1 true", "1 true", "2 true", "3 true", "6 true", "60 true"]


@pytest.mark.parametrize("argument", ["", "nil", "0", "-5", "0/0", "math.huge"])
def test_wait_without_a_sensible_time_is_one_frame(engine: Engine, argument: str) -> None:
    """engine.md b.2: nil, 0, inf, NaN or negative behaves as the minimum."""
    (line,) = engine.printed(f"task.wait({argument}) print(time())")
    assert float(line) == pytest.approx(1 / 60)


def test_delay_passes_its_arguments_and_runs_never_in_its_own_frame(engine: Engine) -> None:
    """l:task: on the first frame with elapsed >= t; SIM: elapsed > 0."""
    assert engine.printed("""
        task.wait(0.5)
        local now = time()
        task.delay(0, function(...) print(math.round((time() - now) * 60), ...) end, "a", nil, "c")
    """) == ["1 a nil c"]


def test_timers_of_one_frame_go_by_due_time_and_then_by_insertion(engine: Engine) -> None:
    """engine.md b.2 SIM: (due time, insertion sequence)."""
    assert engine.printed("""
        task.delay(0.0165, print, "late")
        task.delay(0.010, print, "first")
        task.delay(0.010, print, "second")
        task.delay(0.002, print, "early")
    """) == ["early", "first", "second", "late"]


def test_many_timers_keep_their_order(engine: Engine) -> None:
    lines = engine.printed("""
        local random = 1
        for i = 1, 500 do
            random = random * 16807 % 2147483647
            local due = random % 300 / 60 + 1/60
            task.delay(due, function() print(math.round(due * 60)) end)
        end
    """)
    frames = [int(line) for line in lines]
    assert len(frames) == 500
    assert frames == sorted(frames)


def test_a_cancelled_thread_never_runs_again_and_is_dead(engine: Engine) -> None:
    """l:task: cancels and closes; no pcall inside it runs."""
    assert (
        engine.printed("""
        local waiting = task.spawn(function() pcall(task.wait, 1) print("never") end)
        local delayed = task.delay(1, print, "never")
        local deferred = task.defer(print, "never")
        local yielded = coroutine.create(function() coroutine.yield() print("never") end)
        coroutine.resume(yielded)
        for _, thread in { waiting, delayed, deferred, yielded } do
            task.cancel(thread)
            task.cancel(thread)
            print(coroutine.status(thread), coroutine.resume(thread))
        end
    """)
        == ["dead false cannot resume dead coroutine"] * 4
    )
    assert engine.errors == []
    assert engine.next_frame_us is None


def test_a_thread_closed_by_the_coroutine_library_fails_in_print_when_its_time_comes(
    engine: Engine,
) -> None:
    """RbxUtil#145: the timer stays registered; task.cancel does not leave it."""
    assert engine.printed("""
        local thread = task.delay(1, print, "never")
        print(coroutine.close(thread))
    """) == ["true", "cannot resume dead coroutine"]


def test_the_running_thread_and_its_causers_cannot_be_cancelled(engine: Engine) -> None:
    """l:task for the cases, `cannot cancel thread` is the engine's string."""
    assert (
        engine.printed("""
        local me = coroutine.running()
        print(pcall(task.cancel, me))
        task.spawn(function() print(pcall(task.cancel, me)) end)
    """)
        == ["false cannot cancel thread"] * 2
    )


def test_a_thread_that_is_not_suspended_cannot_be_spawned(engine: Engine) -> None:
    """goodsignal#12: an error with arguments, a printed one without."""
    assert engine.printed("""
        local dead = coroutine.create(function() end)
        coroutine.resume(dead)
        print(pcall(task.spawn, dead, 1))
        task.spawn(dead)
    """) == [
        "false cannot spawn non-suspended coroutine with arguments",
        "cannot resume dead coroutine",
    ]


def test_neither_can_the_running_thread_or_one_that_resumed_it(engine: Engine) -> None:
    """goodsignal#12; b.4 for the printed text."""
    assert engine.printed("""
        local me = coroutine.running()
        print(pcall(task.spawn, me, 1))
        task.spawn(function() print(pcall(task.spawn, me, 1)) task.spawn(me) end)
        print("alive")
    """) == [
        "false cannot spawn non-suspended coroutine with arguments",
        "false cannot spawn non-suspended coroutine with arguments",
        "cannot resume non-suspended coroutine",
        "alive",
    ]


@pytest.mark.parametrize("call", ["task.defer(dead, 1)", "task.delay(0.1, dead, 1)"])
def test_a_dead_thread_that_is_deferred_or_delayed_fails_in_print(
    engine: Engine, call: str
) -> None:
    """b.4: the engine's resumption fails; whoever scheduled it has gone on."""
    assert engine.printed(f"""
        local dead = coroutine.create(function() end)
        coroutine.resume(dead)
        {call}
        print("scheduled")
    """) == ["scheduled", "cannot resume dead coroutine"]


def test_what_a_spawned_function_yields_or_returns_goes_nowhere(engine: Engine) -> None:
    """l:task."""
    assert engine.printed("""
        local function f() coroutine.yield("y") return "r" end
        print(select("#", task.spawn(f)), type(task.spawn(f)))
        print(select("#", task.cancel(task.defer(f))))
        print(select("#", task.wait()))
    """) == ["1 thread", "0", "1"]


def test_cancelling_a_thread_that_has_ended_is_no_error(engine: Engine) -> None:
    """b.3."""
    assert engine.printed("""
        local ended, failed = task.spawn(print, "ran"), task.spawn(error, "bad")
        for _, thread in { ended, failed } do print(pcall(task.cancel, thread)) end
    """) == ["ran", "bad", "true", "true"]


def test_the_running_thread_of_a_script_is_never_nil(engine: Engine) -> None:
    """b.4: script bodies are coroutines."""
    assert (
        engine.printed("""
        print(type(coroutine.running()), coroutine.isyieldable())
        task.defer(function() print(type(coroutine.running()), coroutine.isyieldable()) end)
    """)
        == ["thread true"] * 2
    )


def test_pcall_and_xpcall_may_wait_inside(engine: Engine) -> None:
    """b.4."""
    assert engine.printed("""
        print(pcall(function() task.wait(0.1) return 1 end))
        print(xpcall(function() task.wait(0.1) error("x", 0) end, function(e) return e .. "!" end))
    """) == ["true 1", "false x!"]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("task.spawn, 5", "invalid argument #1 to 'spawn' (function or thread expected)"),
        ("task.defer, nil", "invalid argument #1 to 'defer' (function or thread expected)"),
        ("task.delay, 1, {}", "invalid argument #2 to 'delay' (function or thread expected)"),
        ("task.delay, {}", "invalid argument #1 to 'delay' (number expected, got table)"),
        ("task.wait, {}", "invalid argument #1 to 'wait' (number expected, got table)"),
        ("task.cancel, 5", "invalid argument #1 to 'cancel' (thread expected, got number)"),
    ],
)
def test_wrong_arguments_are_refused(engine: Engine, call: str, text: str) -> None:
    assert engine.printed(f"print(pcall({call}))") == [f"false {text}"]


@pytest.mark.parametrize("name", ["synchronize", "desynchronize"])
def test_phases_need_an_actor(engine: Engine, name: str) -> None:
    """Engine string."""
    assert engine.printed(f"print(pcall(task.{name}))") == [
        f"false task.{name}() may only be called from a script that is a descendant of an Actor"
    ]


def test_an_error_ends_its_thread_only_and_is_printed_with_its_stack(engine: Engine) -> None:
    """c:ScriptContext, engine.md d.5: error line, Stack Begin, one line per frame, Stack End."""
    assert engine.printed("""task.spawn(function()
            local function fail() error("oops") end
            fail()
        end)
        task.delay(0, function() error("again") end)
        print("alive")""") == ["main:2: oops", "alive", "main:5: again"]
    assert engine.info[:4] == [
        "Stack Begin",
        "Script 'main', Line 2 - function fail",
        "Script 'main', Line 3",
        "Stack End",
    ]
    assert [message for message, _, _ in engine.errors] == ["main:2: oops", "main:5: again"]


def test_coroutine_resume_gets_the_error_instead_of_the_output(engine: Engine) -> None:
    """l:coroutine: the exception; it prints nothing."""
    lines = engine.printed("""print(coroutine.resume(coroutine.create(function()
            error("mine")
        end)))""")
    assert lines == ["false main:2: mine"]
    assert engine.errors == []


def test_a_thread_resumed_by_hand_gets_the_values_and_the_timer_then_fails_in_print(
    engine: Engine,
) -> None:
    """RbxUtil#145: the engine's later resume fails with a printed error."""
    assert engine.printed("""
        local thread = task.spawn(function() print("got", task.wait(1)) end)
        coroutine.resume(thread, "by hand")
        print(coroutine.status(thread))
    """) == ["got by hand", "dead", "cannot resume dead coroutine"]


def test_resuming_a_closed_thread_is_printed_and_no_error_of_a_script(engine):
    """Promise libraries close the threads of cancelled promises while they wait."""
    lines = engine.printed("""
        local thread = task.spawn(function() task.wait(1) end)
        coroutine.close(thread)
    """)
    assert lines == ["cannot resume dead coroutine"]
    assert engine.errors == []


def test_wait_inside_a_coroutine_of_the_script_returns_to_its_resumer(engine: Engine) -> None:
    """engine.md b.4: resume works on threads that yield inside the engine."""
    assert engine.printed("""
        local co = coroutine.create(function() task.wait(0.5) print("woken") return 7 end)
        print(coroutine.resume(co))
        print(coroutine.status(co))
        task.wait(1)
        print(coroutine.status(co))
    """) == ["true", "suspended", "woken", "dead"]


def test_wait_in_a_callback_of_a_c_function_is_refused_and_leaves_no_timer(engine: Engine) -> None:
    """engine.md b.4: table.sort comparators may not yield."""
    lines = engine.printed("""
        print(pcall(table.sort, { 3, 2, 1 }, function(a, b) task.wait() return a < b end))
    """)
    assert lines == ["false thread is not yieldable"]
    assert engine.next_frame_us is None


def test_legacy_wait_runs_at_thirty_a_second_and_returns_two_times(engine: Engine) -> None:
    """g:RobloxGlobals: minimum about 29 ms; shadowblox: even frames only."""
    assert engine.printed("""
        for _ = 1, 3 do
            local elapsed, running = wait()
            print(math.round(elapsed * 60), math.round(running * 60))
        end
        task.wait()
        local elapsed, running = wait(0.1)
        print(math.round(elapsed * 60), math.round(running * 60))
    """) == ["2 2", "2 4", "2 6", "7 14"]


def test_legacy_spawn_and_delay_pass_elapsed_and_running_time(engine: Engine) -> None:
    """g:RobloxGlobals: (elapsed since spawn, engine running time); they return nothing."""
    assert engine.printed("""
        print(select("#", spawn(function(a, b) print("spawn", math.round(a * 60), b > 0) end)))
        delay(1, function(a, b) print("delay", math.round(a * 60), math.round(b * 60)) end)
        Delay(0, function() print("twin") end)
    """) == ["0", "spawn 2 true", "twin", "delay 60 60"]


def test_legacy_waits_come_before_task_waits_of_the_same_frame(engine: Engine) -> None:
    """scripting/events/deferred.md: stage 1 and stage 6."""
    assert engine.printed("""
        task.delay(0.1, print, "task")
        delay(0.1, function() print("legacy") end)
    """) == ["legacy", "task"]


def test_idle_time_costs_no_frames(engine: Engine) -> None:
    """design.md D6: time jumps to the next event."""
    engine.start("task.wait(3600) print(time())")
    engine.run(7200)
    assert engine.lines == ["3600"]
    assert engine.frames == 1
    assert engine.next_frame_us is None


def test_a_cancelled_timer_wakes_nobody(engine: Engine) -> None:
    engine.start("local t = task.delay(100, print) task.delay(1, task.cancel, t)")
    engine.run(50)
    assert engine.frames == 1
    assert engine.next_frame_us is None


def test_deferring_for_ever_is_stopped_with_the_engines_words(engine: Engine) -> None:
    """Engine string: Exponential deferred event growth detected."""
    engine.start("local function f() task.defer(f) end f()")
    assert engine.lines == ["Exponential deferred event growth detected"]


def test_an_endless_loop_ends_its_thread_and_not_the_others(make_engine: type[Engine]) -> None:
    """c:ScriptContext: the watchdog's text, prefixed by path:line; budget per resumption."""
    engine = make_engine(limits=Limits(budget=10_000))
    engine.start("""
        task.delay(0, function() while true do end end)
        task.delay(0, function()
            for _ = 1, 3 do task.wait() end
            print("alive")
        end)
    """)
    engine.run(1)
    assert engine.lines == ["main:2: Script timeout: exhausted allowed execution time", "alive"]
