"""Data files as ModuleScripts: Luau source that returns what a JSON, TOML or YAML file holds.

Source of the rules: Rojo's documentation, page "Sync Details": such a module returns a table; dates
of TOML become strings, null becomes nil.
"""

from __future__ import annotations

import datetime
import math
import re
import tomllib
from pathlib import Path
from typing import Any

from bridge.errors import ProjectError
from bridge.project.jsonc import read_json, read_text

__all__ = ["json_source", "luau_source", "toml_source", "yaml_source"]


def luau_source(value: Any) -> str:
    """Luau source of a module that returns a value of dictionaries, lists and plain values."""
    return "return " + _text(value)


def _text(item: Any) -> str:
    if item is None:
        return "nil"
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, int):
        # Beyond double precision a long integer only takes longer to parse.
        return repr(item) if abs(item) < 1 << 53 else repr(float(item))
    if isinstance(item, float):
        if math.isfinite(item):
            return repr(item)
        return "(0/0)" if math.isnan(item) else f"{'-' if item < 0 else ''}math.huge"
    if isinstance(item, str):
        return _luau_string(item)
    if isinstance(item, list):
        return "{" + ", ".join(_text(each) for each in item) + "}"
    if isinstance(item, dict):
        pairs = (f"[{_text(key)}] = {_text(each)}" for key, each in item.items())
        return "{" + ", ".join(pairs) + "}"
    return _luau_string(_date_text(item))


def _date_text(value: Any) -> str:
    """A date or time of TOML as TOML writes it."""
    assert isinstance(value, datetime.date | datetime.time), value
    return value.isoformat().replace("+00:00", "Z")


def _luau_string(text: str) -> str:
    out = []
    for byte in text.encode("utf-8", "surrogatepass"):
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03d}")
    return '"' + "".join(out) + '"'


def json_source(path: Path) -> str:
    """The module of a `.json` or `.jsonc` file."""
    return luau_source(read_json(path))


def toml_source(path: Path) -> str:
    """The module of a `.toml` file.

    Raises:
        ProjectError: it is not TOML; the text gives line and column.
    """
    try:
        return luau_source(tomllib.loads(read_text(path)))
    except tomllib.TOMLDecodeError as problem:
        raise ProjectError(f"{path}: not valid TOML: {problem}") from problem
    except RecursionError:
        raise ProjectError(f"{path}: not valid TOML: nested too deeply") from None


VALUES_MAX = 1_000_000
"""Values of one YAML file; Luau itself takes no larger table constructor in reasonable time."""

# YAML 1.2's core schema; PyYAML's own rules are those of 1.1, where `yes` is a boolean.
_YAML_SCALARS = (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)"
        r"|\.(?:nan|NaN|NAN)",
        list("-+0123456789."),
    ),
)


def yaml_source(path: Path) -> str:
    """The module of a `.yaml` or `.yml` file.

    Raises:
        ProjectError: it is not YAML, or the package that reads YAML is not installed.
    """
    try:
        import yaml  # lazily: an optional dependency, and slow to load
    except ImportError:
        raise ProjectError(
            f"{path}: reading YAML needs the package pyyaml; install luau-bridge[models] or name "
            'the file in "globIgnorePaths"'
        ) from None

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # the package has no types
        yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    for tag, pattern, first in _YAML_SCALARS:
        Loader.add_implicit_resolver(
            f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first
        )
    Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: _integer(node.value))
    Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: _float(node.value))
    try:
        value = yaml.load(read_text(path), Loader)
        if not _is_of_a_size(value):
            raise ProjectError(f"{path}: its aliases expand to more than {VALUES_MAX} values")
        return luau_source(value)
    except yaml.YAMLError as problem:
        raise ProjectError(f"{path}: not valid YAML: {problem}") from problem
    except RecursionError:
        raise ProjectError(f"{path}: not valid YAML: nested too deeply") from None


def _is_of_a_size(value: Any) -> bool:
    """Whether writing a value out is possible: aliases of YAML can double it line by line."""
    waiting, count = [value], 0
    while waiting and count <= VALUES_MAX:
        item = waiting.pop()
        count += 1
        if isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return count <= VALUES_MAX


def _integer(text: str) -> int:
    return int(text, 0) if text.startswith(("0o", "0x")) else int(text)


def _float(text: str) -> float:
    plain = text.lower()
    return float(plain.replace(".", "") if plain.endswith(("inf", "nan")) else plain)
