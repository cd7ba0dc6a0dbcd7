"""The half of MemoryStoreService that all servers share: items, expiry, what they weigh.

Expired items vanish as if never added (documented). What tests do with it stands in handle.py.
Knows no Lua; times are microseconds of simulated time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from bridge.scheduler import seconds_to_us
from bridge.stubs.memorystore.items import Item, SortKey, Structure, StructureName, order
from bridge.stubs.memorystore.quotas import Growth, Quotas
from bridge.stubs.profiles import MemoryStoreRules

__all__ = ["MemoryStores", "StructureStatistics"]

QUEUE_KIND = "Queue"


class StructureStatistics(NamedTuple):
    """Memory and units of the universe; requests by method and by status, as the observability
    dashboard names them (CD-MEM)."""

    bytes_used: int
    units_last_minute: int
    requests: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]


class MemoryStores:
    """Every memory store of a universe.

    Parameters:
        rules: limits.
        now_us: simulated time.
        number_of_users: players on all servers.
        most_users: the most there were at once since a time.
    """

    def __init__(
        self,
        rules: MemoryStoreRules,
        now_us: Callable[[], int],
        number_of_users: Callable[[], int],
        most_users: Callable[[int], int],
    ) -> None:
        self._now_us = now_us
        self._quotas = Quotas(rules, number_of_users, most_users)
        self._structures: dict[StructureName, Structure] = {}
        self._requests: dict[str, int] = {}
        self._statuses: dict[str, int] = {}
        self._expiries: list[tuple[int, int, StructureName, str]] = []
        self._bytes_used = 0
        self._tag = 0
        self._held: dict[int, tuple[str, int]] = {}
        self._reads = 0

    # -- limits ------------------------------------------------------------------------------

    def admit(
        self, structure: StructureName, units: int, key: str = "", *, writes: bool = False
    ) -> None:
        """Counts a request's units; over a limit the request fails, see `Quotas.admit`."""
        self._quotas.admit(structure, units, self._now_us(), key=key, writes=writes)

    def charge(self, structure: StructureName, units: int) -> None:
        """Counts units known only after the fact, such as the number of items returned."""
        self._quotas.charge(structure, units, self._now_us())

    def count(self, method: str, status: str) -> None:
        """Counts a request that reached the backend, and how it ended there."""
        self._requests[method] = self._requests.get(method, 0) + 1
        self._statuses[status] = self._statuses.get(status, 0) + 1

    # -- items -------------------------------------------------------------------------------

    def read(self, structure: StructureName, key: str) -> Item | None:
        """The item, None when missing or expired."""
        return self._alive(structure).items.get(key)

    def all_items(self, structure: StructureName) -> list[Item]:
        """Every item that has not expired, in the order of a sorted map."""
        return sorted(self._alive(structure).items.values(), key=order)

    def write(
        self,
        structure: StructureName,
        key: str,
        text: str,
        expiration_seconds: float,
        sort_key: SortKey = None,
    ) -> bool:
        """Sets an item; True when it replaced one. Over a memory limit only writes that grow
        the data fail (documented)."""
        entry = self._alive(structure)
        before = entry.items.get(key)
        self._tag += 1
        expires_us = self._now_us() + seconds_to_us(expiration_seconds)
        item = Item(key, text, expires_us, self._tag, sort_key)
        growth = _weight(structure, item) - (_weight(structure, before) if before else 0)
        self._quotas.check_growth(
            structure,
            Growth(growth, before is None, entry.bytes_used, len(entry.items), self._bytes_used),
            self._now_us(),
        )
        entry.items[key] = item
        self._weigh(entry, growth)
        heappush(self._expiries, (expires_us, item.tag, structure, key))
        return before is not None

    def write_if(
        self,
        structure: StructureName,
        key: str,
        seen: Item | None,
        text: str,
        expiration_seconds: float,
        sort_key: SortKey = None,
    ) -> bool:
        """UpdateAsync's write: only if the item is still the one `seen`."""
        current = self.read(structure, key)
        if (current.tag if current else 0) != (seen.tag if seen else 0):
            return False
        self.write(structure, key, text, expiration_seconds, sort_key)
        return True

    def remove(self, structure: StructureName, key: str) -> None:
        """Removes an item if it is there."""
        entry = self._alive(structure)
        item = entry.items.pop(key, None)
        if item is not None:
            self._held.pop(item.tag, None)
            self._weigh(entry, -_weight(structure, item))

    # -- queues ------------------------------------------------------------------------------

    def enqueue(
        self, structure: StructureName, text: str, expiration_seconds: float, priority: float
    ) -> None:
        """Adds an item; its key is its place among items of the same priority."""
        self.write(structure, f"{self._tag + 1:020d}", text, expiration_seconds, -priority)

    def visible(self, structure: StructureName) -> list[Item]:
        """Items no reader holds, highest priority first, then oldest (documented)."""
        now_us = self._now_us()
        return [
            item
            for item in self.all_items(structure)
            if self._held.get(item.tag, ("", 0))[1] <= now_us
        ]

    def hold(self, items: Sequence[Item], invisible_us: int) -> str:
        """Hides items from other readers for a time; gives the id that removes them."""
        self._reads += 1
        read = f"{self._reads:016x}"
        for item in items:
            self._held[item.tag] = (read, self._now_us() + invisible_us)
        return read

    def remove_read(self, structure: StructureName, read: str) -> None:
        """Removes what a read holds; no effect once it is visible again (documented)."""
        now_us = self._now_us()
        for item in self.all_items(structure):
            held, until_us = self._held.get(item.tag, ("", 0))
            if held == read and until_us > now_us:
                self.remove(structure, item.key)

    # -- counters ----------------------------------------------------------------------------

    @property
    def now_us(self) -> int:
        """Simulated time."""
        return self._now_us()

    def statistics(self) -> StructureStatistics:
        """Counts so far."""
        self._expire()
        return StructureStatistics(
            bytes_used=self._bytes_used,
            units_last_minute=self._quotas.total_units(self._now_us()),
            requests=tuple(sorted(self._requests.items())),
            statuses=tuple(sorted(self._statuses.items())),
        )

    # -- bookkeeping -------------------------------------------------------------------------

    def _structure(self, structure: StructureName) -> Structure:
        return self._structures.setdefault(structure, Structure())

    def _alive(self, structure: StructureName) -> Structure:
        """The structure without its expired items."""
        self._expire()
        return self._structure(structure)

    def _expire(self) -> None:
        """Drops what has expired. An entry of the heap whose tag is old speaks of an item that
        was replaced since."""
        expiries, now_us = self._expiries, self._now_us()
        while expiries and expiries[0][0] <= now_us:
            _, tag, structure, key = heappop(expiries)
            entry = self._structures[structure]
            item = entry.items.get(key)
            if item is not None and item.tag == tag:
                del entry.items[key]
                self._held.pop(tag, None)
                self._weigh(entry, -_weight(structure, item))

    def _weigh(self, entry: Structure, growth: int) -> None:
        entry.bytes_used += growth
        self._bytes_used += growth


def _weight(structure: StructureName, item: Item) -> int:
    """Bytes an item takes: those of its value, and of its key where there is one; what a queue
    calls its items is nobody's text (CD-MEM: "including keys for sorted map")."""
    return item.size - (len(item.key) if structure[0] == QUEUE_KIND else 0)
