"""Nodes at the head of declarations: programs make every one of them."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast
from bridge.syntax.ast import declarations

SAMPLES = {
    declarations.Attribute: "@native function f() end",
    declarations.Generic: "type T<A> = A",
}


def test_there_is_a_sample_of_every_class() -> None:
    assert {kind.__name__ for kind in SAMPLES} == set(declarations.__all__)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_program_makes_the_node(made: Any, kind: type[ast.Node]) -> None:
    assert kind in made(SAMPLES[kind])
