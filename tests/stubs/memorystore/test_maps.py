"""Hash maps and sorted maps as scripts see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SERVICE = 'game:GetService("MemoryStoreService")'
HASH = f'local map = {SERVICE}:GetHashMap("m") '
SORTED = f'local map = {SERVICE}:GetSortedMap("m") '


def text(name: str, message: str, method: str, structure: str = "m") -> str:
    return f"MemoryStoreService: {name}: {message} API: {method}, Data Structure: {structure}"


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


@pytest.mark.rule(
    "memorystore.value_bytes_max", "memorystore.error.ItemValueSizeTooLarge", source="CD-MEMH"
)
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_value_has_at_most_32_kb(cloud, extra: int) -> None:
    length = 32 * 1024 - 2 + extra
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):SetAsync("k", string.rep("x", {length}), 10)')
    assert (error is None) is (extra <= 0)
    assert extra <= 0 or "ItemValueSizeTooLarge" in str(error)


@pytest.mark.rule(
    "memorystore.expiration_seconds_max", "memorystore.error.InvalidExpirationTime", source="CD-MEM"
)
@pytest.mark.parametrize(
    ("expiration", "fits"),
    [
        ("-1", False),
        ("0", True),
        ("1", True),
        ("3887999", True),
        ("3888000", True),
        ("3888001", False),
    ],
)
def test_expiration_lies_between_0_and_45_days(cloud, expiration: str, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):SetAsync("k", 1, {expiration})')
    message = "The field 'expiration' time must be between 0 and 3,888,000."
    expected = None if fits else text("InvalidExpirationTime", message, "HashMap.SetAsync")
    assert error == expected


@pytest.mark.rule("memorystore.key_bytes_max", source="CD-MEMH")
@pytest.mark.parametrize(
    ("length", "fits"), [(0, False), (1, True), (127, True), (128, True), (129, False)]
)
def test_keys_have_1_to_128_characters(cloud, length: int, fits: bool) -> None:
    key = '"' + "k" * length + '"'
    for call in (f"SetAsync({key}, 1, 10)", f"GetAsync({key})", f"RemoveAsync({key})"):
        error = cloud.error(f'{SERVICE}:GetHashMap("m"):{call}')
        assert (error is None) is fits


@pytest.mark.rule("memorystore.error.InvalidRequest", source="CD-MEM")
def test_what_json_cannot_hold_is_refused(cloud) -> None:
    error = cloud.error(f'{SERVICE}:GetHashMap("m"):SetAsync("k", print, 10)')
    assert error == text("InvalidRequest", "Unable to convert value to json.", "HashMap.SetAsync")


# -- UpdateAsync ------------------------------------------------------------------------------


@pytest.mark.rule("MemoryStoreHashMap.UpdateAsync", source="class page MemoryStoreHashMap")
def test_update_sees_the_value_and_gives_what_it_wrote(cloud) -> None:
    source = f"""{HASH}
        local seen = {{}}
        local first = map:UpdateAsync("k", function(v) seen[1] = v == nil return 1 end, 10)
        local second = map:UpdateAsync("k", function(v) return v + 1 end, 10)
        return seen[1], first, second, map:UpdateAsync("k", function() return nil end, 10)
    """
    assert cloud.run(source) == (True, 1, 2, None)
    assert cloud.universe.memorystores.get("m", "k") == 2


@pytest.mark.rule("MemoryStoreSortedMap.UpdateAsync", source="class page MemoryStoreSortedMap")
def test_update_of_a_sorted_map_carries_the_sort_key(cloud) -> None:
    source = f"""{SORTED}
        map:SetAsync("k", 1, 10, 5)
        local value, sort = map:UpdateAsync("k", function(v, s) return v + 1, s + 1 end, 10)
        return value, sort, map:GetAsync("k")
    """
    assert cloud.run(source) == (2, 6, 2, 6)


@pytest.mark.rule("memorystore.error.TransformCallbackFailed", source="CD-MEM")
@pytest.mark.parametrize("body", ['error("boom")', "task.wait()"])
def test_a_transform_that_fails_or_yields_fails_the_call(cloud, body: str) -> None:
    error = cloud.error(
        f'{SERVICE}:GetHashMap("m"):UpdateAsync("k", function() {body} return 1 end, 10)'
    )
    message = "Failed to invoke transformation callback function."
    assert error == text("TransformCallbackFailed", message, "HashMap.UpdateAsync")
    assert cloud.universe.memorystores.get("m", "k") is None


def test_concurrent_updates_lose_nothing(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=4, latency=True)
    for on in range(4):
        cloud.run(
            f"""for _ = 1, 2 do task.spawn(function() {HASH}
                map:UpdateAsync("k", function(v) return (v or 0) + 1 end, 100)
            end) end""",
            on=on,
        )
    cloud.universe.run_for(seconds=10)
    assert cloud.universe.memorystores.get("m", "k") == 8


@pytest.mark.rule(
    "memorystore.update_tries_max", "memorystore.error.UpdateConflict", source="CD-MEMS"
)
def test_too_many_conflicts_give_up(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True, memorystore__update_tries_max=2)
    source = f"""{HASH} local runs = 0
        local ok, text = pcall(map.UpdateAsync, map, "k", function()
            runs += 1
            task.spawn(function() map:SetAsync("k", runs, 100) end)
            return "mine"
        end, 100)
        return ok, text, runs
    """
    for attempt in range(20):
        ok, error, runs = cloud.run(source)
        if not ok:
            message = "Exceeded max number of retries."
            assert (error, runs) == (text("UpdateConflict", message, "HashMap.UpdateAsync"), 2)
            return
        assert attempt < 19


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


@pytest.mark.rule("memorystore.range_items_max", source="class page MemoryStoreSortedMap")
@pytest.mark.parametrize(
    ("count", "fits"), [(0, False), (1, True), (199, True), (200, True), (201, False)]
)
def test_a_range_has_1_to_200_items(cloud, count: int, fits: bool) -> None:
    error = cloud.error(
        f'{SERVICE}:GetSortedMap("m"):GetRangeAsync(Enum.SortDirection.Ascending, {count})'
    )
    assert (error is None) is fits


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


@pytest.mark.rule("memorystore.key_bytes_max", "memorystore.error.InvalidRequest", source="CD-MEMS")
@pytest.mark.parametrize(
    ("sort_key", "fits"),
    [
        ('string.rep("s", 127)', True),
        ('string.rep("s", 128)', True),
        ('string.rep("s", 129)', False),
        ("-1.5", True),
        ("{}", False),
        ("true", False),
    ],
)
def test_a_sort_key_is_a_number_or_128_characters(cloud, sort_key: str, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetSortedMap("m"):SetAsync("k", 1, 10, {sort_key})')
    message = "Unable to convert sortKey to a valid number or string."
    assert error == (None if fits else text("InvalidRequest", message, "SortedMap.SetAsync"))
