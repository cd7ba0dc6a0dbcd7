"""Blocks and the statements that begin with a keyword of control flow, and assignments.

Declarations are in `declarations.py`; they come in through `Cursor.statements`, keyed by the
keyword, and `Cursor.contextual`, keyed by the name that is a keyword only there.
"""

from __future__ import annotations

from bridge.syntax.ast import (
    Assignment,
    Block,
    Break,
    Call,
    CompoundAssignment,
    Continue,
    Do,
    ErrorExpression,
    ErrorStatement,
    Expression,
    ExpressionStatement,
    Global,
    If,
    Local,
    MethodCall,
    Repeat,
    Return,
    Statement,
    While,
)
from bridge.syntax.cursor import (
    DEPTH_LIMIT,
    Cursor,
    StatementHandler,
    advance,
    deepen,
    expect,
    expect_match_end,
    report,
    too_deep,
)
from bridge.syntax.expressions import (
    ASSIGNABLE,
    parse_expression,
    parse_expression_list,
    parse_primary,
)
from bridge.syntax.repeat_until import check_continue
from bridge.syntax.scopes import assign, close_scope, open_scope
from bridge.syntax.tokens import EOF

__all__ = ["EXPORT_CONFLICT", "STATEMENTS", "error_statement", "parse_block", "parse_loop_body"]

EXPORT_CONFLICT = (
    "Exporting values is not compatible with top-level return (export/return conflict)"
)
_BLOCK_END = frozenset((EOF, "else", "elseif", "end", "until"))
_LAST = (Return, Break, Continue)
_COMPOUND = {f"{operator}=": operator for operator in ("+", "-", "*", "/", "//", "%", "^", "..")}


def error_statement(
    c: Cursor,
    span: tuple[int, int],
    message: str,
    expressions: tuple[Expression, ...] = (),
    statements: tuple[Statement, ...] = (),
) -> ErrorStatement:
    """Note a problem and stand in for the statement it spoilt."""
    report(c, span, message)
    return ErrorStatement(span, expressions, statements)


def parse_block(c: Cursor) -> Block:
    """`{statement [';']}` up to a token that ends a block, with a scope of its own."""
    mark = len(c.shadowed)
    block = _parse_open_block(c)
    if len(c.shadowed) > mark:
        close_scope(c, mark)
    return block


def _parse_open_block(c: Cursor) -> Block:
    """A block whose variables stay visible, for the condition of `repeat`."""
    kinds = c.kinds
    statements: list[Statement] = []
    begin = c.begins[c.index]
    get = c.statements.get
    depth = c.depth + 1
    while True:
        kind = kinds[c.index]
        if kind in _BLOCK_END:
            break
        c.depth = depth
        if depth > DEPTH_LIMIT:
            too_deep(c, "block")
        statement = get(kind, _parse_expression_statement)(c)
        if kinds[c.index] == ";":
            c.index += 1
        statements.append(statement)
        if type(statement) in _LAST:
            break
    c.depth = depth - 1
    return Block((begin, c.begins[c.index]), tuple(statements))


def parse_loop_body(c: Cursor) -> Block:
    """The block of a loop other than `repeat`."""
    c.loop_depth += 1
    c.loops.append([])
    body = parse_block(c)
    c.loops.pop()
    c.loop_depth -= 1
    return body


# --- statements told by a keyword -----------------------------------------------------------------


def _parse_if(c: Cursor) -> If:
    """`'if' expression 'then' block {'elseif' ...} ['else' block] 'end'`."""
    index = c.index
    is_elseif = c.kinds[index] == "elseif"
    c.index = index + 1
    condition = parse_expression(c)
    opening, at = c.kinds[c.index], c.begins[c.index]
    expect(c, "then", "if statement")
    then = parse_block(c)
    otherwise: Block | If | None = None
    if c.kinds[c.index] == "elseif":
        depth = c.depth
        deepen(c, "elseif")
        otherwise = _parse_if(c)
        c.depth = depth
    else:
        if c.kinds[c.index] == "else":
            opening, at = "else", c.begins[c.index]
            c.index += 1
            otherwise = parse_block(c)
        expect_match_end(c, "end", opening, at)
    span = (c.begins[index], c.ends[c.index - 1])
    return If(span, condition, then, otherwise, is_elseif)


def _parse_while(c: Cursor) -> While:
    """`'while' expression 'do' block 'end'`."""
    begin = c.begins[c.index]
    c.index += 1
    condition = parse_expression(c)
    opening, at = c.kinds[c.index], c.begins[c.index]
    expect(c, "do", "while loop")
    body = parse_loop_body(c)
    expect_match_end(c, "end", opening, at)
    return While((begin, c.ends[c.index - 1]), condition, body)


