"""A universe with servers whose scripts are given as text, for the tests of services."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import DataStoreFault, HttpFault, MemoryStoreFault, MessagingFault
from bridge.stubs.profiles import Profile, profile
from bridge.tools.simulation import Server, Universe


class Cloud:
    """A universe and its servers; the first one is started at once.

    Without latency calls take no time, so that a test sees rules and not delays.
    """

    def __init__(
        self,
        rules: str | Profile = "2026",
        *,
        players: int = 0,
        servers: int = 1,
        latency: bool = False,
        seed: int = 1,
        **overrides: object,
    ) -> None:
        self.universe = Universe(seed=seed, profile=profile(rules).override(**overrides))
        if not latency:
            for service in (DataStoreFault, MessagingFault, MemoryStoreFault, HttpFault):
                self.universe.faults.add(service.latency(0, 0))
        names = [f"Player{number}" for number in range(players)]
        self.servers = [self.universe.start_server(players=names)]
        self.servers += [self.universe.start_server() for _ in range(servers - 1)]

    @property
    def server(self) -> Server:
        """The first server."""
        return self.servers[0]

    def run(self, source: str, *arguments: object, on: int = 0) -> object:
        """What a chunk returns, run on a server until it does."""
        return self.servers[on].run(source, *arguments)

    def error(self, expression: str, *arguments: object, on: int = 0) -> object:
        """The error text of an expression, as pcall sees it; None when it raises nothing."""
        source = f"local ok, text = pcall(function(...) return {expression} end, ...)"
        return self.run(f"{source} return if ok then nil else text", *arguments, on=on)

    def start(self, calls: int, call: str, setup: str = "", *, on: int = 0) -> None:
        """Starts so many threads, each of which prints "number ok" or "number error" in the end.

        Parameters:
            call: an expression, in which `i` is the thread's number.
            setup: statements before the threads.
        """
        source = f"""{setup}
            for i = 1, {calls} do
                task.spawn(function()
                    local ok, text = pcall(function() return {call} end)
                    print(i, if ok then "ok" else text)
                end)
            end
        """
        self.run(source, on=on)

    def output(self, kind: str, on: int = 0) -> list[str]:
        """Lines of one kind that a server printed."""
        return [text for found, text in self.servers[on].output if found == kind]


@pytest.fixture
def cloud() -> Cloud:
    """One server without players under the rules of 2026."""
    return Cloud()


@pytest.fixture
def make_cloud() -> Callable[..., Cloud]:
    """Makes universes of one's own choice."""
    return Cloud
