"""Rojo project files: `default.project.json` and the folders it names, as a ProjectNode tree.

Source of the rules: Rojo's documentation, pages "Project Format" and "Sync Details" (v7). Unknown
keys are errors, because a misspelt `$path` would otherwise be an empty folder. Knows no services
beyond the names whose class Rojo infers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.globs import glob_matches
from bridge.project.sync_rules import apply_meta, node_from_file, read_json
from bridge.project.tree import SCRIPT_CLASSES, ProjectNode
from bridge.source import Source

__all__ = ["find_project_file", "load_project"]

_NODE_KEYS = {
    "$attributes", "$className", "$id", "$ignoreUnknownInstances", "$path", "$properties",
    "$schema",
}  # fmt: skip
_PROJECT_KEYS = {
    "$schema", "name", "tree", "servePort", "servePlaceIds", "placeId", "gameId", "serveAddress",
    "globIgnorePaths", "emitLegacyScripts", "syncRules", "blockedPlaceIds",
}  # fmt: skip
_INIT_FILES: tuple[tuple[str, str], ...] = (
    ("init.luau", "ModuleScript"),
    ("init.lua", "ModuleScript"),
    ("init.server.luau", "Script"),
    ("init.server.lua", "Script"),
    ("init.client.luau", "LocalScript"),
    ("init.client.lua", "LocalScript"),
)
_INFERRED_BELOW = {
    "StarterPlayer": {"StarterPlayerScripts", "StarterCharacterScripts"},
    "Workspace": {"Terrain"},
}


def find_project_file(path: Path) -> Path:
    """The project file meant by a path: the file itself, or `default.project.json` in a folder.

    Raises:
        ProjectError: there is none.
    """
    if path.is_dir():
        path = path / "default.project.json"
    if not path.is_file():
        raise ProjectError(
            f"{path}: no such project file; name a *.project.json file "
            "or a folder that holds default.project.json"
        )
    return path


def load_project(path: Path | str) -> ProjectNode:
    """Read a project and everything it names.

    Parameters:
        path: a `*.project.json` file, or a folder with a `default.project.json`.

    Returns:
        The root node. A project whose root is no DataModel (a library) is put, as Rojo's users
        do by hand, into `ReplicatedStorage` of an otherwise empty place.

    Raises:
        ProjectError: anything wrong, with the file and the key.
    """
    file = find_project_file(Path(path))
    root = _Loader().project(file)
    if root.class_name != "DataModel":
        storage = ProjectNode("ReplicatedStorage", "ReplicatedStorage", children=[root])
        root = ProjectNode(root.name, "DataModel", path=file, children=[storage])
    for name, node in root.walk():
        if node.source is not None:
            node.source.name = name
    return root


class _Loader:
    """One reading of one project; remembers open project files to refuse cycles.

    Attributes:
        ignore: patterns of the open projects, each with the folder it is relative to. Those of
            an outer project hold within the projects it includes, as in Rojo.
    """

    def __init__(self) -> None:
        self._open: list[Path] = []
        self.ignore: list[tuple[Path, str]] = []

    def project(self, file: Path) -> ProjectNode:
        resolved = file.resolve()
        if resolved in self._open:
            raise ProjectError(f"{file}: this project includes itself")
        data = read_json(file)
        if not isinstance(data, dict) or not isinstance(data.get("tree"), dict):
            raise ProjectError(f'{file}: a project needs a "tree" object')
        unknown = sorted(set(data) - _PROJECT_KEYS)
        if unknown:
            raise ProjectError(f"{file}: unknown key {unknown[0]!r}")
        if data.get("syncRules"):
            raise ProjectError(f"{file}: syncRules are not supported yet")
        outer = self.ignore
        folder = file.parent.absolute()
        self.ignore = outer + [(folder, each) for each in data.get("globIgnorePaths", [])]
        self._open.append(resolved)
        try:
            name = str(data.get("name") or file.name.removesuffix(".project.json"))
            node = _Project(self, file).node(name, data["tree"], parent=None, where="tree")
        finally:
            self._open.pop()
            self.ignore = outer
        return node


class _Project:
    """One project file being read, and its folder."""

    def __init__(self, loader: _Loader, file: Path) -> None:
        self._loader = loader
        self._file = file
        self._folder = file.parent

    def node(
        self, name: str, tree: dict[str, Any], parent: ProjectNode | None, where: str
    ) -> ProjectNode:
        """The node that one object of the project's tree describes."""
        for key in tree:
            if key.startswith("$") and key not in _NODE_KEYS:
                raise ProjectError(f"{self._file}: unknown key {key!r} at {where}")
        found = self._from_path(tree, where)
        written = tree.get("$className")
        if found is not None:
            node = found
            node.name = name
            if written is not None and written != node.class_name:
                if node.class_name != "Folder":
                    raise ProjectError(
                        f"{self._file}: $className {written!r} at {where} conflicts with "
                        f"{node.path}, which is a {node.class_name}"
                    )
                node.class_name = str(written)
            elif written is None and node.class_name == "Folder":
                node.class_name = self._inferred(name, parent) or "Folder"
        else:
            class_name = written or self._inferred(name, parent)
            if class_name is None:
                raise ProjectError(f'{self._file}: {where} needs "$className" or "$path"')
            node = ProjectNode(name, str(class_name), path=self._file)
        node.properties.update(self._object(tree, "$properties", where))
        node.attributes.update(self._object(tree, "$attributes", where))
        for key, value in tree.items():
            if key.startswith("$"):
                continue
            if not isinstance(value, dict):
                raise ProjectError(f"{self._file}: {where}.{key} must be an object")
            self._merge(node, self.node(key, value, node, f"{where}.{key}"))
        return node

    def _object(self, tree: dict[str, Any], key: str, where: str) -> dict[str, Any]:
        value = tree.get(key, {})
        if not isinstance(value, dict):
            raise ProjectError(f"{self._file}: {key} at {where} must be an object")
        return value

    @staticmethod
    def _merge(node: ProjectNode, child: ProjectNode) -> None:
        # A written child replaces a synced one of the same name, as Rojo does.
        node.children = [each for each in node.children if each.name != child.name]
        node.children.append(child)

    @staticmethod
    def _inferred(name: str, parent: ProjectNode | None) -> str | None:
        if parent is None:
            return None
        if parent.class_name == "DataModel":
            return name
        return name if name in _INFERRED_BELOW.get(parent.class_name, ()) else None

    def _from_path(self, tree: dict[str, Any], where: str) -> ProjectNode | None:
        written = tree.get("$path")
        if written is None:
            return None
        optional = isinstance(written, dict)
        text = written.get("optional") if isinstance(written, dict) else written
        if not isinstance(text, str):
            raise ProjectError(f"{self._file}: $path at {where} must be a path")
        path = self._folder / text
        if not path.exists():
            if optional:
                return None
            raise ProjectError(f"{self._file}: $path {text!r} at {where} does not exist")
        node = self.snapshot(path)
        if node is None:
            raise ProjectError(f"{self._file}: $path {text!r} at {where} is no file Rojo syncs")
        return node

    def snapshot(self, path: Path) -> ProjectNode | None:
        """The node of a file or folder on disk, or None when it is ignored or not synced."""
        if self._ignored(path):
            return None
        if path.is_dir():
            return self._folder_node(path)
        if path.name.endswith(".project.json"):
            return self._loader.project(path)
        return node_from_file(path)

    def _folder_node(self, folder: Path) -> ProjectNode:
        nested = folder / "default.project.json"
        if nested.is_file():
            return self._loader.project(nested)
        node, used = self._init_node(folder)
        for path in self._entries(folder):
            if path.name in used:
                continue
            child = self.snapshot(path)
            if child is not None:
                node.children.append(child)
        meta = folder / "init.meta.json"
        return apply_meta(node, meta) if meta.is_file() else node

    def _init_node(self, folder: Path) -> tuple[ProjectNode, set[str]]:
        present = [(n, c) for n, c in _INIT_FILES if (folder / n).is_file()]
        if len(present) > 1:
            names = ", ".join(name for name, _ in present)
            raise ProjectError(f"{folder}: more than one init file: {names}")
        if not present:
            return ProjectNode(folder.name, "Folder", path=folder), set()
        name, class_name = present[0]
        found = node_from_file(folder / name)
        assert found is not None and found.class_name in SCRIPT_CLASSES
        source = Source(found.source.text.encode("latin-1"), folder.name) if found.source else None
        return ProjectNode(folder.name, class_name, source=source, path=folder / name), {name}

    def _entries(self, folder: Path) -> Iterator[Path]:
        # By name, so that the tree does not depend on the file system's own order.
        yield from sorted(folder.iterdir(), key=lambda path: path.name)

    def _ignored(self, path: Path) -> bool:
        # By the path as it is written, links and `..` unresolved, as Rojo compares it: package
        # managers put links to elsewhere into a project.
        written = path.absolute()
        return any(
            written.is_relative_to(folder)
            and glob_matches(written.relative_to(folder).as_posix(), pattern)
            for folder, pattern in self._loader.ignore
        )
