"""Host calls: results, errors, and what never crosses."""

from __future__ import annotations

import pytest

from bridge.errors import BridgeError, ScriptError, ScriptTimeout, StubError
from bridge.vm import VM, Limits


class LevelError(StubError):
    """A stub's error without position."""

    level = 0


def test_results_are_none_one_or_several() -> None:
    vm = VM()
    program = "local f = ... return select('#', f()), f()"
    assert vm.run(program, "main", lambda: None) == (0,)
    assert vm.run(program, "main", lambda: 5) == (1, 5)
    assert vm.run(program, "main", lambda: (1, None, 3)) == (3, 1, None, 3)


def test_a_stub_decides_whether_its_error_has_a_position() -> None:
    def refuse() -> None:
        raise LevelError("502: API Services rejected request")

    assert VM().run("local f = ... return pcall(function() f() end)", "main", refuse) == (
        False,
        "502: API Services rejected request",
    )


def test_a_value_that_cannot_cross_ends_the_run() -> None:
    lines: list[str] = []
    vm = VM(output=lambda _kind, text: lines.append(text))
    with pytest.raises(Exception, match="no Luau value for"):
        vm.run("pcall(...) print('escaped')", "main", object)
    assert lines == []


def test_an_unknown_host_function_is_our_defect() -> None:
    vm = VM()
    vm._host._functions.pop(b"vm.output")
    with pytest.raises(BridgeError, match=r"no host function 'vm\.output'"):
        vm.run("print(1)")


def test_a_timeout_inside_a_nested_call_ends_every_run() -> None:
    lines: list[str] = []
    vm = VM(limits=Limits(budget=10_000), output=lambda _kind, text: lines.append(text))
    endless = vm.load("while true do end")
    with pytest.raises(ScriptTimeout):
        vm.run("pcall(...) print('escaped')", "outer", lambda: endless())
    assert lines == []


def test_an_error_caught_in_python_does_not_stop_luau() -> None:
    vm = VM()
    failing = vm.load("error('inner')")

    def attempt() -> str:
        try:
            failing()
        except ScriptError as error:
            return error.message
        return "no error"

    assert vm.run("return (...)()", "outer", attempt) == ("main:1: inner",)


def test_keyboard_interrupt_is_not_swallowed() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        VM().run("pcall(...) while true do end", "main", interrupt)


def test_an_exception_inside_an_error_handler_is_not_lost() -> None:
    lines: list[str] = []
    vm = VM(output=lambda _kind, text: lines.append(text))

    def fail(_message: object) -> None:
        raise ZeroDivisionError("in the handler")

    with pytest.raises(ZeroDivisionError):
        vm.run("xpcall(error, ...) print('escaped')", "main", fail)
    assert lines == []
    assert vm.run("return pcall(error, 'next run')") == (False, "next run")


def test_an_exception_caught_in_python_stops_only_the_inner_run() -> None:
    vm = VM()

    def fail() -> None:
        raise ZeroDivisionError

    inner = vm.load("(...)()")

    def attempt() -> str:
        try:
            inner(fail)
        except ZeroDivisionError:
            return "caught"
        return "no error"

    assert vm.run("local f = ... local r = f() return r, pcall(error, 'x')", "m", attempt) == (
        "caught",
        False,
        "x",
    )


def test_a_raw_function_sees_texts_as_bytes_and_answers_in_border_values() -> None:
    vm = VM()
    given: list[object] = []

    def answer(*values: object) -> list[object]:
        given.extend(values)
        return vm.results(("h\u00e9", 1 << 60, None, b"\xff", [1, 2]))

    vm.bind("vm.function_name", lambda: "replaced")
    vm.bind_raw("vm.function_name", answer)
    found = vm._host.dispatch(b"vm.function_name", "h\u00e9".encode(), 3, None, True)
    assert given == ["h\u00e9".encode(), 3, None, True]
    assert found[:5] == (True, "h\u00e9".encode(), float(1 << 60), None, b"\xff")
    vm.bind("vm.function_name", lambda: "again")
    assert vm._host.dispatch(b"vm.function_name") == (True, b"again")


def test_a_raw_function_fails_as_any_other_does() -> None:
    vm = VM()

    def refuse(*_: object) -> list[object]:
        raise LevelError("no")

    def leak(*_: object) -> list[object]:
        return vm.results((vm.run("return coroutine.create(print)")[0],))

    vm.bind_raw("refuse", refuse)
    vm.bind_raw("leak", leak)
    assert vm._host.dispatch(b"refuse") == (False, b"no", 0)
    assert vm._host.dispatch(b"leak") == (None, b"host")
    problem, _ = vm._host.take_pending()
    assert "cannot return a coroutine" in str(problem)
    assert vm.results((1,)) == [1]
