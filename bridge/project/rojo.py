"""Rojo project files: `default.project.json` and the folders it names, as a ProjectNode tree.

Source of the rules: Rojo's documentation, pages "Project Format" and "Sync Details" (v7). Unknown
keys are errors, because a misspelt `$path` would otherwise be an empty folder. Knows no services
beyond the names whose class Rojo infers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.context import Context, Entries, context_of, prefix_of
from bridge.project.files import node_of_kind
from bridge.project.globs import glob_matches
from bridge.project.jsonc import read_json
from bridge.project.luaurc import Configurations
from bridge.project.members import check_keys, object_of, set_attributes, set_id, set_properties
from bridge.project.meta import apply_folder_meta
from bridge.project.model_nodes import rename_referents
from bridge.project.sync_rules import INIT_FILES, default_rule
from bridge.project.tree import ProjectNode

__all__ = ["PROJECT_SUFFIXES", "find_project_file", "other_projects", "read_project"]

PROJECT_SUFFIXES = (".project.json", ".project.jsonc")

_NODE_KEYS = {
    "$attributes", "$className", "$id", "$ignoreUnknownInstances", "$path", "$properties",
    "$schema",
}  # fmt: skip
_PROJECT_KEYS = {
    "$schema", "name", "tree", "servePort", "servePlaceIds", "placeId", "gameId", "serveAddress",
    "globIgnorePaths", "emitLegacyScripts", "syncRules", "blockedPlaceIds", "syncbackRules",
}  # fmt: skip
_INFERRED_BELOW = {
    "StarterPlayer": {"StarterPlayerScripts", "StarterCharacterScripts"},
    "Workspace": {"Terrain"},
}
_INIT_NAMES = {name for name, kind in INIT_FILES if kind != "project"}


def find_project_file(path: Path) -> Path:
    """The project file meant by a path: the file itself, or `default.project.json` in a folder.

    Raises:
        ProjectError: there is none.
    """
    found = path
    if path.is_dir():
        found = path / "default.project.json"
        if not found.is_file() and found.with_suffix(".jsonc").is_file():
            found = found.with_suffix(".jsonc")
    if not found.is_file():
        others = other_projects(found)
        there = f"; there is {', '.join(others)}" if others else ""
        raise ProjectError(
            f"{found}: no such project file; name a *.project.json file "
            f"or a folder that holds default.project.json{there}"
        )
    return found


def other_projects(file: Path) -> list[str]:
    """Names of the other project files in the folder of one, or in a folder."""
    folder = file if file.is_dir() else file.parent
    if not folder.is_dir():
        return []
    names = (entry.name for entry in folder.iterdir())
    return sorted(n for n in names if n.endswith(PROJECT_SUFFIXES) and n != file.name)


def read_project(path: Path) -> ProjectNode:
    """The node that a project file describes, with everything it names.

    Raises:
        ProjectError: anything wrong, with the file and the key.
    """
    return _Loader().project(path, Context(), top=True)


class _Loader:
    """One reading of one project; remembers open files and folders to refuse cycles."""

    def __init__(self) -> None:
        self._open: list[Path] = []
        self._configurations = Configurations()
        self._models = 0

    def project(
        self, file: Path, outer: Context, name: str | None = None, *, top: bool = False
    ) -> ProjectNode:
        """The root of a project file; `name` is the folder's or file's, used when it has none."""
        with_name = name or _name_of(file)
        resolved = file.resolve()
        if resolved in self._open:
            raise ProjectError(f"{file}: this project includes itself")
        data = read_json(file)
        if not isinstance(data, dict) or not isinstance(data.get("tree"), dict):
            raise ProjectError(f'{file}: a project needs a "tree" object')
        check_keys(data, _PROJECT_KEYS, str(file))
        self._open.append(resolved)
        try:
            context = context_of(file, data, outer)
            written = data.get("name")
            if written is not None and not isinstance(written, str):
                raise ProjectError(f'{file}: "name" must be a string')
            node = _Project(self, file, context).node(written or with_name, data["tree"], None)
        finally:
            self._open.pop()
        if node is None:
            raise ProjectError(f"{file}: the optional $path of the tree does not exist")
        if top:
            _describe_place(node, data, file)
        return node

    def snapshot(self, path: Path, context: Context) -> ProjectNode | None:
        """The node of a file or folder on disk, or None when Rojo does not sync it."""
        if path.is_dir():
            return self._folder(path, context)
        if path.name in _INIT_NAMES:
            return None
        return self._file(path, context)

    def _file(
        self, path: Path, context: Context, siblings: frozenset[str] | None = None
    ) -> ProjectNode | None:
        rule = default_rule(path.name)
        prefix = prefix_of(path.parent, context.folder) if context.rules else None
        for own in context.rules if prefix is not None else ():
            if own.matches(f"{prefix}{path.name}"):
                rule = own
                break
        if rule is None:
            return None
        return self._of_kind(rule.kind, path, rule.instance_name(path), context, siblings)

    def _of_kind(
        self,
        kind: str,
        path: Path,
        name: str,
        context: Context,
        siblings: frozenset[str] | None = None,
    ) -> ProjectNode | None:
        if kind == "project":
            return self.project(path, context, name)
        node = node_of_kind(kind, path, name, legacy=context.legacy, siblings=siblings)
        if node is None:
            return None
        if node.referent is not None:
            self._models += 1
            rename_referents(node, f"{self._models}#")
        if node.source is not None:
            self._configurations.describe(node, path)
        return node

    def _folder(self, folder: Path, context: Context) -> ProjectNode:
        entries = Entries.of(folder)
        for name, kind in INIT_FILES:
            if name in entries.files:
                init = folder / name
                if kind == "project":
                    return self.project(init, context, _folder_name(folder))
                node = self._of_kind(kind, init, _folder_name(folder), context, entries.files)
                assert node is not None
                break
        else:
            node = ProjectNode(_folder_name(folder), "Folder", path=folder)
        resolved = folder.resolve()
        if resolved in self._open:
            raise ProjectError(f"{folder}: this folder contains itself (a link to a folder above)")
        self._open.append(resolved)
        try:
            node.children = self._children(folder, entries, context)
        finally:
            self._open.pop()
        return apply_folder_meta(node, folder, entries.files)

    def _children(self, folder: Path, entries: Entries, context: Context) -> list[ProjectNode]:
        prefixes = context.prefixes(folder)
        children: list[ProjectNode] = []
        for name in sorted(entries.folders | entries.files):
            if any(glob_matches(prefix + name, glob) for prefix, glob in prefixes):
                continue
            if name in entries.folders:
                children.append(self._folder(folder / name, context))
            elif name not in _INIT_NAMES:
                child = self._file(folder / name, context, entries.files)
                if child is not None:
                    children.append(child)
        return children


def _folder_name(folder: Path) -> str:
    return Path(os.path.abspath(folder)).name


def _name_of(file: Path) -> str:
    """The name of a project without one: its folder's for a default project, else its file's."""
    for suffix in PROJECT_SUFFIXES:
        if file.name == "default" + suffix:
            return _folder_name(file.parent)
        if file.name.endswith(suffix):
            return file.name.removesuffix(suffix)
    return file.stem


def _describe_place(node: ProjectNode, data: dict[str, Any], file: Path) -> None:
    """Ids that the project names for its place; one `servePlaceIds` is the place's id."""
    serve = data.get("servePlaceIds")
    if serve is not None and not isinstance(serve, list):
        raise ProjectError(f"{file}: servePlaceIds must be a list of place ids")
    place = data.get("placeId")
    if place is None and serve is not None and len(serve) == 1:
        place = serve[0]
    for key, value in (("placeId", place), ("gameId", data.get("gameId"))):
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise ProjectError(f"{file}: {key} must be a number")
    node.place_id, node.game_id = place, data.get("gameId")


