"""A queue of memory stores against a list of items with priorities and invisibility.

Two servers add, read, remove and count through two queue objects of different invisibility while
time passes, calls fail before or after their write, and reads are given out twice by a fault.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import FaultPlan, MemoryStoreFault
from bridge.tools.simulation import Server, Universe

EXAMPLES = 30
SWEEP = max(1, round(3000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
INVISIBLE_SECONDS = (5, 30)

STEP = """
local http, service = game:GetService("HttpService"), game:GetService("MemoryStoreService")
local calls = {}
function calls.add(queue, o) return queue:AddAsync(o.value, o.expiration, o.priority) end
function calls.read(queue, o) return queue:ReadAsync(o.count, o.whole, o.wait) end
function calls.remove(queue, o) return queue:RemoveAsync(o.id) end
function calls.size(queue, o) return queue:GetSizeAsync(o.visible) end
return function(name, text)
    local o = http:JSONDecode(text)
    local queue = service:GetQueue("Q", o.invisible)
    local results = table.pack(pcall(calls[name], queue, o))
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
    arguments: dict[str, Any]


@dataclass
class Item:
    """What the model knows of one item."""

    number: int
    value: Any
    priority: float
    expires: float
    read: int = 0
    hidden_until: float = 0.0


invisible = st.sampled_from(INVISIBLE_SECONDS)
adds = st.fixed_dictionaries(
    {
        "invisible": invisible,
        "value": st.integers(0, 9),
        "expiration": st.sampled_from([0, 2, 20, 100]),
        "priority": st.sampled_from([0, 0, 1, -0.5, 7]),
    }
)
reads = st.fixed_dictionaries(
    {
        "invisible": invisible,
        "count": st.integers(1, 4),
        "whole": st.booleans(),
        "wait": st.sampled_from([0, 0, 2, 3]),
    }
)
removes = st.fixed_dictionaries({"invisible": invisible, "read": st.integers(0, 3)})
sizes = st.fixed_dictionaries({"invisible": invisible, "visible": st.booleans()})
pauses = st.fixed_dictionaries({"seconds": st.sampled_from([1, 2, 4, 5, 25, 60])})
operations = st.one_of(
    st.builds(Operation, st.just("add"), adds),
    st.builds(Operation, st.just("add"), adds),
    st.builds(Operation, st.just("read"), reads),
    st.builds(Operation, st.just("read"), reads),
    st.builds(Operation, st.just("remove"), removes),
    st.builds(Operation, st.just("size"), sizes),
    st.builds(Operation, st.just("pause"), pauses),
)
occurrences = st.lists(st.integers(1, 12), unique=True, max_size=3).map(lambda n: tuple(n) or (99,))
early = st.lists(st.integers(1, 4), unique=True, max_size=2).map(lambda n: tuple(n) or (99,))
scripts = st.lists(st.tuples(st.integers(0, 1), operations), min_size=10, max_size=40)


class Model:
    """A list of items in the order of their adding."""

    def __init__(self) -> None:
        self.now = 0.0
        self.items: list[Item] = []
        self.reads = 0
        self._added = 0
        self._paid: list[tuple[float, int]] = []

    @property
    def units(self) -> int:
        return sum(units for at, units in self._paid if at > self.now - 60)

    def pay(self, units: int) -> None:
        self._paid.append((self.now, units))

    def alive(self) -> list[Item]:
        return [item for item in self.items if item.expires > self.now]

    def visible(self) -> list[Item]:
        """Highest priority first, then in order of addition (documented)."""
        seen = [item for item in self.alive() if item.hidden_until <= self.now]
        return sorted(seen, key=lambda item: (-item.priority, item.number))

    def add(self, value: Any, expiration: float, priority: float) -> None:
        self._added += 1
        self.items.append(Item(self._added, value, priority, self.now + expiration))

    def take(self, count: int, whole: bool) -> list[Item]:
        """What a look gives: nothing when the whole count is wanted and not there."""
        found = self.visible()[:count]
        return [] if whole and len(found) < count else found

    def hide(self, items: list[Item], seconds: float) -> int:
        self.reads += 1
        for item in items:
            item.read, item.hidden_until = self.reads, self.now + seconds
        return self.reads

    def remove(self, read: int) -> None:
        """No effect on what is visible again (documented)."""
        self.items = [
            item for item in self.items if item.read != read or item.hidden_until <= self.now
        ]


