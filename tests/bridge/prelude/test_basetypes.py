"""Metatables of the basic types, which word errors (prelude/basetypes.lua)."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("local a = nil return a.b", "attempt to index nil with 'b'"),
        ("local a = true a.b = 1", "attempt to index boolean with 'b'"),
        ("return (5).x", "attempt to index number with 'x'"),
        ("return print[1]", "attempt to index function with number"),
        (f"return (nil)['{'k' * 65}']", "attempt to index nil with string"),
        ("return nil + 1", "attempt to perform arithmetic (add) on nil and number"),
        ("return 'word' - 1", "attempt to perform arithmetic (sub) on string and number"),
        ("return -print", "attempt to perform arithmetic (unm) on function"),
        ("return #nil", "attempt to get length of a nil value"),
        ("return 1 < '1'", "attempt to compare number < string"),
        ("return true <= false", "attempt to compare boolean <= boolean"),
        ("return 'x' .. nil", "attempt to concatenate string with nil"),
        ("local f = nil f()", "attempt to call a nil value"),
        ("local t = {} t:m()", "attempt to call missing method 'm' of table"),
        ("local s = 'x' s:m()", "attempt to call missing method 'm' of string"),
    ],
)
def test_operations_on_basic_values_fail_in_the_words_of_luau(printed, code, message):
    assert printed(f"print(select(2, pcall(function() {code} end)))") == [f"case:1: {message}"]


def test_the_operand_with_a_handler_answers(shown):
    assert (
        shown(
            "nil + setmetatable({}, { __add = function() return 'sum' end }), "
            "true .. setmetatable({}, { __concat = function() return 'joined' end })"
        )
        == "sum joined"
    )


def test_programs_do_not_see_these_metatables(shown):
    assert shown("getmetatable(nil), getmetatable(5), getmetatable(print), getmetatable(true)") == (
        "nil nil nil nil"
    )
