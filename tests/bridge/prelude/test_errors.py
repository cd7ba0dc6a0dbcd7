"""error, assert, pcall, xpcall and their positions (prelude/errors.lua, frames.lua)."""

from __future__ import annotations

import pytest

from bridge.vm import VM

LEVELS = """local function raise(level) error("m", level) end
local function outer(level)
    raise(level)
end
local out = {}
for level = 0, 5 do
    out[#out + 1] = select(2, pcall(function()
        outer(level)
    end))
end
return table.concat(out, "|")"""


def test_levels_count_luau_functions_and_protected_calls() -> None:
    assert VM().run(LEVELS) == ("m|main:1: m|main:3: m|main:8: m|m|main:7: m",)


@pytest.mark.parametrize(
    ("program", "result"),
    [
        ("return pcall(error)", (False, None)),
        ("return pcall(error, nil)", (False, None)),
        ("return pcall(error, { 1 } and 5)", (False, 5)),
        ("return pcall(function() error(5) end)", (False, "main:1: 5")),
        ("return pcall(string.rep)", (False, "missing argument #1 to 'rep' (string expected)")),
        (
            "return pcall(function() string.rep() end)",
            (False, "main:1: missing argument #1 to 'rep' (string expected)"),
        ),
        ("return xpcall(function() error('a', 0) end, string.upper)", (False, "A")),
        (
            "return xpcall(function() error('a') end, function() error('b') end)",
            (False, "error in error handling"),
        ),
        (
            "return xpcall(error, function(e) return e .. tostring((pcall(error))) end, 'x')",
            (False, "xfalse"),
        ),
        ("return pcall(pcall, error, 'x')", (True, False, "x")),
        ("return select('#', pcall(function() return nil, nil end))", (3,)),
        ("return pcall(pcall)", (False, "missing argument #1")),
        ("return pcall(nil)", (False, "attempt to call a nil value")),
    ],
)
def test_protected_calls(program: str, result: tuple[object, ...]) -> None:
    assert VM().run(program) == result


def test_yields_pass_through_protected_calls() -> None:
    assert VM().run(
        "local co = coroutine.wrap(function() return pcall(function() "
        "local x = coroutine.yield(1) error(x, 0) end) end)\nreturn co(), co('late')"
    ) == (1, False, "late")


def test_an_error_value_keeps_its_identity() -> None:
    assert VM().run(
        "local e = { code = 1 } local _, caught = pcall(error, e) "
        "local _, handled = xpcall(error, function(x) return x end, e) "
        "return caught == e, handled == e"
    ) == (True, True)


def test_runaway_recursion_is_an_error_one_can_catch() -> None:
    ok, message = VM().run("local function r() return 1 + r() end return pcall(r)")
    assert (ok, message) == (False, "main:1: stack overflow")
    assert VM().run(
        "local function r(n) return 1 + r(n + 1) end "
        "return xpcall(r, function(text) return 'H:' .. text end, 1)"
    ) == (False, "H:main:1: stack overflow")
    assert VM().run("return pcall(error, 'stack overflow', 0)") == (False, "stack overflow")
    assert VM().run(
        "local t = setmetatable({}, { __index = function(t, k) return t[k] end })\n"
        "return pcall(function() return t.x end)"
    ) == (False, "main:1: C stack overflow")


def test_a_handler_that_fails_is_asked_once() -> None:
    assert VM().run(
        "local n = 0 local ok, text = xpcall(error, function()\n"
        "n += 1 pcall(error, 'inner') error('outer') end, 'x') return ok, text, n"
    ) == (False, "error in error handling", 1)


def test_a_library_function_called_by_pcall_within_a_handler_has_no_position() -> None:
    assert VM().run(
        "local text xpcall(error, function() local _, e = pcall(string.rep) text = e end)\n"
        "return text"
    ) == ("missing argument #1 to 'rep' (string expected)",)


def test_levels_are_cut_to_whole_numbers() -> None:
    assert VM().run(
        "local _, a = pcall(function() error('x', 1.5) end)\n"
        "local _, b = pcall(function() error('x', 0.9) end) return a, b"
    ) == ("main:1: x", "x")


def test_tonumber_asks_for_text_before_it_looks_at_the_base() -> None:
    assert VM().run("return pcall(tonumber, nil, 99)") == (
        False,
        "invalid argument #1 to 'tonumber' (string expected, got nil)",
    )


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return {} < {}", "attempt to compare table < table"),
        ("return {} + 1", "attempt to perform arithmetic (add) on table and number"),
        ("for i = 1, 'x' do end", "invalid 'for' limit (number expected, got string)"),
        ("local n = nil return n.x", "attempt to index nil with 'x'"),
        ("pcall(error) return -{}", "attempt to perform arithmetic (unm) on table"),
    ],
)
def test_errors_caught_within_a_handler_read_as_elsewhere(body: str, message: str) -> None:
    _, caught = VM().run(
        f"return xpcall(error, function() return select(2, pcall(function() {body} end)) end)"
    )
    assert caught == f"main:1: {message}"


def test_a_protected_call_within_a_handler_hands_on_values_and_refuses_yields() -> None:
    assert VM().run(
        "local got\n"
        "local object = setmetatable({}, { __call = function(_, a, b) return a, b end })\n"
        "xpcall(error, function() got = table.pack(pcall(object, 5, 6)) end)\n"
        "local _, why = xpcall(error, function() return select(2, pcall(coroutine.yield)) end)\n"
        "return got[1], got[2], got[3], why"
    ) == (True, 5, 6, "attempt to yield across metamethod/C-call boundary")
