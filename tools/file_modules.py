"""Modules of a program that is a file: what its `require` finds, compiled for its VM.

Where a path leads is the business of `bridge.project.file_requires`, when a module runs that of
`prelude/file_require.lua`.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from bridge.errors import LuauSyntaxError
from bridge.instances.byte_strings import bytes_of
from bridge.project.file_requires import RequireProblem, find_module
from bridge.source import Source
from bridge.vm import VM, LuaFunction

__all__ = ["EXTENSION", "FileModules"]

EXTENSION = "file_require"
"""The prelude file that asks this one."""

UNSUPPORTED = "require is not supported in this context"


class FileModules:
    """The files that a program and its modules require.

    Parameters:
        vm: a VM with the prelude file `EXTENSION`.
        name: the program's chunk name.
        path: its file; standard input counts as a file `stdin` of the working folder.
    """

    def __init__(self, vm: VM, name: str, path: Path) -> None:
        self._vm = vm
        self._relative = not path.is_absolute()
        self._files: dict[str, Path] = {name: path}
        self._digest = sha256()
        vm.bind("file.find", self._find)
        vm.bind("file.load", self._load)

    def digest(self, program: bytes) -> str:
        """A digest of a program and of every module that it has loaded."""
        whole = self._digest.copy()
        whole.update(program)
        return whole.hexdigest()

    def _find(self, requirer: str, path: str) -> tuple[str | None, str | None]:
        """Host function: the key of the module that a path means, or why there is none."""
        file = self._files.get(requirer)
        if file is None:
            return None, UNSUPPORTED
        try:
            return str(find_module(file, path)), None
        except RequireProblem as problem:
            return None, str(problem)

    def _load(self, key: str) -> tuple[LuaFunction | None, str | None]:
        """Host function: the main function of a module, or why there is none."""
        name = os.path.relpath(key) if self._relative else key
        try:
            data = Path(key).read_bytes()
        except OSError:
            return None, f"could not read file '{key}'"
        self._files[name] = Path(key)
        self._digest.update(bytes_of(name) + b"\0" + data)
        try:
            return self._vm.load(Source(data, name), name=name), None
        except LuauSyntaxError as problem:
            return None, problem.headline
