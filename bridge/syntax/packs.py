"""References and function types, and lists of types: generics, parameters, results, packs.

Knows expressions only through `Cursor.expression`, for `typeof`.
"""

from __future__ import annotations

from typing import TypeAlias

from bridge.syntax import ast
from bridge.syntax.cursor import (
    Cursor,
    TypeHandler,
    deepen,
    expect,
    expect_match,
    expect_name,
    index_name,
    lookahead,
    previous_end,
    report,
    report_here,
)
from bridge.syntax.tokens import NAME
from bridge.syntax.types import parse_suffix, parse_type

__all__ = [
    "SIMPLE_TYPES",
    "parse_generics",
    "parse_instantiation",
    "parse_optional_return",
    "parse_vararg_annotation",
]

_TypeOrPack: TypeAlias = ast.Type | ast.TypePack

_FOLLOWS = frozenset("|&?")


def _parse_reference(c: Cursor) -> ast.Type:
    """`[prefix '.'] name ['<' types '>'] | 'typeof' '(' expression ')'`."""
    index = c.index
    begin = c.begins[index]
    name = c.texts[index]
    prefix = None
    c.index = index + 1
    kind = c.kinds[c.index]
    if kind == ".":
        c.index += 1
        prefix = name
        name, _ = index_name(c, "field name", c.begins[index + 1])
    elif kind == "...":
        report_here(c, "Unexpected '...' after type name; type pack is not allowed in this context")
        c.index += 1
    elif name == "typeof":
        return _parse_typeof(c, begin)
    parameters: tuple[ast.Type | ast.TypePack, ...] = ()
    has_parameters = c.kinds[c.index] == "<"
    if has_parameters:
        parameters = _parse_parameters(c)
    return ast.TypeReference((begin, previous_end(c)), prefix, name, has_parameters, parameters)


def _parse_typeof(c: Cursor, begin: int) -> ast.Type:
    opening, at = c.kinds[c.index], c.begins[c.index]
    expect(c, "(", "typeof type")
    expression = c.expression(c)
    expect_match(c, ")", opening, at)
    return ast.TypeTypeof((begin, previous_end(c)), expression)


# --- arguments of a reference ---------------------------------------------------------------------


def _parse_parameters(c: Cursor) -> tuple[_TypeOrPack, ...]:
    """`'<' {type | pack, ','} '>'`."""
    begin = c.begins[c.index]
    c.index += 1
    parameters: list[_TypeOrPack] = []
    while True:
        kind = c.kinds[c.index]
        if starts_pack(c):
            parameters.append(parse_pack(c))
        elif kind == "(":
            parameters.append(_parse_parenthesized(c))
        elif kind == ">" and not parameters:
            break
        else:
            parameters.append(parse_type(c))
        if c.kinds[c.index] != ",":
            break
        c.index += 1
    close_angle(c, begin)
    return tuple(parameters)


def _parse_parenthesized(c: Cursor) -> _TypeOrPack:
    """A pack `(A, B)`, a function type, or a type that only begins with a parenthesis: `(A)?`."""
    begin = c.begins[c.index]
    found = _parse_function_type(c, allow_pack=True)
    kind = c.kinds[c.index]
    if isinstance(found, ast.TypePackExplicit):
        if kind in _FOLLOWS and len(found.types) == 1 and found.tail is None:
            return parse_suffix(c, ast.TypeGroup(found.span, found.types[0]), begin)
        return found
    assert isinstance(found, ast.Type)
    return parse_suffix(c, found, begin) if kind in _FOLLOWS else found


def parse_instantiation(c: Cursor) -> tuple[_TypeOrPack, ...]:
    """`'<<' types '>>'`: the brackets are two tokens each."""
    begin = c.begins[c.index]
    c.index += 1
    types = _parse_parameters(c)
    close_angle(c, begin)
    return types


def close_angle(c: Cursor, begin: int) -> None:
    """Consume `>`; of `>=`, only its first character."""
    index = c.index
    if c.kinds[index] == ">=":
        at = c.begins[index]
        c.kinds[index : index + 1] = [">", "="]
        c.texts[index : index + 1] = [">", "="]
        c.begins.insert(index + 1, at + 1)
        c.ends.insert(index, at + 1)
    expect_match(c, ">", "<", begin)


