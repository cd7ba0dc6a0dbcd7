"""The door of one server: full queues, throttling, latency, faults, shutdown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.call import Call
from bridge.stubs.datastore.errors import ERRORS

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
STORE_EXPRESSION = 'game:GetService("DataStoreService"):GetDataStore("S")'
REJECTED = "502: API Services rejected request with error. HTTP {}"
INTERNAL = REJECTED.format("500 (Internal Server Error)")
SECOND = 1_000_000
INSTANT = {"datastore__latency_minimum_us": 0, "datastore__latency_maximum_us": 0}


def start(cloud, calls: int, call: str, on: int = 0) -> None:
    """Threads that each make a call on a store."""
    cloud.start(calls, call, STORE, on=on)


def service(cloud, on: int = 0):
    return cloud.servers[on].game.service("DataStoreService")


def set_budget(cloud, kind: str, requests: int) -> None:
    service(cloud).budgets.set(kind, requests, cloud.universe.clock.now_us)


# -- full queues ------------------------------------------------------------------------------


@pytest.mark.rule(
    "datastore.error.GetAsyncThrottle",
    "datastore.error.SetAsyncThrottle",
    "datastore.error.IncreAsyncThrottle",
    "datastore.error.UpdateAsyncThrottle",
    "datastore.error.RemoveAsyncThrottle",
    "datastore.queue_full_text",
    source="CD-ERR; CD-OLD",
)
@pytest.mark.parametrize(
    ("call", "kind", "name"),
    [
        ("store:GetAsync('k')", "StandardRead", "GetAsyncThrottle"),
        ("store:SetAsync('k' .. i, 1)", "StandardWrite", "SetAsyncThrottle"),
        ("store:IncrementAsync('k' .. i)", "StandardWrite", "IncreAsyncThrottle"),
        ("store:RemoveAsync('k' .. i)", "StandardWrite", "RemoveAsyncThrottle"),
        ("store:UpdateAsync('k' .. i, tostring)", "StandardRead", "UpdateAsyncThrottle"),
    ],
)
def test_a_full_queue_has_a_number_under_the_old_rules(
    make_cloud: Callable, call: str, kind: str, name: str
) -> None:
    cloud = make_cloud("2022")
    set_budget(cloud, kind, 0)
    start(cloud, 31, call)
    code, text = ERRORS[name]
    told = text.format(queue=", but throttled request queue was full")
    assert cloud.output("print") == [f"31 {code}: {told}"]


@pytest.mark.rule("datastore.named_throttle_errors", source="CD-ERR; W-ST")
@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("store:GetAsync('k')", "StandardRead"),
        ("store:SetAsync('k', 1)", "StandardWrite"),
        ("store:RemoveAsync('k')", "StandardRemove"),
    ],
)
def test_a_full_queue_has_a_name_under_the_new_rules(cloud, call: str, kind: str) -> None:
    set_budget(cloud, kind, 0)
    start(cloud, 31, call)
    expected = (
        f"31 {kind}GameServerThrottled: {kind} request was throttled by game server limits "
        "or the request queue was full."
    )
    assert cloud.output("print") == [expected]


def test_a_full_queue_at_the_writing_half_fails_the_update(cloud) -> None:
    set_budget(cloud, "StandardWrite", 0)
    start(cloud, 31, "store:UpdateAsync('k' .. i, function() return 1 end)")
    cloud.universe.run_for(seconds=0.5)
    assert len(cloud.output("print")) == 1
    assert cloud.output("print")[0].startswith("31 StandardWriteGameServerThrottled")


# -- throughput and the experience ------------------------------------------------------------


def test_a_key_written_too_fast_is_throttled(make_cloud: Callable) -> None:
    cloud = make_cloud(datastore__key_write_bytes_per_minute=3 * 1024)
    for _ in range(3):
        assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 1)') is None
    text = "KeyThrottled: The request rate exceeds the allowed maximum for the key."
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 1)') == text
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("other", 1)') is None


def test_reading_counts_the_size_of_the_value(make_cloud: Callable) -> None:
    cloud = make_cloud(datastore__key_read_bytes_per_minute=4 * 1024, datastore__cache_us=0)
    cloud.universe.datastores.set("S", "k", "x" * 1500)
    outcomes = [cloud.error(f'{STORE_EXPRESSION}:GetAsync("k")') for _ in range(3)]
    assert outcomes[:2] == [None, None]
    assert str(outcomes[2]).startswith("KeyThrottled")


@pytest.mark.parametrize("servers", [1, 3])
def test_all_servers_share_the_limits_of_the_experience(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers, datastore__budget_start_minutes=3.0)
    for on in range(servers):
        start(cloud, 300 // servers, "store:GetAsync('k' .. i)", on=on)
        cloud.universe.datastores.budgets.unlimited(server=on)
    cloud.universe.run_for(seconds=1)
    text = (
        "StandardReadExperienceThrottled: StandardRead request was throttled by experience limits."
    )
    sent = cloud.universe.datastores.requests()["GetAsync"]
    left = 300 - sent
    for _ in range(left):
        assert cloud.error(f'{STORE_EXPRESSION}:GetAsync("k" .. math.random())') is None
    assert cloud.error(f'{STORE_EXPRESSION}:GetAsync("last")') == text


# -- latency and faults -----------------------------------------------------------------------


@pytest.mark.rule(
    "datastore.latency_minimum_us",
    "datastore.latency_maximum_us",
    source="reference 10: suggested default",
)
def test_latency_is_drawn_from_the_seed_within_its_bounds(make_cloud: Callable) -> None:
    def durations(seed: int) -> list[float]:
        cloud = make_cloud(latency=True, seed=seed)
        source = f"""{STORE} local took = {{}}
            for i = 1, 20 do
                local begin = os.clock()
                store:SetAsync("k", i)
                took[i] = os.clock() - begin
            end
            return unpack(took)
        """
        return list(cloud.run(source))

    first = durations(1)
    assert first == durations(1)
    assert first != durations(2)
    assert all(0.05 <= seconds <= 0.5 + 1 / 60 for seconds in first)
    assert len({round(seconds, 3) for seconds in first}) > 10


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (DataStoreFault.error(), INTERNAL),
        (DataStoreFault.error_before_write(), INTERNAL),
        (DataStoreFault.throttle(), REJECTED.format("429 (Too Many Requests)")),
        (DataStoreFault.outage(0, 60), INTERNAL),
        (DataStoreFault.error(text="403: no access"), "403: no access"),
    ],
)
def test_a_failed_write_changes_nothing(cloud, fault, text: str) -> None:
    cloud.universe.faults.add(fault)
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 1)') == text
    assert cloud.universe.datastores.get("S", "k") is None
    assert cloud.universe.faults.total("datastore", [fault.kind]) == 1


@pytest.mark.parametrize("call", ['SetAsync("k", 1)', 'IncrementAsync("k")'])
def test_an_error_after_the_write_leaves_it_in_place(cloud, call: str) -> None:
    cloud.universe.faults.add(DataStoreFault.error_after_write())
    assert cloud.error(f"{STORE_EXPRESSION}:{call}") == INTERNAL
    assert cloud.universe.datastores.get("S", "k") == 1


def test_a_removal_may_land_although_it_failed(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.universe.faults.add(DataStoreFault.error_after_write())
    assert cloud.error(f'{STORE_EXPRESSION}:RemoveAsync("k")') == INTERNAL
    assert cloud.universe.datastores.get("S", "k") is None


def test_faults_of_writes_spare_reads(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.error_before_write())
    cloud.universe.faults.add(DataStoreFault.error_after_write())
    assert cloud.error(f'{STORE_EXPRESSION}:GetAsync("k")') is None


def test_a_read_error_hits_reads_and_the_reading_half_of_updates(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.read_error())
    assert cloud.error(f'{STORE_EXPRESSION}:GetAsync("k")') == INTERNAL
    assert cloud.error(f'{STORE_EXPRESSION}:UpdateAsync("k", tostring)') == INTERNAL
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 1)') is None


def test_an_outage_ends(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.outage(10, 20))
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 1)') is None
    cloud.universe.run_for(seconds=10)
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 2)') == INTERNAL
    cloud.universe.run_for(seconds=10)
    assert cloud.error(f'{STORE_EXPRESSION}:SetAsync("k", 3)') is None


def test_a_late_reply_comes_after_the_write_took_effect(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.late_reply(5, 5))
    start(cloud, 1, "store:SetAsync('k', 1)")
    cloud.universe.run_for(seconds=4.9)
    assert (cloud.universe.datastores.get("S", "k"), cloud.output("print")) == (1, [])
    cloud.universe.run_for(seconds=0.2)
    assert cloud.output("print") == ["1 ok"]


def test_a_stale_read_shows_an_earlier_value(make_cloud: Callable) -> None:
    cloud = make_cloud(datastore__cache_us=0)
    cloud.universe.datastores.set("S", "k", "old")
    cloud.universe.run_for(seconds=10)
    cloud.universe.datastores.set("S", "k", "new")
    cloud.universe.run_for(seconds=1)
    cloud.universe.faults.add(DataStoreFault.stale_read(2, 2, times=1))
    read = f'{STORE} return (store:GetAsync("k"))'
    assert (cloud.run(read), cloud.run(read)) == ("old", "new")


# -- the end of a server ----------------------------------------------------------------------


def test_what_was_sent_before_a_crash_still_takes_effect(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True)
    start(cloud, 1, "store:SetAsync('k', 1)")
    cloud.server.crash()
    cloud.universe.run_until_idle()
    assert cloud.universe.datastores.get("S", "k") == 1
    assert cloud.output("print") == []


def test_what_was_queued_at_a_crash_is_lost(cloud) -> None:
    set_budget(cloud, "StandardWrite", 0)
    start(cloud, 2, "store:SetAsync('k', 1)")
    cloud.server.crash()
    cloud.universe.run_until_idle()
    assert cloud.universe.datastores.get("S", "k") is None


def test_a_closing_server_can_still_save(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True)
    cloud.run(f"game:BindToClose(function() {STORE} store:SetAsync('k', 'saved') end)")
    cloud.server.shutdown()
    assert cloud.universe.datastores.get("S", "k") == "saved"


def test_a_closing_server_gets_the_budget_to_save_everybody(cloud) -> None:
    set_budget(cloud, "StandardWrite", 0)
    save = f"for i = 1, 100 do task.spawn(function() {STORE} store:SetAsync('k' .. i, i) end) end"
    cloud.run(f"game:BindToClose(function() {save} task.wait(1) end)")
    cloud.server.shutdown()
    assert len(cloud.universe.datastores.keys("S")) == 100


class Refusals(list[str]):
    """Stands for a request: it keeps what it is told."""

    fail = list.append


@pytest.mark.rule("datastore.error.DataModelNoAccess", source="CD-ERR")
def test_requests_after_the_end_fail_with_401(cloud) -> None:
    door, refusals = service(cloud).door, Refusals()
    cloud.server.crash()
    call = Call("SetAsync", Address("S", "global", "k"), refusals)
    door.submit(call, "StandardWrite", lambda: refusals.append("sent"))
    assert refusals == [
        "401: Request failed. DataModel is inaccessible while the experience is shutting down."
    ]


STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S")'


def test_an_empty_budget_lets_a_request_wait_in_the_queue(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.budget_exhaustion(operations=("SetAsync",), times=1))
    cloud.run(f'{STORE} store:SetAsync("k", 1)')
    assert cloud.universe.now_seconds == 1  # 60 a minute without players
    assert any("added to queue" in text for text in cloud.output("warn"))


def test_an_empty_budget_drops_what_has_no_queue(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.budget_exhaustion())
    found = cloud.run(f"{STORE} return select(2, pcall(store.ListKeysAsync, store))")
    assert found.startswith("StandardListGameServerThrottled: ")


def test_a_full_queue_drops_a_request_with_its_documented_error(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.budget_exhaustion())
    cloud.universe.faults.add(DataStoreFault.queue_overflow())
    source = f'{STORE} return select(2, pcall(store.SetAsync, store, "k", 1))'
    assert cloud.run(source).startswith("StandardWriteGameServerThrottled: ")
    assert cloud.universe.datastores.get("S", "k") is None


def test_a_queue_that_nobody_needs_does_not_overflow(cloud) -> None:
    """A request that its budget admits never meets the queue."""
    fault = cloud.universe.faults.add(DataStoreFault.queue_overflow())
    cloud.run(f'{STORE} store:SetAsync("k", 1)')
    assert fault in cloud.universe.faults.unused()


def test_a_conflict_runs_the_transform_again(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.conflict(times=3))
    source = f"""{STORE}
        local calls = 0
        local value = store:UpdateAsync("k", function(old)
            calls += 1
            return (old or 0) + 1
        end)
        return calls, value"""
    assert cloud.run(source) == (4, 1)


def test_a_conflict_concerns_updates_alone(cloud) -> None:
    cloud.universe.faults.add(DataStoreFault.conflict())
    cloud.run(f'{STORE} store:SetAsync("k", 1) store:IncrementAsync("k", 1)')
    assert DataStoreFault.conflict() in cloud.universe.faults.unused()


def test_a_partial_page_loses_no_key(cloud) -> None:
    for number in range(5):
        cloud.universe.datastores.set("S", f"k{number}", number)
    cloud.universe.faults.add(DataStoreFault.partial_page(times=2))
    source = f"""{STORE}
        local pages, sizes, keys = store:ListKeysAsync(), {{}}, {{}}
        while true do
            local page = pages:GetCurrentPage()
            table.insert(sizes, #page)
            for _, key in page do table.insert(keys, key.KeyName) end
            if pages.IsFinished then break end
            pages:AdvanceToNextPageAsync()
        end
        return table.concat(sizes, " "), table.concat(keys, " ")"""
    assert cloud.run(source) == ("2 1 2", "k0 k1 k2 k3 k4")


def test_a_partial_page_may_be_empty_and_is_not_the_last(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.universe.faults.add(DataStoreFault.partial_page(times=1))
    source = f"""{STORE}
        local pages = store:ListKeysAsync()
        local empty, finished = #pages:GetCurrentPage(), pages.IsFinished
        pages:AdvanceToNextPageAsync()
        return empty, finished, #pages:GetCurrentPage(), pages.IsFinished"""
    assert cloud.run(source) == (0, False, 1, True)


def test_without_latency_a_call_is_answered_before_it_returns(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True, **INSTANT)
    cloud.run(f"""{STORE}
        local others = 0
        task.defer(function() others += 1 end)
        store:SetAsync("k", 1)
        local value, info = store:UpdateAsync("k", function(old) return old + 1 end)
        print(value, info.Version == select(2, store:GetAsync("k")).Version, others)
    """)
    assert cloud.output("print") == ["2 true 0"]
    assert cloud.universe.clock.now_us == 0


def test_without_latency_faults_still_bite(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True, **INSTANT)
    cloud.universe.faults.add(DataStoreFault.error_before_write(times=1))
    cloud.run(f"{STORE} print(pcall(store.SetAsync, store, 'k', 1)) store:SetAsync('k', 2)")
    cloud.universe.run_until_idle()
    assert cloud.output("print") == [f"false {INTERNAL}"]
    assert cloud.universe.datastores.get("S", "k") == 2
