"""Properties, attributes, tags and ids as project, meta and model files write them, put on a node.

Source of the rules: Rojo's documentation, page "Properties". Values stay as they are written: their
types are the class table's business. Here only what has a place of its own on a node is taken
apart: `Tags`, `Attributes` and `Source`.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.tree import SCRIPT_CLASSES, ProjectNode
from bridge.source import Source

__all__ = ["check_keys", "object_of", "set_attributes", "set_id", "set_properties"]

IGNORED = ("Name", "Parent")
"""Not set by properties; Rojo warns and ignores them."""


def check_keys(written: dict[str, Any], known: set[str], where: str) -> None:
    """Refuse a misspelt key: Rojo would ignore it, and what it says would be missing silently.

    Keys that begin with `$`, `_`, `#` or `/` are comments.
    """
    for key in written:
        if key in known or key.startswith(("$", "_", "#", "/")):
            continue
        close = get_close_matches(key, sorted(known), 1)
        hint = (
            f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(known))}"
        )
        raise ProjectError(f"{where}: unknown key {key!r}{hint}")


def object_of(written: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    """The object under a key, empty when it is missing."""
    value = written.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ProjectError(f"{where}: {key} must be an object")
    return value


def set_properties(node: ProjectNode, written: dict[str, Any], file: Path, where: str) -> None:
    """Put written properties on a node.

    Raises:
        ProjectError: `Tags`, `Attributes` or `Source` is of the wrong shape.
    """
    for name, value in written.items():
        content = value
        if isinstance(value, dict) and len(value) == 1:
            ((form, inside),) = value.items()
            content = (
                inside if form in ("Tags", "Attributes", "String", "ProtectedString") else value
            )
        if name in IGNORED:
            continue
        if name == "Tags":
            node.tags = _tags(content, where)
        elif name in ("Attributes", "AttributesSerialize", "AttributesSerialized"):
            if not isinstance(content, dict):
                raise ProjectError(f"{where}: {name} must be an object of attributes")
            set_attributes(node, content, file)
        elif name == "Source" and node.class_name in SCRIPT_CLASSES:
            if not isinstance(content, str):
                raise ProjectError(f"{where}: Source must be a string")
            node.source = Source(content.encode("utf-8", "surrogatepass"), node.name)
        else:
            node.properties[name] = value
            node.origins[name] = file


def _tags(content: Any, where: str) -> list[str]:
    if not isinstance(content, list) or not all(isinstance(tag, str) for tag in content):
        raise ProjectError(f"{where}: Tags must be a list of strings")
    return list(content)


def set_attributes(node: ProjectNode, written: dict[str, Any], file: Path) -> None:
    """Replace the attributes of a node, when any are written: Rojo does not merge them."""
    if written:
        node.attributes = dict(written)
        node.origins["Attributes"] = file


def set_id(node: ProjectNode, written: Any, where: str) -> None:
    """Give a node the id that references call it by.

    Raises:
        ProjectError: the id is no string, or the node has one already.
    """
    if written is None:
        return
    if not isinstance(written, str):
        raise ProjectError(f"{where}: the id must be a string")
    if node.id is not None and node.id != written:
        raise ProjectError(f"{where}: id {written!r} for an instance that has the id {node.id!r}")
    node.id = written
