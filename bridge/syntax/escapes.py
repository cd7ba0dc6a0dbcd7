"""String literals: the text between the quotes to the bytes it stands for.

Knows nothing of tokens. Text and result have one character per byte.
"""

from __future__ import annotations

import re

__all__ = ["decode_long", "decode_quoted"]

_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,16})\}|([0-9]{1,3})|z[ \t\r\n\v\f]*|(\r\n?)|(.)|\Z)",
    re.DOTALL,
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_LAST_CODE_POINT = 0x10FFFF


class _Malformed(Exception):  # noqa: N818 (control flow of this file)
    pass


def decode_quoted(raw: str) -> str | None:
    """The value of a quoted or interpolated string's text, or None when an escape is malformed.

    An escape Luau does not know stands for its own character.
    """
    if "\\" not in raw:
        return raw
    try:
        return _ESCAPE.sub(_decode, raw)
    except _Malformed:
        return None


def _decode(match: re.Match[str]) -> str:
    hexadecimal, point, decimal, newline, other = match.groups()
    if other is not None:
        if other in "xu":
            raise _Malformed
        return _SIMPLE.get(other, other)
    if decimal is not None:
        if int(decimal) > 255:
            raise _Malformed
        return chr(int(decimal))
    if hexadecimal is not None:
        return chr(int(hexadecimal, 16))
    if point is not None:
        # Luau gathers the digits in 32 bits and lets the rest fall off.
        return _utf8(int(point, 16) & 0xFFFFFFFF)
    return "\n" if newline is not None else ""


def _utf8(code: int) -> str:
    if code > _LAST_CODE_POINT:
        raise _Malformed
    return chr(code).encode("utf-8", "surrogatepass").decode("latin-1")


def decode_long(raw: str) -> str:
    """The value of the text between long brackets: a first line end is dropped, CRLF becomes LF."""
    text = raw.replace("\r\n", "\n") if "\r" in raw else raw
    return text[1:] if text.startswith("\n") else text
