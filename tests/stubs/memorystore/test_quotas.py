"""Quotas of memory stores: each number at its limit, and on 1, 3 and 50 servers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.stubs.memorystore import MemoryStoreHandle
from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.quotas import Growth, Quotas, partition_of
from bridge.stubs.profiles import MemoryStoreRules, Rate, profile
from bridge.stubs.windows import SlidingMaximum
from bridge.tools.simulation import ServerSettings

SECOND = 1_000_000
DAY = 24 * 3600 * SECOND
KB = 1024
MB = 1024 * KB
HASH, SORTED, QUEUE = ("HashMap", "m"), ("SortedMap", "m"), ("Queue", "m")
SERVICE = 'game:GetService("MemoryStoreService")'


class World:
    """Quotas with a clock and a number of users one can set."""

    def __init__(self, users: int = 0, **numbers: object) -> None:
        rules = profile("2026").override(
            **{f"memorystore__{name}": number for name, number in numbers.items()}
        )
        self.now_us = 0
        self.users = SlidingMaximum(users)
        self.quotas = Quotas(
            rules.memorystore, lambda: self.users.now, lambda since: self.users.highest_since(since)
        )

    def admit(
        self, structure: tuple[str, str], units: int, key: str = "", *, writes: bool = False
    ) -> str:
        """Name of the error that a request of so many units gets; empty when it gets none."""
        return _name(
            lambda: self.quotas.admit(structure, units, self.now_us, key=key, writes=writes)
        )

    def grow(self, structure: tuple[str, str], growth: Growth) -> str:
        """Name of the error that a write gets; empty when it gets none."""
        return _name(lambda: self.quotas.check_growth(structure, growth, self.now_us))


def _name(action: Callable[[], object]) -> str:
    try:
        action()
    except MemoryStoreError as error:
        return error.name
    return ""


# -- request units ------------------------------------------------------------------------------


@pytest.mark.rule(
    "memorystore.request_units_per_minute",
    "memorystore.error.TotalRequestsOverLimit",
    source="CD-MEM",
)
@pytest.mark.parametrize(("users", "limit"), [(0, 1000), (3, 1360), (500, 61_000)])
def test_the_experience_has_1000_units_and_120_more_per_user(users: int, limit: int) -> None:
    world = World(users)
    assert [world.admit(HASH, n) for n in (limit - 1, 1, 1)] == ["", "", "TotalRequestsOverLimit"]
    world.now_us = 60 * SECOND - 1
    assert world.admit(HASH, 1) == "TotalRequestsOverLimit"
    world.now_us = 60 * SECOND
    assert world.admit(HASH, limit) == ""


@pytest.mark.rule("memorystore.request_units_per_minute", source="CD-MEM")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_servers_share_the_units_of_the_experience(make_cloud: Callable, servers: int) -> None:
    """Two users on each server; the last server is refused what the others have used up."""
    cloud = make_cloud(servers=servers, memorystore__request_units_per_minute=Rate(10, 5))
    for server in cloud.servers:
        server.join(f"A{server.index}")
        server.join(f"B{server.index}")
    limit = 10 + 5 * 2 * servers
    source = f"""
        local map, fine = {SERVICE}:GetHashMap("m"), 0
        for i = 1, ... do if pcall(map.GetAsync, map, "k" .. i) then fine += 1 end end
        return fine
    """
    share, rest = divmod(limit - 1, servers)
    counts = [share + rest if on == 0 else share for on in range(servers)]
    assert [cloud.run(source, count, on=on) for on, count in enumerate(counts)] == counts
    assert cloud.run(source, 2, on=servers - 1) == 1
    assert cloud.run(source, 1) == 0


@pytest.mark.rule(
    "memorystore.structure_units_per_minute",
    "memorystore.error.DataStructureRequestsOverLimit",
    source="CD-MEM",
)
@pytest.mark.parametrize("structure", [SORTED, QUEUE])
def test_one_sorted_map_or_queue_has_100_000_units(structure: tuple[str, str]) -> None:
    world = World(users=10_000)
    assert world.admit(structure, 99_999) == ""
    assert world.admit(structure, 1) == ""
    assert world.admit(structure, 1) == "DataStructureRequestsOverLimit"
    assert world.admit((structure[0], "other"), 1) == ""
    world.now_us = 60 * SECOND
    assert world.admit(structure, 1) == ""


@pytest.mark.rule("memorystore.structure_units_per_minute", source="CD-MEM")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_servers_share_the_units_of_a_structure(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers, memorystore__structure_units_per_minute=100)
    source = f"""
        local map, fine, last = {SERVICE}:GetSortedMap("m"), 0, nil
        for i = 1, ... do
            local ok, text = pcall(map.GetAsync, map, "k" .. i)
            if ok then fine += 1 else last = text end
        end
        return fine, last
    """
    fine = [cloud.run(source, 100 // servers, on=on)[0] for on in range(servers)]
    assert sum(fine) == 100 // servers * servers
    fine, text = cloud.run(source, 101 - sum(fine), on=servers - 1)
    assert fine == 100 - 100 // servers * servers
    assert "DataStructureRequestsOverLimit" in text


@pytest.mark.rule(
    "memorystore.partition_units_per_minute",
    "memorystore.error.PartitionRequestsOverLimit",
    source="CD-MEMP",
)
@pytest.mark.parametrize("structure", [SORTED, QUEUE])
def test_a_sorted_map_or_queue_has_one_partition(structure: tuple[str, str]) -> None:
    world = World(users=1000, partition_units_per_minute=30_000)
    assert [world.admit(structure, n, "a") for n in (29_999, 1, 1)] == [
        "",
        "",
        "PartitionRequestsOverLimit",
    ]
    assert world.admit(structure, 1, "b") == "PartitionRequestsOverLimit"
    assert world.admit((structure[0], "other"), 1, "a") == ""


@pytest.mark.rule(
    "memorystore.partition_units_per_minute", "memorystore.hash_map_partitions", source="CD-MEMP"
)
def test_a_hash_map_has_the_units_of_many_partitions() -> None:
    world = World(users=10_000, key_reads_per_minute=None)
    keys = [f"k{n}" for n in range(200)]
    partitions = {partition_of(key, 16) for key in keys}
    assert partitions == set(range(16))
    here = [key for key in keys if partition_of(key, 16) == 0]
    elsewhere = next(key for key in keys if partition_of(key, 16) == 1)
    assert [world.admit(HASH, n, here[0]) for n in (149_999, 1, 1)] == [
        "",
        "",
        "PartitionRequestsOverLimit",
    ]
    assert world.admit(HASH, 1, here[1]) == "PartitionRequestsOverLimit"
    assert world.admit(HASH, 150_000, elsewhere) == ""


@pytest.mark.rule(
    "memorystore.key_reads_per_minute", "memorystore.key_writes_per_minute", source="W-DIG"
)
@pytest.mark.parametrize(("writes", "limit"), [(False, 15_000), (True, 5_000)])
def test_one_key_of_a_hash_map_is_limited(writes: bool, limit: int) -> None:
    world = World(users=1000)
    for _ in range(limit - 1):
        world.admit(HASH, 1, "k", writes=writes)
    assert world.admit(HASH, 1, "k", writes=writes) == ""
    assert world.admit(HASH, 1, "k", writes=writes) == "PartitionRequestsOverLimit"
    assert world.admit(HASH, 1, "k", writes=not writes) == ""
    assert world.admit(HASH, 1, "l", writes=writes) == ""
    assert world.admit(SORTED, 1, "k", writes=writes) == ""
    world.now_us = 60 * SECOND
    assert world.admit(HASH, 1, "k", writes=writes) == ""


def test_windows_of_keys_nobody_asks_for_any_more_are_dropped() -> None:
    world = World(users=10_000)
    for number in range(5000):
        assert world.admit(HASH, 1, f"old {number}") == ""
    world.now_us = 61 * SECOND
    for number in range(5000):
        assert world.admit(HASH, 1, f"new {number}") == ""
    assert len(world.quotas._parts) < 8000


def test_what_is_refused_counts_nowhere() -> None:
    world = World(structure_units_per_minute=10, partition_units_per_minute=20)
    assert world.admit(SORTED, 11) == "DataStructureRequestsOverLimit"
    assert world.admit(HASH, 21, "k") == "PartitionRequestsOverLimit"
    assert world.quotas.total_units(0) == 0
    assert world.admit(SORTED, 10) == ""
    assert world.admit(HASH, 20, "k") == ""


# -- memory -------------------------------------------------------------------------------------


@pytest.mark.rule(
    "memorystore.memory_bytes", "memorystore.error.TotalMemoryOverLimit", source="CD-MEM"
)
@pytest.mark.parametrize(("extra", "name"), [(-1, ""), (0, ""), (1, "TotalMemoryOverLimit")])
@pytest.mark.parametrize("users", [0, 10, 500])
def test_the_experience_has_64_kb_and_1_2_kb_more_per_user(
    users: int, extra: int, name: str
) -> None:
    limit = 64 * KB + int(1.2 * KB * users)
    growth = Growth(1000 + extra, False, 0, 1, limit - 1000)
    assert World(users).grow(HASH, growth) == name


@pytest.mark.rule("memorystore.memory_bytes", source="CD-MEM")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_users_of_all_servers_give_memory(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers, memorystore__memory_bytes=Rate(100, 10))
    for server in cloud.servers:
        server.join(f"A{server.index}")
    limit = 100 + 10 * servers
    call = f'{SERVICE}:GetHashMap("m"):SetAsync("k", string.rep("x", ...), 100)'
    last = servers - 1
    assert cloud.error(call, limit - 3, on=last) is None
    assert "TotalMemoryOverLimit" in cloud.error(call, limit - 2, on=last)
    assert cloud.error(call, limit - 4, on=last) is None
    assert "TotalMemoryOverLimit" in cloud.error(call, limit - 2)


@pytest.mark.rule("memorystore.memory_bytes", source="CD-MEM")
def test_over_the_memory_limit_only_growing_writes_fail() -> None:
    world = World()
    assert world.grow(HASH, Growth(0, False, 0, 1, 100 * KB)) == ""
    assert world.grow(HASH, Growth(-1, False, 0, 1, 100 * KB)) == ""
    assert world.grow(HASH, Growth(1, False, 0, 1, 100 * KB)) == "TotalMemoryOverLimit"


@pytest.mark.rule("memorystore.memory_bytes", source="CD-MEM")
def test_the_quota_shrinks_eight_days_after_the_users_left() -> None:
    world = World()
    growth = Growth(1, False, 0, 1, 70_000)
    world.users.set(10, 0)
    world.users.set(0, 3 * DAY)
    for now_us, name in (
        (11 * DAY - 1, ""),
        (11 * DAY, ""),
        (11 * DAY + 1, "TotalMemoryOverLimit"),
    ):
        world.now_us = now_us
        assert world.grow(HASH, growth) == name


@pytest.mark.rule("memorystore.memory_bytes", source="CD-MEM")
def test_users_who_came_and_went_before_the_first_call_count_too(make_cloud: Callable) -> None:
    cloud = make_cloud(players=10, memorystore__memory_bytes=Rate(100, 10))
    for number in range(10):
        cloud.server.leave(f"Player{number}")
    call = f'{SERVICE}:GetHashMap("m"):SetAsync("k", string.rep("x", ...), 100)'
    assert cloud.error(call, 197) is None
    cloud.universe.run_for(hours=8 * 24)
    assert cloud.error(call, 197) is None
    cloud.universe.run_for(seconds=101)
    assert "TotalMemoryOverLimit" in cloud.error(call, 98)
    assert cloud.error(call, 97) is None


@pytest.mark.rule(
    "memorystore.structure_bytes_max",
    "memorystore.error.DataStructureMemoryOverLimit",
    source="CD-MEM",
)
@pytest.mark.parametrize(
    ("extra", "name"), [(-1, ""), (0, ""), (1, "DataStructureMemoryOverLimit")]
)
@pytest.mark.parametrize("structure", [SORTED, QUEUE])
def test_one_sorted_map_or_queue_holds_100_mb(
    structure: tuple[str, str], extra: int, name: str
) -> None:
    world = World(users=200_000)
    assert world.grow(structure, Growth(32 + extra, True, 100 * MB - 32, 5, 0)) == name
    assert world.grow(HASH, Growth(32 + extra, True, 100 * MB - 32, 5, 0)) == ""


@pytest.mark.rule(
    "memorystore.structure_items_max",
    "memorystore.error.DataStructureItemsOverLimit",
    source="CD-MEM",
)
@pytest.mark.parametrize(
    ("items", "name"),
    [(999_998, ""), (999_999, ""), (1_000_000, "DataStructureItemsOverLimit")],
)
@pytest.mark.parametrize("structure", [SORTED, QUEUE])
def test_one_sorted_map_or_queue_holds_a_million_items(
    structure: tuple[str, str], items: int, name: str
) -> None:
    world = World()
    assert world.grow(structure, Growth(10, True, 0, items, 0)) == name
    assert world.grow(structure, Growth(10, False, 0, items, 0)) == ""
    assert world.grow(HASH, Growth(10, True, 0, items, 0)) == ""


def test_the_stores_keep_to_the_limits_of_a_structure() -> None:
    rules = MemoryStoreRules(structure_items_max=2, structure_bytes_max=20)
    stores = MemoryStoreHandle(rules, lambda: 0, lambda: 0, lambda since_us: 0)
    stores.write(SORTED, "a", "1", 10)
    stores.write(SORTED, "b", "1", 10)
    assert _name(lambda: stores.write(SORTED, "c", "1", 10)) == "DataStructureItemsOverLimit"
    assert _name(lambda: stores.write(SORTED, "b", "2", 10)) == ""
    big = "1" * 20
    assert _name(lambda: stores.write(SORTED, "b", big, 10)) == "DataStructureMemoryOverLimit"
    stores.write(HASH, "b", big, 10)


# -- Studio -------------------------------------------------------------------------------------


def test_data_and_quotas_of_studio_are_apart_from_the_live_ones(make_cloud: Callable) -> None:
    """Documented: namespaces of its own, and the same limits (CD-MEM)."""
    cloud = make_cloud()
    cloud.servers.append(cloud.universe.start_server(settings=ServerSettings(environment="studio")))
    cloud.run(f'{SERVICE}:GetHashMap("m"):SetAsync("k", 1, 100)', on=1)
    assert cloud.run(f'return {SERVICE}:GetHashMap("m"):GetAsync("k")') is None
    assert cloud.run(f'return {SERVICE}:GetHashMap("m"):GetAsync("k")', on=1) == 1
    studio = MemoryStoreHandle.of(cloud.universe, studio=True)
    assert (studio.get("m", "k"), cloud.universe.memorystores.get("m", "k")) == (1, None)
    assert studio.statistics().units_last_minute == 2
    assert cloud.universe.memorystores.statistics().units_last_minute == 1
