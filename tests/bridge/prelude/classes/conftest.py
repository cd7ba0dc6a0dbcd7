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
