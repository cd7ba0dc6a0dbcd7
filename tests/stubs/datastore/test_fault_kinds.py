"""Every kind of fault of data stores, end to end: what the script hears, what the key holds, what
the history counts; for standard and ordered stores, with latency and without."""

from __future__ import annotations

import pytest

from bridge.faults import KINDS, DataStoreFault, Delay, Fault
from bridge.stubs.counts import Counts

INSTANT = {"datastore__latency_minimum_us": 0, "datastore__latency_maximum_us": 0}
ERROR = "502: API Services rejected request with error. HTTP 500 (Internal Server Error)"
THROTTLE = "502: API Services rejected request with error. HTTP 429 (Too Many Requests)"

CALLS = {
    "GetAsync": ("store:GetAsync('k')", 1),
    "SetAsync": ("store:SetAsync('k', 5)", 5),
    "IncrementAsync": ("store:IncrementAsync('k', 2)", 3),
    "UpdateAsync": ("store:UpdateAsync('k', function(old) return old + 9 end)", 10),
    "RemoveAsync": ("store:RemoveAsync('k')", None),
}
"""Method: how it is called on a key that holds 1, and what the key holds then."""

READS, WRITES = ("GetAsync", "UpdateAsync"), ("SetAsync", "IncrementAsync", "UpdateAsync")
REMOVES = ("RemoveAsync",)


class World:
    """A store of either family whose key `k` holds 1."""

    def __init__(self, make_cloud, family: str, instant: bool) -> None:
        self.cloud = make_cloud(latency=True, **(INSTANT if instant else {}))
        getter = "GetDataStore" if family == "standard" else "GetOrderedDataStore"
        self.store = f'local store = game:GetService("DataStoreService"):{getter}("S") '
        stores = self.cloud.universe.datastores
        self.view = stores.store("S") if family == "standard" else stores.ordered("S")
        self.view["k"] = 1
        self.log = stores.record()
        self.faults = self.cloud.universe.faults

    def error(self, call: str, on: int = 0) -> object:
        """What pcall sees of a call; None when it works."""
        source = f"local ok, text = pcall(function() return {call} end)"
        return self.cloud.run(f"{self.store} {source} return if ok then nil else text", on=on)


@pytest.fixture(params=["standard", "ordered"])
def family(request) -> str:
    return request.param


@pytest.fixture(params=[True, False], ids=["instant", "latency"])
def world(request, make_cloud, family: str) -> World:
    return World(make_cloud, family, request.param)


