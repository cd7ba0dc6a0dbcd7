"""What a project file describes: a tree of named, classed nodes, some of them with source.

A value with no behaviour; knows neither files nor Roblox services.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bridge.source import Source

__all__ = ["SCRIPT_CLASSES", "ProjectNode", "PropertyValue"]

PropertyValue = bool | int | float | str | list[object] | dict[str, object]
"""A property as the project file writes it, before the class table gives it a type."""

SCRIPT_CLASSES = ("Script", "LocalScript", "ModuleScript")


@dataclass(slots=True)
class ProjectNode:
    """One Instance to be made.

    Attributes:
        name: the Instance's Name.
        class_name: its ClassName; "DataModel" for the root of a place.
        properties: values by property name, as written in the project.
        attributes: attribute values by name.
        tags: CollectionService tags, in written order.
        source: the program of a Script, LocalScript or ModuleScript.
        path: the file or folder it came from, for messages and for `require` by path.
        children: in the order Rojo creates them: files by name, then written nodes by name.
        id: what `Rojo_Target_` attributes of others call it (`$id`).
        referent: what `{"Ref": ...}` properties of the same model file call it.
        origins: the file that a property or attribute comes from, where that is not `path`.
        aliases: of a script, what `@name` in its `require` means: a folder or file by lower-case
            name.
        alias_problem: why a script's aliases are not known; empty when they are.
        place_id, game_id: of the root of a place, what its project file says.
    """

    name: str
    class_name: str
    properties: dict[str, PropertyValue] = field(default_factory=dict)
    attributes: dict[str, PropertyValue] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    source: Source | None = None
    path: Path | None = None
    children: list[ProjectNode] = field(default_factory=list)
    id: str | None = None
    referent: str | None = None
    origins: dict[str, Path] = field(default_factory=dict)
    aliases: Mapping[str, Path] = field(default_factory=dict)
    alias_problem: str = ""
    place_id: int | None = None
    game_id: int | None = None

    def child(self, name: str) -> ProjectNode | None:
        """The first child of that name, or None."""
        for node in self.children:
            if node.name == name:
                return node
        return None

    def find(self, path: str) -> ProjectNode | None:
        """The node of a full name below this one, e.g. `ServerScriptService.Game.Main`.

        Names may hold dots themselves, as those of Wally's packages do; where several nodes fit,
        the one with the shortest names on its way is taken.
        """
        parts = path.split(".")
        for count in range(1, len(parts) + 1):
            child = self.child(".".join(parts[:count]))
            if child is not None:
                found = child.find(".".join(parts[count:])) if parts[count:] else child
                if found is not None:
                    return found
        return None

    def walk(self, prefix: str = "") -> Iterator[tuple[str, ProjectNode]]:
        """Every node below this one with its full name, depth first, in child order."""
        for node in self.children:
            name = f"{prefix}.{node.name}" if prefix else node.name
            yield name, node
            yield from node.walk(name)
