"""VM: loading, running, output, errors, nesting."""

from __future__ import annotations

import pytest

from bridge.errors import (
    BridgeError,
    LuauSyntaxError,
    ScriptError,
    ScriptTimeout,
    StubError,
    UsageError,
)
from bridge.source import Source
from bridge.vm import VM, Limits


def test_a_script_returns_its_values_and_gets_its_arguments() -> None:
    assert VM().run("local a, b = ... return b, a, 2 ^ 0.5 > 1", "main", 1, "x") == ("x", 1, True)


def test_output_arrives_with_its_kind() -> None:
    lines: list[tuple[str, str]] = []
    VM(output=lambda kind, text: lines.append((kind, text))).run("print(1, nil, 0.1, 'é')")
    assert lines == [("print", "1\tnil\t0.1\té")]


def test_an_error_carries_luau_message_and_traceback() -> None:
    with pytest.raises(ScriptError) as caught:
        VM().run(Source("local function boom()\n\terror('no')\nend\nboom()", "Game.Main"))
    assert caught.value.message == "Game.Main:2: no"
    assert caught.value.traceback == "Game.Main:2 function boom\nGame.Main:4\n"


def test_an_error_value_that_is_no_string_is_kept() -> None:
    with pytest.raises(ScriptError) as caught:
        VM().run("error({ code = 7 })")
    assert caught.value.value["code"] == 7  # type: ignore[index]


def test_a_runtime_error_of_a_dead_thread_names_its_line() -> None:
    with pytest.raises(ScriptError) as caught:
        VM().run("local t = {}\nlocal function less()\n\treturn t < t\nend\nless()")
    assert caught.value.message == "main:3: attempt to compare table < table"
    assert caught.value.traceback.splitlines() == ["main:3 function less", "main:5"]


def test_a_syntax_error_is_raised_by_load() -> None:
    with pytest.raises(LuauSyntaxError, match=r"^bad:1:4: Expected identifier"):
        VM().load("x =", "bad")


def test_chunk_names_longer_than_luajit_keeps_stay_whole() -> None:
    name = "game.ServerScriptService." + "Folder." * 10 + "Main"
    vm = VM()
    for program, message in (
        ("error('x')", "x"),
        ("local t t.y = 1", "attempt to index nil with 'y'"),
        ("local t = {} print(t < 1)", "attempt to compare table < number"),
        ("local function r() r() return 1 end r()", "stack overflow"),
    ):
        with pytest.raises(ScriptError) as caught:
            vm.run(program, name)
        assert caught.value.message == f"{name}:1: {message}"


def test_each_script_has_globals_of_its_own_and_shares_the_libraries() -> None:
    vm = VM()
    vm.run("score = 5")
    assert vm.run("return score, string == _G.string") == (None, True)


def test_an_environment_takes_extra_globals() -> None:
    vm = VM()
    env = vm.environment(script="the script")
    function = vm.load("x = script return x", env=env)
    assert function() == "the script"
    assert env["x"] == "the script"


def test_loadstring_compiles_luau_and_reports_syntax_errors() -> None:
    assert VM().run(
        "local f = loadstring('local n = ... n += 1 return n') return f(4), loadstring('x =', '=c')"
    ) == (5, None, "c:1: Expected identifier when parsing expression, got <eof>")


def test_a_script_cannot_yield_to_nobody() -> None:
    with pytest.raises(ScriptError, match="thread yielded unexpectedly"):
        VM().run("coroutine.yield()")


def test_host_functions_take_and_give_values() -> None:
    vm = VM()
    vm.bind("double", lambda value: (value * 2, "done"))
    vm.bind("nothing", lambda: None)
    call = vm.exported("vm.describe")
    assert call(None) == "nil"
    assert vm.run("return (...)(21)", "main", lambda value: (value * 2, None, "end")) == (
        42,
        None,
        "end",
    )