@pytest.mark.rule("datastore.error.RequestRejected", source="CD-ERR")
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize(
    ("fault", "text", "concerned", "lands"),
    [
        (DataStoreFault.error(), ERROR, tuple(CALLS), False),
        (DataStoreFault.outage(0, 60), ERROR, tuple(CALLS), False),
        (DataStoreFault.throttle(), THROTTLE, tuple(CALLS), False),
        (DataStoreFault.error_before_write(), ERROR, (*WRITES, *REMOVES), False),
        (DataStoreFault.error_after_write(), ERROR, (*WRITES, *REMOVES), True),
        (DataStoreFault.read_error(), ERROR, READS, False),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
def test_what_is_told_and_what_lands(
    world: World, method: str, fault: Fault, text: str, concerned: tuple[str, ...], lands: bool
) -> None:
    call, after = CALLS[method]
    world.faults.add(fault)
    failed = method in concerned
    assert world.error(call) == (text if failed else None)
    assert world.view.get("k") == (after if lands or not failed else 1)
    counts = world.log.count(method, key="k")
    assert (counts.calls, counts.failed, counts.throttled) == (1, failed, text == THROTTLE)
    assert counts.landed == (method != "GetAsync" and (lands or not failed))


def test_a_schedule_goes_by_the_calls_it_concerns(world: World) -> None:
    fault = DataStoreFault.error().on("SetAsync").keyed("k")
    world.faults.add(fault.scheduled("works, fails, fails, works"))
    told = []
    for value in range(2, 6):
        world.error("store:SetAsync('other', 1)")
        world.error("store:GetAsync('k', nil)")
        told.append((world.error(f"store:SetAsync('k', {value})"), world.view["k"]))
    assert told == [(None, 2), (ERROR, 2), (ERROR, 2), (None, 5)]
    assert world.log.count("SetAsync", key="k") == Counts(calls=4, ok=2, failed=2, landed=2)


@pytest.mark.parametrize(
    ("at_seconds", "works"), [(9.999_999, True), (10, False), (19.999_999, False), (20, True)]
)
def test_an_outage_holds_from_its_first_instant_up_to_its_last(
    make_cloud, family: str, at_seconds: float, works: bool
) -> None:
    world = World(make_cloud, family, instant=True)
    world.faults.add(DataStoreFault.outage(10, 20))
    world.cloud.universe.run_for(seconds=at_seconds)
    assert (world.error("store:GetAsync('k')") is None) is works


@pytest.mark.parametrize("method", CALLS)
def test_a_late_reply_finds_the_deed_done(world: World, method: str) -> None:
    call, after = CALLS[method]
    world.faults.add(DataStoreFault.late_reply(10))
    world.cloud.run(f"{world.store} task.spawn(function() {call} print('answered') end)")
    world.cloud.universe.run_for(seconds=2)
    first = 1 if method == "UpdateAsync" else after  # its first trip, a read, is late too
    assert (world.view.get("k"), world.cloud.output("print")) == (first, [])
    world.cloud.universe.run_for(seconds=20)
    assert (world.view.get("k"), world.cloud.output("print")) == (after, ["answered"])


@pytest.mark.parametrize(("age_seconds", "seen"), [(4, 2), (7, 1)])
def test_a_stale_read_gives_what_the_key_held(world: World, age_seconds: float, seen: int) -> None:
    world.cloud.universe.run_for(seconds=10)
    world.view["k"] = 2
    world.cloud.universe.run_for(seconds=5)
    world.faults.add(DataStoreFault.stale_read(age_seconds).once())
    read = f"{world.store} return (store:GetAsync('k'))"
    assert world.cloud.run(read) == seen
    assert world.cloud.run(read) == seen, "the cache believes it"
    world.cloud.universe.run_for(seconds=4)
    assert world.cloud.run(read) == 2


def test_latency_is_per_operation_key_and_server(make_cloud, family: str) -> None:
    world = World(make_cloud, family, instant=True)
    world.cloud.servers.append(world.cloud.universe.start_server())
    for fault in (
        DataStoreFault.latency(2).on("SetAsync"),
        DataStoreFault.latency(3).keyed("slow"),
        DataStoreFault.latency(5).on_server(1),
    ):
        world.faults.add(fault)

    def took(call: str, on: int = 0) -> float:
        begin = world.cloud.universe.now_seconds
        assert world.error(call, on) is None
        return round(world.cloud.universe.now_seconds - begin, 6)

    assert took("store:SetAsync('k', 1)") == 2
    assert took("store:GetAsync('slow')") == 3
    assert took("store:GetAsync('other')") == 0
    assert took("store:GetAsync('other')", on=1) == 5
    # Of several that bite the first one in force counts.
    assert took("store:SetAsync('slow', 1)", on=1) == 2


def test_latencies_follow_their_distribution(make_cloud, family: str) -> None:
    world = World(make_cloud, family, instant=True)
    world.cloud.universe.datastores.budgets.unlimited()
    world.faults.add(DataStoreFault.latency(Delay.percentiles({50: 0.1, 90: 0.2, 100: 3})))
    world.cloud.run(f"""{world.store}
        for i = 1, 250 do task.spawn(function() store:GetAsync("k" .. i) end) end
    """)
    world.cloud.universe.run_until_idle()
    calls = world.log.select("GetAsync")
    took = sorted(call.returned_us - call.invoked_us for call in calls)
    assert took[len(took) // 2] == pytest.approx(100_000, rel=0.3)
    assert took[len(took) * 8 // 10] == pytest.approx(175_000, rel=0.2)
    assert 200_000 < took[-1] <= 3_000_000


def test_an_empty_budget_and_a_full_queue(world: World) -> None:
    world.faults.add(DataStoreFault.budget_exhaustion().on("SetAsync").once())
    assert world.error("store:SetAsync('k', 2)") is None
    assert world.log.count("SetAsync").queued == 1
    world.faults.add(DataStoreFault.budget_exhaustion().on("SetAsync").once())
    world.faults.add(DataStoreFault.queue_overflow().on("SetAsync"))
    assert "GameServerThrottled" in str(world.error("store:SetAsync('k', 3)"))
    assert (world.log.count("SetAsync").dropped, world.view["k"]) == (1, 2)


def test_a_conflict_lets_the_transform_run_again(world: World) -> None:
    world.faults.add(DataStoreFault.conflict().first(2))
    source = f"""{world.store} local runs = 0
        store:UpdateAsync("k", function(old) runs += 1 return old + 1 end) return runs
    """
    assert (world.cloud.run(source), world.view["k"]) == (3, 2)


LISTINGS = {
    "standard": (
        "store:ListKeysAsync('', 4)",
        "store:ListVersionsAsync('k0', Enum.SortDirection.Ascending, 0, 0, 4)",
        "game:GetService('DataStoreService'):ListDataStoresAsync('', 4)",
    ),
    "ordered": ("store:GetSortedAsync(true, 4)",),
}


def test_a_partial_page_holds_half_and_is_not_the_last(make_cloud, family: str) -> None:
    """Whatever is listed, with one page shortened nothing is missing and nothing comes twice."""
    world = World(make_cloud, family, instant=False)
    world.view.update({f"k{number}": number for number in range(8)})
    stores = world.cloud.universe.datastores
    stores.budgets.unlimited()
    for number in range(8):
        stores.store(f"S{number}")["k"] = 1
        world.cloud.universe.run_for(hours=1)
        if family == "standard":
            world.view["k0"] = number

    def pages(call: str) -> list[int]:
        source = f"""{world.store} local pages, sizes = {call}, {{}}
            while true do
                table.insert(sizes, #pages:GetCurrentPage())
                if pages.IsFinished then return table.concat(sizes, " ") end
                pages:AdvanceToNextPageAsync()
            end
        """
        return [int(size) for size in str(world.cloud.run(source)).split()]

    for call in LISTINGS[family]:
        whole = pages(call)
        with world.faults.during(DataStoreFault.partial_page().at(2)):
            shortened = pages(call)
        assert whole[:2] == [4, 4]
        assert (shortened[:2], sum(shortened)) == ([4, 2], sum(whole))
        with world.faults.during(DataStoreFault.partial_page().first(20)):
            assert sum(pages(call)) == sum(whole)


def test_every_kind_is_tried_above() -> None:
    assert set(KINDS["datastore"]) == {
        "error", "outage", "throttle", "error_before_write", "error_after_write", "read_error",
        "late_reply", "stale_read", "latency", "budget_exhaustion", "queue_overflow", "conflict",
        "partial_page",
    }  # fmt: skip
