"""Lowered chunks kept: in this process, and on disk between processes.

A second start parses nothing. An entry's name is a hash of everything its text depends on: the
program, the options, and the sources of the front end itself, so entries never go stale; broken
ones are ignored and made anew. Where the folder cannot be written there is no disk cache, silently:
it only saves time. Files are written aside and moved into place, so that readers see whole ones.

The folder is `LUAU_BRIDGE_CACHE` or the platform's cache folder; an empty variable turns the disk
off. It holds at most `_ENTRIES_MAX` files: a new process that finds more removes the oldest half.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from functools import cache
from pathlib import Path

import bridge.diagnostics
import bridge.source
import bridge.syntax
from bridge.lowering import FunctionInfo, LoweredChunk, LoweringOptions, lower
from bridge.source import Source

__all__ = ["DiskCache", "cache_folder", "lowered"]

_ENTRIES_MAX = 20_000
_MEMORY_MAX = 2_000
_SUFFIX = ".luajit"
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows reads files as text without it."""


def lowered(source: Source, options: LoweringOptions | None = None) -> LoweredChunk:
    """The lowered form of a program, from memory, from disk, or made now.

    Raises:
        LuauSyntaxError: it does not parse; failures are not kept.
    """
    key = entry_key(source, options or LoweringOptions())
    chunk = _memory.get(key)
    if chunk is None:
        disk = _disk()
        chunk = disk.read(key) if disk else None
        if chunk is None:
            chunk = lower(source, options)
            if disk:
                disk.write(key, chunk)
        if len(_memory) >= _MEMORY_MAX:
            _memory.clear()
        _memory[key] = chunk
    return chunk


_memory: dict[str, LoweredChunk] = {}


def entry_key(source: Source, options: LoweringOptions) -> str:
    """Hash of everything a lowered text depends on; its name is not part of it."""
    head = _key_head(front_end_version(), options)
    return hashlib.sha256(head + source.text.encode("latin-1")).hexdigest()


@cache
def _key_head(version: str, options: LoweringOptions) -> bytes:
    return f"{version} {options}\n".encode()


@cache
def front_end_version() -> str:
    """Hash of the sources that decide what a program is lowered to."""
    content = hashlib.sha256()
    folders = [Path(__file__).parent, Path(bridge.syntax.__file__).parent]
    files = [path for folder in folders for path in folder.rglob("*.py")]
    files += [Path(bridge.source.__file__), Path(bridge.diagnostics.__file__)]
    for path in sorted(files):
        content.update(path.name.encode())
        content.update(path.read_bytes())
    return content.hexdigest()


def cache_folder() -> Path | None:
    """Where entries are kept, or None when the disk is not to be used."""
    chosen = os.environ.get("LUAU_BRIDGE_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "luau-bridge" / "lowered"


def _disk() -> DiskCache | None:
    # Asked for every program, so the folder is worked out once per value of the variable.
    return _opened(os.environ.get("LUAU_BRIDGE_CACHE"))


@cache
def _opened(_chosen: str | None) -> DiskCache | None:
    folder = cache_folder()
    if folder is None:
        return None
    disk = DiskCache(folder)
    disk.trim(_ENTRIES_MAX)
    return disk


def _content_of(path: str) -> bytes:
    # A file object would take half as long again.
    handle = os.open(path, os.O_RDONLY | _BINARY)
    try:
        return os.read(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


class DiskCache:
    """Entries of one folder: a line of JSON (digest, functions), then the text as it is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: str) -> LoweredChunk | None:
        """An entry, or None when there is none or it is broken."""
        try:
            content = _content_of(self._path(key))
        except OSError:
            return None
        head, _, text = content.partition(b"\n")
        try:
            digest, functions = json.loads(head.decode("ascii"))
            if digest != hashlib.sha256(text).hexdigest():
                return None
            return LoweredChunk(text.decode("latin-1"), tuple(map(FunctionInfo._make, functions)))
        except (ValueError, TypeError):
            return None

    def write(self, key: str, chunk: LoweredChunk) -> None:
        """Keep an entry, if the folder can be written."""
        text = chunk.text.encode("latin-1")
        head = json.dumps([hashlib.sha256(text).hexdigest(), chunk.functions])
        path = self._path(key)
        folder = os.path.dirname(path)
        try:
            os.makedirs(folder, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, suffix=".new")
        except OSError:
            return
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(head.encode() + b"\n" + text)
            os.replace(name, path)
        except OSError:
            # A full disk or a vanished folder: the text itself is in memory.
            Path(name).unlink(missing_ok=True)

    def trim(self, entries_max: int) -> None:
        """Remove the older half of the entries when there are more than `entries_max`."""
        try:
            aged = [(path.stat().st_mtime_ns, path) for path in self._folder.glob(f"*/*{_SUFFIX}")]
            if len(aged) > entries_max:
                for _, path in sorted(aged)[: len(aged) // 2]:
                    path.unlink(missing_ok=True)
        except OSError:
            # Another process trims at the same time, or the folder is not ours.
            return

    def _path(self, key: str) -> str:
        # As text: pathlib would take longer than the reading.
        return f"{self._folder}{os.sep}{key[:2]}{os.sep}{key[2:]}{_SUFFIX}"
