"""Operators of lowered code (prelude/operators.lua)."""

from __future__ import annotations

import pytest

from bridge.vm import VM


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("#{ 1, nil, 3 }, #{ nil, nil, 3 }, #{ 1, 2, nil, 4 }", (3, 3, 4)),
        ("(function(...) return #{ ... } end)(1, nil, 3)", (3,)),
        ("(function(...) return #{ 0, ... } end)(1, nil, 3)", (4,)),
        ("(function(...) local t = { ... } return select('#', unpack(t)) end)(1, nil, 3)", (3,)),
        ("#'abc', #setmetatable({}, { __len = function() return 9 end })", (3, 9)),
        ("7 // 2, -7 // 2, 1 // 0, '7' // '2', 5 // -math.huge", (3, -4, float("inf"), 3, 0)),
        ("setmetatable({}, { __idiv = function(a, b) return 'd' .. b end }) // 3", ("d3",)),
        ("1 .. '', 0.1 .. '', 1e15 .. '', -0 .. '', 2^53 .. ''",
         ("1", "0.1", "1000000000000000", "-0", "9007199254740992")),
        ("1 .. 2 .. 3 .. 4 .. 5 .. 6 .. 7", ("1234567",)),
        ("`{1}{nil}{true}{'x'}{0.5}`, `{1} {2}`, `a{1}`, `{1}{2}{3}`",
         ("1niltruex0.5", "1 2", "a1", "123")),
        ("`{setmetatable({}, { __tostring = function() return 'T' end })}`", ("T",)),
    ],
)  # fmt: skip
def test_an_expression_has_luaus_value(expression: str, result: tuple[object, ...]) -> None:
    assert VM().run(f"return {expression}") == result


def test_concatenation_folds_from_the_right() -> None:
    assert VM().run(
        "local log = {} local mt = {} mt.__concat = function(a, b)\n"
        "local function name(v) return if type(v) == 'table' then 'T' else v end\n"
        "log[#log + 1] = name(a) .. '+' .. name(b)\n"
        "return 'r' end local t = setmetatable({}, mt)\n"
        "local v = 'a' .. 'b' .. t .. 'c' .. 'd' return v, table.concat(log, ' ')"
    ) == ("abr", "T+cd")


def test_a_zero_step_is_luaus() -> None:
    assert VM().run(
        "local n = 0 for i = 1, 3, (0) do n += 1 end\n"
        "local m = 0 for i = 3, 1, (0) do m += 1 if m == 5 then break end end return n, m"
    ) == (0, 5)
