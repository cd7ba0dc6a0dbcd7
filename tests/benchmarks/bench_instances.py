"""Speed of instances beside plain tables; run `python tests/benchmarks/bench_instances.py`.

Every line is nanoseconds per operation, the best of seven, in one run.
"""

from __future__ import annotations

import sys
from time import perf_counter

from bridge.tools.simulation import Universe

FIELD = """
local clock, report = ...
local function measure(name, count, body)
    local best = math.huge
    for _ = 1, 7 do
        local began = clock()
        body(count)
        best = math.min(best, clock() - began)
    end
    report(name, best / count * 1e9)
end

local parts, tables = {}, {}
for i = 1, 100 do
    local part = Instance.new("Part")
    part.Transparency = i / 100
    parts[i] = part
    tables[i] = { Transparency = i / 100, Name = "Part", Parent = workspace, Anchored = false }
end
local sum = 0
local function read_all(list)
    return function(count)
        for _ = 1, count / 100 do
            for i = 1, 100 do sum += list[i].Transparency end
        end
    end
end
local part, folder, other = parts[1], Instance.new("Folder"), Instance.new("Folder")
"""
"""A way to measure, and a field of parts and of tables to measure it on."""

PROGRAM = (
    FIELD
    + """
measure("read, 100 tables", 2e6, read_all(tables))
measure("read, 100 parts", 2e6, read_all(parts))

local plain = tables[1]
measure("read, one table", 2e6, function(n) for i = 1, n do sum += plain.Transparency end end)
measure("read, one part", 2e6, function(n) for i = 1, n do sum += part.Transparency end end)
measure("read a default", 2e6, function(n) for i = 1, n do sum += part.Reflectance end end)
measure("write a number", 1e6, function(n) for i = 1, n do part.Transparency = i % 7 end end)
measure("read Position", 1e6, function(n) for i = 1, n do sum += part.Position.X end end)
measure("write Position", 3e5, function(n)
    for i = 1, n do part.Position = Vector3.new(i, 0, 0) end
end)
measure("write CFrame", 3e5, function(n) for i = 1, n do part.CFrame = CFrame.new(i, 0, 0) end end)
measure("write Material by name", 3e5, function(n)
    for i = 1, n do part.Material = if i % 2 == 0 then "Wood" else "Plastic" end
end)
measure("write Name", 3e4, function(n) for i = 1, n do part.Name = tostring(i % 2) end end)
measure("write Parent", 3e4, function(n)
    for i = 1, n do part.Parent = if i % 2 == 0 then folder else other end
end)
measure("Instance.new", 2e4, function(n) for i = 1, n do Instance.new("Part") end end)
local model = Instance.new("Model")
for _ = 1, 10 do Instance.new("Part").Parent = model end
measure("Clone, per instance", 1.1e3, function(n) for _ = 1, n / 11 do model:Clone() end end)
measure("SetAttribute", 3e5, function(n) for i = 1, n do part:SetAttribute("x", i) end end)
measure("GetAttribute", 1e6, function(n) for i = 1, n do part:GetAttribute("x") end end)
part.Changed:Connect(function() end)
measure("write, one Changed handler", 1e5, function(n)
    for i = 1, n do part.Transparency = i % 7 end
end)
"""
)


def report(name: str, nanoseconds: float) -> None:
    """One line."""
    sys.stdout.write(f"{name:<46}{nanoseconds:>14,.1f} ns\n")


def main() -> None:
    """All lines."""
    server = Universe().start_server()
    for _ in range(2):  # the first run warms LuaJIT up and is not shown
        shown: list[tuple[str, float]] = []
        server.run(PROGRAM, perf_counter, lambda name, value, to=shown: to.append((name, value)))
    for name, value in shown:
        report(name, value)


if __name__ == "__main__":
    main()
