"""The shared halves of the services: one each, and the same for every server."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from bridge.tools.simulation import Universe
from bridge.tools.simulation.backends import Backends

HANDLES = [name for name, value in vars(Backends).items() if isinstance(value, property)]


def test_backends_are_made_once_and_shared() -> None:
    universe = Universe()
    made: list[int] = []
    first = universe.backend("thing", lambda: made.append(1) or object())
    assert universe.backend("thing", lambda: made.append(2) or object()) is first
    assert made == [1]


@pytest.mark.parametrize("name", HANDLES)
def test_a_handle_is_always_the_same_object_and_says_what_it_is_for(name: str) -> None:
    universe = Universe()
    assert getattr(universe, name) is getattr(universe, name)
    assert inspect.getdoc(getattr(Backends, name))


def test_a_store_moves_the_epoch_behind_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    first = Universe(store=path)
    first.run_for(seconds=100)
    server = first.start_server()
    server.run("game:GetService('DataStoreService'):GetDataStore('S'):SetAsync('k', 1)")
    written_us = first.epoch_us + first.clock.now_us
    first.close()
    second = Universe(store=path)
    assert first.epoch_us + 100 * 1_000_000 < second.epoch_us
    assert second.epoch_us <= written_us + 1_000_000
    second.close()
