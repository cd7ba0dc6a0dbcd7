"""Nodes that stand for text that did not parse: they never reach lowering.

`lower` raises LuauSyntaxError for such a file before the walk begins; a caller of `lower_tree` who
passes such a tree has made a mistake of its own.
"""

from __future__ import annotations

from bridge.errors import BridgeError
from bridge.lowering.emitter import Emitter
from bridge.syntax import ast

__all__ = ["error_node"]


def error_node(node: ast.Node, out: Emitter) -> None:
    place = out.source.position(node.span[0])
    raise BridgeError(
        f"{out.source.name}:{place.line}: a part that did not parse was given to lowering"
    )
