"""Characters that are mistaken for one of Luau's, from texts pasted out of word processors.

Data only; read by messages about a byte that begins no token.
"""

from __future__ import annotations

__all__ = ["LOOKALIKES"]

_GROUPS = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u02b9\u02bb\u02bc\u02bd\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u2036\u02ba\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2043\u2212\u02d7\u2796",
    "/": "\u2044\u2215\u2571\u29f8",
    "*": "\u2217\u066d\u204e",
    ",": "\u201a\u066b\u060d\u00b8",
    ";": "\u037e\uff1b",
    ":": "\u0589\u05c3\u2236\ua789\uff1a\u02d0",
    ".": "\u2024\u0660\u06f0\u0701\u0702",
    "!": "\u01c3\u2d51\uff01",
    "+": "\u16ed\u2795",
    "=": "\u1400\u2e40\u30a0\ua4ff",
    "<": "\u02c2\u1438\u16b2\u2039\u276e",
    ">": "\u02c3\u1433\u203a\u276f",
    "(": "\u2768\u2772\u3014\ufd3e\uff08\uff3b",
    ")": "\u2769\u2773\u3015\ufd3f\uff09\uff3d",
    "{": "\u2774\U0001d114",
    "}": "\u2775",
    "^": "\u02c4\u02c6",
    "~": "\u02dc\u1fc0\u2053\u223c",
    "\\": "\u2216\u29f5\u29f9\ufe68\uff3c",
    "_": "\u07fa\ufe4d\ufe4e\ufe4f",
}

LOOKALIKES: dict[int, str] = {
    ord(character): intended for intended, group in _GROUPS.items() for character in group
}
"""From a code point to the character that was probably meant."""
