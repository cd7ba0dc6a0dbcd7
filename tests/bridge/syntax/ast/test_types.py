"""Type nodes: programs make every one of them."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast
from bridge.syntax.ast import types

SAMPLES = {
    types.TypeReference: "type T = A",
    types.TypeProperty: "type T = {a: A}",
    types.TypeIndexer: "type T = {A}",
    types.TypeTable: "type T = {}",
    types.TypeParameter: "type T = (A) -> ()",
    types.TypeFunctionSignature: "type T = () -> ()",
    types.TypeTypeof: "type T = typeof(x)",
    types.TypeOptional: "type T = A?",
    types.TypeUnion: "type T = A | B",
    types.TypeIntersection: "type T = A & B",
    types.TypeSingletonBoolean: "type T = true",
    types.TypeSingletonString: "type T = 'a'",
    types.TypeGroup: "type T = (A)",
    types.TypeError: "type T = 1",
    types.TypePackExplicit: "type T = () -> ()",
    types.TypePackVariadic: "type T = (...A) -> ()",
    types.TypePackGeneric: "type T = (A...) -> ()",
}


def test_there_is_a_sample_of_every_class() -> None:
    assert {kind.__name__ for kind in SAMPLES} == set(types.__all__)


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_program_makes_the_node(made: Any, kind: type[ast.Node]) -> None:
    assert kind in made(SAMPLES[kind])
