"""Visitors are checked when they are made, and see every node once, in source order."""

import pytest

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse
from bridge.syntax.visitor import Visitor, children, walk

PROGRAM = """
local x: number, y = f(1) :: string, `a{b}c`
@native function t.m(p: { [string]: T<U> }, ...: any): (A, ...B)
    if p then return if x then 1 else -2 elseif y then else repeat until x end
end
"""


def tree(text):
    result = parse(Source(text))
    assert not result.diagnostics
    return result.chunk


def test_a_handler_for_a_node_that_does_not_exist_is_refused():
    with pytest.raises(TypeError, match="visit_IfExpresion: there is no node class"):
        type("Broken", (Visitor,), {"visit_IfExpresion": lambda self, node: None})


def test_handlers_are_inherited_and_overridden():
    class Names(Visitor):
        def __init__(self):
            self.seen = []

        def visit_Global(self, node):  # noqa: N802
            self.seen.append(node.name)

    class Calls(Names):
        def visit_Call(self, node):  # noqa: N802
            self.seen.append("call")
            self.visit_children(node)

    names, calls = Names(), Calls()
    names.visit(tree("f(g(a), b)"))
    calls.visit(tree("f(g(a), b)"))
    assert names.seen == ["f", "g", "a", "b"]
    assert calls.seen == ["call", "f", "call", "g", "a", "b"]


def test_a_handler_decides_about_its_children():
    class Outside(Visitor):
        def __init__(self):
            self.numbers = []

        def visit_Function(self, node):  # noqa: N802
            pass

        def visit_Number(self, node):  # noqa: N802
            self.numbers.append(node.value)

    visitor = Outside()
    visitor.visit(tree("f(1, function() return 2 end, 3)"))
    assert visitor.numbers == [1, 3]


def test_walking_visits_every_node_once_parents_first():
    nodes = list(walk(tree(PROGRAM)))
    assert len({id(node) for node in nodes}) == len(nodes)
    position = {id(node): index for index, node in enumerate(nodes)}
    for node in nodes:
        for child in children(node):
            assert position[id(child)] > position[id(node)]
    kinds = {type(node) for node in nodes}
    assert {ast.TypeAssertion, ast.InterpolatedString, ast.IfExpression, ast.Repeat} <= kinds
    assert {ast.TypeTable, ast.TypeIndexer, ast.TypePackExplicit, ast.TypePackVariadic} <= kinds


def test_annotations_of_declared_variables_are_children_of_the_declaration():
    (statement,) = tree("local x: Number = 1").body.statements
    first, second = children(statement)
    assert isinstance(first, ast.TypeReference)
    assert isinstance(second, ast.Number)
    use = tree("local x: T print(x)").body.statements[1]
    assert not any(isinstance(node, ast.TypeReference) for node in walk(use))


def test_deep_trees_need_no_stack():
    node = ast.Nil((0, 0))
    for _ in range(50_000):
        node = ast.Group((0, 0), node)
    assert sum(1 for _ in walk(node)) == 50_001
