"""The shared half of MemoryStoreService: expiry, order, memory, units."""

from __future__ import annotations

import pytest

from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules, profile

SECOND = 1_000_000
MAP = ("SortedMap", "m")
KB = 1024


class World:
    """Memory stores with a clock and a number of users one can set."""

    def __init__(self, rules: MemoryStoreRules | None = None) -> None:
        self.now_us = 0
        self.users = 0
        self.stores = MemoryStores(
            rules or MemoryStoreRules(), lambda: self.now_us, lambda: self.users
        )

    def fails(self, action: object, *arguments: object) -> str:
        """Name of the error an action raises; empty when it raises none."""
        try:
            action(*arguments)  # type: ignore[operator]
        except MemoryStoreError as error:
            return error.name
        return ""


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


@pytest.mark.parametrize(("users", "limit"), [(0, 1000), (3, 1360)])  # CD-MEM
def test_request_units_of_the_experience_are_limited(users: int, limit: int) -> None:
    world = World()
    world.users = users
    world.stores.admit(MAP, limit)
    assert world.fails(world.stores.admit, MAP, 1) == "TotalRequestsOverLimit"
    world.now_us = 60 * SECOND
    assert world.fails(world.stores.admit, MAP, 1) == ""


def test_request_units_of_one_structure_are_limited() -> None:
    world = World()
    world.users = 1000
    world.stores.admit(MAP, 100_000)
    assert world.fails(world.stores.admit, MAP, 1) == "DataStructureRequestsOverLimit"
    assert world.fails(world.stores.admit, ("HashMap", "m"), 1) == ""


@pytest.mark.parametrize("extra", [-1, 0, 1])
@pytest.mark.parametrize("users", [0, 10])
def test_memory_is_64_kb_and_1_2_kb_per_user(users: int, extra: int) -> None:
    world = World()
    world.users = users
    limit = int(64 * KB + 1.2 * KB * users)
    error = world.fails(world.stores.write, MAP, "k", "1" * (limit - 1 + extra), 10)
    assert error == ("TotalMemoryOverLimit" if extra > 0 else "")


def test_over_the_memory_limit_only_growing_writes_fail() -> None:
    world = World()
    world.users = 10
    world.stores.write(MAP, "k", "1" * 70_000, 1000)
    world.users = 0
    world.now_us = 9 * 24 * 3600 * SECOND
    world.stores.write(MAP, "k", "1" * 60_000, 30 * 24 * 3600)
    assert world.fails(world.stores.write, MAP, "k", "1" * 59_000, 100) == ""
    assert world.fails(world.stores.write, MAP, "l", "1" * 10_000, 100) == "TotalMemoryOverLimit"


def test_the_quota_shrinks_eight_days_after_the_users_left() -> None:
    world = World()
    world.users = 10
    world.stores.write(MAP, "a", "1", 10)
    world.users = 0
    world.now_us = 8 * 24 * 3600 * SECOND
    assert world.fails(world.stores.write, MAP, "b", "1" * 70_000, 10) == ""
    world.stores.remove(MAP, "b")
    world.now_us += SECOND
    assert world.fails(world.stores.write, MAP, "b", "1" * 70_000, 10) == "TotalMemoryOverLimit"


def test_one_structure_holds_so_many_items_and_bytes() -> None:
    rules = profile("2026").override(
        memorystore__structure_items_max=2, memorystore__structure_bytes_max=20
    )
    world = World(rules.memorystore)
    world.stores.write(MAP, "a", "1", 10)
    world.stores.write(MAP, "b", "1", 10)
    assert world.fails(world.stores.write, MAP, "c", "1", 10) == "DataStructureItemsOverLimit"
    assert world.fails(world.stores.write, MAP, "b", "2", 10) == ""
    big = "1" * 20
    assert world.fails(world.stores.write, MAP, "b", big, 10) == "DataStructureMemoryOverLimit"


def test_a_test_reads_and_writes_past_every_limit() -> None:
    world = World()
    world.stores.set("m", "k", {"a": 1}, 10)
    assert (world.stores.get("m", "k"), world.stores.keys("m")) == ({"a": 1}, ("k",))
    world.stores.remove(("HashMap", "m"), "k")
    world.stores.count("HashMap.GetAsync")
    assert world.stores.get("m", "k") is None
    assert world.stores.statistics() == (0, 0, (("HashMap.GetAsync", 1),))
