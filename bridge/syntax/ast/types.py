"""Type nodes: annotations, erased before a program runs."""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast.declarations import Generic
from bridge.syntax.ast.nodes import Expression, Node, Type, TypePack, node

__all__ = [
    "TypeError",
    "TypeFunctionSignature",
    "TypeGroup",
    "TypeIndexer",
    "TypeIntersection",
    "TypeOptional",
    "TypePackExplicit",
    "TypePackGeneric",
    "TypePackVariadic",
    "TypeParameter",
    "TypeProperty",
    "TypeReference",
    "TypeSingletonBoolean",
    "TypeSingletonString",
    "TypeTable",
    "TypeTypeof",
    "TypeUnion",
]


@node
class TypeReference(Type):
    """`T`, `module.T`, `T<A, B...>`; `has_parameters` tells `T<>` from `T`."""

    span: Span
    prefix: str | None
    name: str
    has_parameters: bool
    parameters: tuple[Type | TypePack, ...]


@node
class TypeProperty(Node):
    """`name: T` in a table type; `access` is "", "read" or "write"; `quoted` for `["a b"]: T`."""

    span: Span
    access: str
    name: str
    quoted: bool
    annotation: Type


@node
class TypeIndexer(Node):
    """`[K]: V`; `is_array` for the short form `{V}` (then `key` is None)."""

    span: Span
    access: str
    is_array: bool
    key: Type | None
    annotation: Type


@node
class TypeTable(Type):
    """Entries in source order: properties and at most one indexer."""

    span: Span
    entries: tuple[TypeProperty | TypeIndexer, ...]


@node
class TypeParameter(Node):
    """A parameter of a function type; `name` is "" when only the type is written."""

    span: Span
    name: str
    annotation: Type


@node
class TypeFunctionSignature(Type):
    """`<T>(a: A, B, ...C) -> R`; `vararg` is the tail pack."""

    span: Span
    generics: tuple[Generic, ...]
    parameters: tuple[TypeParameter, ...]
    vararg: TypePack | None
    returns: TypePack


@node
class TypeTypeof(Type):
    """`typeof(expression)`: parsed, never run."""

    span: Span
    expression: Expression


@node
class TypeOptional(Type):
    """`T?`."""

    span: Span
    annotation: Type


@node
class TypeUnion(Type):
    """`A | B`; `leading` for a leading bar."""

    span: Span
    leading: bool
    types: tuple[Type, ...]


@node
class TypeIntersection(Type):
    span: Span
    leading: bool
    types: tuple[Type, ...]


@node
class TypeSingletonBoolean(Type):
    span: Span
    value: bool


@node
class TypeSingletonString(Type):
    span: Span
    value: str


@node
class TypeGroup(Type):
    span: Span
    annotation: Type


@node
class TypeError(Type):
    """A type that did not parse."""

    span: Span
    types: tuple[Type, ...]


@node
class TypePackExplicit(TypePack):
    """`(A, B, ...C)` or a single bare result type (`parenthesized` False)."""

    span: Span
    parenthesized: bool
    types: tuple[Type, ...]
    tail: TypePack | None


@node
class TypePackVariadic(TypePack):
    """`...T`."""

    span: Span
    annotation: Type


@node
class TypePackGeneric(TypePack):
    """`T...`."""

    span: Span
    name: str
