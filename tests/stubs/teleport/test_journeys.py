"""The universe-wide half of teleports: reservations and where a journey leads."""

from __future__ import annotations

from bridge.faults import TeleportFault
from bridge.stubs.rules import PlayerRules
from bridge.stubs.teleport.journeys import Destination, Journeys
from bridge.tools.simulation import ServerSettings, Universe


def test_a_universe_has_one_set_of_journeys() -> None:
    universe = Universe()
    assert Journeys.of(universe) is universe.teleports
    assert Journeys.of(Universe()) is not universe.teleports


def test_reservations_are_found_by_their_code() -> None:
    journeys = Universe().teleports
    first, second = journeys.reserve(5), journeys.reserve(5)
    assert first != second
    assert journeys.reservation(first.access_code) == first
    assert journeys.reservation("x") is None


def test_public_servers_come_in_their_order_and_the_one_left_last() -> None:
    universe = Universe()
    first, second = universe.start_server(), universe.start_server()
    journeys = universe.teleports
    assert journeys.find(Destination(1), 1, None) is first
    assert journeys.find(Destination(1), 1, first) is second
    second.crash()
    assert journeys.find(Destination(1), 1, first) is first


def test_what_is_wrong_with_a_destination_is_told() -> None:
    universe = Universe()
    settings = ServerSettings(players=PlayerRules(max_players=1))
    full = universe.start_server(players=["Ada"], settings=settings)
    journeys = universe.teleports
    code = journeys.reserve(1).access_code
    assert journeys.find(Destination(1), 1, None) == "GameFull"
    assert journeys.find(Destination(1, job_id=full.job_id), 1, None) == "GameFull"
    assert journeys.find(Destination(1, job_id="x"), 1, None) == "GameEnded"
    assert journeys.find(Destination(2), 1, None) == "GameNotFound"
    assert journeys.find(Destination(1, access_code="x"), 1, None) == "Unauthorized"
    assert journeys.find(Destination(2, access_code=code), 1, None) == "Unauthorized"
    assert journeys.find(Destination(1, access_code=code), 1, None) == "GameNotFound"


def test_a_closing_server_takes_nobody() -> None:
    universe = Universe()
    source = "game:BindToClose(function() task.wait(5) end)"
    closing = universe.start_server(scripts={"ServerScriptService.Main": source})
    closing.shutdown(wait=False)
    assert universe.teleports.find(Destination(1), 1, None) == "GameNotFound"
    assert universe.teleports.find(Destination(1, job_id=closing.job_id), 1, None) == "GameFull"


def test_who_is_on_the_way_is_known_by_name() -> None:
    universe = Universe()
    first = universe.start_server(players=["Ada"])
    universe.add_place(2)
    universe.faults.add(TeleportFault.delay(10))
    first.run('game:GetService("TeleportService"):TeleportAsync(2, { game.Players.Ada })')
    universe.run_for(seconds=1)
    assert universe.teleports.travellers == ("Ada",)
    assert repr(universe.teleports) == (
        "<teleports of a universe: Ada on the way; 0 reserved servers>"
    )
    universe.run_for(seconds=20)
    assert universe.teleports.travellers == ()
