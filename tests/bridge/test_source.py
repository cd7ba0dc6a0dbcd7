"""Sources: bytes in, lines and columns out."""

from __future__ import annotations

from bridge.source import Position, Source


def test_text_becomes_one_character_per_byte() -> None:
    assert Source("é").text == "\xc3\xa9"
    assert Source(b"\xff\x00").text == "\xff\x00"


def test_lines_and_columns_count_from_one_in_bytes() -> None:
    source = Source("ab\né = 1\n")
    assert source.position(0) == Position(1, 1)
    assert source.position(2) == Position(1, 3)
    assert source.position(3) == Position(2, 1)
    assert source.position(source.text.index("=")) == Position(2, 4)
    assert source.line_number(len(source.text)) == 3


def test_line_text_is_decoded_and_loses_its_line_end() -> None:
    source = Source("é\r\nb")
    assert source.line_text(1) == "é"
    assert source.line_text(2) == "b"
    assert source.line_text(0) == source.line_text(3) == ""


def test_bytes_that_are_no_text_can_still_be_shown() -> None:
    assert Source(b"x\xff").line_text(1) == "x\ufffd"
