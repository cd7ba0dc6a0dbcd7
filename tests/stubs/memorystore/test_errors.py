"""Error texts of MemoryStoreService."""

from __future__ import annotations

from bridge.stubs.memorystore.errors import memory_error


def test_a_text_names_error_method_and_structure() -> None:
    text = memory_error("InvalidExpirationTime").text("HashMap.SetAsync", "m")
    assert text == (
        "MemoryStoreService: InvalidExpirationTime: The field 'expiration' time must be between "
        "0 and 3,888,000. API: HashMap.SetAsync, Data Structure: m"
    )


def test_details_fill_the_message() -> None:
    assert memory_error("InvalidRequest", detail="why").message == "why"
