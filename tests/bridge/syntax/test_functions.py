"""Function bodies."""

from __future__ import annotations

from typing import Any

from bridge.syntax import ast


def test_parameters_generics_and_results(luau: Any) -> None:
    function = luau.expression("function<T, U...>(a: T, b, ...: U...): (T, U...) return a end")
    assert [generic.is_pack for generic in function.generics] == [False, True]
    assert [variable.name for variable in function.parameters] == ["a", "b"]
    assert function.parameters[0].annotation.name == "T"
    assert function.is_vararg
    assert isinstance(function.vararg_annotation, ast.TypePackGeneric)
    assert function.return_annotation.parenthesized


def test_functions_know_how_deep_their_variables_are(luau: Any) -> None:
    outer = luau.statement("local function f(a) while a do local b = function(c) end end end")
    (loop,) = outer.function.body.statements
    (local,) = loop.body.statements
    inner = local.values[0]
    depths = [
        (variable.function_depth, variable.loop_depth)
        for variable in (outer.variable, *outer.function.parameters, *local.variables)
    ]
    assert depths == [(0, 0), (1, 0), (1, 1)]
    assert inner.parameters[0].function_depth == 2


def test_a_local_function_sees_itself_but_a_local_value_does_not(luau: Any) -> None:
    function = luau.statement("local function f() return f end")
    (value,) = function.function.body.statements[0].values
    assert value.variable is function.variable
    local = luau.statement("local f = function() return f end")
    (value,) = local.values[0].body.statements[0].values
    assert isinstance(value, ast.Global)


def test_varargs_belong_to_the_function_that_declares_them(luau: Any) -> None:
    assert luau.messages("return function(...) return function() return ... end end") == [
        "1: Cannot use '...' outside of a vararg function"
    ]
