"""Statements that declare: `local`, `const`, `function`, `for`, `export`, `type`."""

from __future__ import annotations

from bridge.source import Span
from bridge.syntax.ast import (
    Attribute,
    Call,
    Expression,
    FunctionStatement,
    GenericFor,
    IndexName,
    Local,
    LocalFunction,
    LocalStatement,
    MethodCall,
    NumericFor,
    Statement,
    TypeAlias,
    TypeFunction,
    Varargs,
    Variable,
)
from bridge.syntax.attributes import parse_attributes
from bridge.syntax.cursor import (
    MISSING_NAME,
    ContextualHandler,
    Cursor,
    StatementHandler,
    deepen,
    describe_current,
    expect,
    expect_match_end,
    expect_name,
    lookahead,
    name_or_none,
    report,
)
from bridge.syntax.expressions import parse_expression, parse_expression_list, parse_name
from bridge.syntax.functions import parse_binding, parse_bindings, parse_function_body
from bridge.syntax.packs import parse_generics
from bridge.syntax.scopes import Binding, assign, close_scope, declare, open_scope
from bridge.syntax.statements import EXPORT_CONFLICT, error_statement, parse_loop_body
from bridge.syntax.tokens import ATTRIBUTE, ATTRIBUTE_OPEN, NAME
from bridge.syntax.types import parse_type

__all__ = ["CONTEXTUAL", "STATEMENTS"]

_NO_ATTRIBUTES: tuple[Attribute, ...] = ()


# --- local and const ------------------------------------------------------------------------------


def _parse_local(c: Cursor) -> Statement:
    index = c.index
    c.index = index + 1
    return _parse_locals(c, c.begins[index], "local")


def _parse_locals(
    c: Cursor,
    begin: int,
    keyword: str,
    attributes: tuple[Attribute, ...] = _NO_ATTRIBUTES,
    exported: bool = False,
) -> Statement:
    """`('local' | 'const') (bindings ['=' list] | 'function' name body)`, past the keyword."""
    if c.kinds[c.index] == "function":
        return _parse_local_function(c, begin, keyword, attributes, exported)
    if attributes:
        here = (c.begins[c.index], c.ends[c.index])
        message = "Expected 'function' after local declaration with attribute, but got"
        return error_statement(c, here, f"{message} {describe_current(c)} instead")
    bindings = parse_bindings(c)
    values: tuple[Expression, ...] = ()
    if c.kinds[c.index] == "=":
        c.index += 1
        values = parse_expression_list(c)
    is_const = keyword == "const"
    span = (begin, c.ends[c.index - 1])
    if is_const and len(values) != len(bindings):
        open_ended = values and isinstance(values[-1], (Call, MethodCall, Varargs))
        if not open_ended:
            report(c, span, "Missing initializer in const declaration")
    variables = tuple([declare(c, binding, is_const, exported) for binding in bindings])
    if exported:
        _export(c, variables)
    return LocalStatement(span, keyword, exported, variables, values)


def _parse_local_function(
    c: Cursor,
    begin: int,
    keyword: str,
    attributes: tuple[Attribute, ...] = _NO_ATTRIBUTES,
    exported: bool = False,
) -> Statement:
    """`'function' name body` after `local`, `const` or `export`, which began at `begin`."""
    word = c.begins[c.index]
    c.index += 1
    first = attributes[0].span[0] if attributes else begin
    # For the hint about indentation, the function begins where the declaration does.
    at = first if c.text.find("\n", first, word) < 0 else word
    name, span = expect_name(c, "variable name")
    binding: Binding = (name, span, None)
    # An exported function may not be assigned either.
    is_const = keyword != "local"
    function, variable = parse_function_body(c, at, name, attributes, (binding, is_const, exported))
    assert variable is not None
    if exported:
        _export(c, (variable,))
    return LocalFunction((first, c.ends[c.index - 1]), keyword, exported, variable, function)


def _parse_const(c: Cursor, word: Expression) -> Statement:
    return _parse_locals(c, word.span[0], "const")


