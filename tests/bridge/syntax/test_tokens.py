"""How messages spell a token."""

from __future__ import annotations

import pytest

from bridge.syntax.lexer import tokenize
from bridge.syntax.tokens import KINDS, describe

SPELLED = {
    "end": "'end'",
    "name": "'name'",
    "5x": "'5x'",
    "..=": "'..='",
    '"a b"': '"a b"',
    "[==[x]==]": '"x"',
    "`a`": "`a`",
    "`a {": "`a {",
    "@native": "'native'",
    "@[": "'@['",
    "": "<eof>",
    "--[[": "unfinished comment",
    "'x": "malformed string",
    "`{{": "'{{', which is invalid (did you mean '\\{'?)",
    "$": "'$'",
    "ï": "Unicode character U+ef",
    "\u2212": "Unicode character U+2212 (did you mean '-'?)",
    "\u201c": "Unicode character U+201c (did you mean '\"'?)",
}


@pytest.mark.parametrize(("text", "spelled"), SPELLED.items())
def test_tokens_are_spelled_as_luau_spells_them(text: str, spelled: str) -> None:
    tokens = tokenize(text.encode().decode("latin-1"))
    assert describe(tokens.kinds[0], tokens.texts[0]) == spelled


def test_bytes_that_are_no_utf8_have_a_name() -> None:
    for text in ("\xff", "\xc3", "\xe2\x88x"):
        tokens = tokenize(text)
        assert describe(tokens.kinds[0], tokens.texts[0]) == "invalid UTF-8 sequence"


def test_contextual_words_are_no_keywords() -> None:
    for word in ("continue", "type", "export", "const", "declare", "typeof", "goto"):
        assert word not in KINDS