# --- packs and lists ------------------------------------------------------------------------------


def starts_pack(c: Cursor) -> bool:
    """True before `...T` and `T...`."""
    kind = c.kinds[c.index]
    return kind == "..." or (kind == NAME and lookahead(c) == "...")


def parse_pack(c: Cursor) -> ast.TypePack:
    """`'...' type | name '...'`; the caller has asked `starts_pack`."""
    begin = c.begins[c.index]
    if c.kinds[c.index] == "...":
        c.index += 1
        annotation = parse_type(c)
        return ast.TypePackVariadic((begin, previous_end(c)), annotation)
    name = c.texts[c.index]
    c.index += 2
    return ast.TypePackGeneric((begin, previous_end(c)), name)


def parse_vararg_annotation(c: Cursor) -> ast.TypePack:
    """After `...:` in a parameter list: `T...`, or the type of each value."""
    if c.kinds[c.index] == NAME and lookahead(c) == "...":
        return parse_pack(c)
    annotation = parse_type(c)
    return ast.TypePackVariadic(annotation.span, annotation)


def _parse_list(c: Cursor) -> tuple[tuple[ast.TypeParameter, ...], ast.TypePack | None]:
    """`{[name ':'] type, ','} [pack]` up to a closing parenthesis."""
    parameters: list[ast.TypeParameter] = []
    while not starts_pack(c):
        begin = c.begins[c.index]
        name = ""
        if c.kinds[c.index] == NAME and lookahead(c) == ":":
            name = c.texts[c.index]
            c.index += 2
        annotation = parse_type(c)
        parameters.append(ast.TypeParameter((begin, previous_end(c)), name, annotation))
        if c.kinds[c.index] != ",":
            return tuple(parameters), None
        c.index += 1
        if c.kinds[c.index] == ")":
            report_here(c, "Expected type after ',' but got ')' instead")
            return tuple(parameters), None
    return tuple(parameters), parse_pack(c)


# --- function types -------------------------------------------------------------------------------


def _parse_function(c: Cursor) -> ast.Type:
    found = _parse_function_type(c, allow_pack=False)
    assert isinstance(found, ast.Type)
    return found


def _parse_function_type(c: Cursor, allow_pack: bool) -> _TypeOrPack:
    """`[generics] '(' [list] ')' '->' results`, or just a parenthesized type, or a pack."""
    deepen(c, "type annotation")
    begin = c.begins[c.index]
    forced = c.kinds[c.index] == "<"
    generics = parse_generics(c, with_defaults=False)
    opening, at = c.kinds[c.index], c.begins[c.index]
    expect(c, "(", "function parameters")
    parameters: tuple[ast.TypeParameter, ...] = ()
    vararg: ast.TypePack | None = None
    if c.kinds[c.index] != ")":
        parameters, vararg = _parse_list(c)
    expect_match(c, ")", opening, at, search=True)
    end = previous_end(c)
    forced = forced or any(parameter.name for parameter in parameters)
    if not forced and c.kinds[c.index] not in ("->", ":"):
        types = tuple(parameter.annotation for parameter in parameters)
        if allow_pack:
            return ast.TypePackExplicit((begin, end), True, types, vararg)
        if len(types) == 1 and vararg is None:
            return ast.TypeGroup((at, end), types[0])
    return _parse_function_tail(c, begin, generics, parameters, vararg)


def _parse_function_tail(
    c: Cursor,
    begin: int,
    generics: tuple[ast.Generic, ...],
    parameters: tuple[ast.TypeParameter, ...],
    vararg: ast.TypePack | None,
) -> ast.Type:
    """`'->' results`."""
    deepen(c, "type annotation")
    kind = c.kinds[c.index]
    if kind == ":":
        message = "Return types in function type annotations are written after '->' instead of ':'"
        report_here(c, message)
        c.index += 1
    elif kind != "->" and not generics and not parameters:
        span = (begin, previous_end(c))
        message = "Expected '->' after '()' when parsing function type; did you mean 'nil'?"
        report(c, span, message)
        return ast.TypeReference(span, None, "nil", False, ())
    else:
        expect(c, "->", "function type")
    returns = _parse_results(c)
    span = (begin, previous_end(c))
    return ast.TypeFunctionSignature(span, generics, parameters, vararg, returns)


