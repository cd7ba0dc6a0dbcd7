"""Loading what a user names: a project file or folder, as the tree of a place.

Puts a library, whose root is no DataModel, where the code of a place can require it.
"""

from __future__ import annotations

from pathlib import Path

from bridge.project.rojo import find_project_file, read_project
from bridge.project.tree import ProjectNode

__all__ = ["load_project"]


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
    root = _as_place(read_project(file), file)
    for name, node in root.walk():
        if node.source is not None:
            node.source.name = name
    return root


def _as_place(root: ProjectNode, file: Path) -> ProjectNode:
    if root.class_name == "DataModel":
        return root
    storage = ProjectNode("ReplicatedStorage", "ReplicatedStorage", children=[root])
    return ProjectNode(root.name, "DataModel", path=file, children=[storage])
