"""Servers for the behaviour of single classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bridge.tools.simulation import Server, Universe


@pytest.fixture
def server_with() -> Iterator[Callable[..., Server]]:
    """Starts a server whose one Script is given as text."""
    universe = Universe()

    def start(source: str, **settings: object) -> Server:
        return universe.start_server(scripts={"ServerScriptService.Main": source}, **settings)

    yield start
    universe.close()


@pytest.fixture
def play(server: Server) -> Callable[..., list[str]]:
    """Ada joins with a character; what a piece of Luau then prints, some seconds later."""
    server.join("Ada")
    server.universe.run_for(seconds=0.1)

    def run(source: str, seconds: float = 1) -> list[str]:
        before = len(server.output)
        head = "local Players, ada = game.Players, game.Players.Ada\n"
        head += "local character = ada.Character\n"
        head += "local humanoid = character and character:FindFirstChild('Humanoid')\n"
        server.run(head + source)
        server.universe.run_for(seconds=seconds)
        assert server.errors == []
        return [text for _, text in server.output[before:]]

    return run
