"""Comparison of two syntax trees. Knows nodes only through `CHILDREN`."""

from __future__ import annotations

from bridge.syntax.ast.nodes import Node, Variable

__all__ = ["same_tree"]


def same_tree(left: object, right: object) -> bool:
    """True when two trees are equal but for positions; variables correspond by their place.

    Positions are `span` and the fields named `..._span` and `..._at`. Works through a list, not by
    recursion, because a legal tree may be deeper than Python's stack.
    """
    forth: dict[Variable, Variable] = {}
    back: dict[Variable, Variable] = {}
    pending: list[tuple[object, object]] = [(left, right)]
    while pending:
        a, b = pending.pop()
        if type(a) is not type(b):
            return False
        if isinstance(a, tuple) and isinstance(b, tuple):
            if len(a) != len(b):
                return False
            pending.extend(zip(a, b, strict=True))
        elif isinstance(a, Variable) and isinstance(b, Variable):
            if a in forth or b in back:
                if forth.get(a) is not b or back.get(b) is not a:
                    return False
                continue
            forth[a] = b
            back[b] = a
            if a.name != b.name or a.is_const != b.is_const or a.exported != b.exported:
                return False
            pending.append((a.annotation, b.annotation))
        elif isinstance(a, Node):
            pending.extend(
                (getattr(a, name), getattr(b, name))
                for name in a.CHILDREN
                if not name.endswith(("_span", "_at"))
            )
        elif isinstance(a, float):
            # By text, so that nan equals nan and -0.0 differs from 0.0.
            if repr(a) != repr(b):
                return False
        elif a != b:
            return False
    return True
