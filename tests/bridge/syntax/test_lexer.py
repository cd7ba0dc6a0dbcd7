"""Tokens of text, sound or broken."""

from __future__ import annotations

import pytest

from bridge.syntax.lexer import tokenize

TOKENS = {
    "a.b": [("<name>", "a"), (".", "."), ("<name>", "b")],
    "a..b": [("<name>", "a"), ("..", ".."), ("<name>", "b")],
    "a...": [("<name>", "a"), ("...", "...")],
    ".5": [("<number>", ".5")],
    "1..2": [("<number>", "1..2")],
    "1e-5x": [("<number>", "1e-5x")],
    "0x_fF": [("<number>", "0x_fF")],
    "0xe-1": [("<number>", "0xe"), ("-", "-"), ("<number>", "1")],
    "x//=y": [("<name>", "x"), ("//=", "//="), ("<name>", "y")],
    "a->-1": [("<name>", "a"), ("->", "->"), ("-", "-"), ("<number>", "1")],
    "x=--c\ny": [("<name>", "x"), ("=", "="), ("<name>", "y")],
    "- -1": [("-", "-"), ("-", "-"), ("<number>", "1")],
    "a!=b": [("<name>", "a"), ("!", "!"), ("=", "="), ("<name>", "b")],
    '"a\\"b"': [("<string>", '"a\\"b"')],
    "'a\\\nb\\z \n c'": [("<string>", "'a\\\nb\\z \n c'")],
    "[[a]]]": [("<long string>", "[[a]]"), ("]", "]")],
    "[=[ ]] ]=]": [("<long string>", "[=[ ]] ]=]")],
    "a[b[1]]": [
        ("<name>", "a"), ("[", "["), ("<name>", "b"), ("[", "["), ("<number>", "1"),
        ("]", "]"), ("]", "]"),
    ],
    "`x{1}y`": [
        ("<interpolation begin>", "`x{"), ("<number>", "1"), ("<interpolation end>", "}y`"),
    ],
    "`{ {} }{`{1}`}`": [
        ("<interpolation begin>", "`{"), ("{", "{"), ("}", "}"),
        ("<interpolation middle>", "}{"), ("<interpolation begin>", "`{"), ("<number>", "1"),
        ("<interpolation end>", "}`"), ("<interpolation end>", "}`"),
    ],
    "`\\u{41}\\{`": [("<interpolated string>", "`\\u{41}\\{`")],
    "@native @[x": [("<attribute>", "@native"), ("@[", "@["), ("<name>", "x")],
    "@": [("<attribute>", "@")],
    "'a\nb": [("<broken string>", "'a"), ("<name>", "b")],
    '"a\\': [("<broken string>", '"a\\')],
    "[=x": [("<broken string>", "[="), ("<name>", "x")],
    "[[x": [("<broken string>", "[[x")],
    "--[[x": [("<broken comment>", "--[[x")],
    "--[=x\ny": [("<name>", "y")],
    "`a\n": [("<broken string>", "`a")],
    "`a{{": [("<broken interpolation>", "`a{{")],
    "\xe2\x88\x92": [("<broken unicode>", "\xe2\x88\x92")],
    "a\0b": [("<name>", "a")],
    "#!/bin/luau\nx": [("<name>", "x")],
    " #!": [("#", "#"), ("!", "!")],
    "\x01": [("\x01", "\x01")],
    " \t\r\n\v\f": [],
}  # fmt: skip


@pytest.mark.parametrize("text", TOKENS)
def test_text_falls_into_tokens(text: str) -> None:
    tokens = tokenize(text)
    assert list(zip(tokens.kinds, tokens.texts, strict=True)) == [*TOKENS[text], ("<eof>", "")]


def test_ranges_are_those_of_the_text() -> None:
    text = "local x = --c\n `a{ b }c`"
    tokens = tokenize(text)
    ranges = zip(tokens.begins, tokens.ends, strict=True)
    assert [text[begin:end] for begin, end in ranges] == tokens.texts


def test_comments_are_kept_apart() -> None:
    text = "--!strict\nx --[[ a\nb ]] y --c"
    tokens = tokenize(text)
    assert [text[a:b] for a, b in tokens.comments] == ["--!strict", "--[[ a\nb ]]", "--c"]


def test_a_nul_byte_ends_the_file() -> None:
    tokens = tokenize("a \0 b")
    assert (tokens.begins[-1], tokens.ends[-1]) == (2, 5)
