"""The node classes: complete list, read-only when asked for, compared as trees."""

from __future__ import annotations

import os
import subprocess
import sys

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.ast import declarations, expressions, nodes, statements, types
from bridge.syntax.parser import parse


def test_node_classes_lists_every_concrete_node() -> None:
    defined = {
        value
        for module in (declarations, expressions, statements, types)
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, nodes.Node)
        and "span" in value.__annotations__
        and value.__module__ == module.__name__
    }
    assert set(ast.NODE_CLASSES) == defined
    assert len(ast.NODE_CLASSES) == len(defined)


def test_children_are_the_fields_but_for_the_span() -> None:
    assert ast.Binary.CHILDREN == ("operator", "operator_at", "left", "right")


def test_nodes_can_be_really_frozen() -> None:
    code = (
        "from bridge.syntax import ast\n"
        "try:\n    ast.Nil((0, 1)).span = (0, 2)\n"
        "except AttributeError:\n    pass\n"
        "else:\n    raise SystemExit(1)"
    )
    environment = {**os.environ, "LUAU_BRIDGE_FROZEN_NODES": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)


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
