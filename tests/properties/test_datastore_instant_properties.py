"""The short way of data store calls against the long one: random worlds, and no difference.

The same story is told twice, once with the short way shut. Everything that a script, a test or a
replay can see must be the same: answers, output, trace, budgets, versions, histories, counters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault, Fault
from bridge.stubs.datastore.instant import InstantCalls
from bridge.stubs.datastore.instant_door import InstantDoor
from bridge.stubs.profiles import Profile, Rate, profile
from bridge.tools.simulation import Server, Universe

EXAMPLES = 120
HOUR_SECONDS = 3600.0
MINUTE_SECONDS = 60.0
REQUEST_TYPES = ("StandardRead", "StandardWrite")

ACT = r"""
local service = game:GetService("DataStoreService")
local scoped = Instance.new("DataStoreOptions")
scoped.AllScopes = true
local fresh, cached = Instance.new("DataStoreGetOptions"), Instance.new("DataStoreGetOptions")
fresh.UseCache = false
local tagged = Instance.new("DataStoreSetOptions")
tagged:SetMetadata({by = "story"})
local stores = {
    plain = service:GetDataStore("S"), scoped = service:GetDataStore("S", nil, scoped),
    ordered = service:GetOrderedDataStore("S"),
}
local values = {
    number = 5, text = "h\u{e9}", big = string.rep("x", 2000), huge = string.rep("y", 3001),
    table = {a = {1, 2}, b = "c"}, odd = function() end, broken = "\xff", nan = 0 / 0,
}
game:BindToClose(function() task.wait(20) end)
local meddled = false
local acts = {}
function acts.get(store, key) return store:GetAsync(key) end
function acts.fresh(store, key) return store:GetAsync(key, fresh) end
function acts.cached(store, key) return store:GetAsync(key, cached) end
function acts.set(store, key, value) return store:SetAsync(key, values[value]) end
function acts.users(store, key, value) return store:SetAsync(key, values[value], {1, 2}) end
function acts.tagged(store, key, value) return store:SetAsync(key, values[value], nil, tagged) end
function acts.increment(store, key) return store:IncrementAsync(key) end
function acts.remove(store, key) return store:RemoveAsync(key) end
function acts.update(store, key, value)
    return store:UpdateAsync(key, function(old, info)
        print("saw", type(old), info and info.Version)
        if value == "big" and not meddled then
            meddled = true
            store:SetAsync(key, "between")
        end
        return values[value]
    end)
end
local function shown(value)
    if typeof(value) ~= "Instance" then return if value == values.odd then "f" else value end
    local users, tags = value:GetUserIds(), value:GetMetadata()
    return `{value.Version} {value.CreatedTime} {value.UpdatedTime} {#users} {tags.by}`
end
return function(number, act, store, key, value)
    task.spawn(function()
        local ok, first, second = pcall(acts[act], stores[store], key, value)
        if type(first) == "table" then first = game:GetService("HttpService"):JSONEncode(first) end
        print(number, ok, shown(first), shown(second))
    end)
end
"""

WATCH = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
pcall(store.OnUpdate, store, "k", function(value) print("changed", typeof(value)) end)
"""


class Act(NamedTuple):
    """A call of a script."""

    name: str
    store: str
    key: str
    value: str
    server: int


class Change(NamedTuple):
    """Something that happens to the world between two calls."""

    name: str
    number: float
    server: int


FAULTS: tuple[Fault, ...] = (
    DataStoreFault.error_before_write(times=1),
    DataStoreFault.error_after_write(probability=0.5),
    DataStoreFault.latency(1, 3, operations=("SetAsync",)),
    DataStoreFault.stale_read(0, 2),
    DataStoreFault.budget_exhaustion(times=1),
    DataStoreFault.queue_overflow(times=1),
    DataStoreFault.outage(0, 30),
)

SHARED_BUCKETS = (
    {"StandardWrite": "StandardRead"},
    {"GetAsync": "OrderedRead", "StandardRead": "StandardWrite"},
)
"""Rates that several requests count against, as in earlier years."""

on_server = st.sampled_from([0, 0, 0, 1])

# What the short way takes stands several times.
acts = st.builds(
    Act,
    st.sampled_from(
        ["set", "get", "fresh", "cached"] * 4 + ["users", "tagged", "increment", "remove", "update"]
    ),
    st.sampled_from(["plain"] * 8 + ["scoped", "ordered"]),
    st.sampled_from(["k"] * 12 + ["global/k", "z", "", "x" * 51]),
    st.sampled_from(
        ["number", "text", "big", "huge"] * 2 + ["table", "odd", "broken", "nan", "nil"]
    ),
    on_server,
)


def changes(name: str, *numbers: float) -> st.SearchStrategy[Change]:
    """A change of that name, on either server."""
    return st.builds(Change, st.just(name), st.sampled_from(numbers or (0,)), on_server)


any_change = st.one_of(
    changes("wait", 0.0, 1.0, 3.999999, 4.0, 59.0, 60.0, HOUR_SECONDS),
    changes("budget", 0, 1, 2, 3),
    changes("fault", *range(len(FAULTS))),
    *map(changes, ["clear", "other", "freeze", "record", "watch", "shutdown"]),
)
stories = st.lists(
    st.tuples(any_change, st.lists(acts, min_size=4, max_size=8)), min_size=1, max_size=4
).map(lambda parts: [step for change, calls in parts for step in (change, *calls)])


