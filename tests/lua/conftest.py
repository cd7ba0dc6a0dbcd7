"""Fixtures for the Luau systems: servers that carry them, and one-line ways to run Luau there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bridge.faults import Fault, FaultPlan
from bridge.project import ProjectNode, load_project
from bridge.source import Source
from bridge.tools.simulation import Server, ServerSettings, Universe
from bridge.vm import LuaTable

LUA = Path(__file__).parents[2] / "lua"
SEED_MODULES = Path(__file__).parent / "fixtures" / "seed"

# One line, so that the lines of a test's own Luau keep their distance to its first.
PREAMBLE = (
    'local Common = game:GetService("ReplicatedStorage").Common '
    'local System = game:GetService("ServerScriptService").CheckpointSystem '
    'local Seed = game:GetService("ServerScriptService").Seed '
    "local Deps = require(Common.Deps) "
)


@cache
def systems() -> ProjectNode:
    """The whole of lua/, and the seeds' versions beside it in ServerScriptService.Seed."""
    root = load_project(LUA / "default.project.json")
    seed = ProjectNode("Seed", "Folder")
    for path in sorted(SEED_MODULES.glob("*.luau")):
        source = Source(path.read_text(encoding="utf-8"), path.name)
        seed.children.append(ProjectNode(path.stem, "ModuleScript", source=source, path=path))
    services = root.child("ServerScriptService")
    assert services is not None
    services.children.append(seed)
    return root


def plain(value: object) -> Any:
    """What Luau returned, as Python values."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    table = getattr(value, "table", value)
    return table.to_python() if isinstance(table, LuaTable) else table


class Lab:
    """Servers of one universe with the systems on them; tests speak Luau to them."""

    def __init__(
        self, *, seed: int = 0, servers: int = 1, faults: Iterable[Fault] = (), **options: Any
    ) -> None:
        self.universe = Universe(seed=seed, faults=FaultPlan(tuple(faults)), **options)
        self.servers = [self.start() for _ in range(servers)]

    @property
    def server(self) -> Server:
        """The first server."""
        return self.servers[0]

    def start(self, *, skew: float = 0.0) -> Server:
        """One more server, its wall clock `skew` seconds off."""
        settings = ServerSettings(clock_skew_seconds=skew)
        return self.universe.start_server(project=systems(), settings=settings)

    def run(self, source: str, *arguments: object, on: int = 0, timeout: float = 3600) -> Any:
        """Run Luau on a server until it returns; its results as Python values."""
        server = self.servers[on]
        return plain(server.run(PREAMBLE + source, *arguments, timeout_seconds=timeout))

    def begin(self, source: str, *arguments: object, on: int = 0) -> None:
        """Run Luau up to its first yield; it goes on as time passes."""
        wrapped = f"{PREAMBLE}local arguments = table.pack(...) task.spawn(function(...) {source}\n"
        wrapped += "end, table.unpack(arguments, 1, arguments.n))"
        self.servers[on].run(wrapped, *arguments)

    def advance(self, seconds: float) -> None:
        """Let simulated time pass."""
        self.universe.run_for(seconds=seconds)

    def close(self) -> None:
        """End the universe."""
        self.universe.close()


@pytest.fixture(scope="session")
def open_lab() -> Iterator[Callable[..., Lab]]:
    """A maker of labs, for tests that need several or one per Hypothesis example."""
    last: list[Lab] = []

    def open_one(**options: Any) -> Lab:
        while last:
            last.pop().close()
        last.append(Lab(**options))
        return last[-1]

    yield open_one
    while last:
        last.pop().close()


@pytest.fixture
def lab() -> Iterator[Lab]:
    """One server with the systems on it."""
    made = Lab()
    yield made
    made.close()


@pytest.fixture(scope="module")
def pure() -> Iterator[Lab]:
    """A server shared by the tests of a module: for functions without state only."""
    made = Lab()
    yield made
    made.close()
