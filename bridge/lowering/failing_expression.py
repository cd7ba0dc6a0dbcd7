"""The expression that failed, from the line and the words of Luau's message.

    attempt to index nil with 'x'            =>   the index `.x` of that line
    invalid argument #1 to 'insert' (...)    =>   the call of a function named `insert`

LuaJIT reports lines and no columns. Where exactly one expression of the line can have raised the
message, its columns are known all the same; where several can, nothing is marked, for a guess must
not look like a fact. Wording: `vm_messages.lua`, `basetypes.lua`, `arguments.lua` of the prelude.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from bridge.lowering.column_map import ColumnMap, Fallible
from bridge.lowering.known_globals import is_known_function, is_known_library
from bridge.source import Span
from bridge.syntax import ast

__all__ = ["failing_span"]

Found: TypeAlias = "Iterator[tuple[Fallible, Span]]"
Rule: TypeAlias = Callable[[Fallible, "re.Match[str]", ColumnMap], Found]

_ARITHMETIC = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "idiv": "//",
    "mod": "%",
    "pow": "^",
    "unm": "-",
}

_PLAIN = frozenset({"print", "type", "typeof", "rawequal", "rawlen"})
"""Functions that call nothing of the program's and raise no text but Luau's own."""

_LITERAL_TYPES: dict[type[ast.Node], str] = {
    ast.Nil: "nil",
    ast.Boolean: "boolean",
    ast.Number: "number",
    ast.String: "string",
    ast.InterpolatedString: "string",
    ast.Table: "table",
    ast.Function: "function",
}


def failing_span(columns: ColumnMap, line: int, message: str, positioned: bool) -> Span | None:
    """Where on a line (from 1) the expression stands that raised a message.

    Parameters:
        message: Luau's text without its `name:line: ` prefix.
        positioned: whether it had that prefix. A text without it does not come from an operator:
            Luau's own always have one, unless a library function ran at the time.

    Returns:
        The part of the expression that lies on the line, or None when several fit or none does.
    """
    nodes = columns.at(line)
    found: list[tuple[Fallible, Span]] = []
    rule = _rule_for(message) if positioned else None
    if rule is None:
        found = _raisers(nodes, message, positioned, columns)
    else:
        find, match = rule
        found = [each for node in nodes for each in find(node, match, columns)]
        found = _whole_chains(found) + _speakers(nodes, message)
    return columns.on_line(found[0][1], line) if len(found) == 1 else None


def _whole_chains(found: list[tuple[Fallible, Span]]) -> list[tuple[Fallible, Span]]:
    """Without links of a chain (`a .. b .. c`, `t[i][j]`) whose outermost part is there as well."""
    links: list[ast.Expression] = []
    for node, _ in found:
        if isinstance(node, ast.Binary):
            links += (node.left, node.right)
        elif isinstance(node, ast.IndexName | ast.IndexExpression):
            links.append(node.object)
    return [each for each in found if not any(each[0] is link for link in links)]


def _raisers(
    nodes: tuple[Fallible, ...], message: str, positioned: bool, columns: ColumnMap
) -> list[tuple[Fallible, Span]]:
    """Who raised a text that is not Luau's own: the node that holds all others which might have.

    `error` and `assert` raise at their own line, any other call with level 2, and so does whatever
    has a metamethod.
    """
    said = [node for node in nodes if _says(node, message, positioned) == "it"]
    if len(said) == 1:
        return [(said[0], said[0].span)]
    able: list[Fallible] = []
    for node in nodes:
        if isinstance(node, ast.GenericFor | ast.NumericFor | ast.FunctionStatement):
            return []
        if not _is_silent(node, columns) and _says(node, message, positioned) != "no":
            able.append(node)
    for node in able:
        begin, end = node.span
        if all(begin <= other.span[0] and other.span[1] <= end for other in able):
            return [(node, node.span)]
    return []


def _is_silent(node: Fallible, columns: ColumnMap) -> bool:
    """Whether a node never raises a text that another function made up."""
    if isinstance(node, ast.Assignment):
        return all(isinstance(target, ast.Local | ast.Global) for target in node.targets)
    if isinstance(node, ast.IndexName):
        return is_known_library(node.object, columns.replaced)
    return (
        isinstance(node, ast.Call)
        and _name_of(node.function) in _PLAIN
        and is_known_function(node.function, columns.replaced)
    )


def _speakers(nodes: tuple[Fallible, ...], message: str) -> list[tuple[Fallible, Span]]:
    """Calls of `error` and `assert` that may have raised words which look like Luau's own."""
    return [(node, node.span) for node in nodes if _says(node, message, True) in ("it", "may")]


