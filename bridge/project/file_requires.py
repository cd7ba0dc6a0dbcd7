"""Which file `require("./x")` means in a program that is a file of its own, outside any place.

Source of the rules: Luau's RFCs on require by string and the resolver of its command line, whose
error texts these are. A path begins with `./`, `../` or `@`; `init.luau` stands for its folder; a
name that means two files is an error. Reads configuration files, never programs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from bridge.errors import LuauBridgeException, ProjectError
from bridge.project.luaurc import AmbiguousConfigError, module_path, read_config

__all__ = ["RequireProblem", "find_module"]

SUFFIXES: Final = (".luau", ".lua")
PREFIX: Final = "require path must start with a valid prefix: ./, ../, or @"


class RequireProblem(LuauBridgeException):
    """A path that means no module; the text is Luau's."""


class _Missing(Exception):  # noqa: N818 (only control flow of this file)
    """Nothing is there; `str()` is "" or " (ambiguous)"."""


def find_module(requirer: Path, path: str) -> Path:
    """The file that a path means.

    Parameters:
        requirer: the file whose program requires; it need not exist (standard input).
        path: as written.

    Raises:
        RequireProblem: it means none, or more than one.
    """
    try:
        found = _Navigator(module_path(Path(os.path.abspath(requirer)))).navigate(path)
    except RequireProblem as problem:
        raise RequireProblem(f'error requiring module "{path}": {problem}') from None
    except ProjectError as problem:
        raise RequireProblem(f'error requiring module "{path}": {problem}') from problem
    if not found.is_file():
        raise RequireProblem("no module present at resolved path")
    return found


def _real(module: Path) -> Path:
    """The file or folder of a module's path."""
    found: list[Path] = []
    if module.name != "init":
        found = [file for s in SUFFIXES if (file := Path(f"{module}{s}")).is_file()]
    if module.is_dir():
        inits = [file for s in SUFFIXES if (file := module / f"init{s}").is_file()]
        found += inits or [module]
    if len(found) > 1:
        raise _Missing(" (ambiguous)")
    if not found:
        raise _Missing("")
    return found[0]


class _Navigator:
    """A walk from one module to another."""

    def __init__(self, requirer: Path) -> None:
        self._requirer = requirer
        self._here = requirer

    def navigate(self, path: str) -> Path:
        path = path.replace("\\", "/")
        if path.startswith("@"):
            name, _, rest = path[1:].partition("/")
            self._to_alias(name, "", ())
            self._through(rest)
        elif path.startswith(("./", "../")):
            self._to_parent(None)
            self._through(path)
        else:
            raise RequireProblem(PREFIX)
        try:
            return _real(self._here)
        except _Missing:
            return self._here

    def _to_parent(self, component: str | None) -> None:
        if self._here.parent == self._here:
            place = "requiring context" if component is None else f'component "{component}"'
            raise RequireProblem(f"could not get parent of {place}")
        self._here = self._here.parent

    def _through(self, path: str) -> None:
        previous: str | None = None
        for component in path.split("/"):
            if component in ("", "."):
                continue
            if component == "..":
                self._to_parent(previous)
            else:
                self._to_child(component)
            previous = component

    def _to_child(self, component: str) -> None:
        self._here = self._here / component
        try:
            if component == ".config":
                raise _Missing("")
            _real(self._here)
        except _Missing as problem:
            raise RequireProblem(
                f'could not resolve child component "{component}"{problem}'
            ) from None

    def _to_alias(self, written: str, value_of: str, followed: tuple[str, ...]) -> None:
        """Go where an alias points; `followed` are the aliases of one configuration on the way."""
        name = written.lower()
        value = self._own_alias(name) if value_of else None
        if value is None:
            followed = ()
            value = self._alias_above(name)
        if value is None:
            if name == "self" and not value_of:
                self._here = self._requirer
                return
            raise RequireProblem(f"@{name} is not a valid alias")
        if value.startswith("@"):
            if name in followed:
                circle = " -> ".join(
                    f"@{each}" for each in (*followed[followed.index(name) :], name)
                )
                raise RequireProblem(f"detected alias cycle ({circle})")
            following, _, rest = value[1:].partition("/")
            self._to_alias(following, name, (*followed, name))
            self._through(rest)
        elif value.startswith(("./", "../")):
            self._through(value)
        elif os.path.isabs(value):
            self._here = module_path(Path(os.path.normpath(value)))
        else:
            raise RequireProblem(f'could not jump to alias "{value}"')

    def _own_alias(self, name: str) -> str | None:
        config = self._config(name)
        return None if config is None else config.get(name)

    def _alias_above(self, name: str) -> str | None:
        """Go up to the nearest configuration that names the alias."""
        while self._here.parent != self._here:
            self._here = self._here.parent
            value = self._own_alias(name)
            if value is not None:
                return value
        return None

    def _config(self, name: str) -> dict[str, str] | None:
        try:
            return read_config(self._here)
        except AmbiguousConfigError:
            raise RequireProblem(
                f'could not resolve alias "{name}" (ambiguous configuration file)'
            ) from None
