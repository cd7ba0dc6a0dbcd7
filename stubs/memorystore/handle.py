"""The test handle of a universe's memory stores: what exists, and what is in it.

`universe.memorystores`: `hash_map`, `sorted_map`, `queue` and `counter` give single ones, which are
pleasant to read, to prepare and to compare. Knows no Lua.
"""

from __future__ import annotations

from bridge.stubs.context import UniverseView
from bridge.stubs.memorystore.items import Item, StructureName
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.memorystore.views import (
    CounterView,
    HashMapView,
    QueueView,
    SortedMapView,
    encode,
)

__all__ = ["MemoryStoreHandle"]


class MemoryStoreHandle(MemoryStores):
    """Every memory store of a universe, with what tests do with them."""

    @classmethod
    def of(cls, universe: UniverseView, *, studio: bool = False) -> MemoryStoreHandle:
        """The memory stores of a universe, the same for all its servers and tests.

        Parameters:
            studio: those of Studio, whose data and quotas are apart from the live ones (CD-MEM).
        """
        clock, rules = universe.clock, universe.profile.memorystore
        return universe.backend(
            "memorystores of studio" if studio else "memorystores",
            lambda: cls(
                rules,
                lambda: clock.now_us,
                lambda: universe.number_of_players,
                universe.most_players,
            ),
        )

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
