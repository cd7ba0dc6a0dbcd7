"""JSON models: `name.model.json`, a small tree of instances in one file.

Source of the rules: Rojo's documentation, page "Sync Details", section "JSON Models". Keys may be
written in the older way with a capital; the name of the top instance is the file's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.jsonc import parse_json, read_text
from bridge.project.members import check_keys, object_of, set_attributes, set_id, set_properties
from bridge.project.tree import ProjectNode

__all__ = ["json_model"]

_OLDER = {
    "Name": "name",
    "ClassName": "className",
    "Children": "children",
    "Properties": "properties",
    "Attributes": "attributes",
}
_KEYS = {
    "name",
    "className",
    "children",
    "properties",
    "attributes",
    "id",
    "ignoreUnknownInstances",
}


def json_model(path: Path, name: str) -> ProjectNode | None:
    """The node of a `.model.json` file; None for an empty file, which Rojo leaves out too.

    Raises:
        ProjectError: the model is broken; the text names file and place.
    """
    text = read_text(path)
    if not text.strip():
        return None
    node = _node(parse_json(text, path), path, str(path))
    node.name = name
    return node


def _node(written: Any, path: Path, where: str) -> ProjectNode:
    if not isinstance(written, dict):
        raise ProjectError(f"{where}: an instance of a model is an object")
    model = {str(_OLDER.get(key, key)): value for key, value in written.items()}
    check_keys(model, _KEYS, where)
    class_name = model.get("className")
    if not isinstance(class_name, str):
        raise ProjectError(f'{where}: an instance of a model needs a "className"')
    name = model.get("name", class_name)
    if not isinstance(name, str):
        raise ProjectError(f'{where}: "name" must be a string')
    node = ProjectNode(name, class_name, path=path)
    set_properties(node, object_of(model, "properties", where), path, where)
    set_attributes(node, object_of(model, "attributes", where), path)
    set_id(node, model.get("id"), where)
    children = model.get("children", [])
    if not isinstance(children, list):
        raise ProjectError(f'{where}: "children" must be a list')
    node.children = [
        _node(child, path, f"{where}: children[{at}]") for at, child in enumerate(children)
    ]
    return node
