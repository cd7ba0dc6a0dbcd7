"""What players cost: joins, characters, remotes both ways, tweens, and fifty full servers.

Run with `python tests/benchmarks/bench_players.py`. Least CPU time of some rounds; no targets but
that fifty servers with 20 players each run in one process.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

from bridge.tools.simulation import RemoteRules, Server, ServerSettings, Universe

ROUNDS = 5
PLAYERS = 20
SERVERS = 50
COUNT = 1000

SCRIPT = """
local remote, sum = Instance.new("RemoteEvent", game.ReplicatedStorage), 0
remote.OnServerEvent:Connect(function(_, message) sum += message.x end)
_G.send = function(count)
    for i = 1, count do remote:FireAllClients({ x = i, y = { 1, 2, 3 } }) end
end
_G.tween = function(count)
    for i = 1, count do
        local goal = { Position = Vector3.new(i, 0, 0) }
        local part = Instance.new("Part", workspace)
        game:GetService("TweenService"):Create(part, TweenInfo.new(1), goal):Play()
    end
end
"""


def full_server() -> Server:
    rules = RemoteRules(rate_per_second=None)
    server = Universe(seed=1).start_server(
        scripts={"ServerScriptService.Main": SCRIPT}, settings=ServerSettings(remotes=rules)
    )
    for number in range(PLAYERS):
        server.join(f"P{number}")
    server.universe.run_for(seconds=1)
    return server


def least_microseconds(action: Callable[[Server], object], per: int) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        server = full_server()
        begin = time.process_time()
        action(server)
        best = min(best, time.process_time() - begin)
    return best * 1e6 / per


def join(server: Server) -> None:
    for number in range(PLAYERS):
        server.join(f"Q{number}")


def characters(server: Server) -> None:
    server.run("for _, player in game.Players:GetPlayers() do player:LoadCharacter() end")


def to_server(server: Server) -> None:
    client = server.client("P0")
    for number in range(COUNT):
        client.fire("ReplicatedStorage.RemoteEvent", {"x": number, "y": [1, 2, 3]})
    server.universe.run_for(seconds=0.1)


def to_clients(server: Server) -> None:
    server.run("_G.send(...)", COUNT)


def tweens(server: Server) -> None:
    server.run("_G.tween(...)", 100)
    server.universe.run_for(seconds=1.1)


def fifty_servers() -> tuple[float, float]:
    """CPU seconds for five simulated ones of fifty full servers, and megabytes at most."""
    begin = time.process_time()
    universe = Universe(seed=1)
    for index in range(SERVERS):
        names = [f"S{index}P{number}" for number in range(PLAYERS)]
        universe.start_server(scripts={"ServerScriptService.Main": SCRIPT}, players=names)
    universe.run_for(seconds=5)
    spent = time.process_time() - begin
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints one line per thing."""
    seconds, megabytes = fifty_servers()
    lines = (
        ("join", least_microseconds(join, PLAYERS)),
        ("character", least_microseconds(characters, PLAYERS)),
        ("client fires", least_microseconds(to_server, COUNT)),
        (f"FireAllClients({PLAYERS})", least_microseconds(to_clients, COUNT)),
        ("tween, one frame", least_microseconds(tweens, 100 * 60)),
    )
    for name, spent in lines:
        sys.stdout.write(f"{name:20} {spent:8.1f} us\n")
    sys.stdout.write(f"{SERVERS} full servers, 5 s: {seconds:.1f} s CPU, {megabytes:.0f} MB\n")


if __name__ == "__main__":
    main()