# --- functions ------------------------------------------------------------------------------------


def _parse_function(c: Cursor, attributes: tuple[Attribute, ...] = _NO_ATTRIBUTES) -> Statement:
    """`'function' name {'.' name} [':' name] body`."""
    begin = c.begins[c.index]
    c.index += 1
    name = c.texts[c.index] if c.kinds[c.index] == NAME else ""
    first = c.begins[c.index]
    target = parse_name(c, "function name")
    depth = c.depth
    while c.kinds[c.index] == ".":
        c.index += 1
        name, span = expect_name(c, "field name")
        target = IndexName((first, span[1]), target, name, span)
        deepen(c, "function name")
    c.depth = depth
    is_method = c.kinds[c.index] == ":"
    if is_method:
        c.index += 1
        name, span = expect_name(c, "method name")
        target = IndexName((first, span[1]), target, name, span)
    if isinstance(target, Local):
        assign(c, target.variable, target.span)
    function, _ = parse_function_body(c, begin, name, attributes, has_self=is_method)
    return FunctionStatement(function.span, target, is_method, function)


def _parse_attributed(c: Cursor) -> Statement:
    """Attributes and the function declaration after them."""
    attributes = parse_attributes(c)
    index = c.index
    kind = c.kinds[index]
    begin = c.begins[index]
    if kind == "function":
        return _parse_function(c, attributes)
    if kind == "local":
        c.index = index + 1
        return _parse_locals(c, begin, "local", attributes)
    if kind == NAME and c.texts[index] == "const":
        c.index = index + 1
        return _parse_locals(c, begin, "const", attributes)
    if kind == NAME and c.texts[index] == "export":
        c.index = index + 1
        return _parse_attributed_export(c, (begin, c.ends[index]), attributes)
    message = (
        "Expected 'function', 'local function', 'const function', 'declare function' or a"
        f" function type declaration after attribute, but got {describe_current(c)} instead"
    )
    return error_statement(c, (begin, c.ends[index]), message)


def _parse_attributed_export(c: Cursor, span: Span, attributes: tuple[Attribute, ...]) -> Statement:
    _check_top_level(c, span)
    if c.kinds[c.index] == "function":
        return _parse_local_function(c, span[0], "function", attributes, exported=True)
    here = (c.begins[c.index], c.ends[c.index])
    message = "Expected 'function' after export declaration with attribute, but got"
    return error_statement(c, here, f"{message} {describe_current(c)} instead")


# --- for ------------------------------------------------------------------------------------------


def _parse_for(c: Cursor) -> Statement:
    """`'for' (binding '=' range | bindings 'in' list) 'do' block 'end'`."""
    begin = c.begins[c.index]
    c.index += 1
    binding = parse_binding(c)
    if c.kinds[c.index] == "=":
        return _parse_numeric_for(c, begin, binding)
    bindings = [binding]
    if c.kinds[c.index] == ",":
        c.index += 1
        bindings += parse_bindings(c)
    expect(c, "in", "for loop")
    values = parse_expression_list(c)
    opening, at = c.kinds[c.index], c.begins[c.index]
    expect(c, "do", "for loop")
    mark = open_scope(c)
    variables = _declare_for_loop(c, bindings)
    body = parse_loop_body(c)
    close_scope(c, mark)
    expect_match_end(c, "end", opening, at)
    return GenericFor((begin, c.ends[c.index - 1]), variables, values, body)


def _parse_numeric_for(c: Cursor, begin: int, binding: Binding) -> Statement:
    """`'=' start ',' limit [',' step] 'do' block 'end'`."""
    c.index += 1
    start = parse_expression(c)
    expect(c, ",", "index range")
    limit = parse_expression(c)
    step = None
    if c.kinds[c.index] == ",":
        c.index += 1
        step = parse_expression(c)
    opening, at = c.kinds[c.index], c.begins[c.index]
    expect(c, "do", "for loop")
    mark = open_scope(c)
    (variable,) = _declare_for_loop(c, [binding])
    body = parse_loop_body(c)
    close_scope(c, mark)
    expect_match_end(c, "end", opening, at)
    return NumericFor((begin, c.ends[c.index - 1]), variable, start, limit, step, body)


