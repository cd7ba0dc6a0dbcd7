"""Names, sizes and attributes at limit - 1, limit and limit + 1."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.stubs.datastore.limits import (
    byte_length,
    check_key,
    check_metadata,
    check_name,
    check_user_ids,
    check_value,
)
from bridge.stubs.profiles import DataStoreRules

RULES = DataStoreRules()


def message(check: object, *arguments: object) -> str:
    """The error's text, empty when the check passes."""
    try:
        check(*arguments, RULES)  # type: ignore[operator]
    except StubError as error:
        return str(error)
    return ""


@pytest.mark.rule(
    "datastore.key_bytes_max",
    "datastore.error.KeyNameEmpty",
    "datastore.error.KeyNameLimit",
    source="CD-ERR",
)
@pytest.mark.parametrize(
    ("key", "text"),
    [  # CD-ERR
        ("", "101: Key name can't be empty."),
        ("k", ""),
        ("k" * 49, ""),
        ("k" * 50, ""),
        ("k" * 51, "102: Key name exceeds the 50 character limit."),
        ("\u00e9" * 25, ""),
        ("\u00e9" * 25 + "k", "102: Key name exceeds the 50 character limit."),
    ],
)
def test_keys_are_1_to_50_bytes(key: str, text: str) -> None:
    assert message(check_key, key) == text


@pytest.mark.rule("datastore.key_bytes_max", source="CD-ERR")
@pytest.mark.parametrize(("length", "fits"), [(0, False), (49, True), (50, True), (51, False)])
def test_store_names_are_1_to_50_bytes(length: int, fits: bool) -> None:
    assert (message(check_name, "DataStore name", "n" * length) == "") is fits


@pytest.mark.rule("datastore.value_bytes_max", "datastore.error.ValueTooLarge", source="CD-ERR")
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_values_are_at_most_4194304_bytes_of_json(extra: int) -> None:
    text = '"' + "x" * (4_194_304 - 2 + extra) + '"'  # quotes count: CD-ERR, JSONEncode length
    expected = "105: Serialized value exceeds 4MB limit." if extra > 0 else ""
    assert message(check_value, text, None) == expected


@pytest.mark.rule("datastore.error.CantStoreValue", source="CD-ERR; W-FORUM")
@pytest.mark.parametrize(
    ("problem", "what"),
    [
        ("unsupported:function", "function"),
        ("unsupported:Array", "Array"),
        ("unsupported:CoordinateFrame", "CoordinateFrame"),
        ("utf8:string", "string"),
    ],
)
def test_what_cannot_be_stored_is_named(problem: str, what: str) -> None:
    text = (
        f"104: Cannot store {what} in data store. "
        "Data stores can only accept valid UTF-8 characters."
    )
    assert message(check_value, None, problem) == text


def test_a_cycle_is_refused_in_the_encoders_words() -> None:
    text = message(check_value, None, "cycle:tables cannot be cyclic")
    assert text == "104: tables cannot be cyclic"


@pytest.mark.rule(
    "datastore.user_ids_max",
    "datastore.error.UserIdLimitExceeded",
    "datastore.error.UserIdFormatError",
    source="CD-ERR; W-PM",
)
@pytest.mark.parametrize(
    ("ids", "text"),
    [  # W-PM
        (None, ""),
        ("[]", ""),
        ("[1,2,3]", ""),
        ("[1,2,3,4]", ""),
        ("[1,2,3,4,5]", "512: UserID size exceeds limit of 4"),
        ('["1"]', "513: Attribute userId format is invalid"),
        ("[true]", "513: Attribute userId format is invalid"),
        ('{"a":1}', "513: Attribute userId format is invalid"),
    ],
)
def test_user_ids_are_at_most_four_numbers(ids: str | None, text: str) -> None:
    assert message(check_user_ids, ids) == text


def test_fractional_user_ids_are_rounded() -> None:
    assert check_user_ids("[1.4,1.5,2]", RULES) == (1, 2, 2)


@pytest.mark.rule(
    "datastore.metadata_bytes_max", "datastore.error.AttributeSizeTooLarge", source="W-PM"
)
@pytest.mark.parametrize("length", [298, 299, 300])
def test_metadata_is_at_most_299_long(length: int) -> None:
    text = '{"a":"' + "x" * (length - 8) + '"}'
    assert len(text) == length
    expected = "511: Metadata attribute size exceeds 300 bytes limit." if length > 299 else ""
    assert message(check_metadata, text) == expected


@pytest.mark.rule("datastore.error.MetadataFormatError", source="CD-ERR")
def test_metadata_must_be_a_table() -> None:
    assert message(check_metadata, "5") == "513: Attribute metadata format is invalid."
    assert check_metadata(None, RULES) == "[]"


def test_length_is_counted_in_bytes() -> None:
    assert byte_length("a\u00e9\U0001f600") == 7
