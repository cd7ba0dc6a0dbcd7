"""ListItemsAsync: every item once, in no order, and what it costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import MemoryStoreFault
from bridge.stubs.memorystore.listing import place_of
from bridge.stubs.profiles import MemoryStoreRules

pytestmark = pytest.mark.rule(
    "MemoryStoreHashMap.ListItemsAsync", source="class page MemoryStoreHashMap"
)

PARTITIONS = MemoryStoreRules().hash_map_partitions
SERVICE = 'game:GetService("MemoryStoreService")'
MAP = f'local map = {SERVICE}:GetHashMap("m") '
WALK = """
    local pages = map:ListItemsAsync((...))
    local sizes, keys = {}, {}
    while true do
        local page = pages:GetCurrentPage()
        table.insert(sizes, #page)
        for _, entry in page do table.insert(keys, entry.key) end
        if pages.IsFinished then break end
        pages:AdvanceToNextPageAsync()
    end
    return table.concat(sizes, " "), table.concat(keys, " ")
"""


def fill(cloud, count: int) -> list[str]:
    keys = [f"k{number:03}" for number in range(count)]
    for number, key in enumerate(keys):
        cloud.universe.memorystores.set("m", key, number, 3600)
    return keys


def walked(cloud, size: int, on: int = 0) -> tuple[list[int], list[str]]:
    """The sizes of the pages and the keys on them."""
    sizes, keys = cloud.run(f"{MAP} {WALK}", size, on=on)
    return [int(each) for each in sizes.split()], keys.split()


def units(cloud) -> int:
    return cloud.universe.memorystores.statistics().units_last_minute


def test_items_have_key_and_value(cloud) -> None:
    cloud.run(f'{MAP} map:SetAsync("k", {{n = 1}}, 60)')
    source = f"""{MAP}
        local pages = map:ListItemsAsync(10)
        local entry, rest = unpack(pages:GetCurrentPage())
        local names = {{}}
        for name in entry do table.insert(names, name) end
        table.sort(names)
        return pages.ClassName, entry.key, entry.value.n, rest, table.concat(names, " ")
    """
    assert cloud.run(source) == ("MemoryStoreHashMapPages", "k", 1, None, "key value")


@pytest.mark.rule("memorystore.range_items_max", source="class page MemoryStoreHashMap")
@pytest.mark.parametrize(
    ("count", "fits"), [(0, False), (1, True), (199, True), (200, True), (201, False)]
)
def test_a_page_has_1_to_200_items(cloud, count: int, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):ListItemsAsync({count})')
    expected = (  # no text is known
        "MemoryStoreService: InvalidRequest: Count must be between 1 and 200. "
        "API: HashMap.ListItemsAsync, Data Structure: m"
    )
    assert error == (None if fits else expected)


@pytest.mark.rule("Pages.AdvanceToNextPageAsync", "Pages.IsFinished", source="class page Pages")
@pytest.mark.parametrize(
    ("count", "size", "sizes"),
    [
        (0, 10, [0]),
        (9, 10, [9]),
        (10, 10, [10]),
        (11, 10, [10, 1]),
        (201, 200, [200, 1]),
    ],
)
def test_pages_hold_every_item_once(cloud, count: int, size: int, sizes: list[int]) -> None:
    keys = fill(cloud, count)
    found = walked(cloud, size)
    assert (found[0], sorted(found[1])) == (sizes, keys)


@pytest.mark.parametrize("servers", [1, 3, 50])
def test_all_servers_list_the_same(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    fill(cloud, 12)
    assert walked(cloud, 5, on=servers - 1) == walked(cloud, 5)


def test_the_order_is_not_that_of_keys_or_writes(cloud) -> None:
    keys = fill(cloud, 20)
    assert walked(cloud, 200)[1] != keys


def test_a_page_behind_the_last_is_an_error(cloud) -> None:
    source = f"""{MAP}
        local pages = map:ListItemsAsync(5)
        return pcall(pages.AdvanceToNextPageAsync, pages)
    """
    assert cloud.run(source) == (False, "No pages to advance to")


@pytest.mark.rule(
    "memorystore.request_units_per_minute", "memorystore.hash_map_partitions", source="CD-MEM"
)
@pytest.mark.parametrize("partitions", [1, 16])
def test_it_costs_the_partitions_scanned_and_the_items(
    make_cloud: Callable, partitions: int
) -> None:
    cloud = make_cloud(memorystore__hash_map_partitions=partitions)
    fill(cloud, 6)
    cloud.run(f"{MAP} map:ListItemsAsync(10)")
    assert units(cloud) == partitions + 6


def test_an_empty_map_costs_its_partitions(cloud) -> None:
    cloud.run(f"{MAP} map:ListItemsAsync(10)")
    assert units(cloud) == PARTITIONS


def test_a_full_page_stops_scanning_at_its_last_item(cloud) -> None:
    keys = sorted(fill(cloud, 20), key=lambda key: place_of(key, PARTITIONS))
    cloud.run(f"{MAP} map:ListItemsAsync(1)")
    assert place_of(keys[0], PARTITIONS)[0] == 0
    assert units(cloud) == 1 + 1


@pytest.mark.rule("memorystore.error.TotalRequestsOverLimit", source="CD-MEM")
def test_the_next_page_is_refused_over_the_limit_and_this_one_stays(make_cloud: Callable) -> None:
    cloud = make_cloud()
    fill(cloud, 1100)
    source = f"""{MAP}
        local pages = map:ListItemsAsync(200)
        local turns = 0
        local ok, text = true, nil
        while ok do
            ok, text = pcall(pages.AdvanceToNextPageAsync, pages)
            if ok then turns += 1 end
        end
        return turns, text, #pages:GetCurrentPage(), pages.IsFinished
    """
    text = (
        "MemoryStoreService: TotalRequestsOverLimit: The experience sent too many requests. "
        "API: HashMap.ListItemsAsync, Data Structure: m"
    )
    # 1000 units a minute: four pages cost 200 and their partitions, the fifth goes over.
    assert cloud.run(source) == (4, text, 200, False)


def test_expired_and_removed_items_are_not_on_later_pages(cloud) -> None:
    first, second, third = sorted("abc", key=lambda key: place_of(key, PARTITIONS))
    for key, seconds in ((first, 60), (second, 5), (third, 60)):
        cloud.universe.memorystores.set("m", key, key, seconds)
    source = f"""{MAP}
        local pages = map:ListItemsAsync(1)
        task.wait(6)
        pages:AdvanceToNextPageAsync()
        return pages:GetCurrentPage()[1].key, pages.IsFinished
    """
    assert cloud.run(source) == (third, True)


def test_items_written_behind_the_page_are_on_later_ones(cloud) -> None:
    first, second, third = sorted("abc", key=lambda key: place_of(key, PARTITIONS))
    for key in (first, second):
        cloud.universe.memorystores.set("m", key, key, 60)
    source = f"""{MAP}
        local pages = map:ListItemsAsync(1)
        map:SetAsync("{third}", 1, 60)
        pages:AdvanceToNextPageAsync()
        pages:AdvanceToNextPageAsync()
        return pages:GetCurrentPage()[1].key
    """
    assert cloud.run(source) == third


def test_a_partial_page_loses_no_item(cloud) -> None:
    keys = fill(cloud, 5)
    cloud.universe.faults.add(MemoryStoreFault.partial_page(times=2))
    sizes, found = walked(cloud, 200)
    assert (sizes, sorted(found)) == ([2, 1, 2], keys)


def test_a_page_is_made_anew_each_time(cloud) -> None:
    fill(cloud, 1)
    source = f"""{MAP}
        local pages = map:ListItemsAsync(1)
        pages:GetCurrentPage()[1].value = "changed"
        return pages:GetCurrentPage()[1].value
    """
    assert cloud.run(source) == 0


@given(st.sets(st.text(min_size=1, max_size=8), max_size=30), st.integers(1, 64))
@settings(max_examples=50)
def test_every_key_lies_in_one_partition(keys: set[str], partitions: int) -> None:
    places = {key: place_of(key, partitions) for key in keys}
    assert len(set(places.values())) == len(keys)
    assert all(0 <= place[0] < partitions for place in places.values())
