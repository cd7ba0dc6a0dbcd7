"""Python's side of the border: nothing of it is visible from Luau, whatever goes wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bridge.errors import BridgeError, ScriptError, ScriptTimeout, StubError, UsageError
from bridge.vm import VM, Limits, LuaFunction


class Secret:
    """What a program would like to get hold of."""

    token = "secret"

    def method(self) -> str:
        return self.token


def generator() -> Iterator[int]:
    yield 1


def refuse() -> object:
    raise StubError("refused")


def defect() -> object:
    raise ValueError("secret")


def call(function: LuaFunction, *args: object) -> Any:
    return function(*args)


PROBES = {
    "attributes": (
        "local f = ... local r = {} for i, k in { '__class__', '__globals__', '__code__', 'mro',"
        " '__self__', 'gi_frame', 'func_globals', '__init__' } do"
        " r[i] = (pcall(function() return f[k] end)) end return unpack(r)",
        (False,) * 8,
    ),
    "assignment": ("local f = ... return (pcall(function() f.x = 1 end))", (False,)),
    "metatable": (
        "return getmetatable(...), typeof(...), type(...)",
        (None, "function", "function"),
    ),
    "environment": (
        "local f = ... return getfenv(f) == getfenv(0), (pcall(setfenv, f, {}))",
        (True, False),
    ),
    "operators": (
        "local f = ... return (pcall(function() return f .. 'x' end)), (pcall(function() return"
        " -f end)),"
        " (pcall(function() return f < f end)), (pcall(function() return #f end)), f == f",
        (False, False, False, False, True),
    ),
    "address": ("return (tostring(...):gsub('0x%x+', ''))", ("function: ",)),
    "debug.info": (
        "return debug.info(..., 's'), debug.info(..., 'l'), debug.info(..., 'n')",
        ("[C]", -1, ""),
    ),
}


@pytest.fixture
def vm() -> VM:
    return VM(limits=Limits(budget=300_000))


@pytest.mark.parametrize(("program", "result"), PROBES.values(), ids=PROBES.keys())
def test_a_callback_is_a_function_and_nothing_else(
    vm: VM, program: str, result: tuple[object, ...]
) -> None:
    assert vm.run(program, "main", Secret().method) == result


@pytest.mark.parametrize(
    "value", [Secret(), generator(), object(), {1, 2}, iter([1]), range, vars(Secret)],
    ids=["instance", "generator", "object", "set", "iterator", "class", "mapping proxy"],
)  # fmt: skip
def test_a_python_object_is_copied_called_or_refused(vm: VM, value: object) -> None:
    try:
        kind = vm.run("return type(...)", "main", value)[0]
    except UsageError:
        return
    assert kind in ("function", "table")


def test_a_python_object_that_a_callback_returns_is_refused(vm: VM) -> None:
    with pytest.raises((UsageError, BridgeError)):
        vm.run("local f = ... return f()", "main", lambda: Secret())
    assert vm.run("return 1") == (1,)


def test_an_exception_is_no_value_and_pcall_does_not_see_it(vm: VM) -> None:
    seen: list[object] = []
    with pytest.raises(ValueError, match="secret"):
        vm.run(
            "local defect, see = ... see(pcall(defect)) see(xpcall(defect, see))"
            " see(coroutine.resume(coroutine.create(defect)))",
            "main",
            defect,
            lambda *values: seen.append(values),
        )
    assert seen == []
    assert vm.run("return 1") == (1,)


def test_a_stub_error_is_its_text(vm: VM) -> None:
    assert vm.run("return pcall(...)", "main", refuse) == (False, "refused")


@pytest.mark.parametrize(
    "thrown",
    ["{ a = 1 }", "print", "newproxy(true)", "coroutine.create(print)", "vector.one", "nil"],
)
def test_an_error_value_crosses_python_unchanged(vm: VM, thrown: str) -> None:
    program = (
        f"local call = ... local thrown = {thrown}"
        " local ok, value = pcall(call, function() error(thrown) end) return ok, type(value)"
    )
    kind = vm.run(f"return type({thrown})")[0]
    ok, crossed = vm.run(program, "main", call)
    assert not ok
    assert crossed == kind or thrown in ("nil", "coroutine.create(print)")


def test_error_values_cross_coroutines_unchanged(vm: VM) -> None:
    assert vm.run(
        "local t = {} local co = coroutine.create(function() error(t) end)"
        " local a, b = coroutine.resume(co) local c, d = coroutine.close(co)"
        " local e, f = pcall(coroutine.wrap(function() error(t) end))"
        " return a, b == t, c, d == t, e, f == t"
    ) == (False, True, False, True, False, True)


def test_a_yield_across_python_is_refused(vm: VM) -> None:
    ok, problem = vm.run(
        "local call = ... return coroutine.resume(coroutine.create(function()"
        " return call(coroutine.yield) end))",
        "main",
        call,
    )
    assert (ok, problem) == (False, "thread yielded unexpectedly")


def test_recursion_through_python_ends(vm: VM) -> None:
    assert vm.run(
        "local call = ... local function f() return call(f) end return pcall(f)", "main", call
    ) == (False, "C stack overflow")


def test_a_loop_below_python_stops_everything_above_it(vm: VM) -> None:
    with pytest.raises(ScriptTimeout):
        vm.run("local call = ... pcall(call, function() while true do end end)", "main", call)
    assert vm.run("return 1") == (1,)


def test_errors_of_luau_carry_no_python(vm: VM) -> None:
    with pytest.raises(ScriptError) as caught:
        vm.run("local t = nil return t.x")
    assert "Traceback" not in str(caught.value)
    assert "prelude" not in str(caught.value)
