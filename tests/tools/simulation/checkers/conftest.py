"""Servers that carry a shape of saving, and the faults every shape is run under."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bridge.faults import DataStoreFault
from bridge.tools.simulation import Server, Universe

SHAPES = Path(__file__).parent / "shapes"


class Shape:
    """Servers of one universe with one module of `shapes/` on each."""

    def __init__(
        self,
        name: str,
        *,
        servers: int = 2,
        seed: int = 0,
        faulty: bool = False,
        store: Path | None = None,
    ) -> None:
        self.source = (SHAPES / f"{name}.luau").read_text(encoding="utf-8")
        self.universe = Universe(seed=seed, store=store)
        if faulty:
            self.universe.faults.add(DataStoreFault.error_before_write(probability=0.1))
            self.universe.faults.add(DataStoreFault.error_after_write(probability=0.1))
            self.universe.faults.add(DataStoreFault.read_error(probability=0.05))
            self.universe.faults.add(DataStoreFault.late_reply(0.1, 5.0, probability=0.1))
            self.universe.faults.add(DataStoreFault.latency(0.01, 3.0, probability=0.2))
        self.servers = [self.start() for _ in range(servers)]

    def start(self) -> Server:
        """One more server."""
        modules = {"ServerScriptService.Shape": self.source}
        return self.universe.start_server(modules=modules)

    def spawn(self, on: int, function: str, *arguments: object) -> None:
        """Call a function of the module on a server and do not wait for it."""
        self.servers[on].spawn(self.module(on)[function], *arguments)

    def call(self, on: int, function: str, *arguments: object) -> object:
        """Call it and wait."""
        return self.module(on)[function](*arguments)

    def module(self, on: int):
        """The module as a server sees it."""
        return self.servers[on].require("ServerScriptService.Shape")

    def switch(self, name: str) -> None:
        """Turn a switch of the shape on, on every server."""
        for server in self.servers:
            server.run(f"shared.{name} = true")


@pytest.fixture(scope="session")
def shape() -> Callable[..., Shape]:
    """Makes servers with a shape on them."""
    return Shape
