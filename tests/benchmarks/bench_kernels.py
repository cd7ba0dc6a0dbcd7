"""Lowered Luau against the same algorithm in hand-written LuaJIT Lua, as ratios within one run.

Run with `python tests/benchmarks/bench_kernels.py [--quick] [KERNEL...]`. The target is a geometric
mean of 1.25 and no kernel above 2, with iteration order `native`; the default order is reported.

Each kernel is a pair of files in `kernels/` that return a function of a size. The Lua one runs in a
bare runtime with LuaJIT's own libraries and the same memory cap. Rounds of all take turns, and the
least CPU time of each counts, because machines have other things to do. LuaJIT draws lots when it
picks traces, so each is run in several fresh states: the median of their ratios counts, and the
least and the greatest are shown beside it.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bridge.vm import VM, Limits
from bridge.vm.runtime import open_runtime

KERNELS = Path(__file__).with_name("kernels")
ROUNDS = 5
WARM_ROUNDS = 2
STATES = 5
NO_LIMIT = Limits(budget=10**15)

SIZES = {
    "binary_trees": 11,
    "closures": 300_000,
    "coroutine_sieve": 10,
    "fannkuch": 9,
    "generic_iteration": 3_000,
    "lru_cache": 250_000,
    "mandelbrot": 400,
    "method_calls": 1_000_000,
    "n_body": 100_000,
    "protected_calls": 150_000,
    "queue": 300_000,
    "recursion": 30,
    "spectral_norm": 300,
    "string_building": 30_000,
    "table_sort": 8_000,
    "tokenizer": 3_000,
}

Run = Callable[[], object]


def lowered(name: str, iteration: str) -> Run:
    """The Luau kernel in a VM of its own."""
    vm = VM(iteration=iteration, limits=NO_LIMIT)
    (kernel,) = vm.run((KERNELS / f"{name}.luau").read_text(), name)
    size = SIZES[name]
    return lambda: vm.call(kernel, size)[0]


def hand_written(name: str) -> Run:
    """The Lua kernel in a bare runtime."""
    runtime = open_runtime(NO_LIMIT.memory_bytes)
    kernel = runtime.execute((KERNELS / f"{name}.lua").read_bytes())
    size = SIZES[name]
    return lambda: kernel(size)


def least_seconds(runs: list[Run], rounds: int) -> list[float]:
    """The least CPU time of each run over interleaved rounds."""
    best = [math.inf] * len(runs)
    for turn in range(WARM_ROUNDS + rounds):
        for position, run in enumerate(runs):
            begin = time.process_time()
            run()
            spent = time.process_time() - begin
            if turn >= WARM_ROUNDS:
                best[position] = min(best[position], spent)
    return best


def measure(name: str, rounds: int) -> list[list[float]]:
    """A row per state: seconds hand-written, lowered in native order, lowered in default order."""
    rows: list[list[float]] = []
    for _ in range(STATES):
        runs = [hand_written(name), lowered(name, "native"), lowered(name, "sorted")]
        results = [run() for run in runs]
        if results[1:] != [results[0]] * 2:
            raise SystemExit(f"{name}: results differ: {results}")
        rows.append(least_seconds(runs, rounds))
    return rows


def geometric_mean(ratios: list[float]) -> float:
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def main(arguments: list[str]) -> None:
    """Prints one line per kernel and the means."""
    rounds = 3 if "--quick" in arguments else ROUNDS
    names = [name for name in arguments if name in SIZES] or list(SIZES)
    write = sys.stdout.write
    write(f"{'kernel':20} {'Lua ms':>8} {'native':>18} {'sorted':>18}   (ratios to Lua)\n")
    medians: list[list[float]] = [[], []]
    for name in names:
        rows = measure(name, rounds)
        write(f"{name:20} {min(row[0] for row in rows) * 1e3:8.1f}")
        for column, found in enumerate(medians, 1):
            ratios = [row[column] / row[0] for row in rows]
            found.append(statistics.median(ratios))
            write(f" {found[-1]:8.2f} {min(ratios):4.2f}-{max(ratios):4.2f}")
        write("\n")
        sys.stdout.flush()
    means = [geometric_mean(found) for found in medians]
    write(f"{'geometric mean':20} {'':8} {means[0]:8.2f} {'':9} {means[1]:8.2f}\n")
    write(f"{'worst':20} {'':8} {max(medians[0]):8.2f} {'':9} {max(medians[1]):8.2f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
