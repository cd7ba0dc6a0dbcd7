"""Luau's limits of 200 local variables and 200 upvalues to a function.

Its compiler finds these, so they count only in a file that parses. Knows trees, not tokens.
"""

from __future__ import annotations

from collections.abc import Iterator

from bridge.diagnostics import Diagnostic
from bridge.source import Source
from bridge.syntax.ast import (
    Binary,
    Block,
    Boolean,
    Call,
    Chunk,
    Expression,
    Function,
    GenericFor,
    Group,
    If,
    IfExpression,
    Local,
    LocalFunction,
    LocalStatement,
    MethodCall,
    Nil,
    Node,
    Number,
    NumericFor,
    Statement,
    String,
    TypeAssertion,
    TypeFunction,
    Unary,
    Varargs,
    Variable,
)

__all__ = ["LOCAL_LIMIT", "exceeded_limit"]

LOCAL_LIMIT = 200
_UPVALUE_LIMIT = 200
_ARITHMETIC = frozenset(["+", "-", "*", "/", "//", "%", "^"])
_COMPARISON = frozenset(["==", "~=", "<", "<=", ">", ">="])


def exceeded_limit(source: Source, chunk: Chunk) -> Diagnostic | None:
    """The first limit a program exceeds, inner functions before outer ones."""
    constants = _Constants()
    for node in _nodes(chunk.body):
        if isinstance(node, LocalStatement):
            constants.declare(node)
    try:
        _check_function(source, (), chunk.body, constants)
    except _Exceeded as found:
        return found.diagnostic
    return None


class _Exceeded(Exception):  # noqa: N818 (control flow of this file)
    def __init__(self, source: Source, variable: Variable, registers: str) -> None:
        message = (
            f"Out of {registers} registers when trying to allocate {variable.name}:"
            f" exceeded limit {LOCAL_LIMIT}"
        )
        self.diagnostic = Diagnostic(source, variable.span, message)


class _Constants:
    """Variables that hold one folded value all their life: they take no register."""

    def __init__(self) -> None:
        self._kinds: dict[Variable, str] = {}

    def declare(self, statement: LocalStatement) -> None:
        values = statement.values
        open_ended = bool(values) and isinstance(values[-1], (Call, MethodCall, Varargs))
        for index, variable in enumerate(statement.variables):
            if variable.assigned:
                continue
            rest = "" if open_ended else "nil"
            kind = self._kind(values[index]) if index < len(values) else rest
            if kind:
                self._kinds[variable] = kind

    def __contains__(self, variable: Variable) -> bool:
        return variable in self._kinds

    def need_no_register(self, statement: LocalStatement) -> bool:
        """A statement is left out as a whole or not at all."""
        return len(statement.values) <= len(statement.variables) and all(
            variable in self._kinds for variable in statement.variables
        )

    def _kind(self, value: Expression) -> str:
        """The type of a value known while compiling, else ""."""
        if isinstance(value, Number):
            return "number"
        if isinstance(value, String):
            return "string"
        if isinstance(value, Boolean):
            return "boolean"
        if isinstance(value, Nil):
            return "nil"
        if isinstance(value, Local):
            return self._kinds.get(value.variable, "")
        if isinstance(value, (Group, TypeAssertion)):
            return self._kind(value.expression)
        if isinstance(value, Unary):
            return self._unary(value)
        if isinstance(value, Binary):
            return self._binary(value)
        if isinstance(value, IfExpression) and self._kind(value.condition):
            then, otherwise = self._kind(value.then), self._kind(value.otherwise)
            return then if then == otherwise else ""
        return ""

    def _unary(self, value: Unary) -> str:
        kind = self._kind(value.operand)
        if value.operator == "not":
            return "boolean" if kind else ""
        wanted = "number" if value.operator == "-" else "string"
        return "number" if kind == wanted else ""

    def _binary(self, value: Binary) -> str:
        left, right = self._kind(value.left), self._kind(value.right)
        if not left or not right:
            return ""
        operator = value.operator
        if operator in _ARITHMETIC:
            return "number" if left == right == "number" else ""
        if operator in _COMPARISON:
            plain = operator in ("==", "~=")
            return "boolean" if plain or left == right == "number" else ""
        if operator == "..":
            return "string" if left == right == "string" else ""
        return left if left == right else ""


