"""Table types."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.syntax import ast


def test_entries_keep_their_order_and_access(luau: Any) -> None:
    found = luau.annotation("{ read a: A, write ['b c']: B; [K]: V, read: R }")
    properties = [entry for entry in found.entries if isinstance(entry, ast.TypeProperty)]
    assert [(entry.access, entry.name, entry.quoted) for entry in properties] == [
        ("read", "a", False),
        ("write", "b c", True),
        ("", "read", False),
    ]
    indexer = found.entries[2]
    assert isinstance(indexer, ast.TypeIndexer)
    assert (indexer.is_array, indexer.key.name) == (False, "K")


def test_an_array_is_an_indexer_without_key(luau: Any) -> None:
    (indexer,) = luau.annotation("{A | B}").entries
    assert indexer.is_array
    assert indexer.key is None
    assert luau.annotation("{}").entries == ()


REJECTED = {
    "{[A]: B, [C]: D}": "Cannot have more than one table indexer",
    "{['\\0']: A}": "String literal contains malformed escape sequence or \\0",
    "{a: A b: B}": "Expected '}' (to close '{' at column 10), got 'b'",
    "{A, B}": "Expected '}' (to close '{' at column 10), got ','",
    "{[A] B}": "Expected ':' when parsing table field, got 'B'",
}


@pytest.mark.parametrize("text", REJECTED)
def test_problems_are_told_in_luaus_words(luau: Any, text: str) -> None:
    assert luau.messages(f"type T = {text}")[0] == f"1: {REJECTED[text]}"
