"""Items of memory stores: what they weigh, what they hold, where they stand."""

from __future__ import annotations

from bridge.stubs.memorystore.items import Item, Structure, order


def item(key: str, sort_key: float | str | None = None, text: str = "1") -> Item:
    return Item(key, text, 0, 0, sort_key)


def test_an_item_weighs_its_key_and_its_value_in_bytes() -> None:
    assert item("k", text='"x"').size == 4
    assert item("\N{SNOWMAN}", text='"\N{SNOWMAN}"').size == 8
    assert item("k", text='{"a":1}').data == {"a": 1}


def test_numbers_come_before_texts_before_nothing_and_ties_by_key() -> None:
    items = [item("e"), item("d", "a"), item("c", 2.0), item("b", 2.0), item("a", -1.0)]
    assert [each.key for each in sorted(items, key=order)] == ["a", "b", "c", "d", "e"]


def test_a_new_structure_holds_nothing() -> None:
    assert (Structure().items, Structure().bytes_used) == ({}, 0)
