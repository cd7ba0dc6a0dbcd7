"""OnUpdate: who is told of which change, when, and what it costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import DataStoreFault

pytestmark = pytest.mark.rule("GlobalDataStore.OnUpdate", source="class page GlobalDataStore")

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
EXPRESSION = 'game:GetService("DataStoreService"):GetDataStore("S")'
WATCH = f"""{STORE}
    _G.connection = store:OnUpdate("k", function(value, ...)
        print(if value == nil then "nil" else value, select("#", ...))
    end)
"""
MINUTE_SECONDS = 60


def told(cloud, on: int = 0) -> list[str]:
    """What the watching function was called with, and how many more arguments it got."""
    return cloud.output("print", on)


def budget(cloud, on: int = 0) -> object:
    service = 'game:GetService("DataStoreService")'
    kind = "Enum.DataStoreRequestType.OnUpdate"
    return cloud.run(f"return {service}:GetRequestBudgetForRequestType({kind})", on=on)


@pytest.mark.parametrize(
    ("write", "value"),
    [
        ('store:SetAsync("k", 1)', "1"),
        ('store:UpdateAsync("k", function() return 2 end)', "2"),
        ('store:IncrementAsync("k", 3)', "3"),
    ],
)
def test_writes_of_this_server_run_it_at_once(cloud, write: str, value: str) -> None:
    cloud.run(WATCH)
    cloud.run(f'{STORE} {write} print("written")')
    assert told(cloud) == [f"{value} 0", "written"]


def test_a_removal_is_a_change_to_nil(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.run(WATCH)
    cloud.run(f'{STORE} store:RemoveAsync("k")')
    assert told(cloud) == ["nil 0"]


def test_what_the_key_held_before_is_not_told(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.run(WATCH)
    cloud.universe.run_for(minutes=5)
    assert told(cloud) == []


@pytest.mark.parametrize(("seconds", "calls"), [(59, []), (60, ["2 0"]), (61, ["2 0"])])
@pytest.mark.parametrize("servers", [2, 3, 50])
def test_writes_of_other_servers_are_found_by_the_poll_of_the_minute(
    make_cloud: Callable, seconds: int, calls: list[str], servers: int
) -> None:
    cloud = make_cloud(servers=servers)
    cloud.run(WATCH)
    cloud.run(f'{STORE} store:SetAsync("k", 2)', on=servers - 1)
    cloud.universe.run_for(seconds=seconds)
    assert told(cloud) == calls


def test_a_poll_sees_the_last_of_several_writes(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(WATCH)
    cloud.run(f'{STORE} for i = 1, 3 do store:SetAsync("k", i) end', on=1)
    cloud.universe.run_for(minutes=3)
    assert told(cloud) == ["3 0"]


def test_the_same_value_again_is_no_change(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(WATCH)
    write = f'{STORE} store:SetAsync("k", "same")'
    cloud.run(write)
    cloud.run(write)
    cloud.run(write, on=1)
    cloud.universe.run_for(minutes=2)
    assert told(cloud) == ["same 0"]


def test_each_call_gets_a_table_of_its_own(cloud) -> None:
    cloud.run(f"""{STORE}
        store:OnUpdate("k", function(value) value.n += 1 end)
        store:OnUpdate("k", function(value) value.n += 1 print(value.n) end)
        store:SetAsync("k", {{n = 0}})
    """)
    assert told(cloud) == ["1"]


def test_all_objects_that_reach_the_key_count(cloud) -> None:
    cloud.run(WATCH)
    cloud.run("""
        local options = Instance.new("DataStoreOptions")
        options.AllScopes = true
        game:GetService("DataStoreService"):GetDataStore("S", "", options):SetAsync("global/k", 7)
        game:GetService("DataStoreService"):GetDataStore("S", "other"):SetAsync("k", 8)
    """)
    assert told(cloud) == ["7 0"]


def test_ordered_stores_have_it_too(cloud) -> None:
    cloud.run("""
        local store = game:GetService("DataStoreService"):GetOrderedDataStore("S")
        store:OnUpdate("k", print)
        store:SetAsync("k", 5)
    """)
    assert told(cloud) == ["5"]


def test_nothing_is_told_or_asked_after_disconnect(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(WATCH)
    cloud.run("_G.connection:Disconnect()")
    cloud.run(f'{STORE} store:SetAsync("k", 1)')
    cloud.universe.run_for(minutes=3)
    assert (told(cloud), cloud.universe.datastores.requests()["OnUpdate"]) == ([], 1)


def test_a_server_that_is_gone_asks_no_more(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(WATCH)
    cloud.server.shutdown()
    before = cloud.universe.datastores.requests()["OnUpdate"]
    cloud.run(f'{STORE} store:SetAsync("k", 1)', on=1)
    cloud.universe.run_for(minutes=3)
    assert (told(cloud), cloud.universe.datastores.requests()["OnUpdate"]) == ([], before)


@pytest.mark.rule("DataStoreRequestType.OnUpdate", "datastore.requests_per_minute", source="CD-ERR")
@pytest.mark.parametrize(
    ("rules", "players", "limit"),
    # A server of earlier years started with 30 whoever was there (M-MDS).
    [("2026", 0, 30), ("2026", 1, 35), ("2026", 10, 80), ("2022", 0, 30), ("2022", 10, 30)],
)
def test_it_counts_against_its_request_type(
    make_cloud: Callable, rules: str, players: int, limit: int
) -> None:
    cloud = make_cloud(rules, players=players)
    watch = f'local n, size = ... {STORE} for i = 1, n do store:OnUpdate("k" .. i, print) end'
    cloud.run(watch, limit - 1)
    assert budget(cloud) == 1
    cloud.run(watch, 1)
    assert budget(cloud) == 0
    # No text is known; this one is that of the methods without a queue.
    text = "OnUpdateThrottle: OnUpdate request dropped. Request was throttled."
    assert cloud.error(f'{EXPRESSION}:OnUpdate("late", print)') == text
    assert cloud.output("error") == [f"DataStoreService: {text} API: OnUpdate, Data Store: S"]


def test_each_poll_takes_a_request_and_connections_to_one_key_share_it(cloud) -> None:
    cloud.run(f'{STORE} for _ = 1, 3 do store:OnUpdate("k", print) end')
    cloud.universe.run_for(minutes=10)
    assert cloud.universe.datastores.requests()["OnUpdate"] == 11
    assert budget(cloud) in (29, 30)


def test_its_budget_saves_up_one_minute(cloud) -> None:
    cloud.universe.run_for(minutes=10)
    assert budget(cloud) == 30


def test_a_poll_that_fails_is_made_up_for_by_the_next(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(WATCH)
    cloud.run(f'{STORE} store:SetAsync("k", 2)', on=1)
    cloud.universe.faults.add(DataStoreFault.read_error(operations={"OnUpdate"}, times=1))
    cloud.universe.run_for(seconds=90)
    assert told(cloud) == []
    cloud.universe.run_for(seconds=40)
    assert told(cloud) == ["2 0"]


def test_a_write_whose_answer_was_lost_is_found_by_the_poll(cloud) -> None:
    cloud.run(WATCH)
    cloud.universe.faults.add(DataStoreFault.error_after_write(operations={"SetAsync"}, times=1))
    assert cloud.error(f'{EXPRESSION}:SetAsync("k", 4)') is not None
    assert told(cloud) == []
    cloud.universe.run_for(seconds=MINUTE_SECONDS)
    assert told(cloud) == ["4 0"]


@pytest.mark.rule("datastore.key_bytes_max", source="CD-ERR")
@pytest.mark.parametrize(("length", "fits"), [(0, False), (49, True), (50, True), (51, False)])
def test_its_keys_are_those_of_every_method(cloud, length: int, fits: bool) -> None:
    error = cloud.error(f'{EXPRESSION}:OnUpdate("{"k" * length}", print)')
    assert (error is None) is fits


def test_it_wants_a_function(cloud) -> None:
    assert cloud.error(f'{EXPRESSION}:OnUpdate("k", 1)') == "Unable to cast value to function"
    assert cloud.error(f'{EXPRESSION}:OnUpdate("k")') == "Argument 2 missing or nil"
