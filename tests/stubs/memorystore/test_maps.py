"""Hash maps and sorted maps as scripts see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SERVICE = 'game:GetService("MemoryStoreService")'
HASH = f'local map = {SERVICE}:GetHashMap("m") '
SORTED = f'local map = {SERVICE}:GetSortedMap("m") '


def units(cloud) -> int:
    return cloud.universe.memorystores.statistics().units_last_minute


@pytest.mark.rule(
    "MemoryStoreHashMap.SetAsync",
    "MemoryStoreSortedMap.SetAsync",
    "MemoryStoreHashMap.GetAsync",
    "MemoryStoreSortedMap.GetAsync",
    source="class page MemoryStoreHashMap",
)
@pytest.mark.parametrize("source", [HASH, SORTED])
def test_set_says_whether_it_overwrote(cloud, source: str) -> None:
    assert cloud.run(
        f'{source} return map:SetAsync("k", 1, 10), map:SetAsync("k", 2, 10), (map:GetAsync("k"))'
    ) == (False, True, 2)


@pytest.mark.rule("MemoryStoreHashMap.SetAsync", "MemoryStoreSortedMap.SetAsync", source="CD-MEM")
@pytest.mark.parametrize("source", [HASH, SORTED])
def test_items_expire(cloud, source: str) -> None:
    cloud.run(f'{source} map:SetAsync("k", 1, 10)')
    cloud.universe.run_for(seconds=9.9)
    assert cloud.run(f'{source} return (map:GetAsync("k"))') == 1
    cloud.universe.run_for(seconds=0.2)
    assert cloud.run(f'{source} return (map:GetAsync("k"))') is None


@pytest.mark.rule(
    "MemoryStoreHashMap.RemoveAsync",
    "MemoryStoreSortedMap.RemoveAsync",
    source="class page MemoryStoreHashMap",
)
@pytest.mark.parametrize("source", [HASH, SORTED])
def test_remove_makes_a_key_missing(cloud, source: str) -> None:
    run = f'{source} map:SetAsync("k", 1, 10) map:RemoveAsync("k") return (map:GetAsync("k"))'
    assert cloud.run(run) is None


def test_servers_share_a_map_and_kinds_are_apart(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(f'{HASH} map:SetAsync("k", {{a = 1}}, 10)')
    assert cloud.run(f'{HASH} return map:GetAsync("k").a', on=1) == 1
    assert cloud.run(f'{SORTED} return (map:GetAsync("k"))') is None


def test_the_same_name_gives_the_same_object(cloud) -> None:
    assert cloud.run(f'return {SERVICE}:GetHashMap("m") == {SERVICE}:GetHashMap("m")') is True


# -- units ------------------------------------------------------------------------------------


@pytest.mark.rule("memorystore.request_units_per_minute", source="CD-MEM")
@pytest.mark.parametrize(
    ("call", "cost"),
    [  # CD-MEM
        ('map:GetAsync("k")', 1),
        ('map:SetAsync("k", 1, 10)', 1),
        ('map:RemoveAsync("k")', 1),
        ('map:UpdateAsync("k", function() return 1 end, 10)', 2),
        ('map:UpdateAsync("k", function() return nil end, 10)', 2),
    ],
)
def test_calls_cost_request_units(cloud, call: str, cost: int) -> None:
    cloud.run(f"{HASH} {call}")
    assert units(cloud) == cost


@pytest.mark.rule(
    "memorystore.request_units_per_minute",
    "memorystore.error.TotalRequestsOverLimit",
    source="CD-MEM",
)
def test_over_the_units_calls_fail_until_the_minute_is_over(cloud) -> None:
    source = f"""{HASH} local fine = 0
        for i = 1, 1001 do if pcall(map.GetAsync, map, "k") then fine += 1 end end
        return fine
    """
    assert cloud.run(source) == 1000
    assert "TotalRequestsOverLimit" in str(cloud.error(f'{SERVICE}:GetHashMap("m"):GetAsync("k")'))
    cloud.universe.run_for(seconds=60)
    assert cloud.error(f'{SERVICE}:GetHashMap("m"):GetAsync("k")') is None


@pytest.mark.rule("memorystore.request_units_per_minute", source="CD-MEM")
@pytest.mark.parametrize(
    ("call", "cost"),
    [
        ('map:GetAsync("k")', 1),
        ('map:SetAsync("k", 1, 10, 5)', 1),
        ('map:RemoveAsync("k")', 1),
        ('map:UpdateAsync("k", function() return 1, 2 end, 10)', 1),
        ("map:GetSizeAsync()", 1),
    ],
)
def test_calls_of_a_sorted_map_cost_one_unit(cloud, call: str, cost: int) -> None:
    """Only a hash map's UpdateAsync is among the documented exceptions."""
    cloud.run(f"{SORTED} {call}")
    assert units(cloud) == cost


