"""JSON files as Rojo and Luau read them: comments and trailing commas are allowed.

Source of the rule: Rojo's changelog (from 7.6 on its JSON files may be JSONC) and Luau's `.luaurc`.
Knows nothing of projects.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NoReturn

from bridge.errors import ProjectError

__all__ = ["parse_json", "read_json", "read_text"]

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\\n]|\\.)*"?)|(?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))|(?P<comma>,)""",
    re.DOTALL,
)
_CLOSES = re.compile(r"\s*[\]}]")


def read_text(path: Path) -> str:
    """The text of a UTF-8 file without its byte order mark.

    Raises:
        ProjectError: it cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ProjectError(f"{path}: not UTF-8 text: {problem.reason}") from problem
    except OSError as problem:
        raise ProjectError(f"{path}: cannot be read: {problem.strerror}") from problem


def read_json(path: Path) -> Any:
    """Parse a JSON file, with comments and trailing commas.

    Raises:
        ProjectError: it cannot be read or is not JSON; the text gives file, line and column.
    """
    return parse_json(read_text(path), path)


def parse_json(text: str, path: Path) -> Any:
    """Parse JSON text; `path` is for the messages.

    Raises:
        ProjectError: it is not JSON; the text gives file, line and column.
    """

    def refuse(constant: str) -> NoReturn:
        raise ProjectError(f"{path}: not valid JSON: {constant} is no JSON value")

    try:
        return json.loads(_plain(text), parse_constant=refuse)
    except json.JSONDecodeError as problem:
        where = f"{path}:{problem.lineno}:{problem.colno}"
        raise ProjectError(f"{where}: not valid JSON: {problem.msg}") from problem
    except RecursionError:
        raise ProjectError(f"{path}: not valid JSON: nested too deeply") from None


def _plain(text: str) -> str:
    """The same text with blanks for comments and trailing commas, so that positions stay."""

    def blank(match: re.Match[str]) -> str:
        if match["comment"] is None:
            return match[0]
        return "".join("\n" if char == "\n" else " " for char in match[0])

    bare = _TOKEN.sub(blank, text)

    def drop(match: re.Match[str]) -> str:
        trailing = match["comma"] and _CLOSES.match(bare, match.end())
        return " " if trailing and bare[: match.start()].rstrip()[-1:] not in "[{," else match[0]

    return _TOKEN.sub(drop, bare)
