"""What many servers in one process cost: CPU time per server and second, and memory.

Run with `python tests/benchmarks/bench_fifty_servers.py [seconds]`. Every server has 20 players who
load, earn every five seconds and save every minute. Linear means: the time per server is the same
for 50 as for 5 (caches of the machine aside). Each line is a process of its own, so that memory is
its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time

from bridge.tools.simulation import Universe

NUMBERS = (1, 5, 10, 25, 50)
PLAYERS = 20
SOURCE = """
local store = game:GetService("DataStoreService"):GetDataStore("Players")
game.Players.PlayerAdded:Connect(function(player)
    local key = "p" .. player.UserId
    local data = store:GetAsync(key) or { coins = 0 }
    task.spawn(function()
        while player.Parent do
            task.wait(5)
            data.coins += 1
        end
    end)
    while player.Parent do
        task.wait(60)
        pcall(store.SetAsync, store, key, data)
    end
end)
"""


def measure(number: int, seconds: float) -> str:
    """One line for so many servers."""
    universe = Universe(keep_trace=False)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    for index in range(number):
        universe.start_server(
            scripts={"ServerScriptService.Main": SOURCE},
            players=[f"P{index}_{player}" for player in range(PLAYERS)],
        )
    universe.run_for(seconds=1)  # characters load
    started = time.process_time()
    universe.run_for(seconds=seconds)
    spent = time.process_time() - started
    memory_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    assert universe.number_of_players == number * PLAYERS
    start_ms = (started - began) / number * 1e3
    return (
        f"{number:3} servers x {PLAYERS} players  start {start_ms:6.1f} ms each"
        f"  {spent / seconds / number * 1e6:6.0f} us per server and second"
        f"  {seconds / spent:8.0f} seconds per second  {memory_kb / 1024 / number:5.1f} MB each\n"
    )


def main() -> None:
    """Prints one line per number of servers."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 300.0
    if len(sys.argv) > 2:
        sys.stdout.write(measure(int(sys.argv[2]), seconds))
        return
    for number in NUMBERS:
        subprocess.run([sys.executable, __file__, str(seconds), str(number)], check=True)


if __name__ == "__main__":
    main()