# -- sorted maps ------------------------------------------------------------------------------

FILL = f"""{SORTED}
    for i = 1, 5 do map:SetAsync("k" .. i, i * 10, 100, i) end
    local function keys(...)
        local found = {{}}
        for _, item in map:GetRangeAsync(...) do table.insert(found, item.key) end
        return table.concat(found, " ")
    end
"""


@pytest.mark.rule("MemoryStoreSortedMap.GetRangeAsync", source="class page MemoryStoreSortedMap")
@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        ("Enum.SortDirection.Ascending, 200", "k1 k2 k3 k4 k5"),
        ("Enum.SortDirection.Descending, 2", "k5 k4"),
        ("Enum.SortDirection.Ascending, 10, {sortKey = 2}", "k3 k4 k5"),
        ("Enum.SortDirection.Ascending, 10, nil, {sortKey = 4}", "k1 k2 k3"),
        ("Enum.SortDirection.Ascending, 10, {key = 'k2', sortKey = 2}", "k3 k4 k5"),
        ("Enum.SortDirection.Descending, 10, {sortKey = 1}, {sortKey = 4}", "k3 k2"),
    ],
)
def test_ranges_have_exclusive_bounds(cloud, arguments: str, keys: str) -> None:
    assert cloud.run(f"{FILL} return keys({arguments})") == keys


@pytest.mark.rule("MemoryStoreSortedMap.GetRangeAsync", source="class page MemoryStoreSortedMap")
def test_range_items_have_key_value_and_sort_key(cloud) -> None:
    source = f"""{FILL}
        map:SetAsync("plain", {{x = 1}}, 100)
        local items = map:GetRangeAsync(Enum.SortDirection.Descending, 2)
        return items[1].key, items[1].value.x, items[1].sortKey, items[2].sortKey
    """
    assert cloud.run(source) == ("plain", 1, None, 5)


@pytest.mark.rule("memorystore.request_units_per_minute", source="CD-MEM")
def test_a_range_costs_what_it_returns(cloud) -> None:
    cloud.run(FILL)
    before = units(cloud)
    cloud.run(f"{SORTED} map:GetRangeAsync(Enum.SortDirection.Ascending, 3)")
    assert units(cloud) - before == 3
    cloud.run(f'{SERVICE}:GetSortedMap("empty"):GetRangeAsync(Enum.SortDirection.Ascending, 3)')
    assert units(cloud) - before == 4


@pytest.mark.rule("MemoryStoreSortedMap.GetSizeAsync", source="class page MemoryStoreSortedMap")
def test_size_counts_what_has_not_expired(cloud) -> None:
    cloud.run(f'{SORTED} map:SetAsync("a", 1, 5) map:SetAsync("b", 1, 50)')
    assert cloud.run(f"{SORTED} return map:GetSizeAsync()") == 2
    cloud.universe.run_for(seconds=6)
    assert cloud.run(f"{SORTED} return map:GetSizeAsync()") == 1
