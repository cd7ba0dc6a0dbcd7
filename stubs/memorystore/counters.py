"""Distributed counters: one whole number that all servers add to.

No page documents them; the engine's own list of members (API version 733) gives names and types:
GetAsync() -> int64, IncrementAsync(delta: int64, expiration: int64) -> int64. Everything else here
is inferred from the maps: a counter that is missing or expired is 0, an increment gives the new
value and starts the expiration anew, each call costs one unit. What its name promises, cheap sums
that may lag behind, is not modelled: a counter is exact at once.
"""

from __future__ import annotations

from bridge.stubs.memorystore.door import MemoryCall, MemoryDoor
from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.limits import check_expiration
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.service import Instance, Request, Service, method

__all__ = ["COUNTER", "CounterMembers"]

COUNTER = "MemoryStoreDistributedCounter"

KEY = ""
"""The one item of a counter's structure."""

INTEGERS = 2**64


class CounterMembers(Service):
    """Members of MemoryStoreDistributedCounter."""

    rules: MemoryStoreRules
    stores: MemoryStores
    door: MemoryDoor

    @method("GetAsync", on=COUNTER, returns=("int",), yields=True)
    def get_counter_async(self, target: Instance, request: Request) -> None:
        """The sum of what was added since it was last missing."""
        call = self._counter_call(target, request, "GetAsync")
        self.door.round_trip(call, 1, lambda: self._count(call), request.reply)

    @method(
        "IncrementAsync",
        on=COUNTER,
        parameters=("delta: int", "expiration: number"),
        returns=("int",),
        yields=True,
    )
    def increment_counter_async(
        self, target: Instance, request: Request, delta: int, expiration: float
    ) -> None:
        """Adds `delta` and gives the sum; it expires so many seconds after the last increment."""
        call = self._counter_call(target, request, "IncrementAsync")
        try:
            check_expiration(expiration, self.rules)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return

        def perform() -> int:
            # An int64, which wraps.
            count = (self._count(call) + delta + INTEGERS // 2) % INTEGERS - INTEGERS // 2
            self.stores.write(call.structure, KEY, str(count), expiration)
            return count

        self.door.round_trip(call, 1, perform, request.reply, writes=True)

    def _count(self, call: MemoryCall) -> int:
        item = self.stores.read(call.structure, KEY)
        return 0 if item is None else int(item.text)

    def _counter_call(self, target: Instance, request: Request, operation: str) -> MemoryCall:
        structure = target.state
        assert isinstance(structure, tuple)
        return MemoryCall(request, f"DistributedCounter.{operation}", structure)
