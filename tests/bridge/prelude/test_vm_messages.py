"""LuaJIT's own texts, reworded (prelude/vm_messages.lua)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("local f = 5 f()", "attempt to call a number value"),
        ("local t = setmetatable({}, {}) t()", "attempt to call a table value"),
        (
            "local a, b = {}, {} setmetatable(a, { __index = b }) setmetatable(b, { __index = a })"
            " return a.x",
            "'__index' chain too long; possible loop",
        ),
        (
            "local a, b = {}, {} setmetatable(a, { __newindex = b })"
            " setmetatable(b, { __newindex = a }) a.x = 1",
            "'__newindex' chain too long; possible loop",
        ),
        ("local t = {} t[nil] = 1", "table index is nil"),
        ("local t = {} t[0 / 0] = 1", "table index is NaN"),
        ("return {} < 1", "attempt to compare table < number"),
        ("for i = {}, 1 do end", "invalid 'for' initial value (number expected, got table)"),
    ],
)
def test_errors_of_the_machine_read_as_in_luau(printed, code, message):
    assert printed(f"print(select(2, pcall(function() {code} end)))") == [f"case:1: {message}"]


def test_texts_that_a_program_raises_stay_as_they_are(printed):
    text = "attempt to call local 'f' (a nil value)"
    assert printed(f'print(pcall(error, "{text}")) print(pcall(error, "x:1: {text}"))') == [
        f"false\t{text}",
        f"false\tx:1: {text}",
    ]


def test_errors_that_end_a_coroutine_are_reworded_too(printed):
    assert printed("print(coroutine.resume(coroutine.create(function() return {} + 1 end)))") == [
        "false\tcase:1: attempt to perform arithmetic (add) on table and number"
    ]
