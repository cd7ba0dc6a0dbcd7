"""Single memory stores for tests: maps as dictionaries, queues as they stand, counters as numbers.

Reading and writing costs no units and takes no time; memory quotas hold. What a test writes without
an expiration stays for the longest time there is. Knows no Lua.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING, Any, NamedTuple

from bridge.stubs.memorystore.items import Item, SortKey

if TYPE_CHECKING:
    from bridge.stubs.memorystore.handle import MemoryStoreHandle

__all__ = [
    "LONGEST_SECONDS",
    "CounterView",
    "HashMapView",
    "QueueView",
    "QueuedItem",
    "SortedMapView",
]

LONGEST_SECONDS = 3_888_000
"""45 days, the longest expiration there is (D CD-MEM)."""

SECOND_US = 1_000_000


def encode(value: object) -> str:
    """Python data as the JSON the bridge stores."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class _MapView(MutableMapping[str, Any]):
    """What both maps have; equal to a dictionary of the same keys and values."""

    KIND = "HashMap"

    def __init__(self, stores: MemoryStoreHandle, name: str) -> None:
        self._stores = stores
        self._structure = (self.KIND, name)
        self.name = name

    def __repr__(self) -> str:
        return f"<{self.KIND} {self.name!r} {dict(self)!r}>"

    def __getitem__(self, key: str) -> Any:
        item = self.item(key)
        if item is None:
            raise KeyError(key)
        return item.data

    def __setitem__(self, key: str, value: object) -> None:
        self._stores.write(self._structure, key, encode(value), LONGEST_SECONDS)

    def __delitem__(self, key: str) -> None:
        if self.item(key) is None:
            raise KeyError(key)
        self._stores.remove(self._structure, key)

    def __iter__(self) -> Iterator[str]:
        return iter([item.key for item in self._items()])

    def __len__(self) -> int:
        return len(self._items())

    def _items(self) -> list[Item]:
        return sorted(self._stores.all_items(self._structure), key=lambda item: item.key)

    def item(self, key: str) -> Item | None:
        """The item with its tag, which is new with every write; None when missing or expired."""
        return self._stores.read(self._structure, key)

    def expires_in(self, key: str) -> float:
        """Simulated seconds until an item expires.

        Raises:
            KeyError: there is none.
        """
        item = self.item(key)
        if item is None:
            raise KeyError(key)
        return (item.expires_us - self._stores.now_us) / SECOND_US


class HashMapView(_MapView):
    """One hash map."""

    def put(self, key: str, value: object, expiration_seconds: float = LONGEST_SECONDS) -> None:
        """Sets an item as another server would."""
        self._stores.write(self._structure, key, encode(value), expiration_seconds)


class SortedMapView(_MapView):
    """One sorted map; iterates in its order, lowest first."""

    KIND = "SortedMap"

    def _items(self) -> list[Item]:
        return self._stores.all_items(self._structure)

    def put(
        self,
        key: str,
        value: object,
        expiration_seconds: float = LONGEST_SECONDS,
        *,
        sort_key: SortKey = None,
    ) -> None:
        """Sets an item with its sort key as another server would."""
        sort = float(sort_key) if isinstance(sort_key, int) else sort_key
        self._stores.write(self._structure, key, encode(value), expiration_seconds, sort)

    def sort_key(self, key: str) -> SortKey:
        """The sort key of an item; None when it has none, or is missing."""
        item = self.item(key)
        return None if item is None else item.sort_key


class QueuedItem(NamedTuple):
    """One item of a queue, as it stands.

    Attributes:
        invisible_seconds: so long it is hidden from other readers; 0 when it is visible.
    """

    value: Any
    priority: float
    expires_seconds: float
    invisible_seconds: float


class QueueView:
    """One queue, in the order in which it is read."""

    KIND = "Queue"

    def __init__(self, stores: MemoryStoreHandle, name: str) -> None:
        self._stores = stores
        self._structure = (self.KIND, name)
        self.name = name

    def __repr__(self) -> str:
        return f"<Queue {self.name!r} {self.values!r}, {len(self.visible)} visible>"

    def __len__(self) -> int:
        return len(self.items)

    @property
    def items(self) -> tuple[QueuedItem, ...]:
        """Everything in it, those that a reader holds too."""
        now_us = self._stores.now_us
        return tuple(
            QueuedItem(
                item.data,
                -float(item.sort_key) if isinstance(item.sort_key, float) else 0.0,
                (item.expires_us - now_us) / SECOND_US,
                self._stores.invisible_us(item) / SECOND_US,
            )
            for item in self._stores.all_items(self._structure)
        )

    @property
    def values(self) -> list[Any]:
        """The values of everything in it."""
        return [item.value for item in self.items]

    @property
    def visible(self) -> list[Any]:
        """The values that the next reader may get."""
        return [item.value for item in self.items if not item.invisible_seconds]

    def add(
        self, value: object, *, priority: float = 0.0, expiration_seconds: float = LONGEST_SECONDS
    ) -> None:
        """Adds an item as another server would."""
        text = encode(value)
        self._stores.enqueue(self._structure, text, expiration_seconds, float(priority))

    def release(self) -> None:
        """What readers hold is visible again: their timeouts are over."""
        for item in self._stores.all_items(self._structure):
            self._stores.let_go(item)

    def clear(self) -> None:
        """Nothing is in it any more."""
        for item in self._stores.all_items(self._structure):
            self._stores.remove(self._structure, item.key)


class CounterView:
    """One distributed counter."""

    KIND = "DistributedCounter"

    def __init__(self, stores: MemoryStoreHandle, name: str) -> None:
        self._stores = stores
        self._structure = (self.KIND, name)
        self.name = name

    def __repr__(self) -> str:
        return f"<DistributedCounter {self.name!r} {self.value}>"

    @property
    def value(self) -> int:
        """What it stands at; 0 when it was never counted up, or has expired."""
        item = self._stores.read(self._structure, "")
        return 0 if item is None else int(item.text)

    def set(self, value: int, expiration_seconds: float = LONGEST_SECONDS) -> None:
        """Lets it stand at a number."""
        self._stores.write(self._structure, "", str(value), expiration_seconds)
