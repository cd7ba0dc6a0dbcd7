"""Sourcemaps: `sourcemap.json` as `rojo sourcemap` writes it, a tree of names, classes and files.

Source of the format: Rojo's command `sourcemap`. A sourcemap names no properties of project files,
so those are missing; sources, data files, models and meta files are read from the files it names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.files import node_of_kind
from bridge.project.jsonc import read_json
from bridge.project.luaurc import Configurations
from bridge.project.meta import apply_adjacent_meta, apply_folder_meta
from bridge.project.model_nodes import rename_referents
from bridge.project.sync_rules import INIT_FILES, default_rule, is_meta
from bridge.project.tree import SCRIPT_CLASSES, ProjectNode

__all__ = ["is_sourcemap", "read_sourcemap"]

MODEL_KINDS = ("jsonModel", "rbxm", "rbxmx")
"""Kinds of file that hold their instance's children too."""


def is_sourcemap(data: Any) -> bool:
    """True for the content of a sourcemap; a project file has a tree instead."""
    return isinstance(data, dict) and "className" in data and "tree" not in data


def read_sourcemap(file: Path) -> ProjectNode:
    """The node that a sourcemap describes; its paths are relative to its folder.

    Raises:
        ProjectError: it is broken, or a file it names is; the text names it.
    """
    data = read_json(file)
    return _Map(file, legacy=not _has_modern_client(data)).node(data)


def _has_modern_client(data: Any) -> bool:
    """Whether a client's script is a Script: then the project's `emitLegacyScripts` is false."""
    if not isinstance(data, dict):
        return False
    paths = [str(path) for path in data.get("filePaths") or []]
    if data.get("className") == "Script" and any(".client.lua" in path for path in paths):
        return True
    return any(_has_modern_client(child) for child in data.get("children") or [])


class _Map:
    """One sourcemap being read."""

    def __init__(self, file: Path, *, legacy: bool) -> None:
        self._file = file
        self._legacy = legacy
        self._configurations = Configurations()
        self._models = 0

    def node(self, data: Any) -> ProjectNode:
        if not isinstance(data, dict):
            raise ProjectError(f"{self._file}: an instance of a sourcemap is an object")
        name, class_name = data.get("name"), data.get("className")
        if not isinstance(name, str) or not isinstance(class_name, str):
            raise ProjectError(f'{self._file}: an instance needs a "name" and a "className"')
        main, kind = self._main_file(data.get("filePaths") or [], name)
        node = None if main is None or kind is None else self._from_file(main, kind, class_name)
        if node is not None and kind in MODEL_KINDS:
            node.name = name
            return node
        if node is None:
            if class_name in SCRIPT_CLASSES:
                raise ProjectError(f"{self._file}: the {class_name} {name!r} has no file")
            node = self._folder(class_name, main)
        node.name, node.class_name = name, class_name
        node.children = [self.node(child) for child in data.get("children") or []]
        return node

    def _main_file(self, written: list[Any], name: str) -> tuple[Path | None, str | None]:
        """The file an instance comes from, and its kind; folders have only a meta file, if any."""
        meta = None
        for each in written:
            path = self._file.parent / str(each).replace("\\", "/")
            if not path.exists():
                raise ProjectError(
                    f"{self._file}: {name!r}: {each} does not exist; write the sourcemap anew "
                    "with `rojo sourcemap`"
                )
            if is_meta(path.name):
                meta = path
                continue
            kind = dict(INIT_FILES).get(path.name)
            rule = default_rule(path.name)
            if kind is None and rule is not None:
                kind = rule.kind
            if kind not in (None, "project"):
                return path, kind
        return meta, None

    def _from_file(self, path: Path, kind: str, class_name: str) -> ProjectNode | None:
        inits = dict(INIT_FILES)
        rule = default_rule(path.name)
        name = path.stem if rule is None else rule.instance_name(path)
        node = node_of_kind(kind, path, name, legacy=self._legacy or class_name == "LocalScript")
        if node is None:
            return None
        if path.name in inits:
            node = apply_folder_meta(node, path.parent)
        if node.referent is not None:
            self._models += 1
            rename_referents(node, f"{self._models}#")
        if node.source is not None:
            self._configurations.describe(node, path)
        return node

    @staticmethod
    def _folder(class_name: str, meta: Path | None) -> ProjectNode:
        if meta is None:
            return ProjectNode(class_name, class_name)
        node = ProjectNode(class_name, "Folder", path=meta.parent)
        stem = meta.name.partition(".meta.")[0]
        return apply_adjacent_meta(node, meta, stem)
