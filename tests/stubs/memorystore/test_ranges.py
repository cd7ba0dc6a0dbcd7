"""Bounds of a sorted map and the text of a range."""

from __future__ import annotations

import json

import pytest

from bridge.instances.values import JsonValue
from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.items import Item, order
from bridge.stubs.memorystore.ranges import bound_place, items_text


def place(data: object, *, is_upper: bool = False) -> tuple[int, float, bytes, bytes] | None:
    return bound_place(JsonValue(json.dumps(data)), is_upper=is_upper)


def test_no_bound_is_no_place() -> None:
    assert bound_place(None, is_upper=False) is None
    assert bound_place(JsonValue(None), is_upper=True) is None


def test_a_full_bound_stands_where_its_item_would() -> None:
    assert place({"key": "k", "sortKey": 3}) == order(Item("k", "", 0, 0, 3.0))
    assert place({"key": "k"}) == order(Item("k", "", 0, 0))


def test_a_sort_key_alone_excludes_its_whole_group() -> None:
    item = order(Item("anything", "", 0, 0, 3.0))
    low, high = place({"sortKey": 3}), place({"sortKey": 3}, is_upper=True)
    assert low is not None
    assert high is not None
    assert not item > low
    assert not item < high


@pytest.mark.parametrize("data", [5, "k", [1], {"other": 1}])
def test_other_bounds_are_refused(data: object) -> None:
    with pytest.raises(MemoryStoreError, match="InvalidRequest"):
        place(data)


def test_items_are_written_with_their_sort_keys() -> None:
    items = [Item('a"b', "[1]", 0, 0, 2.5), Item("c", '"x"', 0, 0)]
    assert json.loads(items_text(items)) == [
        {"key": 'a"b', "value": [1], "sortKey": 2.5},
        {"key": "c", "value": "x"},
    ]
