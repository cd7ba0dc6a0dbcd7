"""The history of calls: what their callers saw and wanted."""

from __future__ import annotations

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.operations import UNSEEN, Change, Outcome

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '


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
