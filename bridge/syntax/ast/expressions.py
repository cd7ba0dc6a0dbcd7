"""Expression nodes. Knows the other node files only for annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.source import Span
from bridge.syntax.ast.nodes import Expression, Node, Type, TypePack, Variable, node

if TYPE_CHECKING:
    from bridge.syntax.ast.declarations import Attribute, Generic
    from bridge.syntax.ast.statements import Block

__all__ = [
    "Binary",
    "Boolean",
    "Call",
    "ErrorExpression",
    "Function",
    "Global",
    "Group",
    "IfExpression",
    "IndexExpression",
    "IndexName",
    "Instantiate",
    "Integer",
    "InterpolatedString",
    "Local",
    "MethodCall",
    "Nil",
    "Number",
    "String",
    "Table",
    "TableItem",
    "TypeAssertion",
    "Unary",
    "Varargs",
]


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
    """`operator` as written: + - * / // % ^ .. == ~= < <= > >= and or; `operator_at` its offset."""

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
