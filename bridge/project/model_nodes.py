"""Instances of model files as nodes: names that only files use, and what has a place of its own.

Shared by the readers of XML and of binary models. Source of the names: rbx-dom's reflection
database.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from bridge.errors import ProjectError
from bridge.project.attributes_blob import decode_attributes
from bridge.project.tree import SCRIPT_CLASSES, ProjectNode
from bridge.source import Source

__all__ = ["model_node", "rename_referents", "root_of"]

CANONICAL: Final = {
    "Color3uint8": "Color",
    "Health_XML": "Health",
    "MaxPlayersInternal": "MaxPlayers",
    "Part0Internal": "Part0",
    "Part1Internal": "Part1",
    "PreferredPlayersInternal": "PreferredPlayers",
    "archivable": "Archivable",
    "brickColor": "BrickColor",
    "formFactorRaw": "FormFactor",
    "heat_xml": "Heat",
    "opacity_xml": "Opacity",
    "riseVelocity_xml": "RiseVelocity",
    "shape": "Shape",
    "size": "Size",
    "size_xml": "Size",
    "xmlRead_MaxDistance_3": "RollOffMaxDistance",
    "xmlRead_MinDistance_3": "RollOffMinDistance",
}
"""Properties that files name otherwise than scripts do."""


def model_node(
    class_name: str, referent: str, properties: Iterable[tuple[str, Any]], path: Path
) -> ProjectNode:
    """The node of one instance of a model file.

    Parameters:
        properties: name and typed value, `("size", {"Vector3": [4, 1, 2]})`.
        path: the file.

    Raises:
        ProjectError: its attributes or tags are broken; the text names file and instance.
    """
    node = ProjectNode(class_name, class_name, path=path, referent=referent)
    for written, value in properties:
        name = CANONICAL.get(written, written)
        if name == "Name":
            node.name = _text(value)
        elif name == "Source" and class_name in SCRIPT_CLASSES:
            node.source = Source(_bytes(value), node.name)
        elif name == "Tags":
            tags = _bytes(value).decode("utf-8", "replace")
            node.tags = [tag for tag in tags.split("\0") if tag]
        elif name in ("AttributesSerialize", "Attributes"):
            try:
                node.attributes = decode_attributes(_bytes(value))
            except ValueError as problem:
                raise ProjectError(f"{path}: {node.name} ({class_name}): {problem}") from None
        else:
            node.properties[name] = value
    return node


def _bytes(value: Any) -> bytes:
    """The content of a string of either kind; empty when it is none."""
    ((form, content),) = value.items()
    if form in ("BinaryString", "SharedString"):
        try:
            return base64.b64decode(content)
        except binascii.Error:
            return b""
    return content.encode("utf-8", "surrogateescape") if isinstance(content, str) else b""


def _text(value: Any) -> str:
    return _bytes(value).decode("utf-8", "replace")


def root_of(roots: list[ProjectNode], path: Path, name: str) -> ProjectNode:
    """The one instance at the top of a model, under the name of its file.

    Raises:
        ProjectError: there is none, or more than one; Rojo refuses such models too.
    """
    if len(roots) != 1:
        raise ProjectError(
            f"{path}: a model file must hold one instance at the top, this one has {len(roots)}; "
            "put them into a Folder"
        )
    roots[0].name = name
    return roots[0]


def rename_referents(root: ProjectNode, prefix: str) -> None:
    """Make the references of one copy of a model its own: a project may hold a file twice."""
    for node in (root, *(child for _, child in root.walk())):
        if node.referent is not None:
            node.referent = prefix + node.referent
        for name, value in node.properties.items():
            if isinstance(value, dict) and isinstance(value.get("Ref"), str):
                node.properties[name] = {"Ref": f"{prefix}{value['Ref']}"}
