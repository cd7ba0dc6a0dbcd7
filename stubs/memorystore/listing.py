"""ListItemsAsync: the items of a hash map, page by page.

Source: class pages MemoryStoreHashMap and MemoryStoreHashMapPages, memory-stores/index.md and
per-partition-limits.md (2026-08): 1 to 200 items a page; a call costs the partitions it scans plus
the items it returns; a hash map lies on all partitions, and its keys have no order. How many
partitions there are is not documented. Knows no method but its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias
from zlib import crc32

from bridge.instances.byte_strings import bytes_of
from bridge.stubs.memorystore.door import MemoryCall, MemoryDoor
from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.items import Item
from bridge.stubs.memorystore.limits import check_count
from bridge.stubs.memorystore.quotas import partition_of
from bridge.stubs.memorystore.ranges import items_text
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.service import Instance, JsonText, Request, Service, method

__all__ = ["HashMapPage", "ListMembers", "place_of"]

Place: TypeAlias = tuple[int, int, bytes]
"""Where a key lies: its partition, and its place within."""


def place_of(key: str, partitions: int) -> Place:
    """A key's place by its hash: the same on every run, and no order a program could rely on."""
    raw = bytes_of(key)
    return partition_of(key, partitions), crc32(raw), raw


class HashMapPage(NamedTuple):
    """One page: its items, the place behind which the next one begins, and whether there is one.

    Items written behind `last` meanwhile are on later pages, those that expired or were removed are
    not (inferred: a cursor, and no snapshot).
    """

    items: tuple[Item, ...] = ()
    last: Place | None = None
    finished: bool = False


class ListMembers(Service):
    """The member ListItemsAsync of MemoryStoreHashMap."""

    rules: MemoryStoreRules
    stores: MemoryStores
    door: MemoryDoor

    @method(
        "ListItemsAsync",
        on="MemoryStoreHashMap",
        parameters=("count: int",),
        returns=("Instance",),
        yields=True,
    )
    def list_items_async(self, target: Instance, request: Request, count: int) -> None:
        """A MemoryStoreHashMapPages whose pages hold up to `count` tables `{key, value}`."""
        structure = target.state
        assert isinstance(structure, tuple)
        call = MemoryCall(request, "HashMap.ListItemsAsync", structure)
        try:
            check_count(count, self.rules.range_items_max)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return

        def arrived(page: HashMapPage) -> None:
            pages = self.create("MemoryStoreHashMapPages", pinned=False, IsFinished=page.finished)
            pages.state = HashMapWalk(self, call, count, page)
            request.reply(pages)

        self.fetch_page(call, count, None, arrived)

    def fetch_page(
        self,
        call: MemoryCall,
        count: int,
        after: Place | None,
        arrived: Callable[[HashMapPage], None],
    ) -> None:
        """One request for up to `count` items behind a place."""

        def perform() -> HashMapPage:
            partitions = self.rules.hash_map_partitions
            placed = {
                place_of(item.key, partitions): item
                for item in self.stores.all_items(call.structure)
            }
            found = sorted(place for place in placed if after is None or place > after)
            shorten = self.door.bites("partial_page", call)
            size = min(count, len(found)) // 2 if shorten else count
            page = found[:size]
            last = page[-1] if page else after
            finished = len(found) <= size and not shorten
            from_partition = 0 if after is None else after[0]
            to_partition = last[0] if last is not None and not finished else partitions - 1
            scanned = to_partition - from_partition + 1
            self.stores.charge(call.structure, scanned + len(page) - 1)  # 1 was taken already
            return HashMapPage(tuple(placed[place] for place in page), last, finished)

        self.door.round_trip(call, 1, perform, arrived)


class HashMapWalk:
    """The walk behind a MemoryStoreHashMapPages."""

    def __init__(
        self, members: ListMembers, call: MemoryCall, count: int, page: HashMapPage
    ) -> None:
        self._members = members
        self._call = call
        self._count = count
        self._page = page

    def current_page(self) -> JsonText:
        """A table `{key, value}` per item, made anew."""
        return JsonText(items_text(list(self._page.items)))

    def turn(self, pages: Instance, request: Request) -> None:
        """Another request of the same kind, with the same limits; if it fails, the page stays."""

        def arrived(page: HashMapPage) -> None:
            self._page = page
            pages.set("IsFinished", page.finished)
            request.reply()

        call = self._call._replace(request=request)
        self._members.fetch_page(call, self._count, self._page.last, arrived)