class World:
    """A universe beside the model, and the ids that reads have given."""

    def __init__(
        self, before: tuple[int, ...], after: tuple[int, ...], again: tuple[int, ...]
    ) -> None:
        self.universe = Universe(
            faults=FaultPlan(
                (
                    MemoryStoreFault.latency(0, 0),
                    MemoryStoreFault.error(probability=0.0, occurrences=before),
                    MemoryStoreFault.error_after_write(probability=0.0, occurrences=after),
                    MemoryStoreFault.redelivery(probability=0.0, occurrences=again),
                )
            )
        )
        self.servers = [self.universe.start_server(), self.universe.start_server()]
        self.model = Model()
        self.ids: list[tuple[str, int]] = [("no such read", -1)]

    def run(self, server: Server, operation: Operation) -> None:
        """Does one operation on both sides and compares."""
        name, arguments = operation
        if name == "pause":
            self.universe.run_for(**arguments)
            self.model.now = self.universe.now_seconds
            return
        read = 0
        if name == "remove":
            identity, read = self.ids[-1 - arguments["read"] % len(self.ids)]
            arguments = {**arguments, "id": identity}
        bitten = [entry.bitten for entry in self.universe.faults.statistics()]
        begin = self.universe.now_seconds
        told = server.call(server.run(STEP), name, json.dumps(arguments))
        ok, first, second = told[0], json.loads(told[1]), json.loads(told[2])
        _, failed, lost, again = (
            entry.bitten > count
            for entry, count in zip(self.universe.faults.statistics(), bitten, strict=True)
        )
        assert ok is not (failed or lost), first
        waited = self.universe.now_seconds - begin
        if failed:
            assert waited == 0
        elif name == "read":
            self.check_read(arguments, begin, (first, second), again)
        else:
            self.check_other(operation, read, first if ok else None)
        assert self.universe.memorystores.statistics().units_last_minute == self.model.units

    def check_read(
        self, arguments: dict[str, Any], begin: float, told: tuple[Any, Any], again: bool
    ) -> None:
        """The model looks every 2 s until the time is over, as documented."""
        model, (values, identity) = self.model, told
        while True:
            found = model.take(arguments["count"], arguments["whole"])
            model.pay(max(1, len(found)))
            if found or model.now + 2 > begin + arguments["wait"]:
                break
            model.now += 2
        assert abs(model.now - self.universe.now_seconds) < 0.05
        model.now = self.universe.now_seconds
        assert values == [item.value for item in found]
        assert (identity is not None) is bool(found)
        if found:
            seconds = 0 if again else arguments["invisible"]
            self.ids.append((identity, model.hide(found, seconds)))

    def check_other(self, operation: Operation, read: int, told: Any) -> None:
        name, arguments = operation
        model = self.model
        model.pay(1)
        if name == "add":
            model.add(arguments["value"], arguments["expiration"], arguments["priority"])
        elif name == "remove":
            model.remove(read)
        elif told is not None:
            assert told == len(model.visible() if arguments["visible"] else model.alive())


def check(script: list[tuple[int, Operation]], *faults: tuple[int, ...]) -> None:
    world = World(*faults)
    for on, operation in script:
        world.run(world.servers[on], operation)


@pytest.mark.rule(
    "MemoryStoreQueue.AddAsync",
    "MemoryStoreQueue.ReadAsync",
    "MemoryStoreQueue.RemoveAsync",
    "MemoryStoreQueue.GetSizeAsync",
    source="class page MemoryStoreQueue",
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(scripts, occurrences, occurrences, early)
def test_a_queue_agrees_with_a_list(
    script: list[tuple[int, Operation]],
    before: tuple[int, ...],
    after: tuple[int, ...],
    again: tuple[int, ...],
) -> None:
    check(script, before, after, again)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(scripts, occurrences, occurrences, early)
def test_a_queue_agrees_with_a_list_in_a_long_sweep(
    script: list[tuple[int, Operation]],
    before: tuple[int, ...],
    after: tuple[int, ...],
    again: tuple[int, ...],
) -> None:
    check(script, before, after, again)