def _parse_results(c: Cursor) -> ast.TypePack:
    """`type | pack | '(' [list] ')'`, where the last may turn out to begin a type."""
    deepen(c, "type annotation")
    begin = c.begins[c.index]
    if c.kinds[c.index] != "(":
        if starts_pack(c):
            return parse_pack(c)
        annotation = parse_type(c)
        return ast.TypePackExplicit(annotation.span, False, (annotation,), None)
    c.index += 1
    parameters: tuple[ast.TypeParameter, ...] = ()
    vararg: ast.TypePack | None = None
    if c.kinds[c.index] != ")":
        parameters, vararg = _parse_list(c)
    expect_match(c, ")", "(", begin, search=True)
    span = (begin, previous_end(c))
    kind = c.kinds[c.index]
    if kind == "->" or any(parameter.name for parameter in parameters):
        function = _parse_function_tail(c, begin, (), parameters, vararg)
        return ast.TypePackExplicit(function.span, False, (function,), None)
    types = tuple(parameter.annotation for parameter in parameters)
    if kind in _FOLLOWS and len(types) == 1 and vararg is None:
        inner = parse_suffix(c, ast.TypeGroup(span, types[0]), begin)
        return ast.TypePackExplicit((begin, previous_end(c)), False, (inner,), None)
    return ast.TypePackExplicit(span, True, types, vararg)


def parse_optional_return(c: Cursor) -> ast.TypePack | None:
    """`[':' results]` after the parameters of a function body."""
    kind = c.kinds[c.index]
    if kind != ":" and kind != "->":
        return None
    if kind == "->":
        message = "Function return type annotations are written after ':' instead of '->'"
        report_here(c, message)
    c.index += 1
    depth = c.depth
    results = _parse_results(c)
    c.depth = depth
    if c.kinds[c.index] == ",":
        report_here(
            c,
            "Expected a statement, got ','; did you forget to wrap the list of return types in"
            " parentheses?",
        )
        c.index += 1
    return results


# --- generic parameters ---------------------------------------------------------------------------


def parse_generics(c: Cursor, with_defaults: bool) -> tuple[ast.Generic, ...]:
    """`['<' {name ['...'] ['=' type], ','} '>']`; packs come last."""
    if c.kinds[c.index] != "<":
        return ()
    begin = c.begins[c.index]
    c.index += 1
    generics: list[ast.Generic] = []
    seen_pack = seen_default = False
    while True:
        name, (first, _) = expect_name(c)
        is_pack = seen_pack or c.kinds[c.index] == "..."
        if is_pack:
            seen_pack = True
            if c.kinds[c.index] == "...":
                c.index += 1
            else:
                report_here(c, "Generic types come before generic type packs")
        default: _TypeOrPack | None = None
        if with_defaults and c.kinds[c.index] == "=":
            seen_default = True
            c.index += 1
            default = _parse_default_pack(c) if is_pack else parse_type(c)
        elif seen_default:
            wanted = "default type pack after type pack name" if is_pack else ""
            report_here(c, f"Expected {wanted or 'default type after type name'}")
        generics.append(ast.Generic((first, previous_end(c)), name, is_pack, default))
        if c.kinds[c.index] != ",":
            break
        c.index += 1
        if c.kinds[c.index] == ">":
            report_here(c, "Expected type after ',' but got '>' instead")
            break
    close_angle(c, begin)
    return tuple(generics)


def _parse_default_pack(c: Cursor) -> _TypeOrPack:
    if starts_pack(c):
        return parse_pack(c)
    is_list = c.kinds[c.index] == "("
    found = _parse_function_type(c, allow_pack=True) if is_list else parse_type(c)
    if isinstance(found, ast.Type):
        report(c, found.span, "Expected type pack after '=', got type")
    return found


SIMPLE_TYPES: dict[str, TypeHandler] = {
    NAME: _parse_reference,
    "(": _parse_function,
    "<": _parse_function,
}
"""Types told by their first token."""
