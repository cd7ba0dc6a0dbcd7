"""Text to tokens, in one pass of one regular expression.

Every byte belongs to exactly one token or to the gap before it (white space and comments); text
that begins no token becomes a broken token. Knows nothing of the grammar; reports nothing.
"""

from __future__ import annotations

import re

from bridge.syntax.tokens import (
    ATTRIBUTE,
    ATTRIBUTE_OPEN,
    BROKEN_COMMENT,
    BROKEN_INTERPOLATION,
    BROKEN_STRING,
    BROKEN_UNICODE,
    EOF,
    INTERPOLATION_BEGIN,
    INTERPOLATION_END,
    INTERPOLATION_MIDDLE,
    INTERPOLATION_WHOLE,
    KINDS,
    LONG_STRING,
    NAME,
    NUMBER,
    STRING,
)

__all__ = ["Tokens", "tokenize"]

_SPACE = r"[ \t\r\n\v\f]"
_ESCAPE = rf"\\(?:\r\n?|z{_SPACE}*+|.)"

# Group 1: words and operators. 2: finished quoted strings. 3: numbers, malformed ones too, since
# Luau reads them first and judges later. 4: finished comments. No group: everything rare.
_TOKEN = re.compile(
    rf"""{_SPACE}*+(?:
        ([A-Za-z_][A-Za-z0-9_]*+
        |[(){{}}\],;\#?&|!]
        |\.\.(?:\.|=)?
        |\.(?![0-9])
        |::?
        |[=~<>+*%^]=?
        |//?=?
        |-(?!-)[=>]?
        |\[(?![=\[])
        )
    |("(?:[^"\\\r\n]++|{_ESCAPE})*+"|'(?:[^'\\\r\n]++|{_ESCAPE})*+')
    |(\.?[0-9][0-9._]*+(?:[eE][+-]?)?[A-Za-z0-9_]*+)
    |(--(?!\[=*+\[)[^\n]*+|--\[(?P<level>=*+)\[.*?\](?P=level)\])
    |.|\Z)""",
    re.DOTALL | re.VERBOSE,
)
# One stretch of text of an interpolated string; `\u{` is no opening brace.
_STRETCH = re.compile(rf"[`}}](?:[^`{{\\\r\n]++|\\u\{{|{_ESCAPE}|\\\Z)*+", re.DOTALL)
_UNFINISHED = {
    '"': re.compile(rf'"(?:[^"\\\r\n]++|{_ESCAPE}|\\\Z)*+', re.DOTALL),
    "'": re.compile(rf"'(?:[^'\\\r\n]++|{_ESCAPE}|\\\Z)*+", re.DOTALL),
}
_LONG_OPENING = re.compile(r"\[(=*+)(\[?)")
_ATTRIBUTE = re.compile(r"@(?:\[|(?:[A-Za-z_][A-Za-z0-9_]*+)?)")
_UTF8_SIZE = ((0xE0, 0xC0, 2), (0xF0, 0xE0, 3), (0xF8, 0xF0, 4))

_WORD_GROUP = 1
_STRING_GROUP = 2
_NUMBER_GROUP = 3


class Tokens:
    """The tokens of a file as parallel lists, the last of them EOF, and its comments.

    `begins[i]:ends[i]` is token i's text, which `texts[i]` holds; EOF's range is what the lexer
    did not read (a NUL byte ends a Luau file) and its text is empty.
    """

    __slots__ = ("begins", "comments", "ends", "kinds", "texts")

    def __init__(self) -> None:
        self.kinds: list[str] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.texts: list[str] = []
        self.comments: list[tuple[int, int]] = []

    def add(self, kind: str, begin: int, end: int, text: str) -> None:
        self.kinds.append(kind)
        self.begins.append(begin)
        self.ends.append(end)
        self.texts.append(text)


