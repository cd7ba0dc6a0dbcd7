"""Hash maps and sorted maps against a dictionary with expiry and a sorted list of it.

Two servers act at random on both kinds of map while time passes and calls fail, before or after
their write. After every call the script, the contents, the request units of the last minute and the
bytes in use must be what the model says.
"""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import FaultPlan, MemoryStoreFault
from bridge.tools.simulation import Server, Universe

EXAMPLES = 25
SWEEP = max(1, round(3000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))

HASH, SORTED = "HashMap", "SortedMap"
KEYS = ("a", "b", "b\u00e9")
SORT_KEYS = (None, -1.5, 2, "x")
EXPIRATIONS = (0, 1, 5, 100)

STEP = """
local http, service = game:GetService("HttpService"), game:GetService("MemoryStoreService")
local maps = { HashMap = service:GetHashMap("M"), SortedMap = service:GetSortedMap("M") }
local calls = {}
function calls.set(map, o) return map:SetAsync(o.key, o.value, o.expiration, o.sort) end
function calls.get(map, o) return map:GetAsync(o.key) end
function calls.remove(map, o) map:RemoveAsync(o.key) end
function calls.append(map, o)
    return map:UpdateAsync(o.key, function(old, sort)
        if type(old) ~= "table" then old = {} end
        table.insert(old, o.value)
        return old, o.sort
    end, o.expiration)
end
function calls.cancel(map, o) return map:UpdateAsync(o.key, function() return nil end, 1) end
function calls.size(map) return map:GetSizeAsync() end
function calls.range(map, o)
    return map:GetRangeAsync(Enum.SortDirection[o.direction], o.count, o.lower, o.upper)
end
return function(kind, name, text)
    local results = table.pack(pcall(calls[name], maps[kind], http:JSONDecode(text)))
    for i = 2, 3 do
        local result = results[i]
        results[i] = if result == nil then "null" else http:JSONEncode(result)
    end
    return results[1], results[2], results[3]
end
"""


class Operation(NamedTuple):
    """One call of a script, or a pause of so many seconds."""

    name: str
    kind: str
    arguments: dict[str, Any]


class Item(NamedTuple):
    value: Any
    sort: Any
    expires: float


keys, sorts = st.sampled_from(KEYS), st.sampled_from(SORT_KEYS[1:])
bounds = st.one_of(
    st.none(),
    st.integers(0, 2),  # the item that stands there now
    st.fixed_dictionaries({"key": keys, "sortKey": sorts}),
    st.fixed_dictionaries({"key": keys}),
    st.fixed_dictionaries({"sortKey": sorts}),
)
kinds = st.sampled_from([HASH, SORTED])
values = (
    st.integers(-5, 5) | st.text("x\u00e9", max_size=3) | st.lists(st.integers(0, 3), max_size=2)
)
writes = st.fixed_dictionaries(
    {
        "key": st.sampled_from(KEYS),
        "value": values,
        "expiration": st.sampled_from(EXPIRATIONS),
        "sort": st.sampled_from(SORT_KEYS),
    }
)
ranges = st.fixed_dictionaries(
    {
        "direction": st.sampled_from(["Ascending", "Descending"]),
        "count": st.integers(1, 4),
        "lower": bounds,
        "upper": bounds,
    }
)
pauses = st.fixed_dictionaries({"seconds": st.sampled_from([0.5, 1, 5, 59, 60])})
operations = st.one_of(
    st.builds(Operation, st.sampled_from(["set", "append"]), kinds, writes),
    st.builds(Operation, st.just("set"), st.just(SORTED), writes),
    st.builds(Operation, st.sampled_from(["get", "remove", "cancel"]), kinds, writes),
    st.builds(Operation, st.just("size"), st.just(SORTED), st.just({})),
    st.builds(Operation, st.just("range"), st.just(SORTED), ranges),
    st.builds(Operation, st.just("range"), st.just(SORTED), ranges),
    st.builds(Operation, st.just("pause"), st.just(""), pauses),
)
occurrences = st.lists(st.integers(1, 12), unique=True, max_size=3).map(lambda n: tuple(n) or (99,))


