"""What memory stores take: keys, values, sort keys, expirations, counts. Each check raises by name.

Documented in creator-docs memory-stores/ (CD-MEM, CD-MEMH, CD-MEMS). Knows no structure.
"""

from __future__ import annotations

import json
import math
from typing import TypeGuard

from bridge.instances.byte_strings import byte_length
from bridge.instances.values import JsonValue
from bridge.stubs.memorystore.errors import memory_error
from bridge.stubs.memorystore.items import SortKey
from bridge.stubs.profiles import MemoryStoreRules

__all__ = ["check_count", "check_expiration", "check_key", "check_sort_key", "check_value"]

COUNT_TEXT = "Count must be between 1 and {limit}."
KEY_TEXT = "Key must be a string of 1 to {limit} characters."
SORT_KEY_TEXT = "Unable to convert sortKey to a valid number or string."
VALUE_TEXT = "Unable to convert value to json."


def check_key(key: str, rules: MemoryStoreRules) -> None:
    """Keys are strings up to 128 (documented)."""
    limit = rules.key_bytes_max
    if not key or byte_length(key) > limit:
        raise memory_error("InvalidRequest", detail=KEY_TEXT.format(limit=limit))


def check_sort_key(sort_key: object, rules: MemoryStoreRules) -> SortKey:
    """A number, or a string of at most 128 characters (documented); None for nil."""
    if isinstance(sort_key, JsonValue):
        sort_key = sort_key if sort_key.problem else json.loads(sort_key.text or "null")
    if sort_key is None:
        return None
    if isinstance(sort_key, str):
        if byte_length(sort_key) <= rules.key_bytes_max:
            return sort_key
    elif _is_number(sort_key):
        return float(sort_key)
    raise memory_error("InvalidRequest", detail=SORT_KEY_TEXT)


def check_expiration(expiration: float, rules: MemoryStoreRules) -> None:
    """0..3,888,000 seconds (documented)."""
    if not 0 <= expiration <= rules.expiration_seconds_max:
        raise memory_error("InvalidExpirationTime")


def check_value(value: JsonValue, rules: MemoryStoreRules) -> str:
    """JSON of at most 32 KB (documented)."""
    if value.text is None:
        raise memory_error("InvalidRequest", detail=VALUE_TEXT)
    if byte_length(value.text) > rules.value_bytes_max:
        raise memory_error("ItemValueSizeTooLarge")
    return value.text


def check_count(count: int, limit: int) -> None:
    """How many items a call asks for: 1 to a limit (documented)."""
    if not 1 <= count <= limit:
        raise memory_error("InvalidRequest", detail=COUNT_TEXT.format(limit=limit))


def _is_number(value: object) -> TypeGuard[float]:
    """A number that can be compared."""
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)
