"""Expressions: operators by precedence, and a name or group with what is applied to it.

Literals, tables and functions come from the table `Cursor.simple`. Knows no statement.
"""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast import (
    Binary,
    Boolean,
    Call,
    ErrorExpression,
    Expression,
    Global,
    Group,
    IfExpression,
    IndexExpression,
    IndexName,
    Instantiate,
    Local,
    MethodCall,
    Nil,
    Type,
    TypeAssertion,
    TypePack,
    Unary,
    Varargs,
)
from bridge.syntax.cursor import (
    DEPTH_LIMIT,
    Cursor,
    ExpressionHandler,
    advance,
    deepen,
    describe_current,
    error_expression,
    expect,
    expect_match,
    index_name,
    lookahead,
    match_failed,
    name_or_none,
    previous_end,
    report,
    same_line,
    too_deep,
)
from bridge.syntax.packs import parse_instantiation
from bridge.syntax.tokens import LONG_STRING, NAME, STRING
from bridge.syntax.types import parse_type

__all__ = [
    "ASSIGNABLE",
    "SIMPLE",
    "parse_arguments",
    "parse_expression",
    "parse_expression_list",
    "parse_name",
    "parse_primary",
]

# Left and right binding power of binary operators; right below left makes an operator associate to
# the right. `&`, `|` and `!` stand for the operators of other languages that begin with them.
_BINARY: dict[str, tuple[int, int]] = {
    "or": (1, 1),
    "and": (2, 2),
    "==": (3, 3),
    "~=": (3, 3),
    "<": (3, 3),
    "<=": (3, 3),
    ">": (3, 3),
    ">=": (3, 3),
    "..": (5, 4),
    "+": (6, 6),
    "-": (6, 6),
    "*": (7, 7),
    "/": (7, 7),
    "//": (7, 7),
    "%": (7, 7),
    "^": (10, 9),
    "&": (2, 2),
    "|": (1, 1),
    "!": (3, 3),
}
_UNARY_POWER = 8
_FOREIGN_BINARY = {"&": ("&", "&&", "and"), "|": ("|", "||", "or"), "!": ("=", "!=", "~=")}
_SUFFIXES = frozenset((".", "[", ":", "(", "{", STRING, LONG_STRING, "<"))
_LITERAL_ARGUMENTS = frozenset(("{", STRING, LONG_STRING))
_AMBIGUOUS = (
    "Ambiguous syntax: this looks like an argument list for a function call, but could also be"
    " a start of new statement; use ';' to separate statements"
)

ASSIGNABLE = (Local, Global, IndexName, IndexExpression)
"""Expressions that may stand on the left of `=`."""


def parse_expression(c: Cursor, limit: int = 0) -> Expression:
    """`expression`: operands joined by operators that bind tighter than `limit`."""
    depth = c.depth
    c.depth = depth + 1
    if depth >= DEPTH_LIMIT:
        too_deep(c, "expression")
    kinds = c.kinds
    begin = c.begins[c.index]
    handler = c.simple.get(kinds[c.index], parse_primary)
    left = handler(c)
    kind = kinds[c.index]
    if kind == "::" and handler is not _parse_unary:
        c.index += 1
        annotation = parse_type(c)
        left = TypeAssertion((begin, previous_end(c)), left, annotation)
        kind = kinds[c.index]
    powers = _BINARY.get(kind)
    while powers is not None and powers[0] > limit:
        at = c.begins[c.index]
        if kind in _FOREIGN_BINARY:
            foreign = _foreign_operator(c, kind)
            if foreign is None:
                break
            kind = foreign
        c.index += 1
        right = parse_expression(c, powers[1])
        left = Binary((begin, right.span[1]), kind, at, left, right)
        kind = kinds[c.index]
        powers = _BINARY.get(kind)
        # Not recursion, but it makes a tree as deep.
        c.depth += 1
        if c.depth > DEPTH_LIMIT:
            too_deep(c, "expression")
    c.depth = depth
    return left