def _declare_for_loop(c: Cursor, bindings: list[Binding]) -> tuple[Variable, ...]:
    """Loop variables are fresh in every round, so they count as inside the loop."""
    c.loop_depth += 1
    variables = tuple([declare(c, binding) for binding in bindings])
    c.loop_depth -= 1
    return variables


# --- export ---------------------------------------------------------------------------------------


def _check_top_level(c: Cursor, span: Span) -> None:
    """The chunk's own block is one level deep; every inner one is deeper."""
    if c.depth > 1 or c.function_depth:
        report(c, span, "'export' may only be applied to top-level statements")
    if c.has_return:
        report(c, span, EXPORT_CONFLICT)


def _export(c: Cursor, variables: tuple[Variable, ...]) -> None:
    for variable in variables:
        if any(other.name == variable.name for other in c.exports):
            report(c, variable.span, f"Duplicate exported identifier '{variable.name}'")
        c.exports.append(variable)


def _parse_export(c: Cursor, word: Expression) -> Statement | None:
    """`'export' ('local' | 'const') bindings ['=' list] | 'export' 'function' name body
    | 'export' 'type' ...`."""
    index = c.index
    kind = c.kinds[index]
    begin = word.span[0]
    if kind == NAME and c.texts[index] == "type":
        c.index = index + 1
        c.has_export_types = True
        return _parse_type_declaration(c, begin, exported=True)
    if kind == "function":
        _check_top_level(c, word.span)
        return _parse_local_function(c, begin, "function", exported=True)
    is_const = kind == NAME and c.texts[index] == "const"
    if kind != "local" and not is_const:
        return None
    _check_top_level(c, word.span)
    keyword = c.texts[index]
    if lookahead(c) == "function":
        message = "'export' must be followed by an identifier or 'function'"
        hint = "" if is_const else "; try removing 'local'"
        report(c, word.span, f"{message}{hint}")
        c.index = index + 1
        return _parse_local_function(c, begin, "function", exported=True)
    c.index = index + 1
    return _parse_locals(c, begin, keyword, exported=True)


# --- type -----------------------------------------------------------------------------------------


def _parse_type_statement(c: Cursor, word: Expression) -> Statement:
    return _parse_type_declaration(c, word.span[0], exported=False)


def _parse_type_declaration(c: Cursor, begin: int, exported: bool) -> Statement:
    """`'type' name [generics] '=' type | 'type' 'function' name body`, past `type`."""
    if c.kinds[c.index] == "function":
        return _parse_type_function(c, begin, exported)
    name = name_or_none(c, "type name") or MISSING_NAME
    generics = parse_generics(c, with_defaults=True)
    expect(c, "=", "type alias")
    annotation = parse_type(c)
    return TypeAlias((begin, c.ends[c.index - 1]), exported, name, generics, annotation)


def _parse_type_function(c: Cursor, begin: int, exported: bool) -> Statement:
    """A function that runs in the type checker: variables of the program are out of its reach."""
    keyword = c.begins[c.index]
    c.index += 1
    name = name_or_none(c, "type function name") or MISSING_NAME
    outer = c.type_function_depth
    c.type_function_depth = c.function_depth + 1
    function, _ = parse_function_body(c, keyword, name)
    c.type_function_depth = outer
    return TypeFunction((begin, c.ends[c.index - 1]), exported, name, function)


STATEMENTS: dict[str, StatementHandler] = {
    "local": _parse_local,
    "function": _parse_function,
    "for": _parse_for,
    ATTRIBUTE: _parse_attributed,
    ATTRIBUTE_OPEN: _parse_attributed,
}
"""Declarations told by a reserved word or attribute."""

CONTEXTUAL: dict[str, ContextualHandler] = {
    "const": _parse_const,
    "export": _parse_export,
    "type": _parse_type_statement,
}
"""Declarations told by a name, when no call or assignment follows it."""
