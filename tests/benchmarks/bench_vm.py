"""Costs of the VM's border and core, as ratios within one run.

Run with `python tests/benchmarks/bench_vm.py`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from bridge.vm import VM
from bridge.vm.runtime import open_runtime

ROUNDS = 5


def seconds(action: Callable[[], object], times: int) -> float:
    """Best of some rounds: seconds per action."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(times):
            action()
        best = min(best, (time.perf_counter() - begin) / times)
    return best


def lua_seconds(program: str, times: int) -> float:
    """Seconds per turn of a Luau program that loops `...` times."""
    vm = VM()
    function = vm.load(program)
    vm.call(function, 1000)
    return seconds(lambda: vm.call(function, times), 1) / times


def main() -> None:
    """Prints one line per cost with its ratio to the line before which it stands."""
    write = sys.stdout.write
    raw = seconds(open_runtime, 100)
    VM()
    bare = seconds(VM, 30)
    write(f"LuaRuntime()           {raw * 1e6:9.1f} us\n")
    write(f"VM()                   {bare * 1e6:9.1f} us   {bare / raw:6.1f} x LuaRuntime()\n")

    vm = VM()
    native = open_runtime().eval(b"function(x) return x end")
    direct = seconds(lambda: native(1), 20000)
    identity = vm.load("return ...")
    thread = seconds(lambda: vm.call(identity, 1), 20000)
    export = vm.exported("vm.raw_equal")
    exported = seconds(lambda: export(1, 1), 20000)
    write(f"lupa call              {direct * 1e9:9.0f} ns\n")
    write(
        f"VM.exported call       {exported * 1e9:9.0f} ns   {exported / direct:6.1f} x lupa call\n"
    )
    write(f"VM.call in a thread    {thread * 1e9:9.0f} ns   {thread / direct:6.1f} x lupa call\n")

    raw_host = open_runtime().eval(b"function(f, n) for i = 1, n do f(i) end end")
    passing = seconds(lambda: raw_host(lambda value: (True, value), 20000), 1) / 20000
    vm.load("local f, n = ... for i = 1, n do f(i) end")
    host_vm = VM()
    host_loop = host_vm.load("local f, n = ... for i = 1, n do f(i) end")
    host = seconds(lambda: host_vm.call(host_loop, _one, 20000), 1) / 20000
    write(f"lupa host call         {passing * 1e9:9.0f} ns\n")
    write(f"host call              {host * 1e9:9.0f} ns   {host / passing:6.1f} x lupa host call\n")

    numeric = lua_seconds("local n = ... local s = 0 for i = 1, n do s += i end return s", 10**7)
    write(f"numeric loop           {numeric * 1e9:9.2f} ns per turn\n")
    for name, program, turns in (
        ("array, generalized", ARRAY, 10**6),
        ("array, pairs", ARRAY.replace("in t do", "in pairs(t) do"), 10**6),
        ("array, ipairs", ARRAY.replace("in t do", "in ipairs(t) do"), 10**6),
        ("8 string keys", HASH, 10**5),
        ("pcall", "local n = ... for i = 1, n do pcall(math.abs, i) end", 10**6),
        ("concat of numbers", "local n = ... local s for i = 1, n do s = i .. '/' .. n end", 10**6),
        ("coroutine switch", SWITCH, 10**5),
        ("frozen field read", FROZEN, 10**6),
    ):
        cost = lua_seconds(program, turns)
        write(f"{name:22} {cost * 1e9:9.2f} ns   {cost / numeric:6.1f} x numeric loop turn\n")


ARRAY = (
    "local n = ... local t = table.create(100, 1) local s = 0 "
    "for i = 1, n / 100 do for _, v in t do s += v end end return s"
)
HASH = (
    "local n = ... local t = { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8 } "
    "local s = 0 for i = 1, n / 8 do for _, v in t do s += v end end return s"
)
SWITCH = (
    "local n = ... local co = coroutine.wrap(function() while true do coroutine.yield(1) end end) "
    "for i = 1, n do co() end"
)
FROZEN = (
    "local n = ... local t = table.freeze({ x = 1 }) local s = 0 "
    "for i = 1, n do s += t.x end return s"
)


def _one(value: object) -> object:
    return value


if __name__ == "__main__":
    main()