def _foreign_operator(c: Cursor, kind: str) -> str | None:
    """Report `&&`, `||` or `!=` and return what was meant, stepping on its second character."""
    second, spelled, meant = _FOREIGN_BINARY[kind]
    index = c.index
    if lookahead(c) != second or c.ends[index] != c.begins[index + 1]:
        return None
    c.index = index + 1
    report(
        c, (c.begins[index], c.ends[index + 1]), f"Unexpected '{spelled}'; did you mean '{meant}'?"
    )
    return meant


def parse_expression_list(c: Cursor) -> tuple[Expression, ...]:
    """`expression {',' expression}`."""
    first = parse_expression(c)
    kinds = c.kinds
    if kinds[c.index] != ",":
        return (first,)
    values = [first]
    while kinds[c.index] == ",":
        c.index += 1
        if kinds[c.index] == ")":
            at = (c.begins[c.index], c.ends[c.index])
            report(c, at, "Expected expression after ',' but got ')' instead")
            break
        values.append(parse_expression(c))
    return tuple(values)


# --- names and what is applied to them ------------------------------------------------------------


def parse_name(c: Cursor, context: str) -> Expression:
    """A name used as an expression: a local variable in scope, else a global."""
    index = c.index
    span = (c.begins[index], c.ends[index])
    name = name_or_none(c, context)
    if name is None:
        return ErrorExpression(span, ())
    variable = c.locals.get(name)
    if variable is None:
        return Global(span, name)
    depth = variable.function_depth
    if depth == c.function_depth:
        return Local(span, variable, False)
    if depth < c.type_function_depth:
        return error_expression(
            c, span, f"Type function cannot reference outer local '{variable.name}'"
        )
    variable.captured = True
    return Local(span, variable, True)


def parse_primary(c: Cursor, as_statement: bool = False) -> Expression:
    """`(name | '(' expression ')') {'.' name | '[' expression ']' | ':' name arguments | ...}`."""
    begin = c.begins[c.index]
    kinds = c.kinds
    kind = kinds[c.index]
    left = _parse_group(c) if kind == "(" else parse_name(c, "expression")
    kind = kinds[c.index]
    if kind not in _SUFFIXES:
        return left
    depth = c.depth
    while True:
        index = c.index
        if kind == ".":
            if kinds[index + 1] == NAME:
                c.index = index + 2
                name_span = (c.begins[index + 1], c.ends[index + 1])
                left = IndexName((begin, name_span[1]), left, c.texts[index + 1], name_span)
            else:
                c.index = index + 1
                name, name_span = index_name(c, "", c.begins[index])
                left = IndexName((begin, previous_end(c)), left, name, name_span)
        elif kind == "(":
            gap = c.ends[index - 1]
            if (
                gap != c.begins[index]
                and not as_statement
                and not same_line(c, gap, c.begins[index])
            ):
                report(c, (c.begins[index], c.ends[index]), _AMBIGUOUS)
                break
            arguments = parse_arguments(c)
            left = Call((begin, c.ends[c.index - 1]), left, arguments)
        elif kind == "[":
            c.index = index + 1
            key = parse_expression(c)
            expect_match(c, "]", "[", c.begins[index])
            left = IndexExpression((begin, c.ends[c.index - 1]), left, key)
        elif kind == ":":
            left = _parse_method_call(c, begin, left)
        elif kind == "<":
            if kinds[index + 1] != "<":
                break
            types = parse_instantiation(c)
            left = Instantiate((begin, c.ends[c.index - 1]), left, types)
        elif kind in _LITERAL_ARGUMENTS:
            literal = c.simple[kind](c)
            left = Call((begin, c.ends[c.index - 1]), left, (literal,))
        else:
            break
        kind = kinds[c.index]
        c.depth += 1
        if c.depth > DEPTH_LIMIT:
            too_deep(c, "expression")
    c.depth = depth
    return left


def _parse_group(c: Cursor) -> Expression:
    """`'(' expression ')'`."""
    begin = c.begins[c.index]
    c.index += 1
    inner = parse_expression(c)
    if c.kinds[c.index] == ")":
        c.index += 1
    else:
        table = c.kinds[c.index] == "="
        hint = "; did you mean to use '{' when defining a table?" if table else ""
        match_failed(c, ")", "(", begin, hint)
    return Group((begin, c.ends[c.index - 1]), inner)


