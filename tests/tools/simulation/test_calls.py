"""Calls from a test into Luau."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError, ScriptError, ScriptTimeout
from bridge.tools.simulation import Server, ServerSettings, Universe
from bridge.vm import Limits


@pytest.fixture
def server() -> Server:
    return Universe(seed=3).start_server()


def test_a_call_gives_what_the_function_returns(server: Server) -> None:
    assert server.run("return") is None
    assert server.run("return 1 + 1") == 2
    assert server.run("return 'a', nil, true") == ("a", None, True)
    assert server.run("return ...", "x", 2) == ("x", 2)


def test_a_yielding_call_lets_time_pass(server: Server) -> None:
    assert server.run("return math.round(task.wait(90))") == 90
    assert server.universe.now_seconds == 90


def test_an_error_is_raised_with_its_traceback_and_is_nobody_elses(server: Server) -> None:
    with pytest.raises(ScriptError) as caught:
        server.run("task.wait(1)\nlocal function f() error('late') end\nf()")
    assert caught.value.message == "test:2: late"
    assert caught.value.traceback.splitlines()[-1] == "test:3"
    assert "2 | local function f() error('late') end" in caught.value.excerpt
    assert server.errors == []


def test_a_call_that_takes_too_long_is_given_up(server: Server) -> None:
    with pytest.raises(ScriptTimeout, match="did not return within 5 simulated seconds"):
        server.call(server.run("return function() task.wait(100) end"), timeout_seconds=5)
    assert server.universe.now_seconds < 6


def test_a_call_that_can_never_return_is_given_up_at_once(server: Server) -> None:
    with pytest.raises(ScriptTimeout, match="never happen"):
        server.run("coroutine.yield()")
    assert server.universe.now_seconds == 0


def test_an_endless_loop_ends_the_call_with_a_timeout() -> None:
    settings = ServerSettings(limits=Limits(budget=10_000))
    server = Universe().start_server(settings=settings)
    with pytest.raises(ScriptTimeout, match="test:1: Script timeout: exhausted allowed execution"):
        server.run("while true do end")
    assert server.run("return 1") == 1


def test_spawn_does_not_wait(server: Server) -> None:
    server.spawn(server.run("return function(x) task.wait(1) print(x) end"), "later")
    assert server.output == []
    server.universe.run_for(seconds=1)
    assert server.output == [("print", "later")]


def test_python_functions_can_be_passed(server: Server) -> None:
    seen: list[tuple[object, ...]] = []
    server.run("local f = ... f(1, 'a')", lambda *values: seen.append(values))
    assert seen == [(1, "a")]


def test_a_defect_of_a_service_is_told_as_what_it_is_and_not_as_a_timeout(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise TypeError("boom")

    monkeypatch.setattr("bridge.stubs.localization.tables.find", fail)
    with pytest.raises(BridgeError, match=r"a host function failed: TypeError\('boom'\)"):
        server.run("Instance.new('LocalizationTable'):RemoveKey('k')")


def broken(*_: object) -> None:
    raise ZeroDivisionError("division by zero")


@pytest.mark.parametrize("call", ["f()", "pcall(f)", "task.wait(1) f()", "task.spawn(f)"])
def test_an_exception_of_the_tests_own_function_comes_out_as_it_is(
    server: Server, call: str
) -> None:
    with pytest.raises(ZeroDivisionError):
        server.run(f"local f = ... {call}", broken)


@pytest.mark.parametrize("call", ["f()", "pcall(f)", "task.wait(1) f()", "task.spawn(f)"])
def test_a_failure_of_the_bridge_is_no_error_of_the_script(server: Server, call: str) -> None:
    function = server.run(f"""
        local service = game:GetService("EncodingService")
        local function f()
            service:ComputeStringHash("x", Enum.HashAlgorithm.Md5)
        end
        return function() {call} end
    """)
    server.vm.bind("encoding.hash", broken)
    with pytest.raises(BridgeError, match="a host function failed: ZeroDivisionError"):
        server.call(function)
