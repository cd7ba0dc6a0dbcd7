"""The node classes: complete list, read-only when asked for."""

from __future__ import annotations

import os
import subprocess
import sys

from bridge.syntax import ast
from bridge.syntax.ast import declarations, expressions, nodes, statements, types


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
