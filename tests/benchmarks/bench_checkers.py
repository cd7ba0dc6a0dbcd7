"""How fast a history is judged, beside how fast it is made.

Run with `python tests/benchmarks/bench_checkers.py`.
"""

from __future__ import annotations

import sys
import time

from bridge.faults import DataStoreFault
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import check_linearizability

CALLS = 1_000
CLIENTS = 10

CLIENT = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
local fresh = Instance.new("DataStoreGetOptions")
fresh.UseCache = false
return function(seed, calls)
    local random = Random.new(seed)
    for i = 1, calls do
        local pick = random:NextInteger(1, 3)
        pcall(function()
            if pick == 1 then store:GetAsync("k", fresh)
            elseif pick == 2 then store:IncrementAsync("k", 1)
            else store:UpdateAsync("k", function(old) return (old or 0) + 10 end) end
        end)
        task.wait(2)
    end
end
"""


def main() -> None:
    """Prints seconds for making and for judging the history of one key."""
    universe = Universe(seed=1)
    universe.faults.add(DataStoreFault.error_after_write(probability=0.1))
    log = universe.datastores.record()
    begin = time.perf_counter()
    for number in range(CLIENTS):
        server = universe.start_server()
        server.spawn(server.run(CLIENT), number, CALLS // CLIENTS)
    universe.run_for(minutes=60)
    made = time.perf_counter() - begin
    begin = time.perf_counter()
    violation = check_linearizability(log.operations)
    judged = time.perf_counter() - begin
    failed = sum(each.outcome.value == "failed" for each in log.operations)
    sys.stdout.write(
        f"{len(log.operations)} calls ({failed} failed): made in {made:.2f} s, judged in "
        f"{judged:.3f} s ({judged / made:.2f} x): {violation or 'linearizable'}\n"
    )
    planted = list(log.operations)
    planted[len(planted) // 2].seen = "-1"
    begin = time.perf_counter()
    found = check_linearizability(planted)
    sys.stdout.write(
        f"a planted violation {'found' if found else 'MISSED'} in "
        f"{time.perf_counter() - begin:.3f} s\n"
    )


if __name__ == "__main__":
    main()
