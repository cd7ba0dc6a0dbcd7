"""Laws: whatever goes wrong, counts of calls add up, and agree with what scripts were told and with
what the backend holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import Fault, FaultPlan
from bridge.stubs.counts import Counts
from bridge.tools.simulation import Universe
from bridge.tools.strategies.faults import fault_plans

SCRIPT = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
local ordered = game:GetService("DataStoreService"):GetOrderedDataStore("O")
local map = game:GetService("MemoryStoreService"):GetHashMap("M")
local calls = {
    get = function(key) return store:GetAsync(key) end,
    set = function(key) return store:SetAsync(key, 1) end,
    update = function(key)
        return store:UpdateAsync(key, function(old) return (old or 0) + 1 end)
    end,
    cancel = function(key) return store:UpdateAsync(key, function() return nil end) end,
    increment = function(key) return ordered:IncrementAsync(key, 1) end,
    remove = function(key) return ordered:RemoveAsync(key) end,
    list = function() return store:ListKeysAsync() end,
    versions = function(key) return store:ListVersionsAsync(key) end,
    publish = function(key) game:GetService("MessagingService"):PublishAsync(key, 1) end,
    lock = function(key) return map:SetAsync(key, 1, 60) end,
    refused = function() return store:GetAsync("") end,
}
local told = { ok = 0, failed = 0 }
return function(name, key)
    local ok = pcall(calls[name], key)
    if ok then told.ok += 1 else told.failed += 1 end
end, function() return told.ok, told.failed end
"""

NAMES = (
    "get", "set", "update", "cancel", "increment", "remove", "list", "versions", "publish", "lock",
    "refused",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from("ab"), st.integers(0, 1), st.booleans()),
    max_size=30,
)
PLANS = fault_plans(services=["datastore", "messaging", "memorystore"], max_size=4)


def total(counts: dict[str, Counts] | dict[int, Counts]) -> Counts:
    return Counts(*map(sum, zip(Counts(), *counts.values(), strict=True)))


@settings(max_examples=25, deadline=None)
@given(steps=STEPS, plan=PLANS, seed=st.integers(0, 5))
def test_counts_add_up(steps: list[tuple[str, str, int, bool]], plan: FaultPlan, seed: int) -> None:
    universe = Universe(seed=seed, faults=plan)
    log = universe.calls.record()
    servers = [universe.start_server(), universe.start_server()]
    scripts = [server.run(SCRIPT) for server in servers]
    for name, key, on, waits in steps:
        servers[on].spawn(scripts[on][0], name, key)
        if waits:
            universe.run_for(seconds=1)
    universe.run_for(seconds=20)
    counts = log.count()
    told = [server.call(script[1]) for server, script in zip(servers, scripts, strict=True)]
    assert counts.calls == len(steps)
    assert counts.ok + counts.failed + counts.pending == counts.calls
    assert (counts.ok, counts.failed) == tuple(map(sum, zip(*told, strict=True)))
    assert total(log.counts_by_method()) == total(log.counts_by_server()) == counts
    stores = universe.datastores
    written = [
        entry
        for name, scope in stores.stores()
        for address in stores.addresses()
        if (address.name, address.scope) == (name, scope)
        for entry in stores.history(name, address.key, scope, family=address.family)
    ]
    assert counts.landed == len(written)
    assert counts.cached <= counts.ok and counts.dropped + counts.throttled <= counts.failed


@settings(max_examples=15, deadline=None)
@given(plan=PLANS, seed=st.integers(0, 3))
def test_counting_changes_nothing(plan: FaultPlan, seed: int) -> None:
    def digest(recorded: bool) -> str:
        universe = Universe(seed=seed, faults=plan)
        if recorded:
            universe.calls.record()
        server = universe.start_server()
        call, _ = server.run(SCRIPT)
        for name in NAMES * 2:
            server.spawn(call, name, "a")
            universe.run_for(seconds=0.2)
        universe.run_for(seconds=10)
        return universe.trace.digest()

    assert digest(True) == digest(False)


@settings(max_examples=15, deadline=None)
@given(fault=st.sampled_from(["error", "throttle", "error_before_write"]), seed=st.integers(0, 3),
       bites=st.lists(st.booleans(), min_size=1, max_size=6))  # fmt: skip
def test_a_schedule_is_seen_in_the_answers(fault: str, seed: int, bites: list[bool]) -> None:
    words = ", ".join("fails" if each else "works" for each in bites)
    universe = Universe(seed=seed)
    if any(bites):
        universe.faults.add(Fault(service="datastore", kind=fault, schedule=words))
    server = universe.start_server()
    call, _ = server.run(SCRIPT)
    log = universe.calls.record()
    for _ in bites:
        server.call(call, "set", "a")
    answers = [each.outcome.value == "failed" for each in log.select("SetAsync")]
    assert answers == bites
