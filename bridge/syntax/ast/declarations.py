"""What stands at the head of a declaration: attributes and generic parameters."""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast.nodes import Expression, Node, Type, TypePack, node

__all__ = ["Attribute", "Generic"]


@node
class Attribute(Node):
    """`@native`, or one of `@[deprecated {use = "x"}]`; `arguments` are literal expressions."""

    span: Span
    name: str
    arguments: tuple[Expression, ...]


@node
class Generic(Node):
    """A generic parameter `T`, `T...`, `T = number`, `T... = (number, string)`."""

    span: Span
    name: str
    is_pack: bool
    default: Type | TypePack | None
