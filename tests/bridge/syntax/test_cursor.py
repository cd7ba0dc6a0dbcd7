"""Expecting tokens, and carrying on without them."""

from __future__ import annotations

from typing import Any


def test_an_extra_token_before_the_wanted_one_is_dropped(luau: Any) -> None:
    assert luau.messages("if a b then c() end\nx = )") == [
        "1: Expected 'then' when parsing if statement, got 'b'",
        "2: Expected identifier when parsing expression, got ')'",
    ]


def test_openings_are_named_by_column_on_one_line_and_else_by_line(luau: Any) -> None:
    assert luau.messages("f(1 2")[0] == "1: Expected ')' (to close '(' at column 2), got '2'"
    assert luau.messages("f(1\n2")[0] == "2: Expected ')' (to close '(' at line 1), got '2'"


def test_the_rest_of_the_line_is_searched_for_the_end_of_parameters(luau: Any) -> None:
    assert luau.messages("local function f(a = 1) return 1 end\nlocal x = f(1)") == [
        "1: Expected ')' (to close '(' at column 17), got '='"
    ]


def test_a_keyword_can_stand_for_a_field_not_finished(luau: Any) -> None:
    assert luau.messages("x = a.end\ny = 1") == ["1: Expected identifier, got 'end'"]
