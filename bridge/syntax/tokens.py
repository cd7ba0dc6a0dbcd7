"""Token kinds and how messages spell a token.

A kind is a string: the token's own text for keywords and operators, `<...>` for the rest, so that
tables keyed by kind read as the grammar does. Knows nothing of parsing.
"""

from __future__ import annotations

from typing import Final

from bridge.syntax.lookalikes import LOOKALIKES

__all__ = [
    "ATTRIBUTE",
    "ATTRIBUTE_OPEN",
    "BROKEN_COMMENT",
    "BROKEN_INTERPOLATION",
    "BROKEN_STRING",
    "BROKEN_UNICODE",
    "EOF",
    "INTERPOLATION_BEGIN",
    "INTERPOLATION_END",
    "INTERPOLATION_MIDDLE",
    "INTERPOLATION_WHOLE",
    "KEYWORDS",
    "KINDS",
    "LONG_STRING",
    "NAME",
    "NUMBER",
    "OPERATORS",
    "STRING",
    "code_point",
    "describe",
]

NAME: Final = "<name>"
NUMBER: Final = "<number>"
STRING: Final = "<string>"
LONG_STRING: Final = "<long string>"
INTERPOLATION_WHOLE: Final = "<interpolated string>"
INTERPOLATION_BEGIN: Final = "<interpolation begin>"
INTERPOLATION_MIDDLE: Final = "<interpolation middle>"
INTERPOLATION_END: Final = "<interpolation end>"
ATTRIBUTE: Final = "<attribute>"
ATTRIBUTE_OPEN: Final = "@["
EOF: Final = "<eof>"

# Text no token can be made of is a token too: the parser, not the lexer, reports it.
BROKEN_STRING: Final = "<broken string>"
BROKEN_COMMENT: Final = "<broken comment>"
BROKEN_INTERPOLATION: Final = "<broken interpolation>"
BROKEN_UNICODE: Final = "<broken unicode>"

_KEYWORDS = (
    "and break do else elseif end false for function if in local nil not or repeat return then"
    " true until while"
)
_OPERATORS = (
    "+ - * / // % ^ # == ~= <= >= < > = ( ) { } [ ] ; : :: , . .. ... -> ? & | ! ~"
    " += -= *= /= //= %= ^= ..="
)

KEYWORDS: Final = frozenset(_KEYWORDS.split())
"""The reserved words; `continue`, `type`, `export`, `const` and others are ordinary names."""

OPERATORS: Final = frozenset(_OPERATORS.split())

KINDS: Final[dict[str, str]] = {text: text for text in sorted(KEYWORDS | OPERATORS)}
"""From the text of a word or operator to its kind; any other word is a NAME."""

_FIXED = {
    BROKEN_STRING: "malformed string",
    BROKEN_COMMENT: "unfinished comment",
    BROKEN_INTERPOLATION: "'{{', which is invalid (did you mean '\\{'?)",
    EOF: "<eof>",
}


def describe(kind: str, text: str) -> str:
    """The token as messages show it, e.g. `'end'`, `"abc"`, `<eof>`."""
    fixed = _FIXED.get(kind)
    if fixed is not None:
        return fixed
    if kind == BROKEN_UNICODE:
        return _describe_character(text)
    text = text.encode("latin-1").decode("utf-8", "replace")
    if kind == STRING:
        return f'"{text[1:-1]}"'
    if kind == LONG_STRING:
        width = text.index("[", 1) + 1
        return f'"{text[width:-width]}"'
    if kind == ATTRIBUTE:
        # Luau takes the sign for the kind of token and the rest for a name.
        return f"'{text[1:]}'"
    if kind.startswith("<interp"):
        return text
    return f"'{text or kind}'"


def _describe_character(text: str) -> str:
    point = code_point(text)
    if point is None:
        return "invalid UTF-8 sequence"
    alike = LOOKALIKES.get(point)
    hint = f" (did you mean '{alike}'?)" if alike else ""
    return f"Unicode character U+{point:x}{hint}"


def code_point(text: str) -> int | None:
    """The code point a run of bytes spells by its bit pattern alone, or None.

    Luau does not ask for the shortest form, so neither does this.
    """
    first = ord(text[0])
    for size, mask, mark in ((2, 0x1F, 0xC0), (3, 0x0F, 0xE0), (4, 0x07, 0xF0)):
        if first & ~mask & 0xFF == mark:
            if len(text) != size:
                return None
            value = first & mask
            for byte in text[1:]:
                value = value << 6 | ord(byte) & 0x3F
            return value
    return None