def tokenize(text: str) -> Tokens:
    """All tokens of a program; a first line that begins `#!` counts as a comment."""
    tokens = Tokens()
    kinds, begins, ends, texts = tokens.kinds, tokens.begins, tokens.ends, tokens.texts
    comments = tokens.comments
    nul = text.find("\0")
    stop = len(text) if nul < 0 else nul
    at = 0
    if text.startswith("#!"):
        newline = text.find("\n", 0, stop)
        at = stop if newline < 0 else newline
        comments.append((0, at))
    # Open braces since the innermost interpolated string began: True for the one that opened an
    # embedded expression, False for a plain one inside it. Empty outside of such strings.
    braces: list[bool] = []
    kind_of = KINDS.get
    done = False
    while not done:
        for match in _TOKEN.finditer(text, at, stop):
            group = match.lastindex
            if group is None:
                at = match.end()
                if at == match.start() or text[at - 1] in " \t\r\n\v\f":
                    done = True
                else:
                    at = _read_rare(tokens, text, at - 1, stop, braces)
                break
            if group == _WORD_GROUP:
                word = match[1]
                kind = kind_of(word, NAME)
                if braces and (kind == "{" or kind == "}"):
                    if kind == "{":
                        braces.append(False)
                    elif braces.pop():
                        at = _read_stretch(tokens, text, match.start(1), stop, braces)
                        break
                kinds.append(kind)
                texts.append(word)
            elif group == _STRING_GROUP:
                kinds.append(STRING)
                texts.append(match[2])
            elif group == _NUMBER_GROUP:
                kinds.append(NUMBER)
                texts.append(match[3])
            else:
                comments.append((match.start(4), match.end()))
                continue
            begins.append(match.start(group))
            ends.append(match.end())
        else:
            done = True
    tokens.add(EOF, stop, len(text), "")
    return tokens


def _read_stretch(tokens: Tokens, text: str, begin: int, stop: int, braces: list[bool]) -> int:
    """Read a stretch of an interpolated string, from its backtick or closing brace on."""
    match = _STRETCH.match(text, begin, stop)
    assert match is not None
    at = match.end()
    first = text[begin] == "`"
    mark = text[at] if at < stop else ""
    if mark == "`":
        at += 1
        kind = INTERPOLATION_WHOLE if first else INTERPOLATION_END
    elif mark == "{":
        braces.append(True)
        at += 1
        kind = INTERPOLATION_BEGIN if first else INTERPOLATION_MIDDLE
        if at < stop and text[at] == "{":
            at += 1
            kind = BROKEN_INTERPOLATION
    else:
        kind = BROKEN_STRING
    tokens.add(kind, begin, at, text[begin:at])
    return at


def _read_rare(tokens: Tokens, text: str, begin: int, stop: int, braces: list[bool]) -> int:
    """Read the token at `begin` that the common expression left alone."""
    first = text[begin]
    if first == "`":
        return _read_stretch(tokens, text, begin, stop, braces)
    if first == "-":
        # `--[[` without its end: Luau takes the rest of the file.
        kind, end = BROKEN_COMMENT, stop
    elif first == "[":
        kind, end = _long_string(text, begin, stop)
    elif first == "@":
        match = _ATTRIBUTE.match(text, begin, stop)
        assert match is not None
        end = match.end()
        kind = ATTRIBUTE_OPEN if text[end - 1] == "[" else ATTRIBUTE
    elif first in _UNFINISHED:
        match = _UNFINISHED[first].match(text, begin, stop)
        assert match is not None
        kind, end = BROKEN_STRING, match.end()
    elif first >= "\x80":
        kind, end = BROKEN_UNICODE, _end_of_character(text, begin, stop)
    else:
        kind, end = first, begin + 1
    tokens.add(kind, begin, end, text[begin:end])
    return end


def _long_string(text: str, begin: int, stop: int) -> tuple[str, int]:
    match = _LONG_OPENING.match(text, begin, stop)
    assert match is not None
    if not match[2]:
        return BROKEN_STRING, match.end()
    closing = f"]{match[1]}]"
    at = text.find(closing, match.end(), stop)
    return (BROKEN_STRING, stop) if at < 0 else (LONG_STRING, at + len(closing))


def _end_of_character(text: str, begin: int, stop: int) -> int:
    """Where the UTF-8 sequence at `begin` ends, or its first wrong byte."""
    first = ord(text[begin])
    size = next((size for mask, mark, size in _UTF8_SIZE if first & mask == mark), 1)
    end = begin + 1
    while end < stop and end < begin + size and 0x80 <= ord(text[end]) < 0xC0:
        end += 1
    return end
