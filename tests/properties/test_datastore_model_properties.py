"""Data stores against a dictionary: random operations, servers and faults.

The model knows only "a key holds a value". What a script was told and what the backend holds must
agree with it, with the one freedom the platform has: a failed write may have landed.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault, FaultPlan
from bridge.stubs.profiles import profile
from bridge.tools.simulation import Server, Universe

EXAMPLES = 25
KEYS = ("a", "b")
CACHE_SECONDS = 4.0

STEP = """
local http = game:GetService("HttpService")
local store = game:GetService("DataStoreService"):GetDataStore("S")
local calls = {}
function calls.set(key, value) store:SetAsync(key, value) return nil end
function calls.get(key) return (store:GetAsync(key)) end
function calls.remove(key) return (store:RemoveAsync(key)) end
function calls.increment(key, value) return (store:IncrementAsync(key, value)) end
function calls.append(key, value)
    return (store:UpdateAsync(key, function(old)
        if type(old) ~= "table" then old = {} end
        table.insert(old, value)
        return old
    end))
end
function calls.cancel(key) return (store:UpdateAsync(key, function() return nil end)) end
return function(name, key, text)
    local ok, value = pcall(calls[name], key, http:JSONDecode(text))
    if not ok then return false, value end
    return true, if value == nil then "null" else http:JSONEncode(value)