class Model:
    """A dictionary per kind of map, and what calls have cost."""

    def __init__(self) -> None:
        self.now = 0.0
        self._maps: dict[str, dict[str, Item]] = {HASH: {}, SORTED: {}}
        self._paid: list[tuple[float, int]] = []

    def alive(self, kind: str) -> dict[str, Item]:
        return {key: item for key, item in self._maps[kind].items() if item.expires > self.now}

    def pay(self, units: int) -> None:
        self._paid.append((self.now, units))

    @property
    def units(self) -> int:
        return sum(units for at, units in self._paid if at > self.now - 60)

    @property
    def size(self) -> int:
        """Bytes of keys and values, of both maps."""
        return sum(
            len(key.encode())
            + len(json.dumps(item.value, separators=(",", ":"), ensure_ascii=False).encode())
            for kind in (HASH, SORTED)
            for key, item in self.alive(kind).items()
        )

    def in_order(self) -> list[tuple[str, Item]]:
        """Numbers, then strings, then none; ties by key (documented)."""
        found = list(self.alive(SORTED).items())
        numbers = [each for each in found if isinstance(each[1].sort, int | float)]
        strings = [each for each in found if isinstance(each[1].sort, str)]
        rest = [each for each in found if each[1].sort is None]

        def by_key(each: tuple[str, Item]) -> bytes:
            return each[0].encode()

        for part in (numbers, strings):
            part.sort(key=by_key)
            part.sort(key=lambda each: each[1].sort)
        return [*numbers, *strings, *sorted(rest, key=by_key)]

    def resolved(self, operation: Operation) -> Operation:
        """With bounds in the place of numbers of items."""
        places = [
            {"key": key} | ({} if item.sort is None else {"sortKey": item.sort})
            for key, item in self.in_order()
        ]
        arguments = {
            name: (dict(enumerate(places)).get(value) if isinstance(value, int) else value)
            if name in ("lower", "upper")
            else value
            for name, value in operation.arguments.items()
        }
        return operation._replace(arguments=arguments)

    def ask(self, operation: Operation) -> tuple[Any, Any]:
        """What the call gives when nothing fails; changes nothing."""
        name, kind, arguments = operation
        item = self.alive(kind).get(arguments.get("key", ""))
        if name == "set":
            return item is not None, None
        if name == "get":
            shown = (item.value, item.sort if kind == SORTED else None) if item else (None, None)
            return shown
        if name == "append":
            return self._appended(operation), arguments["sort"] if kind == SORTED else None
        if name == "size":
            return len(self.alive(kind)), None
        if name == "range":
            return self._range(**arguments), None
        return None, None

    def write(self, operation: Operation) -> None:
        """What reaching the backend changes."""
        name, kind, arguments = operation
        if name == "remove":
            self._maps[kind].pop(arguments["key"], None)
        elif name in ("set", "append"):
            value = arguments["value"] if name == "set" else self._appended(operation)
            sort = arguments["sort"] if kind == SORTED else None
            expires = self.now + arguments["expiration"]
            self._maps[kind][arguments["key"]] = Item(value, sort, expires)

    def _appended(self, operation: Operation) -> list[Any]:
        item = self.alive(operation.kind).get(operation.arguments["key"])
        old = item.value if item and isinstance(item.value, list) else []
        return [*old, operation.arguments["value"]]

    def _range(
        self, direction: str, count: int, lower: dict[str, Any] | None, upper: dict[str, Any] | None
    ) -> list[dict[str, Any]]:
        found = [
            (key, item)
            for key, item in self.in_order()
            if (lower is None or _side(key, item, lower) > 0)
            and (upper is None or _side(key, item, upper) < 0)
        ]
        if direction == "Descending":
            found.reverse()
        return [
            {"key": key, "value": item.value}
            | ({} if item.sort is None else {"sortKey": item.sort})
            for key, item in found[:count]
        ]


def _group(sort: object) -> int:
    """Numbers come first, then strings, then what has no sort key."""
    return 2 if sort is None else int(isinstance(sort, str))


def _side(key: str, item: Item, bound: dict[str, Any]) -> int:
    """-1, 0 or 1: where an item stands to a bound; 0 is on it."""
    sort = bound.get("sortKey")
    mine, its = (_group(item.sort), item.sort), (_group(sort), sort)
    if mine != its:
        return 1 if mine[0] > its[0] or (mine[0] == its[0] and mine[1] > its[1]) else -1
    if "key" not in bound:
        return 0
    mine_key, its_key = key.encode(), bound["key"].encode()
    return (mine_key > its_key) - (mine_key < its_key)


