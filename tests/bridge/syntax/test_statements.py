"""Blocks, control flow and assignments."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast

KINDS = {
    "do end": ast.Do,
    "while a do break end": ast.While,
    "repeat local x until x": ast.Repeat,
    "if a then elseif b then else end": ast.If,
    "return 1, ...": ast.Return,
    "return;": ast.Return,
    "f()": ast.ExpressionStatement,
    "a:b{}": ast.ExpressionStatement,
    "(f)()": ast.ExpressionStatement,
    "a, b.c, d[1] = 1": ast.Assignment,
    "continue = 1": ast.Assignment,
    "type.x = 1": ast.Assignment,
    "export()": ast.ExpressionStatement,
    "const 'x'": ast.ExpressionStatement,
}


@pytest.mark.parametrize("text", KINDS)
def test_statements_are_told_apart(luau: Any, text: str) -> None:
    assert type(luau.statement(text)) is KINDS[text]


@pytest.mark.parametrize("operator", ["+", "-", "*", "/", "//", "%", "^", ".."])
def test_compound_assignment(luau: Any, operator: str) -> None:
    found = luau.statement(f"a.b {operator}= 1")
    assert isinstance(found, ast.CompoundAssignment)
    assert found.operator == operator


def test_continue_is_a_word_like_any_other(luau: Any) -> None:
    loop = luau.statement("while a do continue() continue.x = continue continue end")
    assert [type(statement) for statement in loop.body.statements] == [
        ast.ExpressionStatement,
        ast.Assignment,
        ast.Continue,
    ]


def test_the_condition_of_repeat_sees_the_body(luau: Any) -> None:
    loop = luau.statement("repeat local x until x")
    assert loop.condition.variable is loop.body.statements[0].variables[0]


def test_elseif_nests(luau: Any) -> None:
    found = luau.statement("if a then elseif b then f() else g() end")
    assert not found.is_elseif
    assert found.otherwise.is_elseif
    assert isinstance(found.otherwise.otherwise, ast.Block)


def test_assignment_marks_the_variable(luau: Any) -> None:
    local, _ = luau.block("local a, b, c; a, b = 1")
    assert [variable.assigned for variable in local.variables] == [True, True, False]


def test_a_misindented_end_is_pointed_out(luau: Any) -> None:
    text = "local function f()\n\tif a then\n\t\tg()\nend\n"
    assert luau.messages(text)[0] == (
        "5: Expected 'end' (to close 'function' at line 1), got <eof>;"
        " did you forget to close 'then' at line 2?"
    )


REJECTED = {
    "break": "1: break statement must be inside a loop",
    "while a do local f = function() continue end end": (
        "1: continue statement must be inside a loop"
    ),
    "f() = 1": "1: Expected identifier when parsing expression, got '='",
    "(a) = 1": "1: Assigned expression must be a variable or a field",
    "(a) += 1": "1: Assigned expression must be a variable or a field",
    "a, b += 1": "1: Expected '=' when parsing assignment, got '+='",
    "a.b": "1: Incomplete statement: expected assignment or a function call",
    ";": "1: Expected identifier when parsing expression, got ';'",
    "return 1\nf()": "2: Expected <eof>, got 'f'",
    "goto out": "1: Incomplete statement: expected assignment or a function call",
}


@pytest.mark.parametrize("text", REJECTED)
def test_problems_are_told_in_luaus_words(luau: Any, text: str) -> None:
    assert luau.messages(text)[0] == REJECTED[text]


def test_problems_at_one_place_count_once(luau: Any) -> None:
    assert luau.messages("local a = (((b +") == [
        "1: Expected identifier when parsing expression, got <eof>"
    ]


def test_a_hundred_problems_are_enough(luau: Any) -> None:
    found = luau.messages("x = )\n" * 200)
    assert len(found) == 101
    assert found[-1].endswith("Reached error limit (100)")


def test_blocks_nest_as_deep_as_luau_allows(luau: Any) -> None:
    assert luau.messages("do " * 1000 + "end " * 1000) == []
    (message,) = luau.messages("do " * 1001 + "end " * 1001)
    assert message == (
        "1: Exceeded allowed recursion depth; simplify your block to make the code compile"
    )