class _Project:
    """The tree of one project file."""

    def __init__(self, loader: _Loader, file: Path, context: Context) -> None:
        self._loader = loader
        self._file = file
        self._context = context

    def node(
        self, name: str, tree: dict[str, Any], parent: ProjectNode | None, where: str = "tree"
    ) -> ProjectNode | None:
        """The node of one object of the tree; None when its optional path is missing."""
        for key in tree:
            if key.startswith("$") and key not in _NODE_KEYS:
                raise ProjectError(f"{self._file}: unknown key {key!r} at {where}")
        written = tree.get("$className")
        if written is not None and not isinstance(written, str):
            raise ProjectError(f"{self._file}: $className at {where} must be a string")
        inferred = _inferred(name, parent)
        node = self._from_path(tree, where)
        if node is None:
            class_name = written or inferred
            if class_name is None:
                if isinstance(tree.get("$path"), dict):
                    return None
                raise ProjectError(
                    f'{self._file}: {where} needs "$className" or "$path", or the name of a service'
                )
            node = ProjectNode(name, class_name, path=self._file)
        elif written is not None and written != node.class_name and node.class_name != "Folder":
            raise ProjectError(
                f"{self._file}: $className {written!r} at {where} conflicts with "
                f"{node.path}, which is a {node.class_name}"
            )
        elif node.class_name == "Folder":
            node.class_name = written or inferred or "Folder"
        node.name = name
        self._describe(node, tree, where)
        self._add_children(node, tree, where)
        return node

    def _describe(self, node: ProjectNode, tree: dict[str, Any], where: str) -> None:
        place = f"{self._file}: {where}"
        set_properties(node, object_of(tree, "$properties", place), self._file, place)
        set_attributes(node, object_of(tree, "$attributes", place), self._file)
        if "$id" in tree:
            node.id = None  # the project's word wins over a meta file's
            set_id(node, tree["$id"], place)

    def _add_children(self, node: ProjectNode, tree: dict[str, Any], where: str) -> None:
        # By name and after those of the path; equal names stay side by side, as in Rojo.
        for key in sorted(key for key in tree if not key.startswith("$")):
            if not isinstance(tree[key], dict):
                raise ProjectError(f"{self._file}: {where}.{key} must be an object")
            child = self.node(key, tree[key], node, f"{where}.{key}")
            if child is not None:
                node.children.append(child)

    def _from_path(self, tree: dict[str, Any], where: str) -> ProjectNode | None:
        written = tree.get("$path")
        if written is None:
            return None
        optional = isinstance(written, dict)
        text = written.get("optional") if isinstance(written, dict) else written
        if not isinstance(text, str):
            raise ProjectError(
                f'{self._file}: $path at {where} must be a path or {{"optional": path}}'
            )
        path = self._file.parent / text
        if not path.exists():
            if optional:
                return None
            raise ProjectError(
                f"{self._file}: $path {text!r} at {where} does not exist{_how_to_get(path)}"
            )
        node = self._loader.snapshot(path, self._context)
        if node is None and not optional:
            raise ProjectError(f"{self._file}: $path {text!r} at {where} is no file Rojo syncs")
        return node


_MADE_BY = {
    **dict.fromkeys(("Packages", "ServerPackages", "DevPackages"), ("wally.toml", "wally install")),
    "node_modules": ("package.json", "npm install"),
    "roblox_packages": ("pesde.toml", "pesde install"),
}
"""Folders that package managers make: by name, the manager's file and its command."""


def _how_to_get(path: Path) -> str:
    """The end of the message about a missing path: what makes it, or how to do without it."""
    for folder in (path, *path.parents):
        manifest, command = _MADE_BY.get(folder.name, ("", ""))
        if manifest and (folder.parent / manifest).is_file():
            return f"; run `{command}`"
    return '; write {"optional": ...} for a path that may be missing'


def _inferred(name: str, parent: ProjectNode | None) -> str | None:
    if parent is None:
        return None
    if parent.class_name == "DataModel":
        return name
    return name if name in _INFERRED_BELOW.get(parent.class_name, ()) else None