def _parse_repeat(c: Cursor) -> Repeat:
    """`'repeat' block 'until' expression`; the condition sees the block's variables."""
    begin = c.begins[c.index]
    c.index += 1
    mark = open_scope(c)
    c.loop_depth += 1
    continues: list[int] = []
    c.loops.append(continues)
    body = _parse_open_block(c)
    c.loops.pop()
    c.loop_depth -= 1
    expect_match_end(c, "until", "repeat", begin)
    condition = parse_expression(c)
    close_scope(c, mark)
    if continues:
        check_continue(c, continues[0], body, condition)
    return Repeat((begin, condition.span[1]), body, condition)


def _parse_do(c: Cursor) -> Do:
    """`'do' block 'end'`."""
    begin = c.begins[c.index]
    c.index += 1
    body = parse_block(c)
    expect_match_end(c, "end", "do", begin)
    return Do((begin, c.ends[c.index - 1]), body)


def _parse_return(c: Cursor) -> Return:
    """`'return' [list]`."""
    index = c.index
    c.index = index + 1
    kind = c.kinds[c.index]
    values: tuple[Expression, ...] = ()
    if kind not in _BLOCK_END and kind != ";":
        values = parse_expression_list(c)
    span = (c.begins[index], c.ends[c.index - 1])
    if not c.function_depth:
        c.has_return = True
        if c.exports:
            report(c, span, EXPORT_CONFLICT)
    return Return(span, values)


def _parse_break(c: Cursor) -> Statement:
    index = c.index
    c.index = index + 1
    span = (c.begins[index], c.ends[index])
    statement = Break(span)
    if c.loop_depth:
        return statement
    message = "break statement must be inside a loop"
    return error_statement(c, span, message, (), (statement,))


def _parse_continue(c: Cursor, word: Expression) -> Statement:
    statement = Continue(word.span)
    if c.loop_depth:
        c.loops[-1].append(word.span[0])
        return statement
    message = "continue statement must be inside a loop"
    return error_statement(c, word.span, message, (), (statement,))


# --- calls and assignments ------------------------------------------------------------------------


def _parse_expression_statement(c: Cursor) -> Statement:
    """A call, an assignment, or a statement told by a word that is no reserved word."""
    first = c.index
    target = parse_primary(c, True)
    kind = c.kinds[c.index]
    if isinstance(target, (Call, MethodCall)):
        return ExpressionStatement(target.span, target)
    if kind == "=" or kind == ",":
        return _parse_assignment(c, target)
    operator = _COMPOUND.get(kind)
    if operator is not None:
        target = _target(c, target)
        c.index += 1
        value = parse_expression(c)
        return CompoundAssignment((target.span[0], value.span[1]), operator, target, value)
    word = None
    if isinstance(target, Global):
        word = target.name
    elif isinstance(target, Local):
        word = target.variable.name
    if word is not None:
        if word == "continue":
            return _parse_continue(c, target)
        handler = c.contextual.get(word)
        statement = handler(c, target) if handler is not None else None
        if statement is not None:
            return statement
    if c.index == first:
        advance(c)
    message = "Incomplete statement: expected assignment or a function call"
    return error_statement(c, target.span, message, (target,))


def _target(c: Cursor, target: Expression) -> Expression:
    """Check the left side of an assignment."""
    if isinstance(target, Local):
        assign(c, target.variable, target.span)
    elif not isinstance(target, ASSIGNABLE):
        report(c, target.span, "Assigned expression must be a variable or a field")
        return ErrorExpression(target.span, (target,))
    return target


def _parse_assignment(c: Cursor, first: Expression) -> Assignment:
    """`target {',' target} '=' list`."""
    targets = [_target(c, first)]
    while c.kinds[c.index] == ",":
        c.index += 1
        targets.append(_target(c, parse_primary(c, True)))
    if c.kinds[c.index] == "=":
        c.index += 1
    else:
        expect(c, "=", "assignment")
    values = parse_expression_list(c)
    return Assignment((first.span[0], values[-1].span[1]), tuple(targets), values)


STATEMENTS: dict[str, StatementHandler] = {
    "if": _parse_if,
    "while": _parse_while,
    "repeat": _parse_repeat,
    "do": _parse_do,
    "return": _parse_return,
    "break": _parse_break,
}
"""Statements told by a reserved word; `declarations.py` has the others."""
