"""What memory stores are made of: items, their order in a sorted map, and single structures.

Values only; knows no time and no quota.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TypeAlias

from bridge.instances.byte_strings import byte_length, bytes_of

__all__ = ["Item", "SortKey", "Structure", "StructureName", "order"]

SortKey: TypeAlias = float | str | None

StructureName: TypeAlias = tuple[str, str]
"""Which structure: its kind (HashMap, SortedMap, Queue, DistributedCounter) and its name."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `tag` is new with every write; a conditional write compares it."""

    key: str
    text: str
    expires_us: int
    tag: int
    sort_key: SortKey = None

    @property
    def size(self) -> int:
        """Bytes it takes: key and value."""
        return byte_length(self.key) + byte_length(self.text)

    @property
    def data(self) -> object:
        """The value as Python data."""
        return json.loads(self.text)


def order(item: Item) -> tuple[int, float, bytes, bytes]:
    """Ascending order of a sorted map: numeric sort keys, then strings, then items without one;
    ties by key (documented). Strings compare by bytes (inferred)."""
    key = bytes_of(item.key)
    if isinstance(item.sort_key, str):
        return (1, 0.0, bytes_of(item.sort_key), key)
    if item.sort_key is None:
        return (2, 0.0, b"", key)
    return (0, item.sort_key, b"", key)


@dataclass(slots=True)
class Structure:
    """The items of one map or queue and what they weigh."""

    items: dict[str, Item] = field(default_factory=dict)
    bytes_used: int = 0
