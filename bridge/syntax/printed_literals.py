"""Values to the literals that stand for them. Knows no nodes; the result is pure ASCII."""

from __future__ import annotations

import re

__all__ = ["integer_text", "interpolated_part", "number_text", "quoted"]

_SPECIAL = re.compile(r"[^ !#-\[\]-~]")
_SPECIAL_INTERPOLATED = re.compile(r"[^ -\[\]-_a-z|}~]")
_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"}


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character in _SHORT:
        return _SHORT[character]
    if " " < character < "\x7f":
        return f"\\{character}"
    return f"\\{ord(character):03d}"


def quoted(value: str) -> str:
    """A double-quoted literal of a byte string."""
    return f'"{_SPECIAL.sub(_escape, value)}"'


def interpolated_part(value: str) -> str:
    """Text between the braces of an interpolated string."""
    return _SPECIAL_INTERPOLATED.sub(_escape, value)


def number_text(value: float) -> str:
    """The shortest literal of a non-negative double."""
    if value == float("inf"):
        return "1e999"
    if value == int(value) and value < 2**53:
        return str(int(value))
    return repr(value)


def integer_text(value: int) -> str:
    """A literal of the integer type; negative ones are spelt as their 64 bits."""
    return f"{value}i" if value >= 0 else f"0x{value + 2**64:x}i"