@st.composite
def rules(draw: st.DrawFn) -> Profile:
    """No latency, and limits so low that stories meet them."""
    rate, whole = Rate(draw(st.sampled_from([4, 60]))), Rate(draw(st.sampled_from([5, 300])))
    found = profile("2026")
    return found.override(
        datastore__latency_minimum_us=0,
        datastore__latency_maximum_us=0,
        datastore__requests_per_minute=dict.fromkeys(found.datastore.requests_per_minute, rate),
        datastore__experience_per_minute=dict.fromkeys(
            found.datastore.experience_per_minute, whole
        ),
        datastore__key_read_bytes_per_minute=draw(st.sampled_from([3 * 1024, 10**9])),
        datastore__key_write_bytes_per_minute=draw(st.sampled_from([3 * 1024, 10**9])),
        datastore__value_bytes_max=3000,
        datastore__queue_length_max=2,
        datastore__request_buckets=draw(st.sampled_from([{}, {}, *SHARED_BUCKETS])),
        datastore__write_cooldown_us=draw(st.sampled_from([0, 0, 6_000_000])),
    )


@contextmanager
def short_way(open_: bool) -> Iterator[list[str]]:
    """Tells what went the short way, or shuts it."""
    went: list[str] = []
    at_once = InstantDoor.at_once

    def pass_door(self: InstantDoor, operation: str, *args: Any) -> bool:
        passed = open_ and at_once(self, operation, *args)
        if passed:
            went.append(operation)
        return passed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(InstantDoor, "at_once", pass_door)
        if not open_:
            patch.setattr(InstantCalls, "get_at_once", lambda *_: None)
        yield went


def happen(universe: Universe, servers: list[Server], change: Change) -> None:
    """Lets a change come about."""
    server = servers[change.server]
    if change.name == "wait":
        universe.run_for(seconds=change.number)
    elif change.name == "fault":
        universe.faults.add(FAULTS[int(change.number)])
    elif change.name == "clear":
        universe.faults.clear()
    elif change.name == "record":
        universe.datastores.record()
    elif change.name == "other":
        universe.datastores.set("S", "k", "from elsewhere")
    elif not server.alive:
        return
    elif change.name == "shutdown":
        server.shutdown(wait=False)
    elif change.name == "watch":
        server.run(WATCH)
    else:
        budgets = server.game.service("DataStoreService").budgets
        if change.name == "freeze":
            budgets.freeze()
        for kind in REQUEST_TYPES if change.name == "budget" else ():
            budgets.set(kind, int(change.number), universe.clock.now_us)


def told(story: list[Act | Change], rules: Profile, *, short: bool) -> tuple[object, list[str]]:
    """Everything that can be seen after a story, and what went the short way."""
    with short_way(short) as went:
        universe = Universe(seed=3, profile=rules)
        servers = [universe.start_server(), universe.start_server()]
        act = [server.run(ACT) for server in servers]
        looks: list[object] = []
        for number, step in enumerate(story):
            if isinstance(step, Change):
                happen(universe, servers, step)
            elif servers[step.server].alive:
                servers[step.server].call(
                    act[step.server], number, step.name, step.store, step.key, step.value
                )
            looks += [budgets_of(universe, server) for server in servers if server.alive]
        universe.run_for(seconds=2 * MINUTE_SECONDS)
        stores = universe.datastores
        addresses = [(key, scope) for scope in ("global",) for key in stores.keys("S", scope)]
        log = stores.operations
        seen = (
            looks,
            [server.output for server in servers],
            universe.trace.lines(),
            universe.trace.digest(),
            [stores.versions("S", key, scope) for key, scope in addresses],
            [stores.history("S", key, scope) for key, scope in addresses],
            stores.requests(),
            [str(operation) for operation in log.operations] if log else None,
            [server.game.service("DataStoreService").statistics() for server in servers],
        )
    return seen, went


def budgets_of(universe: Universe, server: Server) -> list[int]:
    """What a script could ask for, of the types the short way uses."""
    budgets = server.game.service("DataStoreService").budgets
    return [budgets.available(kind, universe.clock.now_us) for kind in REQUEST_TYPES]


@settings(max_examples=EXAMPLES, deadline=None)
@given(stories, rules())
def test_nobody_can_tell_which_way_a_call_went(story: list[Act | Change], rules: Profile) -> None:
    short, went = told(story, rules, short=True)
    long, never = told(story, rules, short=False)
    event(f"short ways: {min(len(went), 5)}")
    assert short == long
    assert never == []


def test_the_short_way_is_taken() -> None:
    """Else the law above says nothing."""
    story = [Act(name, "plain", "k", "number", 0) for name in ("set", "get", "fresh", "update")]
    found = profile("2026").override(
        datastore__latency_minimum_us=0, datastore__latency_maximum_us=0
    )
    _, went = told(list(story), found, short=True)
    assert went == ["SetAsync", "GetAsync", "UpdateAsync", "UpdateAsync"]
