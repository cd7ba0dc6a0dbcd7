"""What it costs to have a VM and a server, against a bare LuaJIT runtime.

Run with `python tests/benchmarks/bench_server.py`. Targets: an empty server below 5 ms, a server of
the checkpoint system with warm caches below 30 ms. Least CPU time of some rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from bridge.tools.simulation import Universe
from bridge.vm import VM
from bridge.vm.runtime import open_runtime

ROUNDS = 15
PROJECT = Path(__file__).parents[2] / "lua" / "checkpoint.project.json"


def least_milliseconds(action: Callable[[], object]) -> float:
    """The least CPU time of one action; the first, cold one does not count."""
    action()
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        action()
        best = min(best, time.process_time() - begin)
    return best * 1e3


def start_empty() -> object:
    return Universe(seed=1).start_server(scripts={})


def start_project() -> object:
    return Universe(seed=1).start_server(project=PROJECT)


def main() -> None:
    """Prints one line per thing, with its ratio to a bare runtime."""
    bare = least_milliseconds(open_runtime)
    lines = (
        ("LuaRuntime()", bare, 0.0),
        ("VM()", least_milliseconds(VM), 0.0),
        ("empty server", least_milliseconds(start_empty), 5.0),
        ("checkpoint server", least_milliseconds(start_project), 30.0),
    )
    for name, spent, target in lines:
        wanted = f"   target {target:.0f} ms" if target else ""
        sys.stdout.write(f"{name:20} {spent:8.2f} ms  {spent / bare:8.1f} x{wanted}\n")


if __name__ == "__main__":
    main()
