"""Single files: the node that a file of each kind becomes.

Source of the rules: Rojo's documentation, page "Sync Details". Knows nothing of project files and
of folders.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from pathlib import Path

from bridge.errors import ProjectError
from bridge.project.binary_models import binary_model
from bridge.project.data_modules import json_source, toml_source, yaml_source
from bridge.project.json_models import json_model
from bridge.project.jsonc import read_text
from bridge.project.localization import table_contents
from bridge.project.meta import apply_adjacent_meta
from bridge.project.sync_rules import default_rule, is_meta
from bridge.project.tree import ProjectNode
from bridge.project.xml_models import xml_model
from bridge.source import Source

__all__ = ["node_from_file", "node_of_kind"]

_RUN_CONTEXT = "RunContext"

_LEGACY = {"serverScript": "legacyServerScript", "clientScript": "legacyClientScript"}
_MODERN = {"serverScript": "runContextServerScript", "clientScript": "runContextClientScript"}

_SCRIPTS: dict[str, tuple[str, str | None]] = {
    "moduleScript": ("ModuleScript", None),
    "pluginScript": ("Script", "Plugin"),
    "legacyServerScript": ("Script", "Legacy"),
    "legacyClientScript": ("LocalScript", None),
    "runContextServerScript": ("Script", "Server"),
    "runContextClientScript": ("Script", "Client"),
}
"""Class and RunContext of every kind of script."""

_MODULES: dict[str, Callable[[Path], str]] = {
    "json": json_source,
    "toml": toml_source,
    "yaml": yaml_source,
}


def node_from_file(path: Path) -> ProjectNode | None:
    """The node of a single file by the default rules; None for one Rojo does not sync.

    Raises:
        ProjectError: the file is broken, or of a kind this version cannot read.
    """
    if is_meta(path.name) or path.name.endswith((".project.json", ".project.jsonc")):
        return None
    rule = default_rule(path.name)
    return None if rule is None else node_of_kind(rule.kind, path, rule.instance_name(path))


def node_of_kind(
    kind: str,
    path: Path,
    name: str,
    *,
    legacy: bool = True,
    siblings: Container[str] | None = None,
) -> ProjectNode | None:
    """The node of a file read as one of the kinds of `sync_rules.KINDS`, with its meta file.

    Parameters:
        kind: any but "project".
        name: of the instance.
        legacy: the project's `emitLegacyScripts`: LocalScripts and Scripts of RunContext Legacy
            instead of Scripts with RunContext Client and Server.
        siblings: names of the files beside it, where they are known.

    Raises:
        ProjectError: the file is broken, or this version cannot read it.
    """
    if kind == "ignore":
        return None
    node = _node(kind, path, name, legacy)
    return None if node is None else apply_adjacent_meta(node, path, name, siblings)


def _node(kind: str, path: Path, name: str, legacy: bool) -> ProjectNode | None:
    kind = (_LEGACY if legacy else _MODERN).get(kind, kind)
    if kind in _SCRIPTS:
        class_name, run_context = _SCRIPTS[kind]
        node = ProjectNode(name, class_name, source=_program(path, name), path=path)
        if run_context not in (None, "Legacy"):
            node.properties[_RUN_CONTEXT] = run_context
        return node
    if kind in _MODULES:
        source = Source(_MODULES[kind](path), name)
        return ProjectNode(name, "ModuleScript", source=source, path=path)
    if kind == "text":
        return ProjectNode(name, "StringValue", properties={"Value": _text(path)}, path=path)
    if kind == "csv":
        contents = table_contents(path)
        return ProjectNode(name, "LocalizationTable", properties={"Contents": contents}, path=path)
    if kind == "jsonModel":
        return json_model(path, name)
    return xml_model(path, name) if kind == "rbxmx" else binary_model(path, name)


def _text(path: Path) -> str:
    return read_text(path).replace("\r\n", "\n")


def _program(path: Path, name: str) -> Source:
    """The source of a script; lines end in one way, as Rojo hands them to the engine."""
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise ProjectError(f"{path}: cannot be read: {problem.strerror}") from problem
    return Source(data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n"), name)
