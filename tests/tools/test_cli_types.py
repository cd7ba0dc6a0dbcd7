"""Spans of time as users write them."""

import pytest

from bridge.tools.cli_types import parse_duration


@pytest.mark.parametrize(
    ("text", "microseconds"),
    [
        ("10m", 600_000_000),
        ("90s", 90_000_000),
        ("1.5h", 5_400_000_000),
        ("500ms", 500_000),
        ("7us", 7),
        ("2", 2_000_000),
        ("0", 0),
    ],
)
def test_spans_become_integer_microseconds(text, microseconds):
    assert parse_duration(text) == microseconds


@pytest.mark.parametrize("text", ["", "m", "-1s", "1 0s", "5d", "1e3s", "nan"])
def test_other_texts_are_refused_with_examples(text):
    with pytest.raises(ValueError, match="write 500ms, 90s, 10m or"):
        parse_duration(text)
