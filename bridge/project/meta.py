"""Meta files: `name.meta.json` beside a file and `init.meta.json` in a folder.

Source of the rules: Rojo's documentation, page "Sync Details", section "Meta Files".
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from bridge.errors import ProjectError
from bridge.project.jsonc import read_json
from bridge.project.members import check_keys, object_of, set_attributes, set_id, set_properties
from bridge.project.tree import ProjectNode

__all__ = ["apply_adjacent_meta", "apply_folder_meta", "apply_meta"]

KEYS = {"id", "className", "properties", "attributes", "ignoreUnknownInstances"}
ENDINGS = ("json", "jsonc")


def apply_adjacent_meta(
    node: ProjectNode, path: Path, name: str, siblings: Container[str] | None = None
) -> ProjectNode:
    """Apply the meta file of a file, if there is one.

    Parameters:
        name: the instance's.
        siblings: names of the files beside it, where they are known.
    """
    return _apply_first(node, path.parent, name, siblings)


def apply_folder_meta(
    node: ProjectNode, folder: Path, files: Container[str] | None = None
) -> ProjectNode:
    """Apply `init.meta.json` of a folder, if there is one; `files` are those of the folder."""
    return _apply_first(node, folder, "init", files)


def _apply_first(
    node: ProjectNode, folder: Path, name: str, files: Container[str] | None
) -> ProjectNode:
    for ending in ENDINGS:
        meta = f"{name}.meta.{ending}"
        if (folder / meta).is_file() if files is None else meta in files:
            return apply_meta(node, folder / meta)
    return node


def apply_meta(node: ProjectNode, path: Path) -> ProjectNode:
    """Apply a meta file: className, properties, attributes, id.

    `ignoreUnknownInstances` concerns live sync only and changes nothing here.

    Raises:
        ProjectError: an unknown key, or a className on something that is not a plain folder.
    """
    meta = read_json(path)
    if not isinstance(meta, dict):
        raise ProjectError(f"{path}: a meta file holds one JSON object")
    check_keys(meta, KEYS, str(path))
    if "className" in meta:
        if node.class_name != "Folder":
            raise ProjectError(
                f"{path}: className can only be set for a plain folder, not for a {node.class_name}"
            )
        node.class_name = str(meta["className"])
    set_properties(node, object_of(meta, "properties", str(path)), path, str(path))
    set_attributes(node, object_of(meta, "attributes", str(path)), path)
    set_id(node, meta.get("id"), str(path))
    return node
