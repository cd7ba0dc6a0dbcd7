"""The history of calls: what their callers saw and wanted, and which write each met and made."""

from __future__ import annotations

import pytest

from bridge.faults import DataStoreFault
from bridge.stubs.counts import Counts
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import HELD, TEST_SERVER, UNSEEN, Change, Outcome

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
LINES = STORE + "\n"


def told(log) -> list[tuple[object, ...]]:
    return [(each.method, each.outcome, each.seen, each.change) for each in log.operations]


def test_nothing_is_kept_unless_a_test_asks_for_it(cloud) -> None:
    cloud.run(f"{STORE} store:SetAsync('k', 1)")
    assert cloud.universe.datastores.operations is None


def test_every_method_says_what_it_saw_and_what_it_did(cloud) -> None:
    log = cloud.universe.datastores.record()
    cloud.run(f"""{STORE}
        store:SetAsync("k", 1)
        store:UpdateAsync("k", function(old) return old + 1 end)
        store:UpdateAsync("k", function() return nil end)
        store:IncrementAsync("k", 5)
        store:RemoveAsync("k")
        store:GetAsync("k")
    """)
    ok = Outcome.OK
    assert told(log) == [
        ("SetAsync", ok, UNSEEN, Change("set", "1")),
        ("UpdateAsync", ok, "1", Change("set", "2")),
        ("UpdateAsync", ok, "2", None),
        ("IncrementAsync", ok, "2", Change("add", delta=5)),
        ("RemoveAsync", ok, "7", Change("remove")),
        ("GetAsync", ok, None, None),
    ]
    assert log is cloud.universe.datastores.record()


def test_a_cached_answer_is_marked(cloud) -> None:
    log = cloud.universe.datastores.record()
    cloud.run(f"{STORE} store:SetAsync('k', 1) store:GetAsync('k')")
    assert [each.cached for each in log.operations] == [False, True]


def test_a_failed_write_says_what_it_wanted(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.error_after_write())
    log = cloud.universe.datastores.record()
    cloud.run(f"{STORE} pcall(store.IncrementAsync, store, 'k', 2)")
    assert told(log) == [("IncrementAsync", Outcome.FAILED, UNSEEN, Change("add", delta=2))]


def test_a_call_without_an_answer_is_pending(make_cloud) -> None:
    cloud = make_cloud(latency=True)
    log = cloud.universe.datastores.record()
    cloud.server.spawn(cloud.run(f"{STORE} return function() store:SetAsync('k', 1) end"))
    cloud.server.crash()
    cloud.universe.run_until_idle()
    (operation,) = log.operations
    assert (operation.outcome, operation.returned_us) == (Outcome.PENDING, None)
    assert str(operation).endswith("pending: set 1")


# -- the truth behind it ---------------------------------------------------------------------------


@pytest.fixture
def log(universe):
    return universe.datastores.record()


def places(log):
    return [(each.method, each.looked, each.landed, each.outcome.value) for each in log.operations]


def test_calls_know_which_write_they_met_and_made(universe, log):
    universe.start_server().run(
        LINES
        + """
        store:GetAsync("k")
        store:SetAsync("k", 1)
        store:IncrementAsync("k", 1)
        store:UpdateAsync("k", function(old) return old + 1 end)
        store:UpdateAsync("k", function() return nil end)
        store:RemoveAsync("k")
        store:RemoveAsync("k")
        """
    )
    assert places(log) == [
        ("GetAsync", 0, None, "ok"),
        ("SetAsync", 0, 1, "ok"),
        ("IncrementAsync", 1, 2, "ok"),
        ("UpdateAsync", 2, 3, "ok"),
        ("UpdateAsync", 3, None, "ok"),
        ("RemoveAsync", 3, 4, "ok"),
        ("RemoveAsync", 4, None, "ok"),
    ]
    assert [each.acknowledged for each in log.operations] == [False] + [True] * 3 + [
        False,
        True,
        True,
    ]


def test_a_failed_write_that_landed_is_told_from_one_that_did_not(universe, log):
    universe.faults.add(DataStoreFault.error_after_write(times=1))
    universe.faults.add(DataStoreFault.error_before_write(times=1))
    universe.start_server().run(LINES + "for i = 1, 2 do pcall(store.SetAsync, store, 'k', i) end")
    assert sorted(each.landed is None for each in log.operations) == [False, True]
    assert {each.outcome for each in log.operations} == {Outcome.FAILED}


def test_a_stale_read_met_an_earlier_write(universe, log):
    universe.start_server().run(LINES + "store:SetAsync('k', 1) store:SetAsync('k', 2)")
    universe.run_for(seconds=10)
    server = universe.start_server()
    server.run(LINES + "store:SetAsync('k', 3)")
    universe.faults.add(DataStoreFault.stale_read(5.0, 5.0))
    universe.start_server().run(LINES + "assert(store:GetAsync('k') == 2)")
    assert log.operations[-1].looked == 2


def test_ends_of_servers_are_noted(universe, log):
    server = universe.start_server()
    server.run(LINES + "store:GetAsync('k')")
    server.crash()
    assert log.ended == {0: universe.epoch_us + universe.clock.now_us}


def test_those_who_look_on_hear_of_each_landing_and_each_end(universe, log):
    heard = []
    log.on_change.append(lambda address: heard.append(address.key))
    universe.start_server().run(LINES + "store:GetAsync('a') store:SetAsync('b', 1)")
    universe.datastores.set("S", "c", 1)
    assert heard == ["a", "b", "b", "c"]


