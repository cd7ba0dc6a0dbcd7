"""Runs the self-test place in a universe made for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import bridge
from bridge.errors import BridgeError, UsageError
from bridge.project import ProjectNode, load_project
from bridge.tools.selftest.results import BLOB, Result, read_results

if TYPE_CHECKING:
    from bridge.stubs.profiles import Profile
    from bridge.tools.simulation import Server

__all__ = ["MAIN", "World", "modules_of_place", "place_folder", "run_place"]

MAIN = "ServerScriptService.SelfTest.Main"
"""The module whose `run` takes the names of groups."""

HOURS = 6
"""Simulated: more than all groups take together."""

LINES_AFTER = 30
"""So many lines of output may follow the report."""


@dataclass(frozen=True, slots=True)
class World:
    """What a run depends on besides the place.

    Attributes:
        groups: which groups of cases run, as the place's attribute `Groups` has it.
        seed: the universe's.
        servers: how many run the place at the same time.
        players: whether a player is on each.
        profile: the rules' year, or the rules.
        signal_behavior: as in `Universe`.
        http_enabled: `HttpService.HttpEnabled`.
    """

    groups: str = "all"
    seed: int = 0
    servers: int = 1
    players: bool = True
    profile: str | Profile = "2026"
    signal_behavior: str = "immediate"
    http_enabled: bool = True

    @classmethod
    def like(cls, results: Mapping[str, Result]) -> World:
        """The world in which a run elsewhere can be repeated: what a place sets is set here too."""
        behavior = results.get("engine.signal.behavior")
        deferred = behavior is not None and "deferred" in behavior.seen
        return cls(
            signal_behavior="deferred" if deferred else "immediate",
            http_enabled="http.get.disabled" not in results,
        )


def place_folder() -> Path:
    """Where the place lies: in an installed package, else in the checkout.

    Raises:
        UsageError: nowhere.
    """
    package = Path(bridge.__file__).resolve().parent
    for folder in (package / "place", package.parent / "tests" / "place"):
        if (folder / "default.project.json").is_file():
            return folder
    raise UsageError("the self-test place is not installed: run this in a checkout")


def modules_of_place() -> ProjectNode:
    """The place without the Script that starts it: here the choice of groups starts it."""
    project = load_project(place_folder())
    services = project.child("ServerScriptService")
    folder = None if services is None else services.child("SelfTest")
    assert folder is not None
    folder.children = [each for each in folder.children if each.class_name != "Script"]
    return project


def run_place(world: World | None = None) -> list[dict[str, Result]]:
    """Run the place to its end.

    Returns:
        The results of each server, by id.

    Raises:
        BridgeError: a server came to no report; the text has its last error.
    """
    from bridge.tools.simulation import Universe  # lazily: loads lupa

    world = world or World()
    universe = Universe(
        seed=world.seed,
        profile=world.profile,
        signal_behavior=world.signal_behavior,
        keep_trace=False,
    )
    if world.http_enabled:
        universe.http.route("https://selftest.invalid/", lambda sent: "")
    universe.accounts.declare("Roblox", 1)
    universe.groups.declare(7, "Roblox")
    servers = [universe.start_server(project=modules_of_place()) for _ in range(world.servers)]
    for number, server in enumerate(servers, 1):
        if world.players:
            server.join(f"Tester{number}")
        server.spawn(server.require(MAIN).run, world.groups)
    universe.run_until(
        lambda: all(_report(server) for server in servers), timeout_seconds=HOURS * 3600
    )
    for server in servers:
        if _report(server) is not None:
            server.shutdown()  # for the cases that wait for it
    return [_results(server) for server in servers]


def _report(server: Server) -> str | None:
    """The line with the report, which is the last one until the server closes."""
    for _, text in reversed(server.output[-LINES_AFTER:]):
        if text.startswith(BLOB):
            return text
    return None


def _results(server: Server) -> dict[str, Result]:
    report = _report(server)
    if report is None:
        last = server.errors[-1].message if server.errors else "no error"
        raise BridgeError(f"server {server.index}: the self-test came to no end: {last}")
    closing = (text for _, text in server.output[-LINES_AFTER:])
    return read_results("\n".join((report, *closing)))
