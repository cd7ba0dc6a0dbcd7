"""Statement nodes: programs make every one of them."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast
from bridge.syntax.ast import statements

SAMPLES = {
    statements.Block: "",
    statements.LocalStatement: "local x",
    statements.LocalFunction: "local function f() end",
    statements.FunctionStatement: "function f() end",
    statements.Assignment: "x = 1",
    statements.CompoundAssignment: "x += 1",
    statements.ExpressionStatement: "f()",
    statements.Do: "do end",
    statements.While: "while a do end",
    statements.Repeat: "repeat until a",
    statements.If: "if a then end",
    statements.NumericFor: "for i = 1, 2 do end",
    statements.GenericFor: "for k in t do end",
    statements.Return: "return",
    statements.Break: "while a do break end",
    statements.Continue: "while a do continue end",
    statements.TypeAlias: "type T = U",
    statements.TypeFunction: "type function f() end",
    statements.ErrorStatement: "break",
    statements.HotComment: "--!strict",
    statements.Chunk: "",
}


def test_there_is_a_sample_of_every_class() -> None:
    assert {kind.__name__ for kind in SAMPLES} == set(statements.__all__)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_program_makes_the_node(made: Any, kind: type[ast.Node]) -> None:
    assert kind in made(SAMPLES[kind])
