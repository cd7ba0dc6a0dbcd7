"""ScriptContext: facts of engine.md b.9, d.5 and h.6, each by name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.tools.simulation import Server, Universe
from bridge.tools.simulation.settings import ServerSettings
from bridge.vm import Limits

LISTEN = """
game:GetService("ScriptContext").Error:Connect(function(message, stack, from)
    shared.calls = (shared.calls or 0) + 1
    shared.message, shared.stack, shared.from = message, stack, from
end)
"""
HEARD = (
    "return shared.message, shared.stack, shared.from and shared.from:GetFullName(), shared.calls"
)


def start(listener: str = LISTEN, settings: ServerSettings | None = None, **scripts: str) -> Server:
    """A server whose Script A listens."""
    sources = {"ServerScriptService.A": listener}
    sources |= {f"ServerScriptService.{name}": text for name, text in scripts.items()}
    return Universe().start_server(scripts=sources, settings=settings)


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_an_uncaught_error_fires_with_message_stack_and_script(behavior: str) -> None:
    """c:ScriptContext; one line per frame, d.5."""
    server = start(
        settings=ServerSettings(signal_behavior=behavior),
        B="""local function inner() error("oops") end
        local function outer() inner() end
        outer()""",
    )
    assert server.run(HEARD) == (
        "ServerScriptService.B:1: oops",
        "ServerScriptService.B, line 1 - function inner\n"
        "ServerScriptService.B, line 2 - function outer\n"
        "ServerScriptService.B, line 3",
        "ServerScriptService.B",
        1,
    )


def test_the_output_and_the_runs_log_have_it_too() -> None:
    """b.9; the log keeps Luau's traceback."""
    server = start(B="local function f() error('x') end f()")
    assert server.output[0] == ("error", "ServerScriptService.B:1: x")
    (problem,) = server.errors
    assert problem.message == "ServerScriptService.B:1: x"
    assert problem.traceback == "ServerScriptService.B:1 function f\nServerScriptService.B:1\n"
    assert problem.script == "ServerScriptService.B"
    assert any("ServerScriptService.B:1: x" in line for line in server.universe.trace.lines())


@pytest.mark.parametrize(
    "source",
    [
        "task.spawn(error, 'x')",
        "task.defer(error, 'x')",
        "task.delay(0.1, error, 'x')",
        "delay(0.1, function() error('x', 0) end)",
        "local e = Instance.new('BindableEvent') e.Event:Once(function() error('x', 0) end)"
        " e:Fire()",
        "game['Run Service'].Heartbeat:Once(function() error('x', 0) end)",
    ],
)
def test_it_fires_wherever_a_thread_of_the_script_fails(source: str) -> None:
    """It never reaches the code that spawned, fired or resumed (b.9)."""
    server = start(B=source + " print('goes on')")
    server.universe.run_for(seconds=1)
    message, _, script, calls = server.run(HEARD)
    assert (message, script, calls) == ("x", "ServerScriptService.B", 1)
    assert ("print", "goes on") in server.output


def test_an_error_that_is_caught_fires_nothing() -> None:
    server = start(B="pcall(error, 'x') coroutine.resume(coroutine.create(error), 'x')")
    assert server.run("return shared.calls") is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("setmetatable({}, { __tostring = function() return 'as text' end })", "as text"),
        ("true", "true"),
        ("nil", "nil"),
    ],
)
def test_values_that_are_no_text_come_as_their_tostring(value: str, message: str) -> None:
    """b.9."""
    assert start(B=f"error({value})").run("return shared.message") == message


def test_a_module_that_fails_is_the_script_of_its_own_error() -> None:
    """d.4: the requirer gets one sentence, the module's error is reported by itself."""
    server = Universe().start_server(
        scripts={
            "ServerScriptService.A": LISTEN,
            "ServerScriptService.B": "pcall(require, game.ReplicatedStorage.M)",
        },
        modules={"ReplicatedStorage.M": "error('inside')"},
    )
    message, _, script, calls = server.run(HEARD)
    assert (message, script, calls) == (
        "ReplicatedStorage.M:1: inside",
        "ReplicatedStorage.M",
        1,
    )


def test_the_watchdog_fires_nothing() -> None:
    """c:ScriptContext."""
    server = start(settings=ServerSettings(limits=Limits(budget=100_000)), B="while true do end")
    assert server.run("return shared.calls") is None
    assert server.errors[0].message == (
        "ServerScriptService.B:1: Script timeout: exhausted allowed execution time"
    )


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_a_handler_that_fails_is_stopped_by_the_reentrancy_limit(behavior: str) -> None:
    """h.6."""
    server = start(
        listener="game:GetService('ScriptContext').Error:Connect(function() error('again') end)",
        settings=ServerSettings(signal_behavior=behavior),
        B="error('first')",
    )
    messages = [problem.message for problem in server.errors]
    assert messages[0] == "ServerScriptService.B:1: first"
    assert sum("again" in message for message in messages) == 10
    assert sum("re-entrancy" in message for message in messages) == 1


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_several_handlers_that_fail_do_not_multiply_without_end(behavior: str) -> None:
    """h.6: two of them double the calls with each level, and the levels are limited together."""
    server = start(
        listener="local context = game:GetService('ScriptContext') "
        "for _ = 1, 2 do context.Error:Connect(function() error('y') end) end",
        settings=ServerSettings(signal_behavior=behavior, reentrancy_limit=4),
        B="error('first')",
    )
    assert 20 < len(server.errors) < 100


def test_the_timeout_is_for_plugins(server_with: Callable[..., Server]) -> None:
    """PluginSecurity; wording of d.8. A test sets `Limits` instead."""
    server = server_with(
        "print(pcall(function() game:GetService('ScriptContext'):SetTimeout(1) end))"
    )
    assert server.output == [
        ("print", "false The current thread cannot call 'SetTimeout' (lacking capability Plugin)")
    ]
