"""Normal forms of text."""

from bridge.tools.simulation.unicode import normalized


def test_forms_compose_and_decompose():
    assert normalized("NFC", "e\u0301") == "\u00e9"
    assert normalized("NFD", "\u00e9") == "e\u0301"


def test_bytes_that_are_no_utf8_have_no_form():
    assert normalized("NFC", b"\xff".decode("utf-8", "surrogateescape")) is None
