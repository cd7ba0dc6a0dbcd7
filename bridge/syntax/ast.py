"""The Luau syntax tree: plain values, children in tuples, every node with a `span`.

Names are Luau's own (AstExprIndexName -> `IndexName`). Nodes are immutable by contract: the `node`
decorator tells type checkers so, while at run time they are ordinary slotted classes, because a
really frozen dataclass costs three to four times as much to create. No parent links, no caches.
A local variable is an object (`Variable`) shared by its declaration and every use, as AstLocal is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

from bridge.source import Span

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, eq_default=False)
def node(cls: type[_T]) -> type[_T]:
    """Make a node class: slots, identity equality, read-only for the type checker."""
    made = dataclass(slots=True, eq=False)(cls)
    made.CHILDREN = tuple(f.name for f in fields(made) if f.name != "span")  # type: ignore[attr-defined]
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


# --- expressions ----------------------------------------------------------------------------------


@node
class Nil(Expression):
    span: Span


@node
class Boolean(Expression):
    span: Span
    value: bool


@node
class Number(Expression):
    """A double; `value` may be inf."""

    span: Span
    value: float


@node
class Integer(Expression):
    """A 64-bit integer literal (`10i`); `value` is signed and in range."""

    span: Span
    value: int


@node
class String(Expression):
    """A string literal; `value` has one character per byte, escapes decoded."""

    span: Span
    value: str


@node
class InterpolatedString(Expression):
    """`` `a{x}b` ``: `len(strings) == len(expressions) + 1`; strings are decoded."""

    span: Span
    strings: tuple[str, ...]
    expressions: tuple[Expression, ...]


@node
class Varargs(Expression):
    span: Span


@node
class Local(Expression):
    """A use of a local variable; `upvalue` when it belongs to an enclosing function."""

    span: Span
    variable: Variable
    upvalue: bool


@node
class Global(Expression):
    span: Span
    name: str


@node
class Call(Expression):
    span: Span
    function: Expression
    arguments: tuple[Expression, ...]


@node
class MethodCall(Expression):
    """`object:method<<T>>(arguments)`; `method_span` covers the method's name."""

    span: Span
    object: Expression
    method: str
    method_span: Span
    type_arguments: tuple[Type | TypePack, ...]
    arguments: tuple[Expression, ...]


@node
class IndexName(Expression):
    """`object.name`; `name_span` covers the name."""

    span: Span
    object: Expression
    name: str
    name_span: Span


@node
class IndexExpression(Expression):
    span: Span
    object: Expression
    index: Expression


@node
class Function(Expression):
    """A function body. `self_variable` is set for `function a:b()`. `name` is the static debug name
    Luau gives it (`function t.m` -> "m", `local function f` -> "f", `{k = function` -> "k"), or "".
    """

    span: Span
    attributes: tuple[Attribute, ...]
    generics: tuple[Generic, ...]
    self_variable: Variable | None
    parameters: tuple[Variable, ...]
    is_vararg: bool
    vararg_annotation: Type | TypePack | None
    return_annotation: TypePack | None
    body: Block
    name: str


@node
class TableItem(Node):
    """One item: `kind` is "list" (value), "record" (`name = value`, key is a String) or "general"
    (`[key] = value`)."""

    span: Span
    kind: str
    key: Expression | None
    value: Expression


@node
class Table(Expression):
    span: Span
    items: tuple[TableItem, ...]


@node
class Unary(Expression):
    """`operator` is "not", "-" or "#"."""

    span: Span
    operator: str
    operand: Expression


@node
class Binary(Expression):
    """`operator` as written: + - * / // % ^ .. == ~= < <= > >= and or. `operator_at` is its offset."""

    span: Span
    operator: str
    operator_at: int
    left: Expression
    right: Expression


@node
class Group(Expression):
    """Parentheses."""

    span: Span
    expression: Expression


@node
class TypeAssertion(Expression):
    """`expression :: annotation`."""

    span: Span
    expression: Expression
    annotation: Type


@node
class Instantiate(Expression):
    """`expression<<T, U...>>`: explicit instantiation; the same value at run time."""

    span: Span
    expression: Expression
    type_arguments: tuple[Type | TypePack, ...]


@node
class IfExpression(Expression):
    """`if c then a else b`; an `elseif` is an IfExpression in `otherwise` with `is_elseif`."""

    span: Span
    condition: Expression
    then: Expression
    otherwise: Expression
    is_elseif: bool


@node
class ErrorExpression(Expression):
    """A part that did not parse, with the pieces that did."""

    span: Span
    expressions: tuple[Expression, ...]


# --- attributes and generics ----------------------------------------------------------------------


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


