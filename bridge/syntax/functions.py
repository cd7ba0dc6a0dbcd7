"""Function bodies: generics, parameters, results, block.

Knows blocks only through `Cursor.block`.
"""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast import (
    Attribute,
    Expression,
    Function,
    Type,
    TypePack,
    Variable,
)
from bridge.syntax.cursor import (
    MISSING_NAME,
    Cursor,
    ExpressionHandler,
    expect,
    expect_match,
    expect_match_end,
    name_or_none,
)
from bridge.syntax.packs import parse_generics, parse_optional_return, parse_vararg_annotation
from bridge.syntax.scopes import Binding, close_scope, declare, open_scope
from bridge.syntax.tokens import NAME
from bridge.syntax.types import parse_type

__all__ = ["SIMPLE", "parse_binding", "parse_bindings", "parse_function_body"]


def parse_binding(c: Cursor) -> Binding:
    """`name [':' type]`."""
    index = c.index
    span = (c.begins[index], c.ends[index])
    if c.kinds[index] == NAME:
        c.index = index + 1
        name = c.texts[index]
    else:
        name_or_none(c, "variable name")
        name = MISSING_NAME
    if c.kinds[c.index] != ":":
        return name, span, None
    c.index += 1
    return name, span, parse_type(c)


def parse_bindings(c: Cursor) -> list[Binding]:
    """`binding {',' binding}`."""
    bindings = [parse_binding(c)]
    while c.kinds[c.index] == ",":
        c.index += 1
        bindings.append(parse_binding(c))
    return bindings


def _parse_parameters(c: Cursor) -> tuple[list[Binding], bool, Type | TypePack | None]:
    """`{binding ','} ['...' [':' type]]`: names, is it vararg, type of the varargs."""
    bindings: list[Binding] = []
    while c.kinds[c.index] != "...":
        bindings.append(parse_binding(c))
        if c.kinds[c.index] != ",":
            return bindings, False, None
        c.index += 1
    c.index += 1
    if c.kinds[c.index] != ":":
        return bindings, True, None
    c.index += 1
    return bindings, True, parse_vararg_annotation(c)


def parse_function_body(
    c: Cursor,
    begin: int,
    name: str,
    attributes: tuple[Attribute, ...] = (),
    own_name: tuple[Binding, bool, bool] | None = None,
    has_self: bool = False,
) -> tuple[Function, Variable | None]:
    """What follows `function` and its name, up to `end`.

    Parameters:
        begin: where the declaration begins: of the attributes, if any, else of the keyword.
        name: static debug name.
        own_name: binding, constness and export of the local variable the function is stored in,
            which its body can see; the variable is returned.
    """
    opened = begin
    if attributes:
        begin = attributes[0].span[0]
    generics = parse_generics(c, with_defaults=False)
    opening, at = c.kinds[c.index], c.begins[c.index]
    if opening == "(":
        c.index += 1
    else:
        expect(c, "(", "function")
    bindings: list[Binding] = []
    is_vararg = False
    vararg_annotation: Type | TypePack | None = None
    if c.kinds[c.index] != ")":
        bindings, is_vararg, vararg_annotation = _parse_parameters(c)
    if c.kinds[c.index] == ")":
        c.index += 1
    else:
        expect_match(c, ")", opening, at, search=True)
    returns = parse_optional_return(c)
    variable = None
    if own_name is not None:
        variable = declare(c, *own_name)

    mark = open_scope(c)
    outer = c.is_vararg, c.loop_depth, c.loops
    c.is_vararg, c.loop_depth, c.loops = is_vararg, 0, []
    c.function_depth += 1
    self_variable = declare(c, ("self", (opened, opened), None)) if has_self else None
    parameters = tuple([declare(c, binding) for binding in bindings])
    body = c.block(c)
    c.function_depth -= 1
    c.is_vararg, c.loop_depth, c.loops = outer
    close_scope(c, mark)

    expect_match_end(c, "end", "function", opened)
    span: Span = (begin, c.ends[c.index - 1])
    function = Function(
        span,
        attributes,
        generics,
        self_variable,
        parameters,
        is_vararg,
        vararg_annotation,
        returns,
        body,
        name,
    )
    return function, variable


def _parse_anonymous(c: Cursor) -> Expression:
    index = c.index
    c.index = index + 1
    return parse_function_body(c, c.begins[index], "")[0]


SIMPLE: dict[str, ExpressionHandler] = {"function": _parse_anonymous}
"""Told by the keyword."""