def test_what_was_there_before_stands_at_the_beginning(universe):
    universe.datastores.set("S", "k", 1)
    log = universe.datastores.record()
    universe.datastores.set("S", "k", 2)
    assert [(each.server, each.method, each.landed) for each in log.operations] == [
        (TEST_SERVER, HELD, 1),
        (TEST_SERVER, "set", 2),
    ]
    assert {each.address for each in log.operations} == {Address("S", "global", "k")}


# -- counting ---------------------------------------------------------------------------------


def test_one_line_says_how_often_a_call_came_and_what_became_of_it(make_cloud) -> None:
    cloud = make_cloud(servers=2)
    cloud.universe.faults.add(
        DataStoreFault.error_after_write().on("SetAsync").scheduled("works, fails")
    )
    log = cloud.universe.datastores.record()
    cloud.run(f"""{STORE}
        store:SetAsync("k", 1)
        pcall(store.SetAsync, store, "k", 2)
        store:GetAsync("k") store:GetAsync("k") store:GetAsync("other")
    """)
    cloud.run(f"{STORE} store:RemoveAsync('k')", on=1)
    assert log.count("SetAsync", key="k") == Counts(calls=2, ok=1, failed=1, landed=2)
    assert log.count("GetAsync", key="k") == Counts(calls=2, ok=2, cached=2)
    assert log.count(server=1) == Counts(calls=1, ok=1, landed=1)
    assert log.count(store="S", scope="global").calls == log.count().calls == 6
    assert log.count(store="none") == Counts()
    assert log.counts_by_key() == {
        "S/k": Counts(calls=5, ok=4, failed=1, cached=2, landed=3),
        "S/other": Counts(calls=1, ok=1),
    }
    assert log.counts_by_store() == {"S": log.count()}
    assert log.counts_by_server() == {0: log.count(server=0), 1: log.count(server=1)}
    assert repr(log) == (
        "<history of data stores, 6 calls\n"
        "  S/k GetAsync: calls=2 ok=2 cached=2\n"
        "  S/k RemoveAsync: calls=1 ok=1 landed=1\n"
        "  S/k SetAsync: calls=2 ok=1 failed=1 landed=2\n"
        "  S/other GetAsync: calls=1 ok=1>"
    )


def test_what_was_queued_dropped_and_throttled_is_counted(cloud) -> None:
    cloud.universe.datastores.budgets.starve("StandardRead")
    log = cloud.universe.datastores.record()
    cloud.run(f"""{STORE}
        for i = 1, 32 do task.spawn(pcall, store.GetAsync, store, "k" .. i % 2) end
    """)
    cloud.universe.faults.add(DataStoreFault.throttle().on("SetAsync"))
    cloud.run(f"{STORE} pcall(store.SetAsync, store, 'k', 1)")
    assert log.count("GetAsync") == Counts(calls=32, failed=2, pending=30, queued=30, dropped=2)
    assert log.count("GetAsync", key="k0").queued == 15
    assert log.count("SetAsync") == Counts(calls=1, failed=1, throttled=1)
    (failed,) = log.select("SetAsync")
    assert failed.error.startswith("502: ")
    cloud.universe.datastores.budgets.unlimited("StandardRead")
    cloud.universe.run_for(seconds=1)
    assert log.count("GetAsync") == Counts(calls=32, ok=30, failed=2, queued=30, dropped=2)


def test_a_refused_key_came_too(cloud) -> None:
    log = cloud.universe.datastores.record()
    cloud.run(f"{STORE} pcall(store.GetAsync, store, '')")
    assert log.count("GetAsync", key="") == Counts(calls=1, failed=1)


def test_every_page_is_a_call_and_no_key_is_concerned(cloud) -> None:
    stores = cloud.universe.datastores
    stores.store("S").update({f"k{i}": i for i in range(5)})
    log = stores.record()
    cloud.run(f"""{STORE}
        local pages = store:ListKeysAsync("", 2)
        while not pages.IsFinished do pages:AdvanceToNextPageAsync() end
        game:GetService("DataStoreService"):ListDataStoresAsync()
    """)
    assert log.operations == []
    assert log.count("ListKeysAsync", store="S") == Counts(calls=3, ok=3)
    assert log.count("ListDataStoresAsync") == Counts(calls=1, ok=1)


def test_the_pages_of_one_key_are_calls_of_that_key(cloud) -> None:
    for value in range(3):
        cloud.universe.datastores.store("S")["k"] = value
        cloud.universe.run_for(hours=1)
    log = cloud.universe.datastores.record()
    cloud.run(f"""{STORE}
        local pages = store:ListVersionsAsync("k", nil, nil, nil, 2)
        while not pages.IsFinished do pages:AdvanceToNextPageAsync() end
    """)
    assert log.count("ListVersionsAsync", key="k") == Counts(calls=2, ok=2)
    assert all(each.returned_us is not None for each in log.select())


def test_a_batch_is_a_call_of_each_key_with_one_fate(cloud) -> None:
    stores = cloud.universe.datastores
    log = stores.record()
    batch = """
        local store = game:GetService("DataStoreService"):GetOrderedDataStore("O")
        pcall(store.BatchGetAsync, store, { "a", "b" })
    """
    cloud.run(batch)
    stores.budgets.empty("OrderedRead")
    cloud.run(batch)
    cloud.universe.faults.add(DataStoreFault.throttle().on("BatchGetAsync"))
    cloud.run(batch)
    expected = Counts(calls=3, ok=2, failed=1, queued=2, throttled=1)
    assert [log.count("BatchGetAsync", key=key) for key in "ab"] == [expected, expected]


def test_what_a_test_does_is_no_call(cloud) -> None:
    log = cloud.universe.datastores.record()
    cloud.universe.datastores.store("S")["k"] = 1
    assert log.count() == Counts()
    assert repr(log) == "<history of data stores, 0 calls>"
