"""Distributed counters: a sum that all servers share. Only names and types of the members are
known; what the rest of these tests state is inferred, and marked so in the source."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.rule(
    "MemoryStoreService.GetDistributedCounter",
    "MemoryStoreDistributedCounter.GetAsync",
    "MemoryStoreDistributedCounter.IncrementAsync",
    source="API dump 733",
)

SERVICE = 'game:GetService("MemoryStoreService")'
COUNTER = f'local counter = {SERVICE}:GetDistributedCounter("c") '


@pytest.mark.parametrize("servers", [1, 3, 50])
def test_all_servers_add_to_one_sum(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    sums = [
        cloud.run(f"{COUNTER} return counter:IncrementAsync(2, 60)", on=on) for on in range(servers)
    ]
    assert sums == [2 * (on + 1) for on in range(servers)]
    assert cloud.run(f"{COUNTER} return counter:GetAsync()") == 2 * servers


def test_a_counter_begins_at_0_and_counts_down_too(cloud) -> None:
    source = f"{COUNTER} return counter:GetAsync(), counter:IncrementAsync(-3, 60)"
    assert cloud.run(source) == (0, -3)


def test_a_counter_is_an_object_of_its_own_structure(cloud) -> None:
    source = f"""{COUNTER}
        counter:IncrementAsync(1, 60)
        {SERVICE}:GetHashMap("c"):SetAsync("k", 9, 60)
        local other = {SERVICE}:GetDistributedCounter("other")
        return counter == {SERVICE}:GetDistributedCounter("c"), counter.ClassName,
            counter:GetAsync(), other:GetAsync()
    """
    assert cloud.run(source) == (True, "MemoryStoreDistributedCounter", 1, 0)


def test_it_expires_so_long_after_the_last_increment(cloud) -> None:
    cloud.run(f"{COUNTER} counter:IncrementAsync(1, 10)")
    cloud.universe.run_for(seconds=9)
    cloud.run(f"{COUNTER} counter:IncrementAsync(1, 10)")
    cloud.universe.run_for(seconds=9)
    assert cloud.run(f"{COUNTER} return counter:GetAsync()") == 2
    cloud.universe.run_for(seconds=2)
    assert cloud.run(f"{COUNTER} return counter:GetAsync()") == 0


@pytest.mark.rule(
    "memorystore.expiration_seconds_max", "memorystore.error.InvalidExpirationTime",
    source="CD-MEM",
)  # fmt: skip
@pytest.mark.parametrize(
    ("seconds", "fits"),
    [(-1, False), (0, True), (3_887_999, True), (3_888_000, True), (3_888_001, False)],
)
def test_its_expiration_has_the_bounds_of_the_maps(cloud, seconds: int, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetDistributedCounter("c"):IncrementAsync(1, {seconds})')
    expected = (
        "MemoryStoreService: InvalidExpirationTime: The field 'expiration' time must be between 0 "
        "and 3,888,000. API: DistributedCounter.IncrementAsync, Data Structure: c"
    )
    assert error == (None if fits else expected)


def test_each_call_costs_one_unit(cloud) -> None:
    cloud.run(f"{COUNTER} counter:IncrementAsync(1, 60) counter:GetAsync()")
    assert cloud.universe.memorystores.statistics().units_last_minute == 2


def test_a_sum_wraps_as_an_int64(cloud) -> None:
    source = f"{COUNTER} counter:IncrementAsync(2^62, 60) return counter:IncrementAsync(2^62, 60)"
    assert cloud.run(source) == -(2**63)


@pytest.mark.rule("memorystore.key_bytes_max", source="CD-MEMH")
@pytest.mark.parametrize(("length", "fits"), [(0, False), (127, True), (128, True), (129, False)])
def test_its_name_has_the_bounds_of_the_others(cloud, length: int, fits: bool) -> None:
    assert (cloud.error(f'{SERVICE}:GetDistributedCounter("{"n" * length}")') is None) is fits