end
"""


class Operation(NamedTuple):
    name: str
    key: str
    value: Any = 0


values = (
    st.integers(-5, 5) | st.text("xy\u00e9", max_size=3) | st.lists(st.integers(0, 3), max_size=3)
)
keys = st.sampled_from(KEYS)
operations = st.one_of(
    st.builds(Operation, st.just("set"), keys, values),
    st.builds(Operation, st.sampled_from(["get", "remove", "cancel"]), keys, st.just(0)),
    st.builds(Operation, st.just("increment"), keys, st.integers(-3, 3)),
    st.builds(Operation, st.just("append"), keys, st.integers(0, 9)),
)
occurrences = st.lists(st.integers(1, 8), unique=True, max_size=3).map(tuple)


def step(server: Server, operation: Operation) -> tuple[bool, Any]:
    """What a script is told: (True, value) or (False, error text)."""
    run = server.run(STEP)
    ok, text = server.call(run, operation.name, operation.key, json.dumps(operation.value))
    return ok, json.loads(text) if ok else text


def expected(model: dict[str, Any], operation: Operation) -> tuple[Any, Any] | None:
    """(what the call gives, what the key holds afterwards); None when the call must fail."""
    name, key, value = operation
    old = model.get(key)
    if name == "set":
        return None, value
    if name == "get":
        return old, old
    if name == "remove":
        return old, None
    if name == "cancel":
        return None, old
    if name == "append":
        new = [*old, value] if isinstance(old, list) else [value]
        return new, new
    if old is not None and not isinstance(old, int):
        return None
    return (old or 0) + value, (old or 0) + value


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), operations), max_size=20),
    st.integers(0, 1000),
    st.sampled_from(["2026", "2022", "2018"]),
)
def test_without_faults_two_servers_and_a_dictionary_agree(
    script: list[tuple[int, Operation]], seed: int, year: str
) -> None:
    universe = Universe(seed=seed, profile=profile(year).override(datastore__cache_us=0))
    servers = [universe.start_server(), universe.start_server()]
    model: dict[str, Any] = {}
    for on, operation in script:
        ok, told = step(servers[on], operation)
        wanted = expected(model, operation)
        assert ok is (wanted is not None), told
        if wanted is not None:
            assert told == wanted[0]
            model[operation.key] = wanted[1]
        assert {key: universe.datastores.get("S", key) for key in KEYS} == {
            key: model.get(key) for key in KEYS
        }


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(operations, max_size=15), occurrences, occurrences, st.integers(0, 1000))
def test_a_failed_call_did_all_or_nothing_and_a_good_one_all(
    script: list[Operation], before: tuple[int, ...], after: tuple[int, ...], seed: int
) -> None:
    plan = FaultPlan(
        (
            DataStoreFault.error_before_write(probability=0.0, occurrences=before or (99,)),
            DataStoreFault.error_after_write(probability=0.0, occurrences=after or (99,)),
        )
    )
    rules = profile("2026").override(datastore__cache_us=0)
    universe = Universe(seed=seed, profile=rules, faults=plan)
    server = universe.start_server()
    model: dict[str, Any] = {}
    for operation in script:
        bitten = [entry.bitten for entry in universe.faults.statistics()]
        ok, told = step(server, operation)
        hit = [
            entry.bitten > count
            for entry, count in zip(universe.faults.statistics(), bitten, strict=True)
        ]
        wanted = expected(model, operation)
        assert ok is (wanted is not None and not any(hit)), told
        if wanted is not None and not hit[0]:
            model[operation.key] = wanted[1]
        assert universe.datastores.get("S", operation.key) == model.get(operation.key)


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0.0, 0.3]),
    st.integers(0, 1000),
)
def test_updates_of_many_servers_at_once_lose_no_acknowledged_one(
    counts: list[int], before: float, after: float, seed: int
) -> None:
    universe = Universe(seed=seed)
    universe.faults.add(DataStoreFault.error_before_write(probability=before))
    universe.faults.add(DataStoreFault.error_after_write(probability=after))
    servers = [universe.start_server() for _ in counts]
    for server, count in zip(servers, counts, strict=True):
        server.run(
            """local store = game:GetService("DataStoreService"):GetDataStore("S")
            shared.good, shared.bad = 0, 0
            for i = 1, ... do
                task.spawn(function()
                    local ok = pcall(store.UpdateAsync, store, "n", function(v)
                        return (v or 0) + 1
                    end)
                    if ok then shared.good += 1 else shared.bad += 1 end
                end)
            end""",
            count,
        )
    universe.run_for(minutes=1)
    good = sum(server.run("return shared.good") for server in servers)
    bad = sum(server.run("return shared.bad") for server in servers)
    assert good + bad == sum(counts)
    total = universe.datastores.get("S", "n") or 0
    landed = universe.faults.total("datastore", ["error_after_write"])
    # A trip that lost its condition wrote nothing, yet its answer can be lost as well.
    assert good <= total <= good + landed
    assert total == len(universe.datastores.history("S", "n"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(["set", "get"]), st.floats(0, 3)),
        max_size=20,
    ),
    st.integers(0, 1000),
)
def test_a_read_is_never_older_than_the_cache_allows(
    script: list[tuple[int, str, float]], seed: int
) -> None:
    universe = Universe(seed=seed)
    servers = [universe.start_server(), universe.start_server()]
    for number, (on, name, pause) in enumerate(script):
        begin_us = universe.clock.now_us
        ok, told = step(servers[on], Operation(name, "a", number))
        assert ok, told
        if name == "get":
            epoch_us = universe.epoch_us
            oldest_us = epoch_us + begin_us - round((CACHE_SECONDS + 0.5) * 1e6)
            history = universe.datastores.history("S", "a")
            overwritten = [entry.at_us for entry in history[1:]] + [float("inf")]
            allowed = [
                json.loads(entry.version.text)
                for entry, gone_us in zip(history, overwritten, strict=False)
                if gone_us >= oldest_us
            ]
            if not history or history[0].at_us >= oldest_us:
                allowed.append(None)
            assert told in allowed
        universe.run_for(seconds=pause)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(operations, max_size=10), st.integers(0, 1000))
def test_the_same_seed_gives_the_same_trace(script: list[Operation], seed: int) -> None:
    def digest() -> str:
        universe = Universe(seed=seed)
        universe.faults.add(DataStoreFault.error_after_write(probability=0.3))
        universe.faults.add(DataStoreFault.error(probability=0.2))
        server = universe.start_server()
        for operation in script:
            step(server, operation)
        return universe.trace.digest()

    assert digest() == digest()
