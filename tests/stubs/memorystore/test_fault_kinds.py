"""Every kind of fault of memory stores, end to end: what the script hears, what the store holds."""

from __future__ import annotations

import pytest

from bridge.faults import KINDS, Fault, MemoryStoreFault
from bridge.stubs.counts import Counts

CALLS = {
    "GetAsync": ("map:GetAsync('k')", 1),
    "SetAsync": ("map:SetAsync('k', 5, 60)", 5),
    "UpdateAsync": ("map:UpdateAsync('k', function(old) return (old or 0) + 9 end, 60)", 10),
    "RemoveAsync": ("map:RemoveAsync('k')", None),
}
WRITES = ("SetAsync", "UpdateAsync", "RemoveAsync")


class World:
    """A map of either kind whose key `k` holds 1."""

    def __init__(self, cloud, kind: str) -> None:
        self.cloud, self.faults = cloud, cloud.universe.faults
        self.service = 'local service = game:GetService("MemoryStoreService") '
        self.map = f'{self.service} local map = service:Get{kind}("M") '
        stores = cloud.universe.memorystores
        self.view = stores.hash_map("M") if kind == "HashMap" else stores.sorted_map("M")
        self.view["k"] = 1
        self.log = cloud.universe.calls.record()

    def error(self, call: str) -> object:
        """What pcall sees of a call; None when it works."""
        source = f"{self.map} local ok, text = pcall(function() return {call} end)"
        return self.cloud.run(f"{source} return if ok then nil else text")


@pytest.fixture(params=["HashMap", "SortedMap"])
def world(request, cloud) -> World:
    return World(cloud, request.param)


@pytest.mark.rule(
    "memorystore.error.InternalError",
    "memorystore.error.RequestThrottled",
    "memorystore.error.TotalMemoryOverLimit",
    source="CD-MEM",
)
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize(
    ("fault", "name", "concerned", "lands"),
    [
        (MemoryStoreFault.error(), "InternalError", tuple(CALLS), False),
        (MemoryStoreFault.outage(0, 60), "InternalError", tuple(CALLS), False),
        (MemoryStoreFault.throttle(), "RequestThrottled", tuple(CALLS), False),
        (MemoryStoreFault.memory_full(), "TotalMemoryOverLimit", WRITES, False),
        (MemoryStoreFault.error_after_write(), "InternalError", WRITES, True),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
def test_what_is_told_and_what_lands(
    world: World, method: str, fault: Fault, name: str, concerned: tuple[str, ...], lands: bool
) -> None:
    call, after = CALLS[method]
    world.faults.add(fault.keyed("k"))
    failed = method in concerned
    told = world.error(call)
    assert (name in str(told)) is failed and (told is None) is not failed
    assert world.view.get("k") == (after if lands or not failed else 1)
    assert world.error(call.replace("'k'", "'other'")) is None
    counts = world.log.count(method, on="M", key="k")
    throttled = failed and name in ("RequestThrottled", "TotalMemoryOverLimit")
    assert counts == Counts(1, ok=not failed, failed=failed, throttled=throttled)


@pytest.mark.parametrize("method", WRITES)
def test_a_late_reply_finds_the_deed_done(world: World, method: str) -> None:
    call, after = CALLS[method]
    world.faults.add(MemoryStoreFault.late_reply(10))
    world.cloud.run(f"{world.map} task.spawn(function() {call} print('answered') end)")
    world.cloud.universe.run_for(seconds=2)
    first = 1 if method == "UpdateAsync" else after  # its first trip, a read, is late too
    assert (world.view.get("k"), world.cloud.output("print")) == (first, [])
    world.cloud.universe.run_for(seconds=20)
    assert (world.view.get("k"), world.cloud.output("print")) == (after, ["answered"])


def test_latency_is_per_operation_and_key(world: World) -> None:
    world.faults.clear()
    world.faults.add(MemoryStoreFault.latency(2).on("SetAsync"))
    world.faults.add(MemoryStoreFault.latency(3).keys_from("slow"))

    def took(call: str) -> float:
        begin = world.cloud.universe.now_seconds
        assert world.error(call) is None
        return round(world.cloud.universe.now_seconds - begin, 6)

    assert took("map:SetAsync('k', 1, 60)") == 2
    assert took("map:GetAsync('slow_one')") == 3
    assert took("map:GetAsync('k')") < 0.2


def test_an_item_expires_before_its_time(world: World) -> None:
    world.faults.add(MemoryStoreFault.early_expiry().on("GetAsync").scheduled("works, fails"))
    read = f"{world.map} return (map:GetAsync('k'))"
    assert [world.cloud.run(read) for _ in range(2)] == [1, None]
    assert world.view == {}


def test_a_conflict_lets_the_transform_run_again(world: World) -> None:
    world.faults.add(MemoryStoreFault.conflict().first(2))
    source = f"""{world.map} local runs = 0
        map:UpdateAsync("k", function(old) runs += 1 return old + 1 end, 60) return runs
    """
    assert (world.cloud.run(source), world.view["k"]) == (3, 2)


def test_conflicts_without_end_are_an_error(world: World) -> None:
    world.faults.add(MemoryStoreFault.conflict().sometimes(1.0))
    assert "UpdateConflict" in str(world.error(CALLS["UpdateAsync"][0]))
    assert world.view["k"] == 1


def test_a_partial_page_holds_half_and_is_not_the_last(cloud) -> None:
    world = World(cloud, "HashMap")
    world.view.update({f"k{number}": number for number in range(8)})
    source = f"""{world.map} local pages, sizes = map:ListItemsAsync(4), {{}}
        while true do
            table.insert(sizes, #pages:GetCurrentPage())
            if pages.IsFinished then return table.concat(sizes, " ") end
            pages:AdvanceToNextPageAsync()
        end
    """

    def pages() -> list[int]:
        return [int(size) for size in str(cloud.run(source)).split()]

    whole = pages()
    with world.faults.during(MemoryStoreFault.partial_page().at(1)):
        shortened = pages()
    assert (sum(whole), sum(shortened)) == (9, 9)
    assert shortened[0] < whole[0]


def test_what_was_read_is_visible_to_others_at_once(cloud) -> None:
    jobs = cloud.universe.memorystores.queue("Jobs")
    jobs.add("a")
    cloud.universe.faults.add(MemoryStoreFault.redelivery().once())
    read = """
        local queue = game:GetService("MemoryStoreService"):GetQueue("Jobs", 30)
        return (queue:ReadAsync(1, false, 0))[1]
    """
    assert (cloud.run(read), jobs.visible) == ("a", ["a"])
    assert (cloud.run(read), jobs.visible) == ("a", [])


def test_every_kind_is_tried_above() -> None:
    assert set(KINDS["memorystore"]) == {
        "error", "outage", "throttle", "memory_full", "error_after_write", "late_reply", "latency",
        "early_expiry", "conflict", "partial_page", "redelivery",
    }  # fmt: skip
