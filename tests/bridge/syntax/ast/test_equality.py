"""Trees compared but for places."""

from __future__ import annotations

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse


def same(left: str, right: str) -> bool:
    trees = [parse(Source(text)).chunk.body for text in (left, right)]
    return ast.same_tree(*trees)


def test_same_tree_ignores_places() -> None:
    assert same("local x: T = 1 + y", "local  x:T\n= 1+y")


def test_same_tree_sees_every_difference() -> None:
    base = "local x: T = 1 + y"
    for other in (
        "local x: U = 1 + y",
        "local x: T = 1 - y",
        "local x: T = 2 + y",
        "local z: T = 1 + y",
        "const x: T = 1 + y",
        "local x: T = 1 + y return",
        "local x, y: T = 1 + y",
    ):
        assert not same(base, other), other


def test_same_tree_tells_variables_of_one_name_apart() -> None:
    assert not same("local x local x x = 1", "local x do local x end x = 1")
    assert not same("local x do local x x = 1 end", "local x do local x end x = 1")
    assert same("local x local x x = 1", "local x local x x = 1")


def test_same_tree_compares_numbers_by_their_text() -> None:
    assert same("return 0", "return 0.0")
    assert not ast.same_tree(ast.Number((0, 1), 0.0), ast.Number((0, 1), -0.0))
