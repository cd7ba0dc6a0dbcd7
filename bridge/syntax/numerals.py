"""Number literals: text to value. Knows nothing of tokens' places."""

from __future__ import annotations

import re

__all__ = ["MalformedNumeral", "read_numeral"]

_DECIMAL = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DIGITS = {10: re.compile(r"[0-9]+"), 16: re.compile(r"[0-9A-Fa-f]+"), 2: re.compile(r"[01]+")}
_LARGEST_WORD = 2**64 - 1
_LARGEST_INTEGER = 2**63 - 1


class MalformedNumeral(ValueError):  # noqa: N818 (a finding about user text, turned into one)
    """The text is no number; `str()` is Luau's message."""


def read_numeral(text: str) -> float | int:
    """The value of a literal: a float, or an int for the integer type (`10i`).

    Underscores mean nothing anywhere in it. Hexadecimal and binary doubles have 64 bits at most;
    larger ones are cut to the largest, as C's strtoull does.
    """
    digits = text.replace("_", "") if "_" in text else text
    if digits.isdigit():
        return float(digits)
    if digits[-1] == "i":
        return _integer(digits[:-1])
    base, rest = _base(digits)
    if base != 10 and rest:
        if not _DIGITS[base].fullmatch(rest):
            raise MalformedNumeral("Malformed number")
        return float(min(int(rest, base), _LARGEST_WORD))
    if not _DECIMAL.fullmatch(digits):
        raise MalformedNumeral("Malformed number")
    return float(digits)


def _integer(digits: str) -> int:
    """Hexadecimal and binary literals spell the 64 bits of a signed integer."""
    base, rest = _base(digits)
    if not _DIGITS[base].fullmatch(rest):
        raise MalformedNumeral("Malformed integer")
    # Counted first: Python refuses to convert decimals of thousands of digits.
    if len(rest.lstrip("0")) > 64:
        raise MalformedNumeral("Integer overflow")
    value = int(rest, base)
    if value > (_LARGEST_INTEGER if base == 10 else _LARGEST_WORD):
        raise MalformedNumeral("Integer overflow")
    return value - 2**64 if value > _LARGEST_INTEGER else value


def _base(digits: str) -> tuple[int, str]:
    prefix = digits[:2].lower()
    if prefix == "0x":
        return 16, digits[2:]
    if prefix == "0b":
        return 2, digits[2:]
    return 10, digits
