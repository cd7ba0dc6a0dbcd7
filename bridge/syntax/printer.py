"""Trees to Luau text that parses to the same tree.

Prints the whole language, types included, with tabs and one statement per line; comments are not
part of a tree and are lost, but for hot comments. Nodes that stand for broken text are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from bridge.syntax import ast
from bridge.syntax.printed_expressions import (
    EXPRESSIONS,
    attributes_text,
    binding_text,
    function_text,
)
from bridge.syntax.printed_types import TYPES, generics_text
from bridge.syntax.recursion import room_for_depth

__all__ = ["PrintFunction", "Printer", "print_chunk", "print_node"]

PrintFunction: TypeAlias = Callable[[Any, "Printer"], str]


def print_chunk(chunk: ast.Chunk) -> str:
    """A whole file, ending in a newline; pure ASCII."""
    header = [f"--!{each.text}\n" for each in chunk.hot_comments if each.header]
    footer = [f"--!{each.text}\n" for each in chunk.hot_comments if not each.header]
    body = print_node(chunk.body)
    return "".join(header) + (f"{body}\n" if body else "") + "".join(footer)


def print_node(node: ast.Node) -> str:
    """One expression, statement, block or type."""
    with room_for_depth():
        return Printer().text(node)


class Printer:
    """Turns nodes into text.

    Attributes:
        depth: how many tabs the current line begins with.
    """

    __slots__ = ("depth",)

    def __init__(self) -> None:
        self.depth = 0

    def text(self, node: ast.Node) -> str:
        """The text of a node; its first line is not indented."""
        function = _FUNCTIONS.get(node.__class__)
        if function is None:
            raise ValueError(f"{type(node).__name__} has no text: it stands for broken source")
        return function(node, self)

    def join(self, nodes: Sequence[ast.Node]) -> str:
        """The texts of nodes with commas between them."""
        return ", ".join([self.text(node) for node in nodes])

    def indented(self, nodes: Sequence[ast.Node]) -> list[str]:
        """The texts of nodes that may stand on lines one level deeper."""
        self.depth += 1
        texts = [self.text(node) for node in nodes]
        self.depth -= 1
        return texts

    def block_text(self, block: ast.Block) -> str:
        """A block between two keywords, with the white space around it."""
        if not block.statements:
            return " "
        self.depth += 1
        lines = "\t" * self.depth + self.text(block)
        self.depth -= 1
        return f"\n{lines}\n{self.margin}"

    @property
    def margin(self) -> str:
        return "\t" * self.depth


# --- statements -----------------------------------------------------------------------------------


def _block(node: ast.Block, printer: Printer) -> str:
    texts = [printer.text(statement) for statement in node.statements]
    for index in range(1, len(texts)):
        if texts[index].startswith("("):
            # Luau takes a parenthesis on the next line for an ambiguous call.
            texts[index - 1] += ";"
    return f"\n{printer.margin}".join(texts)


def _local(node: ast.LocalStatement, printer: Printer) -> str:
    names = ", ".join([binding_text(variable, printer) for variable in node.variables])
    values = f" = {printer.join(node.values)}" if node.values else ""
    return f"{'export ' if node.exported else ''}{node.keyword} {names}{values}"


def _local_function(node: ast.LocalFunction, printer: Printer) -> str:
    keyword = "export" if node.exported else node.keyword
    attributes = attributes_text(node.function.attributes, f"\n{printer.margin}", printer)
    body = function_text(node.function, printer)
    return f"{attributes}{keyword} function {node.variable.name}{body}"


def _function(node: ast.FunctionStatement, printer: Printer) -> str:
    if node.is_method:
        assert isinstance(node.target, ast.IndexName)
        name = f"{printer.text(node.target.object)}:{node.target.name}"
    else:
        name = printer.text(node.target)
    attributes = attributes_text(node.function.attributes, f"\n{printer.margin}", printer)
    return f"{attributes}function {name}{function_text(node.function, printer)}"


def _assignment(node: ast.Assignment, printer: Printer) -> str:
    return f"{printer.join(node.targets)} = {printer.join(node.values)}"


def _compound(node: ast.CompoundAssignment, printer: Printer) -> str:
    return f"{printer.text(node.target)} {node.operator}= {printer.text(node.value)}"


def _expression(node: ast.ExpressionStatement, printer: Printer) -> str:
    return printer.text(node.expression)


def _do(node: ast.Do, printer: Printer) -> str:
    return f"do{printer.block_text(node.body)}end"


def _while(node: ast.While, printer: Printer) -> str:
    return f"while {printer.text(node.condition)} do{printer.block_text(node.body)}end"


def _repeat(node: ast.Repeat, printer: Printer) -> str:
    return f"repeat{printer.block_text(node.body)}until {printer.text(node.condition)}"


def _if(node: ast.If, printer: Printer) -> str:
    pieces = []
    keyword = "if"
    step: ast.If | ast.Block | None = node
    while isinstance(step, ast.If):
        condition = printer.text(step.condition)
        pieces.append(f"{keyword} {condition} then{printer.block_text(step.then)}")
        keyword = "elseif"
        step = step.otherwise
    if step is not None:
        pieces.append(f"else{printer.block_text(step)}")
    return f"{''.join(pieces)}end"


def _numeric_for(node: ast.NumericFor, printer: Printer) -> str:
    step = () if node.step is None else (node.step,)
    bounds = printer.join((node.start, node.limit, *step))
    head = f"for {binding_text(node.variable, printer)} = {bounds} do"
    return f"{head}{printer.block_text(node.body)}end"


def _generic_for(node: ast.GenericFor, printer: Printer) -> str:
    names = ", ".join([binding_text(variable, printer) for variable in node.variables])
    return f"for {names} in {printer.join(node.values)} do{printer.block_text(node.body)}end"


def _return(node: ast.Return, printer: Printer) -> str:
    return f"return {printer.join(node.values)}" if node.values else "return"


def _break(node: ast.Break, printer: Printer) -> str:
    return "break"


def _continue(node: ast.Continue, printer: Printer) -> str:
    return "continue"


def _type_alias(node: ast.TypeAlias, printer: Printer) -> str:
    head = f"{'export ' if node.exported else ''}type {node.name}"
    return f"{head}{generics_text(node.generics, printer)} = {printer.text(node.annotation)}"


def _type_function(node: ast.TypeFunction, printer: Printer) -> str:
    head = f"{'export ' if node.exported else ''}type function {node.name}"
    return f"{head}{function_text(node.function, printer)}"


_FUNCTIONS: dict[type[ast.Node], PrintFunction] = {
    **TYPES,
    **EXPRESSIONS,
    ast.Block: _block,
    ast.LocalStatement: _local,
    ast.LocalFunction: _local_function,
    ast.FunctionStatement: _function,
    ast.Assignment: _assignment,
    ast.CompoundAssignment: _compound,
    ast.ExpressionStatement: _expression,
    ast.Do: _do,
    ast.While: _while,
    ast.Repeat: _repeat,
    ast.If: _if,
    ast.NumericFor: _numeric_for,
    ast.GenericFor: _generic_for,
    ast.Return: _return,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.TypeAlias: _type_alias,
    ast.TypeFunction: _type_function,
}
