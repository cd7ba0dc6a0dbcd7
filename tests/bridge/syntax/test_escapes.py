"""String escapes."""

from __future__ import annotations

import pytest

from bridge.syntax.escapes import decode_long, decode_quoted

QUOTED = {
    r"\a\b\f\n\r\t\v": "\a\b\f\n\r\t\v",
    r"\\\"\'\`\{": "\\\"'`{",
    r"\q\-": "q-",
    r"\65\0651\0": "AA1\0",
    r"\x41\xfF": "A\xff",
    r"\u{41}\u{20AC}\u{10FFFF}": "A\xe2\x82\xac\xf4\x8f\xbf\xbf",
    r"\u{D800}": "\xed\xa0\x80",
    "a\\z \t\n b": "ab",
    "a\\\nb\\\r\nc": "a\nb\nc",
}
MALFORMED = [r"\x4", r"\xZZ", r"\u41", r"\u{}", r"\u{g}", r"\u{110000}", r"\u{41", r"\256", r"\999"]


@pytest.mark.parametrize(("raw", "value"), QUOTED.items())
def test_escapes_stand_for_bytes(raw: str, value: str) -> None:
    assert decode_quoted(raw) == value


@pytest.mark.parametrize("raw", MALFORMED)
def test_malformed_escapes_have_no_value(raw: str) -> None:
    assert decode_quoted(raw) is None


def test_long_strings_drop_a_first_line_end_and_nothing_else() -> None:
    assert decode_long("\na\n") == "a\n"
    assert decode_long("\r\na\r\nb\\n") == "a\nb\\n"
    assert decode_long("\n\n") == "\n"
