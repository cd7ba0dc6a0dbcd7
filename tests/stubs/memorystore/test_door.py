"""The door of memory stores: latency, faults, what a lost answer means."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import MemoryStoreFault
from bridge.stubs.memorystore.errors import ERRORS

MAP = 'game:GetService("MemoryStoreService"):GetHashMap("m")'


def text(name: str, message: str, method: str = "HashMap.SetAsync") -> str:
    return f"MemoryStoreService: {name}: {message} API: {method}, Data Structure: m"


@pytest.mark.rule(
    "memorystore.error.InternalError", "memorystore.error.RequestThrottled", source="CD-MEM"
)
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (MemoryStoreFault.error(), text("InternalError", "An internal error occurred.")),
        (MemoryStoreFault.outage(0, 60), text("InternalError", "An internal error occurred.")),
        (MemoryStoreFault.error(text="custom"), text("InternalError", "custom")),
        (
            MemoryStoreFault.throttle(),
            text("RequestThrottled", "Recent MemoryStores requests hit one or more limits."),
        ),
    ],
)
def test_a_failed_write_changes_nothing(cloud, fault, expected: str) -> None:
    cloud.universe.faults.add(fault)
    assert cloud.error(f'{MAP}:SetAsync("k", 1, 10)') == expected
    assert cloud.universe.memorystores.get("m", "k") is None
    assert cloud.output("error") == [expected]


@pytest.mark.rule(
    "memorystore.error.AccessDenied",
    "memorystore.error.DataUpdateConflict",
    "memorystore.error.NoItemFound",
    "memorystore.error.TotalRequestsOverLimit",
    source="CD-MEM",
)
@pytest.mark.parametrize("name", sorted(set(ERRORS) - {"InvalidRequest"}))
def test_a_fault_may_be_any_documented_error_and_uses_no_units(cloud, name: str) -> None:
    cloud.universe.faults.add(MemoryStoreFault.error(text=name))
    assert cloud.error(f'{MAP}:SetAsync("k", 1, 10)') == text(name, ERRORS[name])
    statistics = cloud.universe.memorystores.statistics()
    assert (statistics.units_last_minute, statistics.statuses) == (0, ((name, 1),))


def test_an_error_after_the_write_leaves_it_in_place(cloud) -> None:
    cloud.universe.faults.add(MemoryStoreFault.error_after_write())
    assert cloud.error(f'{MAP}:SetAsync("k", 1, 10)') is not None
    assert cloud.universe.memorystores.get("m", "k") == 1
    assert cloud.error(f'{MAP}:GetAsync("k")') is None


def test_an_outage_ends(cloud) -> None:
    cloud.universe.faults.add(MemoryStoreFault.outage(5, 10, name="m"))
    cloud.universe.run_for(seconds=5)
    assert cloud.error(f'{MAP}:GetAsync("k")') is not None
    cloud.universe.run_for(seconds=5)
    assert cloud.error(f'{MAP}:GetAsync("k")') is None


def test_a_late_reply_comes_after_the_write_took_effect(cloud) -> None:
    cloud.universe.faults.add(MemoryStoreFault.late_reply(5, 5))
    cloud.run(f'task.spawn(function() {MAP}:SetAsync("k", 1, 60) print("done") end)')
    cloud.universe.run_for(seconds=4.9)
    assert (cloud.universe.memorystores.get("m", "k"), cloud.output("print")) == (1, [])
    cloud.universe.run_for(seconds=0.2)
    assert cloud.output("print") == ["done"]


@pytest.mark.rule(
    "memorystore.latency_minimum_us", "memorystore.latency_maximum_us", source="inferred"
)
def test_calls_take_time(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True)
    took = cloud.run(f'local b = os.clock() {MAP}:GetAsync("k") return os.clock() - b')
    assert 0.01 <= took <= 0.1 + 1 / 60


def test_what_was_sent_before_a_crash_still_takes_effect(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True)
    cloud.run(f'task.spawn(function() {MAP}:SetAsync("k", 1, 60) end)')
    cloud.server.crash()
    cloud.universe.run_until_idle()
    assert cloud.universe.memorystores.get("m", "k") == 1


HASH_MAP = 'local map = game:GetService("MemoryStoreService"):GetHashMap("M")'
QUEUE = 'local queue = game:GetService("MemoryStoreService"):GetQueue("Q", 30)'


def test_an_item_may_be_gone_before_its_time(cloud) -> None:
    cloud.universe.faults.add(MemoryStoreFault.early_expiry(operations=("GetAsync",), times=1))
    source = f"""{HASH_MAP} map:SetAsync("a", 1, 60) map:SetAsync("b", 2, 60)
        return map:GetAsync("a"), map:GetAsync("b"), map:GetAsync("a")"""
    assert cloud.run(source) == (None, 2, None)


def test_an_update_finds_an_expired_item_missing(cloud) -> None:
    cloud.universe.faults.add(MemoryStoreFault.early_expiry(operations=("UpdateAsync",), times=1))
    source = f"""{HASH_MAP} map:SetAsync("a", 5, 60)
        return map:UpdateAsync("a", function(old) return (old or 0) + 1 end, 60)"""
    assert cloud.run(source) == 1


@pytest.mark.rule("memorystore.error.TotalMemoryOverLimit", source="CD-MEM")
def test_a_full_memory_fails_writes_alone(cloud) -> None:
    cloud.run(f'{HASH_MAP} map:SetAsync("a", 1, 60)')
    cloud.universe.faults.add(MemoryStoreFault.memory_full())
    source = f"""{HASH_MAP}
        local ok, text = pcall(map.SetAsync, map, "a", 2, 60)
        return ok, text, map:GetAsync("a")"""
    ok, text, value = cloud.run(source)
    assert (ok, value) == (False, 1)
    assert "TotalMemoryOverLimit" in text


@pytest.mark.rule("memorystore.error.UpdateConflict", source="CD-MEM")
def test_a_conflict_runs_the_transform_again_until_the_tries_are_over(cloud) -> None:
    fault = cloud.universe.faults.add(MemoryStoreFault.conflict(times=2))
    source = f"""{HASH_MAP}
        local calls = 0
        map:UpdateAsync("a", function(old) calls += 1 return calls end, 60)
        return calls"""
    assert cloud.run(source) == 3
    statuses = dict(cloud.universe.memorystores.statistics().statuses)
    assert statuses == {"Success": 2, "DataUpdateConflict": 2}
    cloud.universe.faults.remove(fault)
    cloud.universe.faults.add(MemoryStoreFault.conflict(probability=1.0))
    text = cloud.error(
        'game:GetService("MemoryStoreService"):GetHashMap("M"):UpdateAsync("a", '
        "function() return 1 end, 60)"
    )
    assert "UpdateConflict" in text


def test_what_a_queue_gave_may_be_given_again(cloud) -> None:
    source = f"""{QUEUE}
        queue:AddAsync("x", 60)
        local first = queue:ReadAsync(1, false, 0)
        local second = queue:ReadAsync(1, false, 0)
        return #first, #second"""
    assert cloud.run(source) == (1, 0)
    cloud.universe.faults.add(MemoryStoreFault.redelivery(times=1))
    cloud.universe.run_for(seconds=120)
    assert cloud.run(source) == (1, 1)
