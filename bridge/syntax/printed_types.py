"""Types to text: one function per node, all of them `(node, printer) -> str`.

Part of `printer.py`, which owns the table. Knows nothing of lines and indentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bridge.syntax import ast
from bridge.syntax.printed_literals import quoted

if TYPE_CHECKING:
    from bridge.syntax.printer import Printer, PrintFunction

__all__ = ["TYPES", "generics_text", "vararg_text"]


def _reference(node: ast.TypeReference, printer: Printer) -> str:
    name = f"{node.prefix}.{node.name}" if node.prefix else node.name
    return f"{name}<{printer.join(node.parameters)}>" if node.has_parameters else name


def _table(node: ast.TypeTable, printer: Printer) -> str:
    if not node.entries:
        return "{}"
    return "{ " + printer.join(node.entries) + " }"


def _property(node: ast.TypeProperty, printer: Printer) -> str:
    name = f"[{quoted(node.name)}]" if node.quoted else node.name
    return f"{_access(node.access)}{name}: {printer.text(node.annotation)}"


def _indexer(node: ast.TypeIndexer, printer: Printer) -> str:
    annotation = printer.text(node.annotation)
    if node.key is None:
        return f"{_access(node.access)}{annotation}"
    return f"{_access(node.access)}[{printer.text(node.key)}]: {annotation}"


def _access(word: str) -> str:
    return f"{word} " if word else ""


def _parameter(node: ast.TypeParameter, printer: Printer) -> str:
    annotation = printer.text(node.annotation)
    return f"{node.name}: {annotation}" if node.name else annotation


def _signature(node: ast.TypeFunctionSignature, printer: Printer) -> str:
    rest = () if node.vararg is None else (node.vararg,)
    parameters = printer.join((*node.parameters, *rest))
    return f"{generics_text(node.generics, printer)}({parameters}) -> {printer.text(node.returns)}"


def _typeof(node: ast.TypeTypeof, printer: Printer) -> str:
    return f"typeof({printer.text(node.expression)})"


def _optional(node: ast.TypeOptional, printer: Printer) -> str:
    return f"{printer.text(node.annotation)}?"


def _union(node: ast.TypeUnion, printer: Printer) -> str:
    return _parts("|", node.leading, node.types, printer)


def _intersection(node: ast.TypeIntersection, printer: Printer) -> str:
    return _parts("&", node.leading, node.types, printer)


def _parts(sign: str, leading: bool, types: Sequence[ast.Type], printer: Printer) -> str:
    text = f" {sign} ".join([printer.text(each) for each in types])
    return f"{sign} {text}" if leading else text


def _boolean(node: ast.TypeSingletonBoolean, printer: Printer) -> str:
    return "true" if node.value else "false"


def _string(node: ast.TypeSingletonString, printer: Printer) -> str:
    return quoted(node.value)


def _group(node: ast.TypeGroup, printer: Printer) -> str:
    return f"({printer.text(node.annotation)})"


def _pack(node: ast.TypePackExplicit, printer: Printer) -> str:
    tail = () if node.tail is None else (node.tail,)
    text = printer.join((*node.types, *tail))
    return f"({text})" if node.parenthesized else text


def _variadic(node: ast.TypePackVariadic, printer: Printer) -> str:
    return f"...{printer.text(node.annotation)}"


def _generic_pack(node: ast.TypePackGeneric, printer: Printer) -> str:
    return f"{node.name}..."


def _generic(node: ast.Generic, printer: Printer) -> str:
    name = f"{node.name}..." if node.is_pack else node.name
    return name if node.default is None else f"{name} = {printer.text(node.default)}"


def generics_text(generics: Sequence[ast.Generic], printer: Printer) -> str:
    """`<T, U...>`, or nothing."""
    return f"<{printer.join(generics)}>" if generics else ""


def vararg_text(annotation: ast.Type | ast.TypePack | None, printer: Printer) -> str:
    """`...`, `...: T`, `...: T...`."""
    if annotation is None:
        return "..."
    if isinstance(annotation, ast.TypePackVariadic):
        annotation = annotation.annotation
    return f"...: {printer.text(annotation)}"


TYPES: dict[type[ast.Node], PrintFunction] = {
    ast.TypeReference: _reference,
    ast.TypeTable: _table,
    ast.TypeProperty: _property,
    ast.TypeIndexer: _indexer,
    ast.TypeParameter: _parameter,
    ast.TypeFunctionSignature: _signature,
    ast.TypeTypeof: _typeof,
    ast.TypeOptional: _optional,
    ast.TypeUnion: _union,
    ast.TypeIntersection: _intersection,
    ast.TypeSingletonBoolean: _boolean,
    ast.TypeSingletonString: _string,
    ast.TypeGroup: _group,
    ast.TypePackExplicit: _pack,
    ast.TypePackVariadic: _variadic,
    ast.TypePackGeneric: _generic_pack,
    ast.Generic: _generic,
}
