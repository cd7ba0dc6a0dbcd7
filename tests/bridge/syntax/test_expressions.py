"""Operators, suffixes and simple expressions."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast


def shape(node: Any) -> str:
    """Operators as nested parentheses; everything else by its name."""
    if isinstance(node, ast.Binary):
        return f"({shape(node.left)}{node.operator}{shape(node.right)})"
    if isinstance(node, ast.Unary):
        return f"({node.operator} {shape(node.operand)})"
    if isinstance(node, ast.TypeAssertion):
        return f"({shape(node.expression)}::{node.annotation.name})"
    if isinstance(node, ast.Number):
        return f"{node.value:g}"
    return str(getattr(node, "name", type(node).__name__))


GROUPING = {
    "a + b * c": "(a+(b*c))",
    "a * b + c": "((a*b)+c)",
    "a - b - c": "((a-b)-c)",
    "a .. b .. c": "(a..(b..c))",
    "a ^ b ^ c": "(a^(b^c))",
    "-a ^ b": "(- (a^b))",
    "2 ^ -3": "(2^(- 3))",
    "not a == b": "((not a)==b)",
    "#a + 1": "((# a)+1)",
    "a or b and c": "(a or(b and c))".replace("or(", "or("),
    "a < b == c": "((a<b)==c)",
    "a .. b + c": "(a..(b+c))",
    "a // b % c": "((a//b)%c)",
    "a :: T + b": "((a::T)+b)",
    "-a :: T": "(- (a::T))",
}


@pytest.mark.parametrize("text", GROUPING)
def test_operators_bind_by_precedence(luau: Any, text: str) -> None:
    found = shape(luau.expression(text))
    assert found.replace(" ", "") == GROUPING[text].replace(" ", "")


def test_an_operator_knows_its_place(luau: Any) -> None:
    assert luau.expression("a  + b").operator_at == len("return a  ")


def test_suffixes_apply_from_left_to_right(luau: Any) -> None:
    call = luau.expression("a.b[c]:d(1, ...){}")
    assert isinstance(call, ast.Call)
    assert isinstance(call.arguments[0], ast.Table)
    method = call.function
    assert isinstance(method, ast.MethodCall)
    assert (method.method, len(method.arguments)) == ("d", 2)
    assert isinstance(method.object, ast.IndexExpression)
    assert isinstance(method.object.object, ast.IndexName)
    assert method.object.object.name == "b"


def test_spans_cover_the_text_of_a_node(luau: Any) -> None:
    text = "return (a.b(1) + `x{y}`) :: T"
    value = luau.statement(text).values[0]
    assert text[slice(*value.span)] == "(a.b(1) + `x{y}`) :: T"
    inner = value.expression.expression
    assert text[slice(*inner.left.span)] == "a.b(1)"
    assert text[slice(*inner.left.function.name_span)] == "b"
    assert text[slice(*inner.right.span)] == "`x{y}`"


def test_explicit_instantiation(luau: Any) -> None:
    call = luau.expression("f<<T, U...>>(1)")
    assert isinstance(call.function, ast.Instantiate)
    assert len(call.function.type_arguments) == 2
    method = luau.expression("o:m<<{T}>>(1)")
    assert len(method.type_arguments) == 1
    assert isinstance(luau.expression("a < b"), ast.Binary)


def test_if_expressions_nest_by_elseif(luau: Any) -> None:
    value = luau.expression("if a then 1 elseif b then 2 else 3 + 4")
    assert not value.is_elseif
    assert value.otherwise.is_elseif
    assert isinstance(value.otherwise.otherwise, ast.Binary)


def test_names_resolve_to_variables_while_parsing(luau: Any) -> None:
    statements = luau.block("local x\nlocal function f() x = y end")
    variable = statements[0].variables[0]
    (assignment,) = statements[1].function.body.statements
    (target,) = assignment.targets
    assert target.variable is variable
    assert target.upvalue and variable.captured and variable.assigned
    assert isinstance(assignment.values[0], ast.Global)


REJECTED = {
    "x = a && b": "1: Unexpected '&&'; did you mean 'and'?",
    "x = !a": "1: Unexpected '!'; did you mean 'not'?",
    "x = a :: T :: U": "1: Expected identifier when parsing expression, got '::'",
    "x = f(a,)": "1: Expected expression after ',' but got ')' instead",
    "x:y": "1: Expected '(', '{' or <string> when parsing function call, got <eof>",
    "x:\ny = 1": "1: Expected '(', '{' or <string> when parsing function call, got '='",
    "x.y:z\nf()": "1: Expected function call arguments after '('",
    "x = (a =": (
        "1: Expected ')' (to close '(' at column 5), got '=';"
        " did you mean to use '{' when defining a table?"
    ),
    "function f() return ... end": "1: Cannot use '...' outside of a vararg function",
}


@pytest.mark.parametrize("text", REJECTED)
def test_problems_are_told_in_luaus_words(luau: Any, text: str) -> None:
    assert luau.messages(text)[0] == REJECTED[text]


def test_chains_are_as_long_as_luau_allows(luau: Any) -> None:
    assert luau.messages("x = " + "1+" * 998 + "1") == []
    (message,) = luau.messages("x = " + "1+" * 1000 + "1")
    assert message == (
        "1: Exceeded allowed recursion depth; simplify your expression to make the code compile"
    )
