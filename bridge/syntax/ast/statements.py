"""Statement nodes and the chunk. Knows the type nodes only for annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.source import Span
from bridge.syntax.ast.nodes import Expression, Node, Statement, Type, Variable, node

if TYPE_CHECKING:
    from bridge.syntax.ast.declarations import Generic
    from bridge.syntax.ast.expressions import Function

__all__ = [
    "Assignment",
    "Block",
    "Break",
    "Chunk",
    "CompoundAssignment",
    "Continue",
    "Do",
    "ErrorStatement",
    "ExpressionStatement",
    "FunctionStatement",
    "GenericFor",
    "HotComment",
    "If",
    "LocalFunction",
    "LocalStatement",
    "NumericFor",
    "Repeat",
    "Return",
    "TypeAlias",
    "TypeFunction",
    "While",
]


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
    """`function a.b:c()`; `target` is Local, Global or IndexName; `is_method` for a colon."""

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


@node
class HotComment(Node):
    """`--!strict` and its kin; `text` without `--!`; `header` when before the first token."""

    span: Span
    text: str
    header: bool


@node
class Chunk(Node):
    """A whole file: its exported values, and `has_export_types` when `export type` occurs."""

    span: Span
    hot_comments: tuple[HotComment, ...]
    body: Block
    exports: tuple[Variable, ...]
    has_export_types: bool
