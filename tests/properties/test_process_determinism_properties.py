"""Law: what a program prints is a function of the program and the seed, not of the process."""

import os
import subprocess
import sys

import pytest

FILLED = """
local function fresh(n)
    local makers = {
        function() return {} end,
        function() return function() return n end end,
        function() return coroutine.create(print) end,
        function() return newproxy(true) end,
        function() return buffer.create(4) end,
        function() return vector.create(n, 1, 2) end,
    }
    local made = {}
    for i = 1, n do
        local junk = {}
        for j = 1, i % 7 do junk[j] = { j } end
        made[i] = makers[i % #makers + 1]()
    end
    return made
end
local function show(t)
    local seen = {}
    for key, value in t do table.insert(seen, tostring(value)) end
    print(table.concat(seen, " "))
end
local objects = fresh(60)
"""

PROGRAMS = {
    "stores": "local t = {} for i, key in objects do t[key] = i end show(t)",
    "backwards": "local t = {} for i = 60, 1, -1 do t[objects[i]] = i end show(t)",
    "constructors": "show({ [objects[3]] = 1, [objects[1]] = 2,"
    " [objects[2]] = 3, x = 4, [fresh] = 5 })",
    "compound": "local t = setmetatable({}, { __index = function() return 1 end })"
    " for i, key in objects do t[key] += i end show(t)",
    "several targets": "local t = {} for i = 1, 59 do t[objects[60 - i]], t[i] = i, i end show(t)",
    "rawset": "local t = {} for i, key in objects do rawset(t, key, i) end show(t)",
    "clones": "local t = {} for i, key in objects do t[key] = i end show(table.clone(t))",
    "frozen": "local t = {} for i, key in objects do t[key] = i end show(table.freeze(t))",
    "newindex": "local t = {} local p = setmetatable({}, { __newindex = t })"
    " for i, key in objects do p[key] = i end show(t)",
    "library functions": "local t = {} for name, f in string do t[f] = name end show(t)"
    " t = {} for name, f in bit32 do t[f] = name end show(t)",
    "removed and added": "local t = {} for i, key in objects do t[key] = i end"
    " for i = 1, 60, 2 do t[objects[i]] = nil end collectgarbage()"
    " for i, key in fresh(20) do t[key] = 100 + i end show(t)",
    "next and foreach": "local t = {} for i, key in objects do t[key] = i end"
    " local key, value = next(t) while key do print(value) key, value = next(t, key) end"
    " table.foreach(t, function(_, v) print(v) end)",
    "addresses": "print(objects[5], fresh, coroutine.running(), newproxy(), {})",
    "random": "print(math.random(1000), math.random(), math.random(5, 9))",
    "strings": "local t = {} for i = 1, 90 do t['k' .. i * 7 % 91] = i end show(t)",
    "late keys": "local t, key = {}, nil local function advance() key = {} return 1 end"
    " for i = 1, 30 do t[key] = advance() t[key] = i end show(t)",
    "modules of data": "local t = {} for i = 1, 30 do t[{ i }] = i t[i + 0.5] = -i end"
    " local n = 0 for key, value in t do n += 1 print(type(key), value) end print(n)",
    "errors": "print(pcall(function() return objects[1] < objects[7] end))",
}

SCRIPT = """
import sys
from bridge.vm import VM
for order in ("sorted", "shuffled"):
    for program in sys.argv[1:]:
        vm = VM(seed=5, iteration=order, output=lambda _kind, text: print(text))
        vm.run(program, "case")
"""


def outputs(processes):
    programs = [FILLED + program for program in PROGRAMS.values()]
    seen = set()
    for first in range(0, processes, 2):
        running = [
            subprocess.Popen(
                [sys.executable, "-c", SCRIPT, *programs],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONHASHSEED": str(seed), "FILLING": "x" * seed * 97},
            )
            for seed in range(first, min(first + 2, processes))
        ]
        seen |= {process.communicate()[0] for process in running}
        assert not any(process.returncode for process in running), seen
    return seen


def test_programs_print_the_same_in_10_processes():
    (output,) = outputs(10)
    assert output.count(b"\n") > 300


@pytest.mark.slow
def test_programs_print_the_same_in_50_processes():
    assert len(outputs(50)) == 1
