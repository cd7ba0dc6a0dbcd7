"""Diagnostics: headline as Luau prints it, excerpt for people."""

from __future__ import annotations

from bridge.diagnostics import Diagnostic
from bridge.source import Source


def render(text: str, begin: int, end: int) -> str:
    return Diagnostic(Source(text, "Main"), (begin, end), "no").render()


def test_headline_names_chunk_line_and_message() -> None:
    found = Diagnostic(Source("a\nbc", "Main"), (3, 4), "no such thing")
    assert found.headline() == "Main:2: no such thing"
    assert (found.line, found.column) == (2, 2)


def test_render_shows_the_line_between_its_neighbours() -> None:
    assert render("one\ntwo three\nfour\nfive", 8, 13) == (
        "Main:2:5: no\n1 | one\n2 | two three\n  |     ^^^^^\n3 | four"
    )


def test_an_empty_span_gets_one_caret() -> None:
    assert render("x", 1, 1) == "Main:1:2: no\n1 | x\n  |  ^"


def test_carets_stop_at_the_end_of_the_line() -> None:
    assert render("ab\ncd", 1, 5) == "Main:1:2: no\n1 | ab\n  |  ^\n2 | cd"


def test_carets_stand_under_characters_not_bytes() -> None:
    at = len("é\t") + 1
    assert render("é\tx", at, at + 1) == "Main:1:4: no\n1 | é    x\n  |      ^"


def test_line_numbers_are_aligned() -> None:
    text = "\n" * 9 + "x"
    assert render(text, 9, 10) == "Main:10:1: no\n 9 |\n10 | x\n   | ^"
