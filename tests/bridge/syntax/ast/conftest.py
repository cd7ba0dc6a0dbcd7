"""The kinds of nodes a program is made of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.source import Source
from bridge.syntax import ast
from bridge.syntax.parser import parse


@pytest.fixture
def made() -> Callable[[str], set[type]]:
    """The classes of all nodes in the tree of a program, sound or not."""

    def classes(text: str) -> set[type]:
        found: set[type] = set()
        pending: list[object] = [parse(Source(text)).chunk]
        while pending:
            item = pending.pop()
            if isinstance(item, ast.Variable):
                pending.append(item.annotation)
            elif isinstance(item, tuple):
                pending.extend(item)
            elif isinstance(item, ast.Node):
                found.add(type(item))
                pending.extend(getattr(item, name) for name in item.CHILDREN)
        return found

    return classes
