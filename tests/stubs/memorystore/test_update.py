"""UpdateAsync of maps as scripts see it: what the transform sees and gives, conflicts, failures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SERVICE = 'game:GetService("MemoryStoreService")'
HASH = f'local map = {SERVICE}:GetHashMap("m") '
SORTED = f'local map = {SERVICE}:GetSortedMap("m") '


def text(name: str, message: str, method: str, structure: str = "m") -> str:
    return f"MemoryStoreService: {name}: {message} API: {method}, Data Structure: {structure}"


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