def _nodes(root: Node) -> Iterator[Node]:
    """Every node below `root`, in source order, but for type functions, which never run."""
    pending: list[object] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, Node):
            if isinstance(item, TypeFunction):
                continue
            yield item
            pending.extend(getattr(item, name) for name in reversed(item.CHILDREN))
        elif isinstance(item, tuple):
            pending.extend(reversed(item))


def _own_nodes(body: Block) -> Iterator[Node]:
    """Like `_nodes`, without what lies inside inner functions."""
    pending: list[object] = [body]
    while pending:
        item = pending.pop()
        if isinstance(item, Node):
            if isinstance(item, TypeFunction):
                continue
            yield item
            if not isinstance(item, Function):
                pending.extend(getattr(item, name) for name in reversed(item.CHILDREN))
        elif isinstance(item, tuple):
            pending.extend(reversed(item))


def _check_function(
    source: Source, parameters: tuple[Variable, ...], body: Block, constants: _Constants
) -> dict[Variable, None]:
    """Check a function and those inside it; return its upvalues in order of first use."""
    upvalues: dict[Variable, None] = {}
    declared = set(parameters)
    for node in _own_nodes(body):
        used: dict[Variable, None] = {}
        if isinstance(node, Function):
            own = node.self_variable
            inner = (own, *node.parameters) if own is not None else node.parameters
            used = _check_function(source, inner, node.body, constants)
        elif isinstance(node, Local):
            used = {node.variable: None}
        elif isinstance(node, (LocalStatement, GenericFor)):
            declared.update(node.variables)
        elif isinstance(node, (LocalFunction, NumericFor)):
            declared.add(node.variable)
        for variable in used:
            if variable not in declared and variable not in constants:
                upvalues[variable] = None
                if len(upvalues) > _UPVALUE_LIMIT:
                    raise _Exceeded(source, variable, "upvalue")
    active = 0
    for variable in parameters:
        active = _allocate(source, variable, active)
    _check_block(source, body, active, constants)
    return upvalues


def _allocate(source: Source, variable: Variable, active: int) -> int:
    if active >= LOCAL_LIMIT:
        raise _Exceeded(source, variable, "local")
    return active + 1


def _check_block(source: Source, block: Block, active: int, constants: _Constants) -> None:
    """Count the variables alive at once, `active` of them before the block."""
    for statement in block.statements:
        variables: tuple[Variable, ...] = ()
        if isinstance(statement, LocalStatement):
            if not constants.need_no_register(statement):
                variables = statement.variables
        elif isinstance(statement, LocalFunction):
            variables = (statement.variable,)
        for variable in variables:
            active = _allocate(source, variable, active)
        for inner, block_variables in _inner_blocks(statement):
            inside = active
            for variable in block_variables:
                inside = _allocate(source, variable, inside)
            _check_block(source, inner, inside, constants)


def _inner_blocks(statement: Statement) -> Iterator[tuple[Block, tuple[Variable, ...]]]:
    """The blocks of a statement, with the variables its head declares for them."""
    if isinstance(statement, If):
        branch: Block | If | None = statement
        while isinstance(branch, If):
            yield branch.then, ()
            branch = branch.otherwise
        if branch is not None:
            yield branch, ()
    elif isinstance(statement, NumericFor):
        yield statement.body, (statement.variable,)
    elif isinstance(statement, GenericFor):
        yield statement.body, statement.variables
    else:
        body = getattr(statement, "body", None)
        if isinstance(body, Block):
            yield body, ()
