"""Table constructors."""

from __future__ import annotations

from typing import Any


def test_items_have_three_kinds(luau: Any) -> None:
    items = luau.expression("{ a = 1; [b] = 2, c, f() }").items
    assert [item.kind for item in items] == ["record", "general", "list", "list"]
    assert items[0].key.value == "a"
    assert items[2].key is None


def test_a_function_in_a_record_takes_its_name(luau: Any) -> None:
    items = luau.expression("{ a = function() end, function() end }").items
    assert [item.value.name for item in items] == ["a", ""]


def test_a_missing_comma_is_named(luau: Any) -> None:
    assert luau.messages("x = {\n\ta = 1\n\tb = 2\n}") == [
        "3: Expected ',' after table constructor element"
    ]
    # luau-web, which is older, names it only below the item before; the corpus on one line too.
    assert luau.messages("x = { [[a]]b }") == ["1: Expected ',' after table constructor element"]
    assert luau.messages("x = { 1 2 }")[0] == (
        "1: Expected '}' (to close '{' at column 5), got '2'"
    )
