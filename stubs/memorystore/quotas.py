"""Quotas of memory stores: request units per minute and memory, of the experience and its parts.

Documented in creator-docs memory-stores/index.md and per-partition-limits.md: units and memory
grow with the users, one sorted map or queue has limits of its own, and every partition has one. A
sorted map or queue lies on one partition; a hash map is spread over several by key, and one of its
keys is limited too. Knows no item; times are microseconds of simulated time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from zlib import crc32

from bridge.instances.byte_strings import bytes_of
from bridge.stubs.memorystore.errors import memory_error
from bridge.stubs.memorystore.items import StructureName
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.windows import SlidingWindow

__all__ = ["HASH_MAP_KIND", "Growth", "Quotas", "partition_of"]

HASH_MAP_KIND = "HashMap"
"""First half of the name of a structure that is spread over partitions and has no size limit."""

SHRINK_US = 8 * 24 * 3600 * 1_000_000
"""The memory quota grows with the users at once and shrinks after 8 days (documented)."""

WINDOWS_KEPT = 4096
"""With more windows of keys and partitions than these, those that have run empty are dropped."""


class Growth(NamedTuple):
    """What a write would add, and what is there: in bytes of keys and values, and items."""

    bytes_more: int
    is_new: bool
    structure_bytes: int
    structure_items: int
    total_bytes: int


class _Part(NamedTuple):
    """A part of a structure, what a request takes of it, and its limit per minute."""

    window: SlidingWindow
    amount: int
    most: int | None


class Quotas:
    """The quotas of a universe.

    Parameters:
        rules: the numbers.
        number_of_users: players on all servers.
        most_users: the most there were at once since a time.
    """

    def __init__(
        self,
        rules: MemoryStoreRules,
        number_of_users: Callable[[], int],
        most_users: Callable[[int], int],
    ) -> None:
        self._rules = rules
        self._number_of_users = number_of_users
        self._most_users = most_users
        self._total = SlidingWindow()
        self._structures: dict[StructureName, SlidingWindow] = {}
        # By structure, then partition number or key and whether it is about writes.
        self._parts: dict[tuple[object, ...], SlidingWindow] = {}
        self._parts_kept = WINDOWS_KEPT

    def total_units(self, now_us: int) -> int:
        """Units of the whole experience during the last minute."""
        return self._total.total(now_us)

    def admit(
        self,
        structure: StructureName,
        units: int,
        now_us: int,
        *,
        key: str = "",
        writes: bool = False,
    ) -> None:
        """Counts a request's units; over a limit it counts for nothing and fails.

        Parameters:
            key: the item it is about; empty for the whole structure.

        Raises:
            MemoryStoreError: DataStructureRequestsOverLimit, PartitionRequestsOverLimit or
                TotalRequestsOverLimit. The first that holds, in this order (inferred).
        """
        rules, own = self._rules, self._structure(structure)
        parts: tuple[_Part, ...] = ()
        if structure[0] != HASH_MAP_KIND:
            taken = own.total(now_us) + units
            if taken > rules.structure_units_per_minute:
                raise memory_error("DataStructureRequestsOverLimit")
            if _exceeds(taken, rules.partition_units_per_minute):
                raise memory_error("PartitionRequestsOverLimit")
        elif key:
            parts = self._parts_of(structure, units, now_us, key, writes)
        for part in parts:
            if _exceeds(part.window.total(now_us) + part.amount, part.most):
                raise memory_error("PartitionRequestsOverLimit")
        limit = rules.request_units_per_minute.at(self._number_of_users())
        if not self._total.admit(units, limit, now_us):
            raise memory_error("TotalRequestsOverLimit")
        own.take(units, now_us)
        for part in parts:
            part.window.take(part.amount, now_us)

    def charge(self, structure: StructureName, units: int, now_us: int) -> None:
        """Counts units known only after the fact, such as the number of items returned."""
        self._total.take(units, now_us)
        self._structure(structure).take(units, now_us)

    def check_growth(self, structure: StructureName, growth: Growth, now_us: int) -> None:
        """Refuses a write that grows the data past a limit; those that do not always pass.

        Raises:
            MemoryStoreError: DataStructureMemoryOverLimit, DataStructureItemsOverLimit (of one
                sorted map or queue) or TotalMemoryOverLimit.
        """
        if growth.bytes_more <= 0:
            return
        rules = self._rules
        if structure[0] != HASH_MAP_KIND:
            if growth.structure_bytes + growth.bytes_more > rules.structure_bytes_max:
                raise memory_error("DataStructureMemoryOverLimit")
            if growth.is_new and growth.structure_items >= rules.structure_items_max:
                raise memory_error("DataStructureItemsOverLimit")
        limit = rules.memory_bytes.at(self._most_users(now_us - SHRINK_US))
        if growth.total_bytes + growth.bytes_more > limit:
            raise memory_error("TotalMemoryOverLimit")

    def _structure(self, structure: StructureName) -> SlidingWindow:
        return self._structures.setdefault(structure, SlidingWindow())

    def _parts_of(
        self, structure: StructureName, units: int, now_us: int, key: str, writes: bool
    ) -> tuple[_Part, ...]:
        """A key's partition, which counts units, and the key, which counts requests (inferred)."""
        rules = self._rules
        most = rules.key_writes_per_minute if writes else rules.key_reads_per_minute
        number = partition_of(key, rules.hash_map_partitions)
        return (
            _Part(self._window(now_us, structure, number), units, rules.partition_units_per_minute),
            _Part(self._window(now_us, structure, key, writes), 1, most),
        )

    def _window(self, now_us: int, *name: object) -> SlidingWindow:
        found = self._parts.get(name)
        if found is None:
            if len(self._parts) >= self._parts_kept:
                self._parts = {
                    each: window for each, window in self._parts.items() if window.total(now_us)
                }
                self._parts_kept = max(WINDOWS_KEPT, 2 * len(self._parts))
            found = self._parts[name] = SlidingWindow()
        return found


def _exceeds(taken: int, most: int | None) -> bool:
    return most is not None and taken > most


def partition_of(key: str, partitions: int) -> int:
    """The partition of a hash map on which a key lies. How Roblox spreads keys is unknown."""
    return crc32(bytes_of(key)) % partitions
