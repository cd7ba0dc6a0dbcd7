"""Speed of simulated time, as rates in one run; `python tests/benchmarks/bench_scheduler.py`.

Prints each rate with its size; the raw cost of a heap in Python stands beside the agenda's.
"""

from __future__ import annotations

import sys
from heapq import heappop, heappush
from time import perf_counter

from bridge.scheduler import Agenda, Clock
from bridge.tools.simulation import Universe

EVENTS = 200_000
PENDING = 100

HEARTBEATS = """
local RunService = game:GetService("RunService")
for _ = 1, 20 do
    local total = 0
    RunService.Heartbeat:Connect(function(delta) total += delta end)
end
"""

TIMERS = "for i = 1, 20 do task.spawn(function() while true do task.wait(1 + i / 10) end end) end"

WAITERS = "for _ = 1, 100 do task.spawn(function() while true do task.wait() end end) end"


def report(name: str, rate: float, unit: str) -> None:
    """One line."""
    sys.stdout.write(f"{name:<46}{rate:>14,.0f} {unit}\n")


def bench_agenda() -> None:
    """A hundred events that schedule themselves again, against a bare heap of tuples."""
    agenda = Agenda(Clock())

    def again() -> None:
        agenda.schedule_after(7, again)

    for number in range(PENDING):
        agenda.schedule_at(number, again)
    began = perf_counter()
    steps = agenda.run_until(7 * EVENTS // PENDING)
    ours = perf_counter() - began
    heap = [(number, number) for number in range(PENDING)]
    began = perf_counter()
    for number in range(steps):
        due, _ = heappop(heap)
        _nothing()
        heappush(heap, (due + 7, PENDING + number))
    bare = perf_counter() - began
    report("agenda", steps / ours, f"events/s ({ours / bare:.1f} times a bare heap)")


def _nothing() -> None:
    """An action."""


def bench_servers(
    name: str, source: str, seconds: float, servers: int, behavior: str = "immediate"
) -> None:
    """Simulated seconds per second of some servers with one script each."""
    universe = Universe(signal_behavior=behavior)
    for _ in range(servers):
        universe.start_server(scripts={"ServerScriptService.Main": source})
    began = perf_counter()
    universe.run_for(seconds=seconds)
    took = perf_counter() - began
    frames = sum(server.frames_run for server in universe.servers)
    report(name, seconds / took, f"simulated s/s ({frames / took:,.0f} frames/s)")


def bench_waiters(seconds: float) -> None:
    """Threads resumed per second: 100 threads in task.wait()."""
    universe = Universe()
    universe.start_server(scripts={"ServerScriptService.Main": WAITERS})
    began = perf_counter()
    universe.run_for(seconds=seconds)
    report("100 threads in task.wait()", seconds * 6000 / (perf_counter() - began), "events/s")


def bench_start(count: int) -> None:
    """A universe with one small server."""
    scripts = {"ServerScriptService.Main": "print(1)"}
    Universe().start_server(scripts=scripts)
    began = perf_counter()
    for seed in range(count):
        Universe(seed).start_server(scripts=scripts)
    took = perf_counter() - began
    report("universe with one small server, warm", took / count * 1e6, "us")


if __name__ == "__main__":
    bench_agenda()
    bench_waiters(60)
    bench_servers("3 servers x 20 Heartbeat connections", HEARTBEATS, 300, 3)
    bench_servers("the same, deferred signals", HEARTBEATS, 300, 3, "deferred")
    bench_servers("20 timers of 1 to 3 s, one server", TIMERS, 20_000, 1)
    bench_start(20)
