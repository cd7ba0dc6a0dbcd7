"""The shared half of MemoryStoreService: expiry, order, what items weigh."""

from __future__ import annotations

import pytest

from bridge.stubs.memorystore import MemoryStoreHandle
from bridge.stubs.profiles import MemoryStoreRules

SECOND = 1_000_000
MAP = ("SortedMap", "m")


class World:
    """Memory stores of an experience without users, with a clock one can set."""

    def __init__(self) -> None:
        self.now_us = 0
        self.stores = MemoryStoreHandle(
            MemoryStoreRules(), lambda: self.now_us, lambda: 0, lambda since_us: 0
        )


def test_an_item_vanishes_when_its_time_is_over() -> None:
    world = World()
    world.stores.write(MAP, "k", "1", 2)
    world.now_us = 2 * SECOND - 1
    assert world.stores.get("m", "k", "SortedMap") == 1
    world.now_us = 2 * SECOND
    assert world.stores.get("m", "k", "SortedMap") is None
    assert world.stores.statistics().bytes_used == 0


def test_a_write_restarts_the_time() -> None:
    world = World()
    world.stores.write(MAP, "k", "1", 2)
    world.now_us = SECOND
    assert world.stores.write(MAP, "k", "2", 2) is True
    world.now_us = 2 * SECOND
    assert world.stores.keys("m", "SortedMap") == ("k",)
    world.now_us = 3 * SECOND
    assert world.stores.keys("m", "SortedMap") == ()


def test_a_conditional_write_needs_the_item_it_saw() -> None:
    world = World()
    assert world.stores.write_if(MAP, "k", None, "1", 10)
    seen = world.stores.read(MAP, "k")
    assert world.stores.write_if(MAP, "k", seen, "2", 10)
    assert not world.stores.write_if(MAP, "k", seen, "3", 10)
    assert not world.stores.write_if(MAP, "k", None, "3", 10)
    assert world.stores.get("m", "k", "SortedMap") == 2


@pytest.mark.rule("MemoryStoreSortedMap.GetRangeAsync", source="CD-MEMS")
def test_sort_order_is_numbers_then_strings_then_none_and_ties_by_key() -> None:
    world = World()
    for key, sort_key in (
        ("none", None),
        ("s2", "b"),
        ("n2", 2.0),
        ("s1", "a"),
        ("n10", 10.0),
        ("n2a", 2.0),
    ):
        world.stores.write(MAP, key, "0", 10, sort_key)
    found = [item.key for item in world.stores.all_items(MAP)]
    assert found == ["n2", "n2a", "n10", "s1", "s2", "none"]


def test_a_test_reads_and_writes_past_every_limit() -> None:
    world = World()
    world.stores.set("m", "k", {"a": 1}, 10)
    assert (world.stores.get("m", "k"), world.stores.keys("m")) == ({"a": 1}, ("k",))
    world.stores.remove(("HashMap", "m"), "k")
    world.stores.count("HashMap.GetAsync", "Success")
    assert world.stores.get("m", "k") is None
    requests, statuses = (("HashMap.GetAsync", 1),), (("Success", 1),)
    assert world.stores.statistics() == (0, 0, requests, statuses)


@pytest.mark.rule("memorystore.structure_bytes_max", source="CD-MEM")
@pytest.mark.parametrize(("kind", "size"), [("HashMap", 6), ("SortedMap", 6)])
def test_an_item_of_a_map_weighs_its_key_and_its_value(kind: str, size: int) -> None:
    world = World()
    world.stores.write((kind, "m"), "key", "123", 10)
    assert world.stores.statistics().bytes_used == size


def test_an_item_of_a_queue_weighs_its_value_alone_until_it_is_removed() -> None:
    world = World()
    queue = ("Queue", "q")
    world.stores.enqueue(queue, "123", 10, 0)
    world.stores.enqueue(queue, "4567", 5, 0)
    assert world.stores.statistics().bytes_used == 7
    world.now_us = 5 * SECOND
    assert world.stores.statistics().bytes_used == 3
    world.stores.remove_read(queue, world.stores.hold(world.stores.visible(queue), SECOND))
    assert world.stores.statistics().bytes_used == 0
