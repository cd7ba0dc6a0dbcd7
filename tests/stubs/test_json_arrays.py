"""Arrays out of JSON: what is one, and which of them hold numbers only."""

from __future__ import annotations

import pytest

from bridge.stubs.json_arrays import array_in, numbers_in
from bridge.stubs.service import JsonValue


@pytest.mark.parametrize(
    ("text", "items", "numbers"),
    [
        ("[]", [], []),
        ("{}", [], []),
        ("[1, 2.0, 3.7]", [1, 2.0, 3.7], [1, 2, 3]),
        ('[1, "2"]', [1, "2"], None),
        ("[true]", [True], None),
        ("[null]", [None], None),
        ('{"a": 1}', None, None),
        ("7", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_arrays_and_numbers_are_told_from_the_rest(
    text: str | None, items: list[object] | None, numbers: list[int] | None
) -> None:
    assert array_in(JsonValue(text)) == items
    assert numbers_in(JsonValue(text)) == numbers
