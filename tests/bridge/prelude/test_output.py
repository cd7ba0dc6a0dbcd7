"""print, warn and error output of a server: facts of engine.md d.5, d.6, each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Engine


@pytest.mark.parametrize("function", ["print", "warn"])
def test_arguments_become_texts_joined_by_one_blank(engine: Engine, function: str) -> None:
    """g:RobloxGlobals, g:LuaGlobals."""
    assert engine.printed(f"""
        {function}("a", 1, nil, true, 0.1 + 0.2, 1e15, -0, 0 / 0)
        {function}()
        {function}("")
        {function}("tab\\tand\\nline")
    """) == ["a 1 nil true 0.30000000000000004 1000000000000000 -0 nan", "", "", "tab\tand\nline"]


def test_print_and_warn_are_lines_of_their_own_kind(engine: Engine) -> None:
    """e:MessageType."""
    kinds: list[tuple[str, str]] = []
    engine.vm._output = lambda kind, text: kinds.append((kind, text))
    engine.start("print('p') warn('w') task.spawn(function() error('e', 0) end)")
    assert kinds[:3] == [("print", "p"), ("warn", "w"), ("error", "e")]


@pytest.mark.parametrize("function", ["print", "warn"])
def test_tostring_of_values_is_honoured_and_a_replaced_global_is_not(
    engine: Engine, function: str
) -> None:
    """g:LuaGlobals print."""
    assert engine.printed(f"""
        getfenv().tostring = function() return "replaced" end
        {function}(setmetatable({{}}, {{ __tostring = function() return "mine" end }}), 5)
    """) == ["mine 5"]


def test_a_table_is_shown_by_its_address(engine: Engine) -> None:
    """d.6: expanded in Studio's own window only."""
    (line,) = engine.printed("print({ 1, 2 })")
    assert line.startswith("table: 0x")


def test_printidentity_says_two_on_a_server(engine: Engine) -> None:
    """g:RobloxGlobals for the text, d.2."""
    assert engine.printed("printidentity() printidentity('I am')") == [
        "Current identity is 2",
        "I am 2",
    ]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("error('x')", "main:1: x"),
        ("error('x', 1)", "main:1: x"),
        ("error('x', 0)", "x"),
        ("error(setmetatable({}, { __tostring = function() return 'text' end }))", "text"),
        ("error(nil)", "nil"),
        ("local t = nil print(t.Value)", "main:1: attempt to index nil with 'Value'"),
    ],
)
def test_uncaught_errors_carry_their_place_and_values_are_shown_as_texts(
    engine: Engine, statement: str, message: str
) -> None:
    """g:LuaGlobals error; d.5; b.9."""
    assert engine.printed(statement) == [message]
    assert [each[0] for each in engine.errors] == [message]


def test_error_values_reach_pcall_untouched(engine: Engine) -> None:
    """g:LuaGlobals."""
    assert engine.printed("""
        local value = { code = 7 }
        local ok, caught = pcall(error, value)
        print(ok, caught == value, select(2, pcall(error)))
        print(select(2, pcall(assert, false, "text")), select(2, pcall(assert, nil)))
    """) == ["false true nil", "text assertion failed!"]


def test_the_stack_is_shown_with_functions_by_name(engine: Engine) -> None:
    """GA-SDK-ROBLOX#57: three kinds of line."""
    engine.start("""local function inner() error("x") end
        local function outer() inner() end
        outer()""")
    assert engine.info == [
        "Stack Begin",
        "Script 'main', Line 1 - function inner",
        "Script 'main', Line 2 - function outer",
        "Script 'main', Line 3",
        "Stack End",
    ]


def test_an_error_of_an_engine_function_names_the_calling_line(engine: Engine) -> None:
    """d.5: the caller's path and line."""
    assert engine.printed("local x = 1\ntask.wait({})") == [
        "main:2: invalid argument #1 to 'wait' (number expected, got table)"
    ]
