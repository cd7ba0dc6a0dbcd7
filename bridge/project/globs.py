"""Rojo's globs, as `globIgnorePaths` has them. Knows no files.

Source of the rules: Rojo reads globs with the Rust package globset (its page "Syntax") and leaves
its options as they are, so that `*` and `?` match separators too.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["glob_matches"]


def glob_matches(path: str, pattern: str) -> bool:
    """Whether a path with `/` between its parts matches a glob as a whole.

    Known are `?`, `*`, `**` as a whole part, `{a,b}`, `[ab]`, `[!a-c]` and `\\` before a character.
    """
    return _compiled(pattern).fullmatch(path) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    out: list[str] = []
    depth = at = 0
    while at < len(pattern):
        text, at = _token(pattern, at)
        if text == "{":
            depth += 1
            text = "(?:"
        elif text == "}" and depth:
            depth -= 1
            text = ")"
        elif text == "," and depth:
            text = "|"
        elif text in "{},":
            text = re.escape(text)
        out.append(text)
    return re.compile("".join(out) + ")" * depth, re.DOTALL)


def _token(pattern: str, at: int) -> tuple[str, int]:
    """The expression for what stands at `at`, and where it ends; `{`, `}` and `,` as they are."""
    whole_part = at == 0 or pattern[at - 1] == "/"
    if whole_part and pattern.startswith("**/", at):
        return "(?:.*/)?", at + 3
    if pattern == "**" or (pattern.endswith("/**") and at == len(pattern) - 3):
        return ".*" if at == 0 else "/.*", len(pattern)
    char = pattern[at]
    if char == "*":
        return ".*", at + 1
    if char == "?":
        return ".", at + 1
    if char == "[":
        end = pattern.find("]", at + 2)
        if end > 0:
            inner = pattern[at + 1 : end]
            negated = inner[0] in "!^"
            members = re.sub(r"([\\\[\]^&~|])", r"\\\1", inner[negated:])
            return f"[{'^' * negated}{members}]", end + 1
    if char == "\\" and at + 1 < len(pattern):
        return re.escape(pattern[at + 1]), at + 2
    return char if char in "{}," else re.escape(char), at + 1
