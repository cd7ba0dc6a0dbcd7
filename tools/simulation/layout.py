"""Small worlds given in Python: dictionaries of dotted paths to Luau sources become a project tree.

Runs nothing and reads no files.
"""

from __future__ import annotations

from collections.abc import Mapping

from bridge.errors import UsageError
from bridge.project import ProjectNode
from bridge.source import Source

__all__ = ["project_from_sources"]


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
