"""Single memory stores to a test: maps, queues and counters, past units and time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.stubs.memorystore.views import QueuedItem
from bridge.tools.simulation import Universe

SERVICE = 'local service = game:GetService("MemoryStoreService") '
HASH = f'{SERVICE} local map = service:GetHashMap("Locks") '
SORTED = f'{SERVICE} local map = service:GetSortedMap("Top") '
QUEUE = f'{SERVICE} local queue = service:GetQueue("Jobs", 10) '
KEYS = st.text("abc", min_size=1, max_size=2)


def test_a_hash_map_is_a_dictionary(cloud) -> None:
    locks = cloud.universe.memorystores.hash_map("Locks")
    locks["a"] = {"owner": 1}
    locks.put("b", [1], expiration_seconds=30)
    cloud.run(f"{HASH} map:SetAsync('c', 'x', 60)")
    assert locks == {"a": {"owner": 1}, "b": [1], "c": "x"}
    assert cloud.run(f"{HASH} return map:GetAsync('a').owner") == 1
    assert (locks.expires_in("b"), locks.expires_in("a")) == (30, 3_888_000)
    del locks["c"]
    cloud.universe.run_for(seconds=30)
    assert locks == {"a": {"owner": 1}}
    assert repr(locks) == "<HashMap 'Locks' {'a': {'owner': 1}}>"
    for look in (locks.__getitem__, locks.__delitem__, locks.expires_in):
        with pytest.raises(KeyError):
            look("b")


@settings(deadline=None)
@given(st.lists(st.tuples(KEYS, st.none() | st.integers()), max_size=12), st.booleans())
def test_maps_behave_as_dictionaries_would(
    steps: list[tuple[str, int | None]], is_sorted: bool
) -> None:
    stores, model = Universe().memorystores, {}
    view = stores.sorted_map("m") if is_sorted else stores.hash_map("m")
    for key, value in steps:
        if value is None:
            assert view.pop(key, "none") == model.pop(key, "none")
        else:
            view[key] = model[key] = value
        assert dict(view) == model
        assert list(view) == sorted(model)


def test_a_sorted_map_iterates_in_its_order(cloud) -> None:
    top = cloud.universe.memorystores.sorted_map("Top")
    top.put("a", 1, sort_key=9)
    top.put("b", 2, sort_key=-1)
    top["c"] = 3
    cloud.run(f"{SORTED} map:SetAsync('d', 4, 60, 'x')")
    assert list(top.items()) == [("b", 2), ("a", 1), ("d", 4), ("c", 3)]
    assert [top.sort_key(key) for key in ("a", "c", "d", "none")] == [9, None, "x", None]
    first = f"{SORTED} return map:GetRangeAsync(Enum.SortDirection.Ascending, 1)[1].key"
    assert cloud.run(first) == "b"


def test_a_queue_shows_who_is_held_and_for_how_long(cloud) -> None:
    jobs = cloud.universe.memorystores.queue("Jobs")
    jobs.add("low")
    jobs.add("high", priority=5, expiration_seconds=100)
    assert jobs.values == ["high", "low"]
    assert cloud.run(f"{QUEUE} return queue:ReadAsync(1, false, 0)[1]") == "high"
    high, low = jobs.items
    assert high == QueuedItem("high", 5.0, pytest.approx(100), pytest.approx(10))
    assert (low.priority, low.invisible_seconds) == (0.0, 0.0)
    assert (jobs.visible, len(jobs)) == (["low"], 2)
    assert repr(jobs) == "<Queue 'Jobs' ['high', 'low'], 1 visible>"
    jobs.release()
    assert jobs.visible == ["high", "low"]
    jobs.clear()
    assert (jobs.items, len(jobs)) == ((), 0)


def test_a_counter_is_a_number(cloud) -> None:
    visits = cloud.universe.memorystores.counter("Visits")
    assert visits.value == 0
    visits.set(40, expiration_seconds=60)
    source = f"{SERVICE} return service:GetDistributedCounter('Visits'):IncrementAsync(2, 60)"
    assert (cloud.run(source), visits.value) == (42, 42)
    assert repr(visits) == "<DistributedCounter 'Visits' 42>"


def test_looking_costs_no_units_and_no_time(cloud) -> None:
    stores = cloud.universe.memorystores
    locks, before = stores.hash_map("Locks"), cloud.universe.clock.now_us
    for number in range(50):
        locks[f"k{number}"] = number
    assert len(locks) == 50
    assert stores.statistics().units_last_minute == 0
    assert cloud.universe.clock.now_us == before
