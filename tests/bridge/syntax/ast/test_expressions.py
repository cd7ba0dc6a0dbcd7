"""Expression nodes: programs make every one of them."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast
from bridge.syntax.ast import expressions

SAMPLES = {
    expressions.Nil: "return nil",
    expressions.Boolean: "return true",
    expressions.Number: "return 1",
    expressions.Integer: "return 1i",
    expressions.String: "return 's'",
    expressions.InterpolatedString: "return `a{b}`",
    expressions.Varargs: "return ...",
    expressions.Local: "local x return x",
    expressions.Global: "return x",
    expressions.Call: "f()",
    expressions.MethodCall: "o:m()",
    expressions.IndexName: "return a.b",
    expressions.IndexExpression: "return a[b]",
    expressions.Function: "return function() end",
    expressions.TableItem: "return { a }",
    expressions.Table: "return {}",
    expressions.Unary: "return -a",
    expressions.Binary: "return a + b",
    expressions.Group: "return (a)",
    expressions.TypeAssertion: "return a :: T",
    expressions.Instantiate: "return f<<T>>",
    expressions.IfExpression: "return if a then b else c",
    expressions.ErrorExpression: "return )",
}


def test_there_is_a_sample_of_every_class() -> None:
    assert {kind.__name__ for kind in SAMPLES} == set(expressions.__all__)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_program_makes_the_node(made: Any, kind: type[ast.Node]) -> None:
    assert kind in made(SAMPLES[kind])
