"""Checks every data store call passes before a request is made: names, sizes, attributes.

Pure functions over texts; each raises the documented error. Knows no server and no time.
"""

from __future__ import annotations

import json
import math

from bridge.errors import StubError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.datastore.errors import DataStoreError, backend_failure, store_error
from bridge.stubs.profiles import DataStoreRules

__all__ = [
    "check_key",
    "check_metadata",
    "check_name",
    "check_ordered_value",
    "check_user_ids",
    "check_value",
    "stored_whole_number",
    "whole_number",
]

NOT_NUMERIC = "HTTP 400 (Bad Request)"
"""The backend's reply to an increment of something else than a whole number; its own words, `Key
value is not numeric.`, were captured on the wire only."""

MEGABYTE = 1024 * 1024


def whole_number(text: str) -> int | None:
    """What a stored text counts as when IncrementAsync adds to it; None: no whole number."""
    try:
        number = float(text)
    except ValueError:
        return None
    if not number.is_integer():
        return None
    return int(text) if text.lstrip("-").isdigit() else int(number)


def check_key(key: str, rules: DataStoreRules) -> None:
    """101 and 102: a key is 1..50 bytes (documented, by string.len)."""
    if not key:
        raise store_error("KeyNameEmpty")
    if byte_length(key) > rules.key_bytes_max:
        raise store_error("KeyNameLimit", limit=rules.key_bytes_max)


def check_name(what: str, text: str, rules: DataStoreRules) -> None:
    """A store name or scope is 1..50 bytes (documented); the engine's text is unknown."""
    if not text:
        raise StubError(f"{what} can't be empty.")
    if byte_length(text) > rules.key_bytes_max:
        raise StubError(f"{what} exceeds the {rules.key_bytes_max} character limit.")


def check_value(text: str | None, problem: str | None, rules: DataStoreRules) -> str:
    """104 and 105: the JSON of a value that can be stored.

    Parameters:
        text, problem: what the JSON encoder said, one of the two.
    """
    if text is None:
        code, _, detail = (problem or "unsupported:nil").partition(":")
        if code in ("unsupported", "utf8"):
            raise store_error("CantStoreValue", what=detail)
        # No text is known for cycles and the like; the encoder's own sentence says what is wrong.
        raise DataStoreError("CantStoreValue", detail, 104)
    limit = rules.value_bytes_max
    # No character takes more than 4 bytes, so most texts need not be measured.
    if len(text) * 4 > limit and byte_length(text) > limit:
        shown = f"{limit // MEGABYTE}MB" if limit % MEGABYTE == 0 else str(limit)
        raise store_error("ValueTooLarge", limit=shown)
    return text


def check_ordered_value(text: str | None, problem: str | None) -> str:
    """103: ordered stores hold whole numbers only; NaN and infinity reach the backend, which
    refuses them (live experiments, 2022)."""
    if text is None:
        name = (problem or "unsupported:nil").partition(":")[2]
        raise store_error("ValueNotAllowed", what=name)
    value = json.loads(text)
    if isinstance(value, dict) and value.get("t") == "numeric":
        raise backend_failure("HTTP 400 (Bad Request)")
    if isinstance(value, bool) or not isinstance(value, int):
        names = {float: "double", list: "Array", dict: "Dictionary", bool: "bool", str: "string"}
        raise store_error("ValueNotAllowed", what=names.get(type(value), "nil"))
    return text


def check_user_ids(text: str | None, rules: DataStoreRules) -> tuple[int, ...]:
    """512 and 513: at most four numbers; fractional ones are rounded (live experiments, 2022)."""
    entries = json.loads(text) if text else []
    if not isinstance(entries, list):
        raise store_error("UserIdFormatError")
    if len(entries) > rules.user_ids_max:
        raise store_error("UserIdLimitExceeded", limit=rules.user_ids_max)
    for entry in entries:
        if isinstance(entry, bool) or not isinstance(entry, int | float):
            raise store_error("UserIdFormatError")
    return tuple(math.floor(entry + 0.5) for entry in entries)


def check_metadata(text: str | None, rules: DataStoreRules) -> str:
    """511 and 513: a table whose JSON is at most 299 long; raised by the request, not by
    SetMetadata (live experiments, 2022)."""
    if text is None:
        return "[]"
    if not text.startswith(("{", "[]")):
        raise store_error("MetadataFormatError")
    if byte_length(text) > rules.metadata_bytes_max:
        raise store_error("AttributeSizeTooLarge", limit=rules.metadata_bytes_max + 1)
    return text


def stored_whole_number(text: str) -> int:
    """The whole number that a stored value is; anything else the backend refuses."""
    number = whole_number(text)
    if number is None:
        raise backend_failure(NOT_NUMERIC)
    return number