def test_a_stub_error_is_a_luau_error_at_the_calling_line() -> None:
    def refuse(_value: object) -> None:
        raise StubError("104: Cannot store Instance")

    assert VM().run("local f = ... return pcall(function()\n f(1) end)", "main", refuse) == (
        False,
        "main:2: 104: Cannot store Instance",
    )


def test_a_python_exception_ends_the_run_past_pcall() -> None:
    lines: list[str] = []
    vm = VM(output=lambda _kind, text: lines.append(text))

    def fail() -> None:
        raise ZeroDivisionError("in the callback")

    with pytest.raises(ZeroDivisionError, match="in the callback"):
        vm.run("pcall(...) print('escaped')", "main", fail)
    with pytest.raises(ZeroDivisionError):
        vm.run("coroutine.wrap(...)() print('escaped')", "main", fail)
    assert lines == []
    assert vm.run("return 1") == (1,)


def test_a_failing_host_function_is_a_bridge_error() -> None:
    vm = VM()
    vm.bind("vm.output", lambda _kind, _text: {}["missing"])
    with pytest.raises(BridgeError, match="KeyError") as caught:
        vm.run("pcall(print, 1)")
    assert isinstance(caught.value.__cause__, KeyError)


def test_a_luau_error_crossing_python_stays_the_same_error() -> None:
    vm = VM()
    inner = vm.load("error('deep')", "inner")
    assert vm.run("return pcall(...)", "outer", lambda: inner()) == (False, "inner:1: deep")


def test_nested_calls_end_with_c_stack_overflow() -> None:
    vm = VM()
    depths: list[int] = []

    def descend(function: object, depth: int) -> object:
        depths.append(depth)
        return vm.call(function, function, depth + 1)  # type: ignore[arg-type]

    recurse = vm.run("local host = ... return function(f, n) return host(f, n) end", "r", descend)
    with pytest.raises(ScriptError, match="C stack overflow"):
        vm.call(recurse[0], recurse[0], 1)
    assert 50 < max(depths) <= 150
    assert vm.run("return 1") == (1,)


def test_the_same_program_prints_the_same_addresses_in_every_vm() -> None:
    program = "local t = {} return tostring(t), tostring(print), tostring({})"
    first, second = VM().run(program), VM().run(program)
    assert first == second
    assert first[0] == "table: 0x00005f0000000020"


def test_an_unknown_iteration_order_is_refused() -> None:
    with pytest.raises(UsageError, match="iteration='random'"):
        VM(iteration="random")


def test_a_timeout_passes_every_handler_and_names_its_place() -> None:
    lines: list[str] = []
    vm = VM(limits=Limits(budget=50_000), output=lambda _kind, text: lines.append(text))
    for program in (
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "xpcall(function() while true do end end, function() print('handled') end) print('on')",
        "print(coroutine.resume(coroutine.create(function() while true do end end)))",
        "pcall(table.sort, { 3, 2, 1 }, function() while true do end end) print('on')",
        "pcall(string.gsub, 'aa', 'a', function() while true do end end) print('on')",
        "pcall(tostring, setmetatable({}, { __tostring = function() while true do end end }))",
        "local function f(n) if n > 0 then f(n - 1) f(n - 1) end end f(50)",
    ):
        with pytest.raises(ScriptTimeout) as caught:
            vm.run(program)
        assert caught.value.message == "Script timeout: exhausted allowed execution time"
        assert caught.value.traceback.startswith("main:1")
    assert lines == []
    assert vm.run("local n = 0 for i = 1, 1000 do n += i end return n") == (500500,)


def test_memory_is_capped_and_the_vm_lives_on() -> None:
    vm = VM(limits=Limits(memory_bytes=32 << 20))
    for _ in range(3):
        with pytest.raises(ScriptError, match="not enough memory"):
            vm.run("local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end")
    assert vm.run(
        "local t = {} local ok, why = pcall(function() while true do t[#t + 1] = { #t } end end) "
        "t = nil return ok, why"
    ) == (False, "not enough memory")
    assert vm.run("return 1") == (1,)