# --- statements -----------------------------------------------------------------------------------


@node
class Block(Statement):
    """Statements in order; `span` runs from the first token to the token that ends the block."""

    span: Span
    statements: tuple[Statement, ...]


@node
class LocalStatement(Statement):
    """`local a: T, b = ...`, `const ...`, `export local ...`; `keyword` is "local" or "const"."""

    span: Span
    keyword: str
    exported: bool
    variables: tuple[Variable, ...]
    values: tuple[Expression, ...]


@node
class LocalFunction(Statement):
    """`local function f`, `const function f`, `export function f` (keyword "function")."""

    span: Span
    keyword: str
    exported: bool
    variable: Variable
    function: Function


@node
class FunctionStatement(Statement):
    """`function a.b:c()`; `target` is Local, Global or IndexName; `is_method` for the colon form."""

    span: Span
    target: Expression
    is_method: bool
    function: Function


@node
class Assignment(Statement):
    span: Span
    targets: tuple[Expression, ...]
    values: tuple[Expression, ...]


@node
class CompoundAssignment(Statement):
    """`operator` without the `=`: "+", "-", "*", "/", "//", "%", "^", ".."."""

    span: Span
    operator: str
    target: Expression
    value: Expression


@node
class ExpressionStatement(Statement):
    """A call used as a statement."""

    span: Span
    expression: Expression


@node
class Do(Statement):
    span: Span
    body: Block


@node
class While(Statement):
    span: Span
    condition: Expression
    body: Block


@node
class Repeat(Statement):
    span: Span
    body: Block
    condition: Expression


@node
class If(Statement):
    """`otherwise` is None, a Block (`else`), or an If (`elseif`, with `is_elseif` set)."""

    span: Span
    condition: Expression
    then: Block
    otherwise: Block | If | None
    is_elseif: bool


@node
class NumericFor(Statement):
    span: Span
    variable: Variable
    start: Expression
    limit: Expression
    step: Expression | None
    body: Block


@node
class GenericFor(Statement):
    span: Span
    variables: tuple[Variable, ...]
    values: tuple[Expression, ...]
    body: Block


@node
class Return(Statement):
    span: Span
    values: tuple[Expression, ...]


@node
class Break(Statement):
    span: Span


@node
class Continue(Statement):
    span: Span


@node
class TypeAlias(Statement):
    """`type N<T> = U`, `export type ...`."""

    span: Span
    exported: bool
    name: str
    generics: tuple[Generic, ...]
    annotation: Type


@node
class TypeFunction(Statement):
    """`type function f() ... end`: parsed, never run."""

    span: Span
    exported: bool
    name: str
    function: Function


@node
class ErrorStatement(Statement):
    """A statement that did not parse, with the pieces that did."""

    span: Span
    expressions: tuple[Expression, ...]
    statements: tuple[Statement, ...]


# --- types ----------------------------------------------------------------------------------------


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
class TypeError(Type):  # noqa: A001 (Luau's name; always used as ast.TypeError)
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


# --- whole files ----------------------------------------------------------------------------------


@node
class HotComment(Node):
    """`--!strict` and its kin; `text` without `--!`; `header` when before the first token."""

    span: Span
    text: str
    header: bool


@node
class Chunk(Node):
    """A whole file. `exports` lists exported values; `has_export_types` when `export type` occurs."""

    span: Span
    hot_comments: tuple[HotComment, ...]
    body: Block
    exports: tuple[Variable, ...]
    has_export_types: bool


NODE_CLASSES: tuple[type[Node], ...] = tuple(
    value
    for value in list(globals().values())
    if isinstance(value, type) and issubclass(value, Node) and "span" in value.__dict__
)
"""Every concrete node class, in the order of this file."""



def same_tree(left: object, right: object) -> bool:
    """True when two trees are equal but for spans; variables correspond by position, not name only."""
    return _same(left, right, {})


def _same(left: object, right: object, pairs: dict[Variable, Variable]) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(
            _same(a, b, pairs) for a, b in zip(left, right, strict=True)
        )
    if type(left) is not type(right):
        return False
    if isinstance(left, Variable) and isinstance(right, Variable):
        if left.name != right.name:
            return False
        if left not in pairs:
            pairs[left] = right
            return left.is_const == right.is_const and _same(
                left.annotation, right.annotation, pairs
            )
        return pairs[left] is right
    if isinstance(left, Node):
        return all(
            _same(getattr(left, name), getattr(right, name), pairs)
            for name in left.CHILDREN
            if not name.endswith(("_span", "_at"))
        )
    if isinstance(left, float) and isinstance(right, float):
        return repr(left) == repr(right)
    return left == right