def parse_arguments(c: Cursor) -> tuple[Expression, ...]:
    """`'(' [list] ')'`; the caller has seen the parenthesis."""
    index = c.index
    at = c.begins[index]
    if c.ends[index - 1] != at and not same_line(c, c.ends[index - 1], at):
        report(c, (at, c.ends[index]), _AMBIGUOUS)
    index += 1
    c.index = index
    if c.kinds[index] == ")":
        c.index = index + 1
        return ()
    arguments = parse_expression_list(c)
    if c.kinds[c.index] == ")":
        c.index += 1
    else:
        expect_match(c, ")", "(", at)
    return arguments


def _parse_method_call(c: Cursor, begin: int, target: Expression) -> Expression:
    """`':' name ['<<' types '>>'] arguments`."""
    colon = c.begins[c.index]
    c.index += 1
    name, name_span = index_name(c, "method name", colon)
    types: tuple[Type | TypePack, ...] = ()
    if c.kinds[c.index] == "<" and lookahead(c) == "<":
        types = parse_instantiation(c)
    kind = c.kinds[c.index]
    arguments: tuple[Expression, ...]
    if kind == "(":
        arguments = parse_arguments(c)
    elif kind in _LITERAL_ARGUMENTS:
        arguments = (c.simple[kind](c),)
    else:
        return _missing_arguments(c, begin, target, previous_end(c))
    return MethodCall((begin, c.ends[c.index - 1]), target, name, name_span, types, arguments)


def _missing_arguments(c: Cursor, begin: int, target: Expression, end: int) -> Expression:
    here = c.begins[c.index]
    if not same_line(c, end, here):
        span = (begin, end)
        return error_expression(c, span, "Expected function call arguments after '('", (target,))
    message = (
        f"Expected '(', '{{' or <string> when parsing function call, got {describe_current(c)}"
    )
    return error_expression(c, (begin, here), message, (target,))


# --- simple expressions ---------------------------------------------------------------------------


def _here(c: Cursor) -> Span:
    index = c.index
    c.index = index + 1
    return (c.begins[index], c.ends[index])


def _parse_nil(c: Cursor) -> Expression:
    return Nil(_here(c))


def _parse_true(c: Cursor) -> Expression:
    return Boolean(_here(c), True)


def _parse_false(c: Cursor) -> Expression:
    return Boolean(_here(c), False)


def _parse_varargs(c: Cursor) -> Expression:
    span = _here(c)
    if not c.is_vararg:
        return error_expression(c, span, "Cannot use '...' outside of a vararg function")
    return Varargs(span)


def _parse_unary(c: Cursor) -> Expression:
    """`('not' | '-' | '#') expression`."""
    index = c.index
    c.index = index + 1
    operand = parse_expression(c, _UNARY_POWER)
    return Unary((c.begins[index], operand.span[1]), c.kinds[index], operand)


def _parse_foreign_not(c: Cursor) -> Expression:
    """`!x`, reported and taken for `not x`."""
    index = c.index
    report(c, (c.begins[index], c.ends[index]), "Unexpected '!'; did you mean 'not'?")
    c.index = index + 1
    operand = parse_expression(c, _UNARY_POWER)
    return Unary((c.begins[index], operand.span[1]), "not", operand)


def _parse_if(c: Cursor) -> Expression:
    """`'if' expression 'then' expression {'elseif' ...} 'else' expression`."""
    index = c.index
    begin = c.begins[index]
    is_elseif = c.kinds[index] == "elseif"
    advance(c)
    condition = parse_expression(c)
    expect(c, "then", "if then else expression")
    then = parse_expression(c)
    if c.kinds[c.index] == "elseif":
        depth = c.depth
        deepen(c, "expression")
        otherwise = _parse_if(c)
        c.depth = depth
    else:
        expect(c, "else", "if then else expression")
        otherwise = parse_expression(c)
    return IfExpression((begin, otherwise.span[1]), condition, then, otherwise, is_elseif)


SIMPLE: dict[str, ExpressionHandler] = {
    "nil": _parse_nil,
    "true": _parse_true,
    "false": _parse_false,
    "...": _parse_varargs,
    "if": _parse_if,
    "not": _parse_unary,
    "-": _parse_unary,
    "#": _parse_unary,
    "!": _parse_foreign_not,
}
"""Expressions told by their first token; other modules add theirs."""
