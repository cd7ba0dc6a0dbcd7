"""Arrays that scripts hand to services, such as user ids. Knows no service."""

from __future__ import annotations

import json

from bridge.stubs.service import JsonValue

__all__ = ["array_in", "numbers_in"]


def array_in(value: JsonValue) -> list[object] | None:
    """The items of an array; None when the value is none. An empty table is an empty array."""
    found = json.loads(value.text) if value.text else None
    if found == {}:
        return []
    return found if isinstance(found, list) else None


def numbers_in(value: JsonValue) -> list[int] | None:
    """The items of an array of numbers, as whole ones; None when the value is none."""
    items = array_in(value)
    if items is None:
        return None
    numbers = [
        int(each) for each in items if isinstance(each, int | float) and not isinstance(each, bool)
    ]
    return numbers if len(numbers) == len(items) else None
