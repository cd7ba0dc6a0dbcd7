"""Runs are functions of code and seed; the check says where they are not."""

from __future__ import annotations

import os
import subprocess
import sys

from bridge.tools.simulation import Universe, check_determinism

PROGRAM = """
local Players = game:GetService("Players")
local stock = { apple = 1, pear = 2, plum = 3, [Vector3 or 1] = 4 }
Players.PlayerAdded:Connect(function(player)
    for key in stock do print(player.Name, tostring(key), math.random(100)) end
end)
task.spawn(function()
    while true do
        task.wait(math.random())
        print(tick(), os.clock(), tostring({}), math.random())
    end
end)
game:GetService("RunService").Heartbeat:Connect(function() end)
"""


def build(seed: int = 11) -> Universe:
    """Three servers with players for some simulated seconds."""
    universe = Universe(seed=seed)
    for number in range(3):
        universe.start_server(
            scripts={"ServerScriptService.Main": PROGRAM}, players=[f"Player{number}"]
        )
    universe.run_for(seconds=5)
    return universe


def test_one_seed_gives_one_trace() -> None:
    assert check_determinism(build) is None


def test_another_seed_gives_another_trace() -> None:
    assert build(1).trace.digest() != build(2).trace.digest()


def test_the_first_difference_is_reported() -> None:
    seeds = iter([1, 2])
    difference = check_determinism(lambda: build(next(seeds)))
    assert difference is not None
    assert difference.index == 0
    assert "server.start" in str(difference)


def test_the_trace_is_the_same_in_processes_with_other_hash_seeds() -> None:
    """PYTHONHASHSEED and LuaJIT's own string hashing differ from process to process."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from test_determinism import build; print(build().trace.digest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, os.path.dirname(__file__)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    }
    assert digests == {build().trace.digest() + "\n"}
