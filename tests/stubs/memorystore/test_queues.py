"""Queues as scripts see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

SERVICE = 'game:GetService("MemoryStoreService")'
QUEUE = f'local queue = {SERVICE}:GetQueue("q", 10) '
READ = f"""{QUEUE}
    local items, id = queue:ReadAsync(...)
    return table.concat(items, " "), id
"""


def add(cloud, *values: object, expiration: float = 1000) -> None:
    for value in values:
        cloud.run(f"{QUEUE} queue:AddAsync(...)", value, expiration)


def units(cloud) -> int:
    return cloud.universe.memorystores.statistics().units_last_minute


@pytest.mark.rule(
    "MemoryStoreQueue.AddAsync", "MemoryStoreQueue.ReadAsync", source="class page MemoryStoreQueue"
)
def test_items_come_by_priority_and_then_by_age(cloud) -> None:
    for value, priority in (("a", 0), ("b", 5), ("c", 0), ("d", 5), ("e", -1.5)):
        cloud.run(f"{QUEUE} queue:AddAsync(...)", value, 1000, priority)
    assert cloud.run(READ, 10, False, 0)[0] == "b d a c e"


@pytest.mark.rule("MemoryStoreQueue.ReadAsync", source="class page MemoryStoreQueue")
def test_what_was_read_is_invisible_until_its_time_is_over(cloud) -> None:
    add(cloud, "a", "b")
    assert cloud.run(READ, 1, False, 0)[0] == "a"
    assert cloud.run(READ, 5, False, 0)[0] == "b"
    assert cloud.run(READ, 5, False, 0) == ("", None)
    cloud.universe.run_for(seconds=10)
    assert cloud.run(READ, 5, False, 0)[0] == "a b"


@pytest.mark.rule("MemoryStoreQueue.RemoveAsync", source="class page MemoryStoreQueue")
def test_removing_takes_what_one_read_returned(cloud) -> None:
    add(cloud, "a", "b", "c")
    _, read = cloud.run(READ, 2, False, 0)
    cloud.run(f"{QUEUE} queue:RemoveAsync(...)", read)
    cloud.universe.run_for(seconds=10)
    assert cloud.run(READ, 5, False, 0)[0] == "c"


@pytest.mark.rule("MemoryStoreQueue.RemoveAsync", source="class page MemoryStoreQueue")
def test_removing_too_late_has_no_effect(cloud) -> None:
    add(cloud, "a")
    _, read = cloud.run(READ, 1, False, 0)
    cloud.universe.run_for(seconds=10)
    cloud.run(f"{QUEUE} queue:RemoveAsync(...)", read)
    assert cloud.run(READ, 1, False, 0)[0] == "a"


@pytest.mark.rule("MemoryStoreQueue.ReadAsync", source="class page MemoryStoreQueue")
def test_all_or_nothing_waits_for_the_full_count(cloud) -> None:
    add(cloud, "a", "b")
    assert cloud.run(READ, 3, True, 0) == ("", None)
    add(cloud, "c")
    assert cloud.run(READ, 3, True, 0)[0] == "a b c"


@pytest.mark.rule("memorystore.queue_poll_us", source="class page MemoryStoreQueue")
def test_reading_waits_in_steps_of_two_seconds(cloud) -> None:
    cloud.run(f"task.delay(3, function() {QUEUE} queue:AddAsync('late', 100) end)")
    begin = cloud.universe.now_seconds
    assert cloud.run(READ, 1)[0] == "late"
    assert cloud.universe.now_seconds - begin == pytest.approx(4, abs=0.05)


@pytest.mark.rule(
    "MemoryStoreQueue.ReadAsync", "memorystore.queue_poll_us", source="class page MemoryStoreQueue"
)
@pytest.mark.parametrize(("timeout", "waited"), [(0, 0), (1, 0), (2, 2), (5, 4)])
def test_waiting_ends_at_the_timeout(cloud, timeout: float, waited: float) -> None:
    begin = cloud.universe.now_seconds
    assert cloud.run(READ, 1, False, timeout) == ("", None)
    assert cloud.universe.now_seconds - begin == pytest.approx(waited, abs=0.05)


@pytest.mark.rule("MemoryStoreQueue.AddAsync", source="class page MemoryStoreQueue")
def test_items_expire(cloud) -> None:
    add(cloud, "a", expiration=5)
    cloud.universe.run_for(seconds=5)
    assert cloud.run(READ, 1, False, 0) == ("", None)


@pytest.mark.rule("MemoryStoreQueue.GetSizeAsync", source="class page MemoryStoreQueue")
def test_size_counts_invisible_items_unless_told_otherwise(cloud) -> None:
    add(cloud, "a", "b", "c")
    cloud.run(READ, 1, False, 0)
    source = f"{QUEUE} return queue:GetSizeAsync(), queue:GetSizeAsync(true)"
    assert cloud.run(source) == (3, 2)


def test_two_servers_never_read_the_same_item(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=3, latency=True)
    add(cloud, *"abcdefghi")
    for on in range(3):
        cloud.run(
            f"""{QUEUE} shared.got = {{}}
            for _ = 1, 3 do task.spawn(function()
                for _, item in queue:ReadAsync(1, false, 0) do table.insert(shared.got, item) end
            end) end""",
            on=on,
        )
    cloud.universe.run_for(seconds=5)
    got = [str(cloud.run("return table.concat(shared.got)", on=on)) for on in range(3)]
    assert sorted("".join(got)) == list("abcdefghi")


@pytest.mark.rule(
    "memorystore.request_units_per_minute", "memorystore.error.NoItemFound", source="CD-MEM"
)
def test_reading_costs_its_items_and_the_time_it_waited(cloud) -> None:
    add(cloud, "a", "b", "c")
    before = units(cloud)
    cloud.run(READ, 3, False, 0)
    assert units(cloud) - before == 3
    cloud.run(READ, 1, False, 4)
    assert units(cloud) - before == 3 + 3
    statuses = dict(cloud.universe.memorystores.statistics().statuses)
    assert statuses == {"Success": 4, "NoItemFound": 3}


@pytest.mark.rule("memorystore.read_items_max", source="class page MemoryStoreQueue")
@pytest.mark.parametrize(
    ("count", "fits"), [(0, False), (1, True), (99, True), (100, True), (101, False)]
)
def test_a_read_takes_1_to_100_items(cloud, count: int, fits: bool) -> None:
    error = cloud.error(f'{SERVICE}:GetQueue("q"):ReadAsync({count}, false, 0)')
    assert (error is None) is fits


@pytest.mark.rule(
    "memorystore.error.InvalidExpirationTime",
    "memorystore.error.InvalidRequest",
    "memorystore.error.ItemValueSizeTooLarge",
    source="CD-MEM",
)
@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("1, -1", "InvalidExpirationTime"),
        ("1, 3888001", "InvalidExpirationTime"),
        ("print, 10", "InvalidRequest"),
        ('string.rep("x", 32 * 1024 - 1), 10', "ItemValueSizeTooLarge"),
    ],
)
def test_wrong_items_are_refused(cloud, arguments: str, name: str) -> None:
    assert name in str(cloud.error(f'{SERVICE}:GetQueue("q"):AddAsync({arguments})'))


@pytest.mark.rule("memorystore.expiration_seconds_max", source="CD-MEM")
@pytest.mark.parametrize("seconds", [0, 1, 3_887_999, 3_888_000])
def test_items_may_last_up_to_45_days(cloud, seconds: int) -> None:
    assert cloud.error(f'{SERVICE}:GetQueue("q"):AddAsync(1, {seconds})') is None
    cloud.universe.run_for(seconds=max(0, seconds - 1))
    assert cloud.run(f'return {SERVICE}:GetQueue("q"):GetSizeAsync()') == min(seconds, 1)
    cloud.universe.run_for(seconds=1)
    assert cloud.run(f'return {SERVICE}:GetQueue("q"):GetSizeAsync()') == 0


@pytest.mark.rule("memorystore.value_bytes_max", source="CD-MEM")
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_value_has_at_most_32_kb(cloud, extra: int) -> None:
    length = 32 * 1024 - 2 + extra
    error = cloud.error(f'{SERVICE}:GetQueue("q"):AddAsync(string.rep("x", {length}), 10)')
    assert (error is None) is (extra <= 0)
