"""UpdateAsync: conditional write, re-runs, and what a transform may do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import DataStoreFault

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
COUNT_UP = 'store:UpdateAsync("k", function(v) return (v or 0) + 1 end)'


@pytest.mark.rule("GlobalDataStore.UpdateAsync", source="class page GlobalDataStore")
def test_the_transform_sees_value_and_key_info(cloud) -> None:
    source = f"""{STORE}
        local seen = {{}}
        store:UpdateAsync("k", function(...) seen[1] = select("#", ...) return 1 end)
        store:UpdateAsync("k", function(v, info)
            seen[2], seen[3] = v, info.Version
            return v + 1, {{5}}, {{m = 1}}
        end)
        local value, info = store:UpdateAsync("k", function(v, info)
            seen[4], seen[5] = info:GetUserIds()[1], info:GetMetadata().m
            return v + 1
        end)
        return value, #info:GetUserIds(), next(info:GetMetadata()), seen[2], seen[4], seen[5]
    """
    assert cloud.run(source) == (3, 0, None, 1, 5, 1)


@pytest.mark.rule("GlobalDataStore.UpdateAsync", source="class page GlobalDataStore")
def test_nil_cancels(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    source = f'{STORE} return store:UpdateAsync("k", function() return nil end)'
    assert cloud.run(source) == (None, None)
    assert len(cloud.universe.datastores.history("S", "k")) == 1


def test_returning_nothing_cancels(cloud) -> None:
    source = f'{STORE} return (store:UpdateAsync("k", function() end))'
    assert cloud.run(source) is None
    assert cloud.universe.datastores.history("S", "k") == ()


@pytest.mark.rule("GlobalDataStore.UpdateAsync", source="class page GlobalDataStore; W-WIRE")
def test_a_conflict_runs_the_transform_again_on_the_newer_value(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2, latency=True)
    seen = cloud.servers[0].run("shared.seen = {} return shared.seen")
    for server in cloud.servers:
        server.spawn(
            server.run(
                f"""return function() {STORE}
                    store:UpdateAsync("k", function(v)
                        shared.seen = shared.seen or {{}}
                        table.insert(shared.seen, v or "nil")
                        return (v or 0) + 1
                    end)
                end"""
            )
        )
    cloud.universe.run_until_idle()
    assert seen is not None
    assert cloud.universe.datastores.get("S", "k") == 2
    assert cloud.universe.datastores.conflicts == 1
    runs = [server.run('return table.concat(shared.seen, " ")') for server in cloud.servers]
    assert sorted(runs) == ["nil", "nil 1"]


def test_concurrent_updates_on_many_servers_lose_nothing(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=5, latency=True)
    for server in cloud.servers:
        for _ in range(4):
            server.spawn(server.run(f"return function() {STORE} {COUNT_UP} end"))
    cloud.universe.run_until_idle()
    assert cloud.universe.datastores.get("S", "k") == 20


def test_the_transform_gets_a_fresh_value_on_every_run(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2, latency=True)
    cloud.universe.datastores.set("S", "k", [1])
    for server in cloud.servers:
        server.spawn(
            server.run(
                f"""return function() {STORE}
                    store:UpdateAsync("k", function(v) table.insert(v, #v + 1) return v end)
                end"""
            )
        )
    cloud.universe.run_until_idle()
    assert cloud.universe.datastores.get("S", "k") == [1, 2, 3]


@pytest.mark.rule("GlobalDataStore.UpdateAsync", source="W-ADO")
def test_a_transform_that_yields_fails_and_writes_nothing(cloud) -> None:
    source = f"""{STORE}
        return pcall(store.UpdateAsync, store, "k", function() task.wait() return 1 end)
    """
    assert cloud.run(source) == (False, "Callbacks cannot yield")
    assert cloud.universe.datastores.get("S", "k") is None


@pytest.mark.rule("datastore.transform_error", source="reference 10: suggested default")
def test_an_error_of_the_transform_is_raised_by_the_call(cloud) -> None:
    source = f"""{STORE}
        return pcall(store.UpdateAsync, store, "k", function() error("boom", 0) end)
    """
    assert cloud.run(source) == (False, "boom")


@pytest.mark.rule("datastore.transform_error", source="M-NDS")
def test_rules_can_print_the_transforms_error_instead(make_cloud: Callable) -> None:
    cloud = make_cloud(datastore__transform_error="print")
    source = f"""{STORE}
        return pcall(store.UpdateAsync, store, "k", function() error("boom", 0) end)
    """
    assert cloud.run(source) == (True, None, None)
    assert cloud.output("error") == ["boom"]


def test_an_unstorable_result_is_refused(cloud) -> None:
    source = f'{STORE} return pcall(store.UpdateAsync, store, "k", function() return print end)'
    ok, text = cloud.run(source)
    assert not ok
    assert text.startswith("104: Cannot store function in data store.")


def test_a_lost_answer_leaves_the_write_in_place(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.error_after_write(times=1))
    ok, text = cloud.run(f"{STORE} return pcall(function() return {COUNT_UP} end)")
    text_of_500 = "502: API Services rejected request with error. HTTP 500 (Internal Server Error)"
    assert (ok, text) == (False, text_of_500)
    assert cloud.universe.datastores.get("S", "k") == 1
    assert cloud.run(f"{STORE} return (store:GetAsync('k'))") == 1


def test_an_error_before_the_write_leaves_the_key_alone(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.error_before_write(times=1))
    source = f"""{STORE} local runs = 0
        local ok = pcall(store.UpdateAsync, store, "k", function() runs += 1 return 1 end)
        return ok, runs
    """
    assert cloud.run(source) == (False, 1)
    assert cloud.universe.datastores.get("S", "k") is None
