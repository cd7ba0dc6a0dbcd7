"""What every node of the syntax tree shares: the `node` decorator, base classes, `Variable`.

Knows no concrete node class.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import ClassVar, TypeVar, dataclass_transform

from bridge.source import Span

__all__ = ["FROZEN", "Expression", "Node", "Statement", "Type", "TypePack", "Variable", "node"]

FROZEN = os.environ.get("LUAU_BRIDGE_FROZEN_NODES", "") not in ("", "0")
"""Really frozen nodes: CI runs the suite once so, to catch code that edits the tree in place."""

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, eq_default=False)
def node(cls: type[_T]) -> type[_T]:
    """Make a node class: slots, identity equality, read-only for the type checker."""
    made = dataclass(slots=True, eq=False, frozen=FROZEN)(cls)
    names = (field.name for field in fields(made))  # type: ignore[arg-type]
    made.CHILDREN = tuple(name for name in names if name != "span")  # type: ignore[attr-defined]
    return made


class Node:
    """Base of all nodes. `CHILDREN` names the fields in source order, without `span`."""

    __slots__ = ()
    CHILDREN: ClassVar[tuple[str, ...]] = ()
    span: Span


class Expression(Node):
    """Anything that yields a value."""

    __slots__ = ()


class Statement(Node):
    """Anything that stands in a block."""

    __slots__ = ()


class Type(Node):
    """A type annotation; erased before running."""

    __slots__ = ()


class TypePack(Node):
    """A list of types: of arguments, of results, or a generic pack."""

    __slots__ = ()


class Variable:
    """A resolved local variable; compared by identity.

    Attributes:
        name: as written.
        span: where it is declared.
        annotation: its declared type, or None.
        function_depth: how many functions enclose it (0 = the chunk).
        loop_depth: how many loops of its function enclose it.
        is_const: declared by `const`; assigning it is an error found by the parser.
        assigned: some statement after the declaration assigns it.
        captured: some inner function uses it (it is an upvalue there).
        exported: declared by `export`; reads and writes go through the module's export table.
    """

    __slots__ = (
        "annotation",
        "assigned",
        "captured",
        "exported",
        "function_depth",
        "is_const",
        "loop_depth",
        "name",
        "span",
    )

    def __init__(
        self,
        name: str,
        span: Span,
        annotation: Type | None = None,
        function_depth: int = 0,
        loop_depth: int = 0,
        is_const: bool = False,
        exported: bool = False,
    ) -> None:
        self.name = name
        self.span = span
        self.annotation = annotation
        self.function_depth = function_depth
        self.loop_depth = loop_depth
        self.is_const = is_const
        self.exported = exported
        self.assigned = False
        self.captured = False

    def __repr__(self) -> str:
        return f"Variable({self.name!r}, {self.span})"
