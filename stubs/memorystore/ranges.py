"""Ranges of a sorted map: where a bound stands in its order, and how found items are written.

Knows no request.
"""

from __future__ import annotations

import json

from bridge.instances.values import JsonValue
from bridge.stubs.memorystore.errors import memory_error
from bridge.stubs.memorystore.items import Item, order

__all__ = ["bound_place", "items_text"]


def bound_place(
    bound: JsonValue | None, *, is_upper: bool, is_key: bool = False
) -> tuple[int, float, bytes, bytes] | None:
    """The place of a bound `{key?, sortKey?}` in the order of a sorted map.

    With only a sort key the whole group of equal sort keys lies outside; with only a key it is
    compared with items that have no sort key (inferred; undocumented).

    Parameters:
        is_key: a bound is a key alone, empty for none, as before there were sort keys (API dump).
    """
    if bound is None or bound.text is None:
        return None
    data = json.loads(bound.text)
    if is_key:
        if not isinstance(data, str):
            raise memory_error("InvalidRequest", detail="A bound needs to be a key.")
        return order(Item(data, "", 0, 0, None)) if data else None
    if not isinstance(data, dict) or not set(data) <= {"key", "sortKey"}:
        raise memory_error("InvalidRequest", detail="A bound needs key, sortKey or both.")
    key, sort_key = data.get("key"), data.get("sortKey")
    if isinstance(sort_key, int):
        sort_key = float(sort_key)
    place = order(Item(key or "", "", 0, 0, sort_key))
    if key is None and not is_upper:
        # After every key with this sort key: no UTF-8 text reaches these bytes.
        return (*place[:3], b"\xff")
    return place


def items_text(items: list[Item]) -> str:
    """Items as scripts get them: an array of `{key, value, sortKey?}`, as JSON."""
    parts = []
    for item in items:
        sort = "" if item.sort_key is None else f',"sortKey":{json.dumps(item.sort_key)}'
        key = json.dumps(item.key, ensure_ascii=False)
        parts.append(f'{{"key":{key},"value":{item.text}{sort}}}')
    return "[" + ",".join(parts) + "]"