def step(server: Server, operation: Operation) -> tuple[bool, Any, Any]:
    """What a script is told: (True, results) or (False, error text, None)."""
    text = json.dumps(operation.arguments, ensure_ascii=False)
    ok, first, second = server.call(server.run(STEP), operation.kind, operation.name, text)
    return ok, json.loads(first), json.loads(second)


def expected_units(operation: Operation, told: Any) -> int:
    """Units of a call that went through its first trip (CD-MEM)."""
    if operation.name == "range":
        return max(1, len(told))
    if operation.name in ("append", "cancel"):
        return 2 if operation.kind == HASH else 1
    return 1


def check(
    script: list[tuple[int, Operation]], before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    plan = FaultPlan(
        (
            MemoryStoreFault.latency(0, 0),
            MemoryStoreFault.error(probability=0.0, occurrences=before),
            MemoryStoreFault.error_after_write(probability=0.0, occurrences=after),
        )
    )
    universe, model = Universe(faults=plan), Model()
    servers = [universe.start_server(), universe.start_server()]
    stores = universe.memorystores
    for on, operation in script:
        if operation.name == "pause":
            universe.run_for(**operation.arguments)
            model.now = universe.now_seconds
            continue
        operation = model.resolved(operation)
        bitten = [entry.bitten for entry in universe.faults.statistics()]
        ok, first, second = step(servers[on], operation)
        _, failed, lost = (
            entry.bitten > count
            for entry, count in zip(universe.faults.statistics(), bitten, strict=True)
        )
        wanted = model.ask(operation)
        assert ok is not (failed or lost), first
        if ok:
            assert (first, second) == wanted
        if not failed:
            model.pay(expected_units(operation, wanted[0]))
            model.write(operation)
        for kind in (HASH, SORTED):
            contents = {key: stores.get("M", key, kind) for key in stores.keys("M", kind)}
            assert contents == {key: item.value for key, item in model.alive(kind).items()}
        statistics = stores.statistics()
        assert (statistics.units_last_minute, statistics.bytes_used) == (model.units, model.size)


scripts = st.lists(st.tuples(st.integers(0, 1), operations), min_size=10, max_size=40)


@pytest.mark.rule(
    "MemoryStoreHashMap.UpdateAsync", "MemoryStoreSortedMap.GetRangeAsync", source="CD-MEMS"
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(scripts, occurrences, occurrences)
def test_maps_agree_with_a_dictionary_and_its_sorted_list(
    script: list[tuple[int, Operation]], before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    check(script, before, after)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(scripts, occurrences, occurrences)
def test_maps_agree_with_a_dictionary_in_a_long_sweep(
    script: list[tuple[int, Operation]], before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    check(script, before, after)


@pytest.mark.rule(
    "MemoryStoreHashMap.UpdateAsync", "MemoryStoreSortedMap.UpdateAsync", source="CD-MEMS"
)
@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([HASH, SORTED]),
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.sampled_from([0.0, 0.3]),
    st.sampled_from([0.0, 0.3]),
    st.integers(0, 1000),
)
def test_updates_of_many_servers_at_once_lose_no_acknowledged_one(
    kind: str, counts: list[int], before: float, after: float, seed: int
) -> None:
    """A call that failed, or gave up over conflicts, may have landed once."""
    universe = Universe(seed=seed)
    universe.faults.add(MemoryStoreFault.error(probability=before))
    universe.faults.add(MemoryStoreFault.error_after_write(probability=after))
    servers = [universe.start_server() for _ in counts]
    for server, count in zip(servers, counts, strict=True):
        server.run(
            f"""local map = game:GetService("MemoryStoreService"):Get{kind}("M")
            shared.good, shared.bad = 0, 0
            for i = 1, ... do
                task.spawn(function()
                    local ok = pcall(map.UpdateAsync, map, "n", function(v)
                        return (v or 0) + 1
                    end, 1000)
                    if ok then shared.good += 1 else shared.bad += 1 end
                end)
            end""",
            count,
        )
    universe.run_for(minutes=1)
    good = sum(server.run("return shared.good") for server in servers)
    bad = sum(server.run("return shared.bad") for server in servers)
    assert good + bad == sum(counts)
    assert good <= (universe.memorystores.get("M", "n", kind) or 0) <= good + bad * (after > 0)