def _says(node: Fallible, message: str, positioned: bool) -> str:
    """Whether `error` or `assert` raises just this text here: "it", "may", "no"; "" for others."""
    if not isinstance(node, ast.Call) or not isinstance(node.function, ast.Global):
        return ""
    name, arguments = node.function.name, node.arguments
    if name not in ("error", "assert"):
        return ""
    if name == "error" and len(arguments) > 1:
        level = arguments[1]
        if isinstance(level, ast.Number) and level.value != (1 if positioned else 0):
            return "no"
    place = 0 if name == "error" else 1
    if len(arguments) > place:
        return _reads(arguments[place], message)
    if arguments and isinstance(arguments[-1], ast.Call | ast.MethodCall | ast.Varargs):
        return "may"
    return "it" if (name, message) == ("assert", "assertion failed!") else "no"


def _reads(text: ast.Expression, message: str) -> str:
    if isinstance(text, ast.String):
        return "it" if text.value == message else "no"
    if isinstance(text, ast.InterpolatedString):
        pieces = ".*".join(re.escape(piece) for piece in text.strings)
        return "may" if re.fullmatch(pieces, message, re.DOTALL) else "no"
    return "may"


def _name_of(node: ast.Expression) -> str:
    """The last name of an expression that is called, else ""."""
    match node:
        case ast.Global(name=name) | ast.IndexName(name=name):
            return name
        case ast.Local(variable=variable):
            return variable.name
        case ast.Group(expression=inner) | ast.Instantiate(expression=inner):
            return _name_of(inner)
        case ast.TypeAssertion(expression=inner):
            return _name_of(inner)
        case _:
            return ""


def _may_be(node: ast.Expression, kind: str) -> bool:
    """Whether an expression can have a value of a type; literals have one type only."""
    while isinstance(node, ast.Group | ast.TypeAssertion):
        node = node.expression
    return _LITERAL_TYPES.get(node.__class__, kind) == kind


def _index(node: Fallible, match: re.Match[str], columns: ColumnMap) -> Found:
    kind, name, key_kind = match["kind"], match["name"], match["key"]
    match node:
        case ast.IndexName(object=object_):
            fits = node.name == name
        case ast.MethodCall(object=object_):
            fits = node.method == name
        case ast.IndexExpression(object=object_, index=ast.String(value=value)):
            fits = value == name or (name is None and key_kind == "string")
        case ast.IndexExpression(object=object_, index=index):
            fits = _may_be(index, "string" if name is not None else key_kind)
        case _:
            return
    if fits and _may_be(object_, kind) and not is_known_library(object_, columns.replaced):
        span = node.span
        if isinstance(node, ast.MethodCall):
            span = (object_.span[0], node.method_span[1])
        yield node, span


