"""Walking trees: a visitor with one method per node class, and a plain iteration over all nodes.

A visitor's methods are looked up once per class, by exact node class; a method named after a node
that does not exist is an error when the class is made. Changes no tree and knows no grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from bridge.syntax import ast

__all__ = ["Visitor", "children", "walk"]

_NAMES: dict[str, type[ast.Node]] = {cls.__name__: cls for cls in ast.NODE_CLASSES}


def children(node: ast.Node) -> Iterator[ast.Node]:
    """The direct children of a node, in source order; annotations of variables it declares too."""
    for name in node.CHILDREN:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, ast.Node):
                yield item
            elif isinstance(item, ast.Variable) and _declares(node) and item.annotation is not None:
                yield item.annotation


def _declares(node: ast.Node) -> bool:
    # A use (`Local`) and the chunk's list of exports point at variables declared elsewhere.
    return not isinstance(node, ast.Local | ast.Chunk)


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """The node and everything below it, parents before children, in source order."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(children(current))))


class Visitor:
    """Base of visitors: define `visit_IfExpression(self, node)` and the like.

    `visit` calls the method for the node's class, or visits its children when there is none. A
    method that wants the children visited calls `visit_children` itself.
    """

    _METHODS: ClassVar[dict[type[ast.Node], Callable[[Any, Any], None]]] = {}

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        methods: dict[type[ast.Node], Callable[[Any, Any], None]] = {}
        for name in dir(cls):
            word = name.removeprefix("visit_")
            if word == name or name == "visit_children":
                continue
            if word not in _NAMES:
                raise TypeError(f"{cls.__name__}.{name}: there is no node class {word!r}")
            methods[_NAMES[word]] = getattr(cls, name)
        cls._METHODS = methods

    def visit(self, node: ast.Node) -> None:
        """Visit one node."""
        method = self._METHODS.get(node.__class__)
        if method is None:
            self.visit_children(node)
        else:
            method(self, node)

    def visit_children(self, node: ast.Node) -> None:
        """Visit the children of a node, in source order."""
        for child in children(node):
            self.visit(child)
