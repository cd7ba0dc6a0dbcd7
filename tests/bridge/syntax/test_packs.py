"""References, function types, packs and generics."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast


def test_references(luau: Any) -> None:
    found = luau.annotation("a.B<C, ...D, E..., (F, G), (H)?, () -> ()>")
    assert (found.prefix, found.name) == ("a", "B")
    assert [type(parameter) for parameter in found.parameters] == [
        ast.TypeReference,
        ast.TypePackVariadic,
        ast.TypePackGeneric,
        ast.TypePackExplicit,
        ast.TypeOptional,
        ast.TypeFunctionSignature,
    ]
    assert luau.annotation("A<>").has_parameters
    assert not luau.annotation("A").has_parameters


def test_typeof_holds_an_expression(luau: Any) -> None:
    assert isinstance(luau.annotation("typeof(a.b())").expression, ast.Call)


def test_parentheses_make_a_group_or_a_function(luau: Any) -> None:
    assert isinstance(luau.annotation("(A)"), ast.TypeGroup)
    function = luau.annotation("<T>(a: T, B, ...C) -> (D, E...)")
    assert [parameter.name for parameter in function.parameters] == ["a", ""]
    assert isinstance(function.vararg, ast.TypePackVariadic)
    assert isinstance(function.returns.tail, ast.TypePackGeneric)
    nested = luau.annotation("(A) -> (B) -> C")
    assert isinstance(nested.returns.types[0], ast.TypeFunctionSignature)


RESULTS = {
    "A": (False, 1),
    "(A)": (True, 1),
    "(A)?": (False, 1),
    "(A, B)": (True, 2),
    "()": (True, 0),
    "(A) -> B": (False, 1),
    "(A | B)?": (False, 1),
}


@pytest.mark.parametrize("text", RESULTS)
def test_results_of_functions(luau: Any, text: str) -> None:
    returns = luau.expression(f"function(): {text} end").return_annotation
    assert (returns.parenthesized, len(returns.types)) == RESULTS[text]


def test_generics_have_defaults_in_aliases(luau: Any) -> None:
    found = luau.statement("type T<A, B = A, C... = (A, B), D... = ...A> = A")
    assert [type(generic.default) for generic in found.generics] == [
        type(None),
        ast.TypeReference,
        ast.TypePackExplicit,
        ast.TypePackVariadic,
    ]


@pytest.mark.parametrize(
    "text", ["local x: A<B<C>> = 1", "local x: A<B>= 1", "local x: A<B<C>>= 1", "type T<A>= A"]
)
def test_closing_brackets_part_from_what_follows(luau: Any, text: str) -> None:
    luau.statement(text)


REJECTED = {
    "type T<A..., B> = A": "Generic types come before generic type packs",
    "type T<A = B, C> = A": "Expected default type after type name",
    "type T<A... = ...B, C...> = A": "Expected default type pack after type pack name",
    "type T<A... = B> = A": "Expected type pack after '=', got type",
    "type T<A,> = A": "Expected type after ',' but got '>' instead",
    "type T = (A,)": "Expected type after ',' but got ')' instead",
    "type T = ()": "Expected '->' after '()' when parsing function type; did you mean 'nil'?",
    "type T = (A, B)": "Expected '->' when parsing function type, got <eof>",
    "type T = (A): B": (
        "Return types in function type annotations are written after '->' instead of ':'"
    ),
    "type T = A...": ("Unexpected '...' after type name; type pack is not allowed in this context"),
    "function f() -> A end": (
        "Function return type annotations are written after ':' instead of '->'"
    ),
    "function f(): A, B end": (
        "Expected a statement, got ','; did you forget to wrap the list of return types in"
        " parentheses?"
    ),
}


@pytest.mark.parametrize("text", REJECTED)
def test_problems_are_told_in_luaus_words(luau: Any, text: str) -> None:
    assert luau.messages(text)[0] == f"1: {REJECTED[text]}"