def _member(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    name = match["name"]
    if isinstance(node, ast.IndexName) and node.name == name:
        yield node, node.span
    elif isinstance(node, ast.MethodCall) and node.method == name:
        yield node, (node.object.span[0], node.method_span[1])
    elif isinstance(node, ast.IndexExpression) and _may_be(node.index, "string"):
        index = node.index
        if not isinstance(index, ast.String) or index.value == name:
            yield node, node.span


def _call(node: Fallible, match: re.Match[str], columns: ColumnMap) -> Found:
    kind = match["kind"]
    if isinstance(node, ast.MethodCall) and kind != "nil":
        yield node, (node.object.span[0], node.method_span[1])
    elif isinstance(node, ast.Call):
        function = node.function
        while isinstance(function, ast.Group | ast.Instantiate | ast.TypeAssertion):
            function = function.expression
        holds = isinstance(function, ast.Local) and function.variable in columns.functions
        if not (
            holds or is_known_function(function, columns.replaced) or not _may_be(function, kind)
        ):
            yield node, node.function.span


def _missing_method(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    if isinstance(node, ast.MethodCall) and node.method == match["name"]:
        yield node, (node.object.span[0], node.method_span[1])


def _library_call(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    name = node.method if isinstance(node, ast.MethodCall) else ""
    if isinstance(node, ast.Call):
        name = _name_of(node.function)
    if name and name == match["name"]:
        yield node, node.span


def _arithmetic(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    event, left, right = match["event"], match["left"], match["right"] or match["left"]
    operator = _ARITHMETIC[event]
    if isinstance(node, ast.Unary):
        fits = event == "unm" and node.operator == "-" and _may_be(node.operand, left)
    elif event == "unm":
        return
    elif isinstance(node, ast.Binary):
        fits = node.operator == operator and _may_be(node.left, left) and _may_be(node.right, right)
    elif isinstance(node, ast.CompoundAssignment):
        fits = node.operator == operator and _may_be(node.value, right)
    else:
        return
    if fits:
        yield node, node.span


def _concatenation(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    if isinstance(node, ast.Binary | ast.CompoundAssignment) and node.operator == "..":
        yield node, node.span


def _comparison(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    operator, left, right = match["operator"], match["left"], match["right"]
    if not isinstance(node, ast.Binary):
        return
    swapped = {">": "<", ">=": "<="}
    if node.operator == operator:
        fits = _may_be(node.left, left) and _may_be(node.right, right)
    else:
        # Luau asks `b < a` for `a > b`.
        fits = (
            swapped.get(node.operator) == operator
            and _may_be(node.left, right)
            and _may_be(node.right, left)
        )
    if fits:
        yield node, node.span


def _length(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    if (
        isinstance(node, ast.Unary)
        and node.operator == "#"
        and _may_be(node.operand, match["kind"])
    ):
        yield node, node.span


def _iteration(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    if isinstance(node, ast.GenericFor) and _may_be(node.values[0], match["kind"]):
        yield node, (node.values[0].span[0], node.values[-1].span[1])


def _loop_bound(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    if isinstance(node, ast.NumericFor):
        bound = {"initial": node.start, "limit": node.limit, "step": node.step}[match["bound"]]
        if bound is not None and _may_be(bound, match["kind"]):
            yield node, bound.span


def _store(node: Fallible, match: re.Match[str], _columns: ColumnMap) -> Found:
    by_value = "index" in match.groupdict()
    if isinstance(node, ast.Assignment):
        targets = node.targets
    elif isinstance(node, ast.CompoundAssignment | ast.FunctionStatement):
        targets = (node.target,)
    else:
        targets = ()
    for target in targets:
        if isinstance(target, ast.IndexExpression) or (
            isinstance(target, ast.IndexName) and not by_value
        ):
            yield node, target.span
    if by_value and isinstance(node, ast.Table):
        for item in node.items:
            if item.kind == "general":
                yield node, item.span


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"attempt to index (?P<kind>\S+) with (?:'(?P<name>.*)'|(?P<key>\S+))", _index),
        (r"(?P<name>\S+) is not a valid member of .*", _member),
        (r"attempt to call a (?P<kind>\S+) value", _call),
        (r"attempt to call missing method '(?P<name>.*)' of \S+", _missing_method),
        (r"(?:invalid|missing) argument #\d+ to '(?P<name>\w+)'.*", _library_call),
        (r"wrong number of arguments to '(?P<name>\w+)'", _library_call),
        (
            r"attempt to perform arithmetic \((?P<event>\w+)\) on"
            r" (?P<left>\S+)(?: and (?P<right>\S+))?",
            _arithmetic,
        ),
        (r"attempt to concatenate \S+ with \S+", _concatenation),
        (r"attempt to compare (?P<left>\S+) (?P<operator><=?) (?P<right>\S+)", _comparison),
        (r"attempt to get length of a (?P<kind>\S+) value", _length),
        (r"attempt to iterate over a (?P<kind>\S+) value", _iteration),
        (
            r"invalid 'for' (?P<bound>initial|limit|step)(?: value)?"
            r" \(number expected, got (?P<kind>\S+)\)",
            _loop_bound,
        ),
        (r"table (?P<index>index) (?:is nil|is NaN|contains NaN)", _store),
        (r"attempt to modify a readonly table", _store),
    )
)


def _rule_for(message: str) -> tuple[Rule, re.Match[str]] | None:
    for pattern, rule in _RULES:
        match = pattern.fullmatch(message)
        if match is not None:
            return rule, match
    return None
