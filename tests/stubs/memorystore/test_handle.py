"""The test handle of all memory stores: what exists, by kind and name."""

from __future__ import annotations

SERVICE = 'local service = game:GetService("MemoryStoreService") '


def test_what_exists_can_be_listed(cloud) -> None:
    stores = cloud.universe.memorystores
    assert (stores.structures(), repr(stores)) == (
        (),
        "<memory stores of a universe: none in use>",
    )
    stores.queue("Jobs").add(1, expiration_seconds=10)
    stores.counter("Visits").set(1)
    stores.sorted_map("Top")["a"] = 1
    cloud.run(f"{SERVICE} service:GetHashMap('Locks'):SetAsync('a', 1, 60)")
    assert stores.structures() == (
        ("DistributedCounter", "Visits"),
        ("HashMap", "Locks"),
        ("Queue", "Jobs"),
        ("SortedMap", "Top"),
    )
    cloud.universe.run_for(seconds=60)
    names = "DistributedCounter 'Visits', SortedMap 'Top'"
    assert repr(stores) == f"<memory stores of a universe: {names}>"


def test_items_are_read_and_written_by_name(cloud) -> None:
    stores = cloud.universe.memorystores
    stores.set("m", "b", {"x": 1}, 60)
    stores.set("m", "a", 1, 60, "SortedMap")
    assert (stores.get("m", "b"), stores.get("m", "a"), stores.get("m", "a", "SortedMap")) == (
        {"x": 1},
        None,
        1,
    )
    assert (stores.keys("m"), stores.keys("m", "SortedMap")) == (("b",), ("a",))
