"""Expressions to text: one function per node, all of them `(node, printer) -> str`.

Part of `printer.py`, which owns the table. Adds no parentheses: the tree says where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bridge.syntax import ast
from bridge.syntax.printed_literals import integer_text, interpolated_part, number_text, quoted
from bridge.syntax.printed_types import generics_text, vararg_text

if TYPE_CHECKING:
    from bridge.syntax.printer import Printer, PrintFunction

__all__ = ["EXPRESSIONS", "attributes_text", "binding_text", "function_text"]

_LINE_MAX = 80
"""A table constructor longer than this gets a line per item."""


def _nil(node: ast.Nil, printer: Printer) -> str:
    return "nil"


def _boolean(node: ast.Boolean, printer: Printer) -> str:
    return "true" if node.value else "false"


def _number(node: ast.Number, printer: Printer) -> str:
    return number_text(node.value)


def _integer(node: ast.Integer, printer: Printer) -> str:
    return integer_text(node.value)


def _string(node: ast.String, printer: Printer) -> str:
    return quoted(node.value)


def _interpolated(node: ast.InterpolatedString, printer: Printer) -> str:
    pieces = [interpolated_part(node.strings[0])]
    for expression, string in zip(node.expressions, node.strings[1:], strict=True):
        inner = printer.text(expression)
        # `{{` is an error in Luau.
        pieces.append(f"{{ {inner} }}" if inner.startswith("{") else f"{{{inner}}}")
        pieces.append(interpolated_part(string))
    return f"`{''.join(pieces)}`"


def _varargs(node: ast.Varargs, printer: Printer) -> str:
    return "..."


def _local(node: ast.Local, printer: Printer) -> str:
    return node.variable.name


def _global(node: ast.Global, printer: Printer) -> str:
    return node.name


def _call(node: ast.Call, printer: Printer) -> str:
    return f"{printer.text(node.function)}({printer.join(node.arguments)})"


def _method_call(node: ast.MethodCall, printer: Printer) -> str:
    types = f"<<{printer.join(node.type_arguments)}>>" if node.type_arguments else ""
    arguments = printer.join(node.arguments)
    return f"{printer.text(node.object)}:{node.method}{types}({arguments})"


def _index_name(node: ast.IndexName, printer: Printer) -> str:
    return f"{printer.text(node.object)}.{node.name}"


def _index_expression(node: ast.IndexExpression, printer: Printer) -> str:
    return f"{printer.text(node.object)}[{printer.text(node.index)}]"


def _function(node: ast.Function, printer: Printer) -> str:
    return f"{attributes_text(node.attributes, ' ', printer)}function{function_text(node, printer)}"


def function_text(node: ast.Function, printer: Printer) -> str:
    """From the generics to `end`."""
    parameters = [binding_text(variable, printer) for variable in node.parameters]
    if node.is_vararg:
        parameters.append(vararg_text(node.vararg_annotation, printer))
    returns = node.return_annotation
    result = "" if returns is None else f": {printer.text(returns)}"
    head = f"{generics_text(node.generics, printer)}({', '.join(parameters)}){result}"
    return f"{head}{printer.block_text(node.body)}end"


def binding_text(variable: ast.Variable, printer: Printer) -> str:
    """A declared variable with its annotation."""
    if variable.annotation is None:
        return variable.name
    return f"{variable.name}: {printer.text(variable.annotation)}"


def attributes_text(attributes: Sequence[ast.Attribute], after: str, printer: Printer) -> str:
    """Attributes, each followed by `after`."""
    return "".join([printer.text(each) + after for each in attributes])


def _attribute(node: ast.Attribute, printer: Printer) -> str:
    if not node.arguments:
        return f"@{node.name}"
    return f"@[{node.name}({printer.join(node.arguments)})]"


def _table(node: ast.Table, printer: Printer) -> str:
    if not node.items:
        return "{}"
    items = printer.indented(node.items)
    if not any("\n" in item for item in items) and sum(map(len, items)) <= _LINE_MAX:
        return "{ " + ", ".join(items) + " }"
    outer = "\t" * printer.depth
    return "{\n" + "".join([f"{outer}\t{item},\n" for item in items]) + outer + "}"


def _table_item(node: ast.TableItem, printer: Printer) -> str:
    value = printer.text(node.value)
    if node.key is None:
        return value
    if node.kind == "record":
        assert isinstance(node.key, ast.String)
        return f"{node.key.value} = {value}"
    return f"[{printer.text(node.key)}] = {value}"


def _unary(node: ast.Unary, printer: Printer) -> str:
    operand = printer.text(node.operand)
    # `not` needs the space, and two signs in a row would start a comment.
    space = " " if node.operator == "not" or operand.startswith("-") else ""
    return f"{node.operator}{space}{operand}"


def _binary(node: ast.Binary, printer: Printer) -> str:
    chain: list[ast.Binary] = []
    left: ast.Expression = node
    while isinstance(left, ast.Binary):
        chain.append(left)
        left = left.left
    pieces = [printer.text(left)]
    pieces += [f" {step.operator} {printer.text(step.right)}" for step in reversed(chain)]
    return "".join(pieces)


def _group(node: ast.Group, printer: Printer) -> str:
    return f"({printer.text(node.expression)})"


def _assertion(node: ast.TypeAssertion, printer: Printer) -> str:
    return f"{printer.text(node.expression)} :: {printer.text(node.annotation)}"


def _instantiate(node: ast.Instantiate, printer: Printer) -> str:
    return f"{printer.text(node.expression)}<<{printer.join(node.type_arguments)}>>"


def _if(node: ast.IfExpression, printer: Printer) -> str:
    pieces = []
    keyword = "if"
    step: ast.Expression = node
    while isinstance(step, ast.IfExpression) and (step is node or step.is_elseif):
        pieces.append(f"{keyword} {printer.text(step.condition)} then {printer.text(step.then)} ")
        keyword = "elseif"
        step = step.otherwise
    return f"{''.join(pieces)}else {printer.text(step)}"


EXPRESSIONS: dict[type[ast.Node], PrintFunction] = {
    ast.Nil: _nil,
    ast.Boolean: _boolean,
    ast.Number: _number,
    ast.Integer: _integer,
    ast.String: _string,
    ast.InterpolatedString: _interpolated,
    ast.Varargs: _varargs,
    ast.Local: _local,
    ast.Global: _global,
    ast.Call: _call,
    ast.MethodCall: _method_call,
    ast.IndexName: _index_name,
    ast.IndexExpression: _index_expression,
    ast.Function: _function,
    ast.TableItem: _table_item,
    ast.Table: _table,
    ast.Unary: _unary,
    ast.Binary: _binary,
    ast.Group: _group,
    ast.TypeAssertion: _assertion,
    ast.Instantiate: _instantiate,
    ast.IfExpression: _if,
    ast.Attribute: _attribute,
}
