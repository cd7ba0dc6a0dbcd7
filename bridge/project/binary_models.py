"""Binary models and places: `.rbxm` and `.rbxl` files.

Source of the format: rbx-dom's document "Roblox Binary Model Format": chunks that list instances
class by class (INST), their properties column by column (PROP) and who is whose parent (PRNT).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bridge.errors import ProjectError
from bridge.project.binary_values import Column, read_column
from bridge.project.compression import decompress
from bridge.project.model_nodes import model_node, root_of
from bridge.project.tree import ProjectNode

__all__ = ["binary_model", "read_binary"]

MAGIC: Final = b"<roblox!\x89\xff\x0d\x0a\x1a\x0a"
HEADER_BYTES: Final = 32
DEPTH_MAX: Final = 200
"""Nested instances; deeper files are refused instead of exhausting the stack."""


@dataclass(slots=True)
class _Class:
    """The instances of one class."""

    name: str
    referents: list[int]
    properties: dict[str, list[Any]] = field(default_factory=dict)


def binary_model(path: Path, name: str) -> ProjectNode:
    """The node of a `.rbxm` file, under a name.

    Raises:
        ProjectError: the file is broken, or holds not exactly one instance at the top.
    """
    return root_of(read_binary(path), path, name)


def read_binary(path: Path) -> list[ProjectNode]:
    """The instances at the top of a binary model or place.

    Raises:
        ProjectError: the file is broken, or compressed in a way that needs a missing package.
    """
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ProjectError(f"{path}: cannot be read: {problem.strerror}") from problem
    if data.lstrip().startswith((b"<roblox ", b"<?xml")):
        raise ProjectError(f"{path}: is an XML file; its name should end in .rbxmx or .rbxlx")
    if not data.startswith(MAGIC):
        raise ProjectError(f"{path}: is no Roblox model or place")
    try:
        return _File(path).read(data)
    except (ValueError, struct.error) as problem:
        raise ProjectError(f"{path}: {problem}") from None


def _chunks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and content of every chunk up to the end of the file."""
    column = Column(data)
    column.at = HEADER_BYTES
    while True:
        name = column.take(4).rstrip(b"\0").decode("latin-1")
        compressed, size, _reserved = column.unpack("3I")
        content = decompress(column.take(compressed), size) if compressed else column.take(size)
        if name == "END":
            return
        yield name, content


class _File:
    """One file being read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shared: list[bytes] = []
        self._classes: dict[int, _Class] = {}
        self._parents: list[tuple[int, int]] = []

    def read(self, data: bytes) -> list[ProjectNode]:
        readers = {
            "SSTR": self._strings,
            "INST": self._instances,
            "PROP": self._property,
            "PRNT": self._tree,
        }
        for name, content in _chunks(data):
            reader = readers.get(name)
            if reader is not None:
                reader(Column(content, self._shared))
        return self._roots()

    def _strings(self, column: Column) -> None:
        _version, count = column.unpack("2I")
        for _ in range(count):
            column.take(16)
            self._shared.append(column.text())

    def _instances(self, column: Column) -> None:
        number = column.number("I")
        name = column.text().decode("utf-8", "replace")
        column.take(1)
        count = column.number("I")
        self._classes[number] = _Class(name, column.referents(count))

    def _property(self, column: Column) -> None:
        owner = self._classes.get(column.number("I"))
        name = column.text().decode("utf-8", "replace")
        if owner is None:
            raise ValueError(f"the property {name} belongs to no class of the file")
        try:
            values = read_column(column, len(owner.referents))
        except ValueError as problem:
            raise ValueError(f"{owner.name}.{name}: {problem}") from None
        if values is not None:
            owner.properties[name] = values

    def _tree(self, column: Column) -> None:
        column.take(1)
        count = column.number("I")
        children = column.referents(count)
        self._parents = list(zip(children, column.referents(count), strict=True))

    def _roots(self) -> list[ProjectNode]:
        """The nodes without a parent, with all that is below them, in the order of the file."""
        nodes: dict[int, ProjectNode] = {}
        for each in self._classes.values():
            for at, referent in enumerate(each.referents):
                properties = [(name, values[at]) for name, values in each.properties.items()]
                nodes[referent] = model_node(each.name, str(referent), properties, self._path)
        parents = dict(self._parents)
        if parents.keys() != nodes.keys():
            raise ValueError("the tree does not name every instance once")
        roots = []
        for child, parent in self._parents:
            self._check_depth(child, parents)
            if parent == -1:
                roots.append(nodes[child])
            elif parent in nodes:
                nodes[parent].children.append(nodes[child])
            else:
                raise ValueError(f"the tree names the instance {parent}, which does not exist")
        return roots

    def _check_depth(self, referent: int, parents: dict[int, int]) -> None:
        for _ in range(DEPTH_MAX + 1):
            if referent not in parents:
                return
            referent = parents[referent]
        raise ValueError(f"instances are nested more than {DEPTH_MAX} deep, or in a circle")
