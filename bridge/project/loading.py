"""Loading what a user names: a project, a sourcemap, a place or a model, as the tree of a place.

Puts a library, whose root is no DataModel, where the code of a place can require it.
"""

from __future__ import annotations

from pathlib import Path

from bridge.errors import ProjectError
from bridge.project.binary_models import binary_model, read_binary
from bridge.project.jsonc import read_json
from bridge.project.model_nodes import rename_referents
from bridge.project.rojo import PROJECT_SUFFIXES, find_project_file, read_project
from bridge.project.sourcemap import is_sourcemap, read_sourcemap
from bridge.project.tree import ProjectNode
from bridge.project.xml_models import read_xml, xml_model

__all__ = ["load_project"]


def load_project(path: Path | str) -> ProjectNode:
    """Read a project and everything it names.

    Parameters:
        path: a `*.project.json` file, a folder with a `default.project.json`, a `sourcemap.json`, a
            place (`.rbxlx`, `.rbxl`) or a model (`.rbxmx`, `.rbxm`).

    Returns:
        The root node. A project whose root is no DataModel (a library) is put, as Rojo's users
        do by hand, into `ReplicatedStorage` of an otherwise empty place.

    Raises:
        ProjectError: anything wrong, with the file and the key.
    """
    file = Path(path)
    try:
        root = _as_place(_read(file), file)
    except RecursionError:
        raise ProjectError(f"{file}: folders or instances are nested too deeply") from None
    for name, node in root.walk():
        if node.source is not None:
            node.source.name = name
    return root


def _read(path: Path) -> ProjectNode:
    if path.suffix in (".rbxl", ".rbxlx", ".rbxm", ".rbxmx") and path.is_file():
        return _from_roblox_file(path)
    file = find_project_file(path)
    if file.name.endswith(PROJECT_SUFFIXES):
        return read_project(file)
    if file.suffix not in (".json", ".jsonc"):
        raise ProjectError(
            f"{file}: is no project; name a *.project.json file, a sourcemap.json, a place "
            "(.rbxl, .rbxlx) or a model (.rbxm, .rbxmx)"
        )
    return read_sourcemap(file) if is_sourcemap(read_json(file)) else read_project(file)


def _from_roblox_file(path: Path) -> ProjectNode:
    if path.suffix in (".rbxl", ".rbxlx"):
        children = read_xml(path) if path.suffix == ".rbxlx" else read_binary(path)
        return ProjectNode(path.stem, "DataModel", path=path, children=children)
    read = xml_model if path.suffix == ".rbxmx" else binary_model
    root = read(path, path.stem)
    rename_referents(root, "1#")
    return root


def _as_place(root: ProjectNode, file: Path) -> ProjectNode:
    if root.class_name == "DataModel":
        return root
    storage = ProjectNode("ReplicatedStorage", "ReplicatedStorage", children=[root])
    return ProjectNode(root.name, "DataModel", path=file, children=[storage])
