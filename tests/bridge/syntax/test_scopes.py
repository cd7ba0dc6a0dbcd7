"""Which variable a name means."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast

GLOBAL_AFTER = [
    "do local x end",
    "while a do local x end",
    "for x = 1, 2 do end",
    "for x in a do end",
    "repeat local x until x",
    "if a then local x end",
    "local function f(x) end",
]


@pytest.mark.parametrize("text", GLOBAL_AFTER)
def test_a_scope_ends_with_its_block(luau: Any, text: str) -> None:
    last = luau.block(f"{text}\nreturn x")[-1]
    assert isinstance(last.values[0], ast.Global)


def test_an_inner_variable_hides_an_outer_one_until_its_block_ends(luau: Any) -> None:
    outer, block, last = luau.block("local x do local x f(x) end return x")
    inner, call = block.body.statements
    assert call.expression.arguments[0].variable is inner.variables[0]
    assert last.values[0].variable is outer.variables[0]


def test_hiding_within_one_block_is_undone_once(luau: Any) -> None:
    outer, _, last = luau.block("local x do local x local x end return x")
    assert last.values[0].variable is outer.variables[0]
