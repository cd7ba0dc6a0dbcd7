"""Data store calls from one Luau loop, without latency, beside what a bare crossing costs.

Run with `python tests/benchmarks/bench_datastore.py`. The limits of rate and throughput are lifted
so that the calls are measured and not the queue; they are still counted.
"""

from __future__ import annotations

import sys
import time

from bridge.stubs.profiles import Profile, Rate, profile
from bridge.tools.simulation import Server, Universe

CALLS = 20_000
ROUNDS = 5
UNLIMITED = 10**12

LOOP = """
local store, calls = ...
local fresh = Instance.new("DataStoreGetOptions")
fresh.UseCache = false
for i = 1, calls do
    {call}
end
"""

CALLED = {
    "SetAsync": "store:SetAsync('k', i)",
    "GetAsync": "store:GetAsync('k', fresh)",
    "GetAsync, cached": "store:GetAsync('k')",
    "UpdateAsync": "store:UpdateAsync('k', function(old) return old + 1 end)",
}


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


def seconds(server: Server, store: object, call: str) -> float:
    """Best of some rounds: seconds per call."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        server.run(LOOP.format(call=call), store, CALLS)
        best = min(best, (time.perf_counter() - begin) / CALLS)
    return best


def main() -> None:
    """Prints calls per second, and each cost as a multiple of a bare host call."""
    server = Universe(profile=rules()).start_server()
    store = server.run("return game:GetService('DataStoreService'):GetDataStore('S')")
    server.run("(...):SetAsync('k', 0)", store)
    costs = {name: seconds(server, store, call) for name, call in CALLED.items()}
    # The same call, answered with a constant: what is left is the border.
    server.vm.bind("service.call", lambda *_: ("v", "v", 1))
    crossed = seconds(server, store, "store:GetAsync('k')")
    sys.stdout.write(f"{'a bare crossing':20} {1 / crossed:10,.0f} /s\n")
    for name, cost in costs.items():
        sys.stdout.write(f"{name:20} {1 / cost:10,.0f} /s   {cost / crossed:5.1f} x\n")


if __name__ == "__main__":
    main()
