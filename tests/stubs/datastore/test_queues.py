"""Queues of data store requests: who waits, in which order they go, and the 6 s rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
WARNING = (
    "DataStore request was added to queue. If request queue fills, further requests will be "
    "dropped. Try sending fewer requests.Key = {}"
)
SECOND = 1_000_000


def start(cloud, calls: int, call: str, on: int = 0) -> None:
    """Threads that each make a call on a store."""
    cloud.start(calls, call, STORE, on=on)


def service(cloud, on: int = 0):
    return cloud.servers[on].game.service("DataStoreService")


def set_budget(cloud, kind: str, requests: int) -> None:
    service(cloud).budgets.set(kind, requests, cloud.universe.clock.now_us)


@pytest.mark.rule("datastore.queue_length_max", "datastore.queues", source="CD-ERR; W-ST")
@pytest.mark.parametrize("waiting", [29, 30, 31])
def test_thirty_requests_wait_and_the_next_is_dropped(make_cloud: Callable, waiting: int) -> None:
    cloud = make_cloud()
    set_budget(cloud, "StandardRead", 0)
    start(cloud, waiting, "store:GetAsync('k' .. i)")
    dropped = [line for line in cloud.output("print") if "Throttled" in line]
    assert len(dropped) == max(0, waiting - 30)
    assert cloud.output("warn") == [WARNING.format(f"k{i}") for i in range(1, min(waiting, 30) + 1)]
    assert service(cloud).statistics()[1:3] == (min(waiting, 30), max(0, waiting - 30))
    cloud.universe.run_until_idle()
    assert sum(line.endswith("ok") for line in cloud.output("print")) == min(waiting, 30)


def test_a_queue_is_served_in_order_as_the_budget_refills(cloud) -> None:
    set_budget(cloud, "StandardRead", 0)
    start(cloud, 3, "store:GetAsync('k' .. i)")
    begin = cloud.universe.clock.now_us
    seen = []
    while len(seen) < 3:
        cloud.universe.run_for(seconds=0.1)
        for line in cloud.output("print")[len(seen) :]:
            seen.append((line, (cloud.universe.clock.now_us - begin) // SECOND))
    assert [line for line, _ in seen] == ["1 ok", "2 ok", "3 ok"]
    assert [at for _, at in seen] == [1, 2, 3]  # 60 per minute: one each second


def test_reads_and_writes_wait_in_queues_of_their_own(cloud) -> None:
    set_budget(cloud, "StandardRead", 0)
    start(cloud, 2, "if i == 1 then store:GetAsync('a') else store:SetAsync('b', 1)")
    cloud.universe.run_for(seconds=0.5)
    assert cloud.output("print") == ["2 ok"]


# -- the 6 seconds of older engines -----------------------------------------------------------


@pytest.mark.rule("datastore.write_cooldown_us", source="W-6S")
def test_the_old_rule_spaces_writes_of_one_key_by_six_seconds(make_cloud: Callable) -> None:
    cloud = make_cloud("2022")
    start(cloud, 3, "store:SetAsync('k', i)")
    begin = cloud.universe.clock.now_us
    cloud.universe.run_until_idle()
    times = [entry.at_us for entry in cloud.universe.datastores.history("S", "k")]
    epoch = cloud.universe.epoch_us
    assert [at - epoch - begin for at in times] == [0, 6 * SECOND, 12 * SECOND]
    assert cloud.universe.datastores.get("S", "k") == 3


def test_a_held_back_key_is_skipped_and_lets_others_pass(make_cloud: Callable) -> None:
    cloud = make_cloud("2022")
    start(cloud, 2, "store:SetAsync('k', i)")
    cloud.run(f"{STORE} store:SetAsync('other', 1)")
    assert cloud.universe.datastores.get("S", "other") == 1
    assert cloud.universe.datastores.get("S", "k") == 1


@pytest.mark.rule("datastore.write_cooldown_us", source="W-6S")
def test_new_rules_have_no_such_pause(cloud) -> None:
    start(cloud, 3, "store:SetAsync('k', i)")
    cloud.universe.run_until_idle()
    assert len(cloud.universe.datastores.history("S", "k")) == 3
    times = {entry.at_us for entry in cloud.universe.datastores.history("S", "k")}
    assert len(times) == 1
