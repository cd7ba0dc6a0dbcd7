"""What holds for the files of a project, and what a folder holds.

The globs and rules of a project file, inherited where Rojo inherits them, and folders read once.
Source of the rules: Rojo's documentation, page "Project Format". Makes no nodes.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.sync_rules import SyncRule, read_sync_rules

__all__ = ["Context", "Entries", "context_of", "prefix_of"]


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the files below a project.

    Attributes:
        folder: of the project; globs of `rules` are relative to it.
        ignored: folders and globs of `globIgnorePaths`, the outer projects' too.
        rules: the project's own `syncRules`.
        legacy: `emitLegacyScripts`.
    """

    folder: Path = field(default_factory=Path)
    ignored: tuple[tuple[Path, str], ...] = ()
    rules: tuple[SyncRule, ...] = ()
    legacy: bool = True

    def prefixes(self, folder: Path) -> tuple[tuple[str, str], ...]:
        """For the entries of a folder: what precedes each name, and the glob it is asked for."""
        pairs = ((prefix_of(folder, base), glob) for base, glob in self.ignored)
        return tuple((prefix, glob) for prefix, glob in pairs if prefix is not None)


def prefix_of(folder: Path, base: Path) -> str | None:
    """What precedes the names of a folder's entries in paths relative to another folder.

    None when it lies elsewhere. By the path as it is written, links and `..` unresolved, as Rojo
    compares it: package managers put links to elsewhere into a project.
    """
    written = folder.absolute()
    if not written.is_relative_to(base):
        return None
    relative = written.relative_to(base).as_posix()
    return "" if relative == "." else relative + "/"


@dataclass(frozen=True, slots=True)
class Entries:
    """What a folder holds, read once: by name, so that no file system's own order shows."""

    folders: frozenset[str]
    files: frozenset[str]

    @classmethod
    def of(cls, folder: Path) -> Entries:
        """What a folder holds now.

        Raises:
            ProjectError: it cannot be read, or a name is no text.
        """
        try:
            with os.scandir(folder) as found:
                entries = list(found)
                folders = frozenset(each.name for each in entries if each.is_dir())
                # Links to nowhere are left out, as in Rojo, and so are pipes and devices.
                files = frozenset(each.name for each in entries if each.is_file())
        except OSError as problem:
            raise ProjectError(f"{folder}: cannot be read: {problem.strerror}") from problem
        for name in sorted(folders | files):
            if not name.isprintable() and name.encode("utf-8", "replace") != os.fsencode(name):
                raise ProjectError(f"{folder}: the name {name!r} is not UTF-8; rename it")
        return cls(folders, files)


def context_of(file: Path, data: dict[str, Any], outer: Context) -> Context:
    """What holds below a project file: its own sync rules, its globs and those of the outer ones.

    Raises:
        ProjectError: a key is of the wrong shape; the text names it.
    """
    globs = data.get("globIgnorePaths", [])
    if not isinstance(globs, list) or not all(isinstance(glob, str) for glob in globs):
        raise ProjectError(f"{file}: globIgnorePaths must be a list of globs")
    folder = file.parent.absolute()
    ignored = tuple((folder, glob) for glob in globs)
    legacy = data.get("emitLegacyScripts", True)
    if legacy is not None and not isinstance(legacy, bool):
        raise ProjectError(f"{file}: emitLegacyScripts must be true or false")
    rules = read_sync_rules(file, data.get("syncRules", []))
    return Context(folder, (*outer.ignored, *ignored), rules, legacy is not False)
