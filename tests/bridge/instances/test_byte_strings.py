"""Luau's strings as texts: any bytes survive, and lengths are those of the bytes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bridge.instances.byte_strings import byte_length, bytes_of, text_of


@given(st.binary())
def test_any_bytes_survive_and_count(raw: bytes) -> None:
    text = text_of(raw)
    assert (bytes_of(text), byte_length(text)) == (raw, len(raw))


def test_utf8_is_read_as_such() -> None:
    assert text_of(b"h\xc3\xa9llo") == "h\u00e9llo"
