"""Small worlds given in Python: dictionaries of dotted paths to Luau sources become a project tree.

Runs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bridge.errors import UsageError
from bridge.project import ProjectNode, load_project
from bridge.source import Source

__all__ = ["project_from_sources", "project_of"]


def project_of(
    project: str | Path | ProjectNode | None,
    scripts: Mapping[str, str] | None,
    modules: Mapping[str, str] | None,
) -> ProjectNode:
    """The one project that a test describes: a file or folder, a loaded one, or sources.

    Raises:
        UsageError: it describes two.
        ProjectError: the file cannot be read.
    """
    if project is not None and (scripts is not None or modules is not None):
        raise UsageError("give a project or scripts and modules, not both")
    if isinstance(project, (str, Path)):
        return load_project(Path(project))
    return project_from_sources(scripts or {}, modules) if project is None else project


def project_from_sources(
    scripts: Mapping[str, str], modules: Mapping[str, str] | None = None
) -> ProjectNode:
    """A place with those Scripts and ModuleScripts.

    Parameters:
        scripts: source by full name, e.g. `{"ServerScriptService.Main": "print(1)"}`.
        modules: the same for ModuleScripts.

    Raises:
        UsageError: a path names no service or is given twice.
    """
    root = ProjectNode("Game", "DataModel")
    for class_name, sources in (("Script", scripts), ("ModuleScript", modules or {})):
        for path, text in sources.items():
            _place(root, path, class_name, text)
    return root


def _place(root: ProjectNode, path: str, class_name: str, text: str) -> None:
    """Put one source at its path; what lies on the way is a service, then folders."""
    names = path.split(".")
    if len(names) < 2 or not all(names):
        raise UsageError(f"{path!r}: write a full name such as ServerScriptService.Main")
    here = root
    for depth, name in enumerate(names):
        child = here.child(name)
        if child is None:
            child = ProjectNode(name, name if depth == 0 else "Folder")
            here.children.append(child)
        here = child
    if here.source is not None:
        raise UsageError(f"{path!r} is given twice")
    here.class_name = class_name
    here.source = Source(text, path)
