"""Characters mistaken for others."""

from __future__ import annotations

from bridge.syntax.lookalikes import LOOKALIKES


def test_common_slips_of_word_processors_are_known() -> None:
    for slip, meant in {"\u201c": '"', "\u2019": "'", "\u2013": "-", "\u00a0": " "}.items():
        assert LOOKALIKES[ord(slip)] == meant


def test_only_characters_outside_ascii_are_listed() -> None:
    assert min(LOOKALIKES) >= 0x80
    assert all(meant.isascii() for meant in LOOKALIKES.values())
