"""Declarations: local, const, function, for, export, type."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse

KINDS = {
    "local a: T, b = 1": ast.LocalStatement,
    "const a = 1": ast.LocalStatement,
    "const a, b = f()": ast.LocalStatement,
    "local function f() end": ast.LocalFunction,
    "const function f() end": ast.LocalFunction,
    "function a.b.c:d() end": ast.FunctionStatement,
    "for i: number = 1, 2, 3 do end": ast.NumericFor,
    "for k, v: T in pairs(t) do end": ast.GenericFor,
    "export local a, b = 1": ast.LocalStatement,
    "export const a = 1": ast.LocalStatement,
    "export function f() end": ast.LocalFunction,
    "type T = U": ast.TypeAlias,
    "export type T<A> = A": ast.TypeAlias,
    "type function f() end": ast.TypeFunction,
    "export type function f() end": ast.TypeFunction,
}


@pytest.mark.parametrize("text", KINDS)
def test_declarations_are_told_apart(luau: Any, text: str) -> None:
    assert type(luau.statement(text)) is KINDS[text]


def test_a_value_does_not_see_the_variable_it_initializes(luau: Any) -> None:
    first, second = luau.block("local x local x = x")
    assert second.values[0].variable is first.variables[0]


def test_a_method_gets_self(luau: Any) -> None:
    found = luau.statement("function a.b:c(d) return self end")
    function = found.function
    assert found.is_method
    assert found.target.name == function.name == "c"
    assert function.body.statements[0].values[0].variable is function.self_variable


def test_loop_variables_belong_to_the_loop(luau: Any) -> None:
    loop = luau.statement("for i = 1, 2 do local j end")
    assert loop.variable.loop_depth == 1
    assert loop.body.statements[0].variables[0].loop_depth == 1


def test_exports_are_listed_on_the_chunk() -> None:
    text = "export local a, b = 1\nexport function f() end\nlocal c\nexport type T = U"
    chunk = parse(Source(text)).chunk
    assert [variable.name for variable in chunk.exports] == ["a", "b", "f"]
    assert all(variable.exported for variable in chunk.exports)
    assert chunk.has_export_types
    assert not parse(Source("type T = U")).chunk.has_export_types


REJECTED = {
    "const a": "1: Missing initializer in const declaration",
    "const a, b = 1": "1: Missing initializer in const declaration",
    "const a = 1, 2": "1: Missing initializer in const declaration",
    "const a = 1\na += 1": "2: Variable 'a' is constant and may not be reassigned",
    "const a = 1\nlocal function f() a = 2 end": (
        "2: Variable 'a' is constant and may not be reassigned"
    ),
    "const function f() end\nf = 1": "2: Variable 'f' is constant and may not be reassigned",
    "export function f() end\nf = 1": "2: Variable 'f' is constant and may not be reassigned",
    "export local a\nexport function a() end": "2: Duplicate exported identifier 'a'",
    "export local a\nreturn a": (
        "2: Exporting values is not compatible with top-level return (export/return conflict)"
    ),
    "do return end\nexport local a": (
        "2: Exporting values is not compatible with top-level return (export/return conflict)"
    ),
    "local function f()\n\texport local a\nend": (
        "2: 'export' may only be applied to top-level statements"
    ),
    "export local function f() end": (
        "1: 'export' must be followed by an identifier or 'function'; try removing 'local'"
    ),
    "export const function f() end": (
        "1: 'export' must be followed by an identifier or 'function'"
    ),
    "export X = 1": "1: Incomplete statement: expected assignment or a function call",
    "local a\ntype function f() return a end": (
        "2: Type function cannot reference outer local 'a'"
    ),
    "function a:b.c() end": "1: Expected '(' when parsing function, got '.'",
    "for i, j = 1, 2 do end": "1: Expected 'in' when parsing for loop, got '='",
}


@pytest.mark.parametrize("text", REJECTED)
def test_problems_are_told_in_luaus_words(luau: Any, text: str) -> None:
    assert luau.messages(text)[0] == REJECTED[text]


@pytest.mark.parametrize(
    "text",
    [
        "const a = 1 local a = 2 a = 3",
        "const a = 1 do local a a = 3 end",
        "local function f() return end export local a",
        "local const = 1 const = 2",
    ],
)
def test_what_only_looks_like_a_conflict_is_none(luau: Any, text: str) -> None:
    assert luau.messages(text) == []
