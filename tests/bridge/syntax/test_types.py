"""Unions, intersections, optionals and singletons."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast

KINDS = {
    "A | B": ast.TypeUnion,
    "| A": ast.TypeUnion,
    "A & B & C": ast.TypeIntersection,
    "& A & B": ast.TypeIntersection,
    "A?": ast.TypeOptional,
    "A??": ast.TypeOptional,
    "A? | B": ast.TypeUnion,
    "nil": ast.TypeReference,
    "true": ast.TypeSingletonBoolean,
    "'a'": ast.TypeSingletonString,
    "[[a]]": ast.TypeSingletonString,
}


@pytest.mark.parametrize("text", KINDS)
def test_types_are_told_apart(luau: Any, text: str) -> None:
    found = luau.annotation(text)
    assert type(found) is KINDS[text]
    assert f"type T = {text}"[slice(*found.span)] == text


def test_a_leading_bar_is_remembered(luau: Any) -> None:
    assert luau.annotation("| A | B").leading
    assert not luau.annotation("A | B").leading


def test_at_most_a_thousand_parts(luau: Any) -> None:
    assert luau.messages("type T = " + "A|" * 999 + "A") == []
    assert luau.messages("type T = " + "A|" * 1000 + "A") == [
        "1: Exceeded allowed type length; simplify your type annotation to make the code compile"
    ]


REJECTED = {
    "A | B & C": (
        "Mixing union and intersection types is not allowed; consider wrapping in parentheses."
    ),
    "A & B?": (
        "Mixing union and intersection types is not allowed; consider wrapping in parentheses."
    ),
    "`a`": "Interpolated string literals cannot be used as types",
    "'\\xg'": "String literal contains malformed escape sequence",
    "'a": "Malformed string; did you forget to finish it?",
    "function": (
        "Using 'function' as a type annotation is not supported, consider replacing with a"
        " function type annotation e.g. '(...any) -> ...any'"
    ),
    "@native () -> ()": "attributes are not allowed in declaration context",
    "{A}...": "Unexpected '...' after type annotation",
    "1": "Expected type, got '1'",
}


@pytest.mark.parametrize("text", REJECTED)
def test_problems_are_told_in_luaus_words(luau: Any, text: str) -> None:
    assert luau.messages(f"type T = {text}")[0] == f"1: {REJECTED[text]}"


def test_a_missing_type_is_reported_where_it_should_stand(luau: Any) -> None:
    assert luau.messages("local x:\n\n= 1")[0] == "1: Expected type, got '='"
