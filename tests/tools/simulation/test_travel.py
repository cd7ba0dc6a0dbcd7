"""Moving a player by hand; what it does to both servers is told in test_universe.py."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.tools.simulation import Universe
from bridge.tools.simulation.travel import move_player


def test_a_target_that_is_gone_on_arrival_takes_nobody() -> None:
    universe = Universe()
    first, second = universe.start_server(players=["Ada"]), universe.start_server()
    move_player("Ada", first, second, None, 2)
    second.crash()
    universe.run_for(seconds=3)
    assert universe.number_of_players == 0


def test_a_paused_target_takes_the_player_when_it_goes_on() -> None:
    universe = Universe()
    first, second = universe.start_server(players=["Ada"]), universe.start_server()
    second.pause(5)
    move_player("Ada", first, second, None, 2)
    universe.run_for(seconds=4)
    assert second.players == []
    universe.run_for(seconds=1)
    assert second.players == ["Ada"]


def test_travel_takes_no_negative_time() -> None:
    universe = Universe()
    first, second = universe.start_server(players=["Ada"]), universe.start_server()
    with pytest.raises(UsageError, match="backwards"):
        move_player("Ada", first, second, None, -1)
    assert first.players == ["Ada"]
