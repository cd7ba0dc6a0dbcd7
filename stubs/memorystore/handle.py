"""The test handle of a universe's memory stores: what exists, and what is in it.

`universe.memorystores`: `hash_map`, `sorted_map`, `queue` and `counter` give single ones, which are
pleasant to read, to prepare and to compare. Knows no Lua.
"""

from __future__ import annotations

from collections.abc import Mapping

from bridge.stubs.memorystore.items import Item, SortKey, Structure, StructureName
from bridge.stubs.memorystore.views import (
    CounterView,
    HashMapView,
    QueueView,
    SortedMapView,
    encode,
)

__all__ = ["MemoryStoreHandle"]


class MemoryStoreHandle:
    """Part of `MemoryStores`: what tests do with it."""

    _structures: Mapping[StructureName, Structure]
    _held: dict[int, tuple[str, int]]

    @property
    def now_us(self) -> int:
        """Simulated time."""
        raise NotImplementedError

    def read(self, structure: StructureName, key: str) -> Item | None:
        """The item, None when missing or expired."""
        raise NotImplementedError

    def all_items(self, structure: StructureName) -> list[Item]:
        """Every item that has not expired, in the order of a sorted map."""
        raise NotImplementedError

    def write(
        self,
        structure: StructureName,
        key: str,
        text: str,
        expiration_seconds: float,
        sort_key: SortKey = None,
    ) -> bool:
        """Sets an item; True when it replaced one."""
        raise NotImplementedError

    def remove(self, structure: StructureName, key: str) -> None:
        """Removes an item if it is there."""
        raise NotImplementedError

    def enqueue(
        self, structure: StructureName, text: str, expiration_seconds: float, priority: float
    ) -> None:
        """Adds an item to a queue."""
        raise NotImplementedError

    def __repr__(self) -> str:
        names = ", ".join(f"{kind} {name!r}" for kind, name in self.structures())
        return f"<memory stores of a universe: {names or 'none in use'}>"

    def structures(self) -> tuple[StructureName, ...]:
        """(kind, name) of every structure that holds something, in byte order; kinds are HashMap,
        SortedMap, Queue and DistributedCounter."""
        return tuple(each for each in sorted(self._structures) if self.all_items(each))

    def hash_map(self, name: str) -> HashMapView:
        """A hash map as a dictionary: `universe.memorystores.hash_map("Locks")["boss"]`."""
        return HashMapView(self, name)

    def sorted_map(self, name: str) -> SortedMapView:
        """A sorted map as a dictionary in its own order, with sort keys."""
        return SortedMapView(self, name)

    def queue(self, name: str) -> QueueView:
        """A queue with all its items, held or visible."""
        return QueueView(self, name)

    def counter(self, name: str) -> CounterView:
        """A distributed counter."""
        return CounterView(self, name)

    # -- by name, without a view -------------------------------------------------------------

    def get(self, name: str, key: str, kind: str = "HashMap") -> object:
        """An item's value as Python data; None when missing."""
        item = self.read((kind, name), key)
        return None if item is None else item.data

    def set(
        self, name: str, key: str, value: object, expiration_seconds: float, kind: str = "HashMap"
    ) -> None:
        """Sets an item as if another server had."""
        self.write((kind, name), key, encode(value), expiration_seconds)

    def keys(self, name: str, kind: str = "HashMap") -> tuple[str, ...]:
        """Keys that have not expired, in byte order."""
        return tuple(sorted(item.key for item in self.all_items((kind, name))))

    # -- what views of queues ask ------------------------------------------------------------

    def invisible_us(self, item: Item) -> int:
        """How long a reader still holds an item; 0 when it is visible."""
        return max(0, self._held.get(item.tag, ("", 0))[1] - self.now_us)

    def let_go(self, item: Item) -> None:
        """No reader holds the item any more."""
        self._held.pop(item.tag, None)
