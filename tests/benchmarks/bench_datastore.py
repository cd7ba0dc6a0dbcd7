"""Data store calls from one Luau loop, without latency, beside what a bare crossing costs.

Run with `python tests/benchmarks/bench_datastore.py`. The limits of rate and throughput are lifted
so that the calls are measured and not the queue; they are still counted. Each figure is the best of
many short rounds, on the wall clock and in processor time: other work on the machine shows as a
difference between the two.
"""

from __future__ import annotations

import sys
import time
from typing import NamedTuple

from bridge.stubs.profiles import Profile, Rate, profile
from bridge.tools.simulation import Server, Universe

PASSES = 2_000
ROUNDS = 40
UNLIMITED = 10**12

LOOP = """
local store, passes, fresh = ...
for i = 1, passes do
    {call}
end
"""

FRESH = """
local fresh = Instance.new("DataStoreGetOptions")
fresh.UseCache = false
return fresh
"""

CALLED = {
    "SetAsync": "store:SetAsync('k', i)",
    "GetAsync": "store:GetAsync('k', fresh)",
    "GetAsync, cached": "store:GetAsync('k')",
    "SetAsync, GetAsync": "store:SetAsync('k', i) store:GetAsync('k')",
    "UpdateAsync": "store:UpdateAsync('k', function(old) return old + 1 end)",
}
"""What a pass of the loop does; every mention of the store is one call."""

ANSWER = (b"v", b"v", 1)


class Cost(NamedTuple):
    """Seconds per call."""

    wall: float
    processor: float


def rules() -> Profile:
    """Today's rules without latency and without limits that a loop would meet."""
    found = profile("2026")
    return found.override(
        datastore__latency_minimum_us=0,
        datastore__latency_maximum_us=0,
        datastore__requests_per_minute={
            kind: Rate(UNLIMITED) for kind in found.datastore.requests_per_minute
        },
        datastore__experience_per_minute={
            kind: Rate(UNLIMITED) for kind in found.datastore.experience_per_minute
        },
        datastore__key_read_bytes_per_minute=UNLIMITED,
        datastore__key_write_bytes_per_minute=UNLIMITED,
    )


def cost(server: Server, store: object, fresh: object, call: str) -> Cost:
    """Best of some rounds."""
    loop = server.run(f"return function(...) {LOOP.format(call=call)} end")
    calls = PASSES * call.count("store:")
    wall = processor = float("inf")
    for _ in range(ROUNDS):
        wall_begin, processor_begin = time.perf_counter(), time.process_time()
        server.call(loop, store, PASSES, fresh)
        wall = min(wall, (time.perf_counter() - wall_begin) / calls)
        processor = min(processor, (time.process_time() - processor_begin) / calls)
    return Cost(wall, processor)


def main() -> None:
    """Prints calls per second, and each cost as a multiple of a bare host call."""
    server = Universe(profile=rules()).start_server()
    store = server.run("return game:GetService('DataStoreService'):GetDataStore('S')")
    fresh = server.run(FRESH)
    server.run("(...):SetAsync('k', 0)", store)
    costs = {name: cost(server, store, fresh, call) for name, call in CALLED.items()}
    # The same call, answered with a constant: what is left is the border.
    server.vm.bind_raw("service.call", lambda *_: ANSWER)
    crossed = cost(server, store, fresh, "store:GetAsync('k')")
    sys.stdout.write(f"{'calls per second':20} {'wall':>10} {'processor':>10}\n")
    for name, (wall, processor) in {"a bare crossing": crossed, **costs}.items():
        times = f"{wall / crossed.wall:5.1f} x a crossing"
        sys.stdout.write(f"{name:20} {1 / wall:10,.0f} {1 / processor:10,.0f} {times}\n")


if __name__ == "__main__":
    main()
