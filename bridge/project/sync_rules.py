"""Which file becomes which Instance: Rojo's default sync rules, one function per kind of file.

Source of the rules: Rojo's documentation, page "Sync Details" (v7). A kind of file Rojo knows and
we do not is an error that names the file, never a silent omission. Knows nothing of project files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.tree import ProjectNode
from bridge.source import Source

__all__ = ["apply_meta", "json_module", "node_from_file", "read_json"]

_SCRIPT_SUFFIXES: tuple[tuple[str, str], ...] = (
    (".server.luau", "Script"),
    (".server.lua", "Script"),
    (".client.luau", "LocalScript"),
    (".client.lua", "LocalScript"),
    (".luau", "ModuleScript"),
    (".lua", "ModuleScript"),
)

_UNSUPPORTED: dict[str, str] = {
    ".rbxm": "binary models",
    ".rbxmx": "XML models",
    ".model.json": "JSON models",
    ".csv": "localization tables",
    ".toml": "TOML modules",
    ".yaml": "YAML modules",
    ".yml": "YAML modules",
}


def read_json(path: Path) -> Any:
    """Parse a JSON file.

    Raises:
        ProjectError: it cannot be read or is not JSON; the text gives file, line and column.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as problem:
        where = f"{path}:{problem.lineno}:{problem.colno}"
        raise ProjectError(f"{where}: not valid JSON: {problem.msg}") from problem
    except UnicodeDecodeError as problem:
        raise ProjectError(f"{path}: not UTF-8 text: {problem.reason}") from problem
    except OSError as problem:
        raise ProjectError(f"{path}: cannot be read: {problem.strerror}") from problem


def _script(path: Path, name: str, class_name: str) -> ProjectNode:
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ProjectError(f"{path}: cannot be read: {problem.strerror}") from problem
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    return ProjectNode(name, class_name, source=Source(data, name), path=path)


def json_module(value: Any) -> str:
    """Luau source of a ModuleScript that returns a JSON value, as Rojo writes it for `.json`."""

    def text(item: Any) -> str:
        if item is None:
            return "nil"
        if isinstance(item, bool):
            return "true" if item else "false"
        if isinstance(item, int | float):
            return repr(item)
        if isinstance(item, str):
            return _luau_string(item)
        if isinstance(item, list):
            return "{" + ", ".join(text(each) for each in item) + "}"
        pairs = (f"[{_luau_string(key)}] = {text(each)}" for key, each in item.items())
        return "{" + ", ".join(pairs) + "}"

    return "return " + text(value)


def _luau_string(text: str) -> str:
    out = []
    for byte in text.encode("utf-8"):
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03d}")
    return '"' + "".join(out) + '"'


def node_from_file(path: Path) -> ProjectNode | None:
    """The node of a single file, or None for files Rojo does not sync (README.md and the like).

    Raises:
        ProjectError: the file is of a kind Rojo syncs and this version does not.
    """
    file_name = path.name
    for suffix, class_name in _SCRIPT_SUFFIXES:
        if file_name.endswith(suffix):
            node = _script(path, file_name.removesuffix(suffix), class_name)
            meta = path.with_name(node.name + ".meta.json")
            return apply_meta(node, meta) if meta.is_file() else node
    for suffix, kind in _UNSUPPORTED.items():
        if file_name.endswith(suffix):
            raise ProjectError(
                f"{path}: {kind} ({suffix}) are not supported yet; "
                'add the file to "globIgnorePaths" of the project to leave it out'
            )
    if file_name.endswith(".txt"):
        text = path.read_text(encoding="utf-8")
        return ProjectNode(path.stem, "StringValue", properties={"Value": text}, path=path)
    if file_name.endswith((".meta.json", ".project.json")):
        return None
    if file_name.endswith(".json"):
        source = json_module(read_json(path))
        return ProjectNode(path.stem, "ModuleScript", source=Source(source, path.stem), path=path)
    return None


def apply_meta(node: ProjectNode, path: Path) -> ProjectNode:
    """Apply a `.meta.json` file: className, properties, attributes, tags.

    Raises:
        ProjectError: an unknown key, or a className on something that is not a plain folder.
    """
    meta = read_json(path)
    if not isinstance(meta, dict):
        raise ProjectError(f"{path}: a meta file holds one JSON object")
    known = {"$schema", "id", "className", "properties", "attributes", "tags"}
    unknown = sorted(set(meta) - known - {"ignoreUnknownInstances"})
    if unknown:
        raise ProjectError(f"{path}: unknown key {unknown[0]!r} in a meta file")
    if "className" in meta:
        if node.class_name != "Folder":
            raise ProjectError(
                f"{path}: className can only be set for a plain folder, not for a {node.class_name}"
            )
        node.class_name = str(meta["className"])
    node.properties.update(meta.get("properties", {}))
    node.attributes.update(meta.get("attributes", {}))
    node.tags.extend(meta.get("tags", []))
    return node
