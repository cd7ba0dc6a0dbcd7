"""What memory stores take: values, keys, sort keys, expirations and counts, at their limits."""

from __future__ import annotations

import pytest

SERVICE = 'game:GetService("MemoryStoreService")'


def text(name: str, message: str, method: str, structure: str = "m") -> str:
    return f"MemoryStoreService: {name}: {message} API: {method}, Data Structure: {structure}"


@pytest.mark.rule(
    "memorystore.value_bytes_max", "memorystore.error.ItemValueSizeTooLarge", source="CD-MEMH"
)
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_value_has_at_most_32_kb(cloud, extra: int) -> None:
    length = 32 * 1024 - 2 + extra
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):SetAsync("k", string.rep("x", {length}), 10)')
    assert (error is None) is (extra <= 0)
    assert extra <= 0 or "ItemValueSizeTooLarge" in str(error)


@pytest.mark.rule(
    "memorystore.expiration_seconds_max", "memorystore.error.InvalidExpirationTime", source="CD-MEM"
)
@pytest.mark.parametrize(
    ("expiration", "fits"),
    [
        ("-1", False),
        ("0", True),
        ("1", True),
        ("3887999", True),
        ("3888000", True),
        ("3888001", False),
    ],
)
def test_expiration_lies_between_0_and_45_days(cloud, expiration: str, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):SetAsync("k", 1, {expiration})')
    message = "The field 'expiration' time must be between 0 and 3,888,000."
    expected = None if fits else text("InvalidExpirationTime", message, "HashMap.SetAsync")
    assert error == expected


@pytest.mark.rule("memorystore.key_bytes_max", source="CD-MEMH")
@pytest.mark.parametrize(
    ("length", "fits"), [(0, False), (1, True), (127, True), (128, True), (129, False)]
)
def test_keys_have_1_to_128_characters(cloud, length: int, fits: bool) -> None:
    key = '"' + "k" * length + '"'
    for call in (f"SetAsync({key}, 1, 10)", f"GetAsync({key})", f"RemoveAsync({key})"):
        error = cloud.error(f'{SERVICE}:GetHashMap("m"):{call}')
        assert (error is None) is fits


@pytest.mark.rule("memorystore.error.InvalidRequest", source="CD-MEM")
def test_what_json_cannot_hold_is_refused(cloud) -> None:
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):SetAsync("k", print, 10)')
    assert error == text("InvalidRequest", "Unable to convert value to json.", "HashMap.SetAsync")


@pytest.mark.rule("memorystore.key_bytes_max", "memorystore.error.InvalidRequest", source="CD-MEMS")
@pytest.mark.parametrize(
    ("sort_key", "fits"),
    [
        ('string.rep("s", 127)', True),
        ('string.rep("s", 128)', True),
        ('string.rep("s", 129)', False),
        ("-1.5", True),
        ("{}", False),
        ("true", False),
    ],
)
def test_a_sort_key_is_a_number_or_128_characters(cloud, sort_key: str, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetSortedMap("m"):SetAsync("k", 1, 10, {sort_key})')
    message = "Unable to convert sortKey to a valid number or string."
    assert error == (None if fits else text("InvalidRequest", message, "SortedMap.SetAsync"))


@pytest.mark.rule("memorystore.range_items_max", source="class page MemoryStoreSortedMap")
@pytest.mark.parametrize(
    ("count", "fits"), [(0, False), (1, True), (199, True), (200, True), (201, False)]
)
def test_a_range_has_1_to_200_items(cloud, count: int, fits: bool) -> None:
    error = cloud.error(
        f'{SERVICE}:GetSortedMap("m"):GetRangeAsync(Enum.SortDirection.Ascending, {count})'
    )
    assert (error is None) is fits
