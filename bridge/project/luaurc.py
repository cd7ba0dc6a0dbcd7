"""Configuration files of Luau: which folder or file an alias of `require("@name/...")` means.

Source of the rules: Luau's RFCs on `.luaurc`, on aliases of require and on `.config.luau`, and the
resolver of Luau's command line: the nearest folder above a module whose file names the alias
decides. Reads `.config.luau` without running it, so it must return a table of constants.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bridge.errors import ProjectError
from bridge.project.jsonc import read_json
from bridge.project.tree import ProjectNode
from bridge.source import Source
from bridge.syntax.ast import Boolean, Nil, Number, Return, String, Table
from bridge.syntax.parser import parse

__all__ = ["AmbiguousConfigError", "Configurations", "module_path", "read_config"]

JSON_NAME: Final = ".luaurc"
LUAU_NAME: Final = ".config.luau"

_ALIAS_NAME = re.compile(r"[\w.\-]+")
_SUFFIXES: Final = (".luau", ".lua")


class AmbiguousConfigError(ProjectError):
    """A folder has both configuration files."""


def module_path(file: Path) -> Path:
    """The path of a module without its suffix; of an init file that of its folder."""
    for suffix in _SUFFIXES:
        if file.name.endswith(suffix):
            stem = file.name.removesuffix(suffix)
            return file.parent if stem == "init" else file.with_name(stem)
    return file


def read_config(folder: Path) -> dict[str, str] | None:
    """Aliases that a folder's own configuration file names: values by lower-case name.

    Returns:
        None when the folder has no such file.

    Raises:
        AmbiguousConfigError: it has both kinds of file.
        ProjectError: the file is broken; the text names it.
    """
    json_file, luau_file = folder / JSON_NAME, folder / LUAU_NAME
    if json_file.is_file():
        if luau_file.is_file():
            raise AmbiguousConfigError(
                f"{folder}: both {JSON_NAME} and {LUAU_NAME}; remove one of them"
            )
        return _aliases(read_json(json_file), json_file, "")
    if luau_file.is_file():
        return _aliases(_constants(luau_file).get("luau", {}), luau_file, "luau.")
    return None


def _aliases(config: Any, file: Path, prefix: str) -> dict[str, str]:
    if not isinstance(config, dict):
        raise ProjectError(f"{file}: the configuration must be an object")
    written = config.get("aliases", {})
    if not isinstance(written, dict):
        raise ProjectError(f"{file}: {prefix}aliases must be an object")
    aliases: dict[str, str] = {}
    for name, value in written.items():
        if not isinstance(name, str) or not _ALIAS_NAME.fullmatch(name) or name in (".", ".."):
            raise ProjectError(f"{file}: {prefix}aliases: {name!r} is no name for an alias")
        if not isinstance(value, str):
            raise ProjectError(f"{file}: {prefix}aliases.{name} must be a path")
        aliases[name.lower()] = value
    return aliases


def _constants(file: Path) -> dict[str, Any]:
    """What a `.config.luau` returns."""
    try:
        source = Source(file.read_bytes(), str(file))
    except OSError as problem:
        raise ProjectError(f"{file}: cannot be read: {problem.strerror}") from problem
    result = parse(source)
    if result.diagnostics:
        raise ProjectError(f"{file}: does not parse: {result.diagnostics[0].message}")
    statements = result.chunk.body.statements
    last = statements[-1] if statements else None
    if len(statements) == 1 and isinstance(last, Return) and len(last.values) == 1:
        value = _constant(last.values[0], file)
        if isinstance(value, dict):
            return value
    raise ProjectError(
        f"{file}: is read without being run, so it must be one `return {{...}}` of constants"
    )


def _constant(node: object, file: Path) -> Any:
    if isinstance(node, String):
        return node.value.encode("latin-1").decode("utf-8", "replace")
    if isinstance(node, Boolean | Number):
        return node.value
    if isinstance(node, Nil):
        return None
    if isinstance(node, Table):
        items = enumerate(node.items, 1)
        return {
            at if item.key is None else _constant(item.key, file): _constant(item.value, file)
            for at, item in items
        }
    raise ProjectError(f"{file}: is read without being run, so its values must be constants")


@dataclass(frozen=True, slots=True)
class _Level:
    """One configuration file on the way up."""

    folder: Path
    aliases: dict[str, str]


class Configurations:
    """The configuration files above the modules of one project, each read once."""

    def __init__(self) -> None:
        self._levels: dict[Path, tuple[_Level, ...]] = {}
        self._resolved: dict[Path, Mapping[str, Path]] = {}
        self._by_place: dict[tuple[str, bool], Mapping[str, Path]] = {}

    def describe(self, node: ProjectNode, file: Path) -> None:
        """Tell a script the aliases of its file, or why there are none.

        A broken configuration is an error only for the script that uses an alias.
        """
        try:
            node.aliases = self.aliases(file)
        except ProjectError as problem:
            node.alias_problem = str(problem)

    def aliases(self, file: Path) -> Mapping[str, Path]:
        """What the aliases of a module mean: a folder, or a file with or without its suffix.

        Raises:
            ProjectError: a configuration file is broken, or aliases name each other in a circle.
        """
        place = (os.path.dirname(file), file.name.startswith("init."))
        known = self._by_place.get(place)
        if known is None:
            known = self._by_place[place] = self._of_folder(module_path(file).parent)
        return known

    def _of_folder(self, above: Path) -> Mapping[str, Path]:
        folder = Path(os.path.abspath(above))
        known = self._resolved.get(folder)
        if known is None:
            levels = self._above(folder)
            names = {name for level in levels for name in level.aliases}
            known = {name: self._resolve(name, levels, ()) for name in sorted(names)}
            self._resolved[folder] = known
        return known

    def _above(self, folder: Path) -> tuple[_Level, ...]:
        """Configurations of a folder and those above it, nearest first."""
        known = self._levels.get(folder)
        if known is None:
            above = () if folder.parent == folder else self._above(folder.parent)
            own = read_config(folder)
            known = above if not own else (_Level(folder, own), *above)
            self._levels[folder] = known
        return known

    def _resolve(self, name: str, levels: tuple[_Level, ...], open_names: tuple[str, ...]) -> Path:
        for at, level in enumerate(levels):
            value = level.aliases.get(name)
            if value is None:
                continue
            if not value.startswith("@"):
                return Path(os.path.normpath(level.folder / value))
            following, _, rest = value[1:].partition("/")
            if name in open_names:
                raise ProjectError(f"{level.folder}: the alias {name!r} means itself")
            # The same file first, then those above it.
            target = self._resolve(following.lower(), levels[at:], (*open_names, name))
            return Path(os.path.normpath(target / rest))
        raise ProjectError(
            f"{levels[0].folder if levels else '.'}: the alias {open_names[-1]!r} means {name!r}, "
            "which no configuration file names"
        )
