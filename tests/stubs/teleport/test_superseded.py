"""The older methods of TeleportService."""

from __future__ import annotations

import pytest

from bridge.tools.simulation import Server, ServerSettings, Universe

LOBBY, ARENA = 1, 2
SERVICE = 'game:GetService("TeleportService")'


def worlds() -> tuple[Universe, Server]:
    """A lobby with Ada and Bob, and a place for them."""
    universe = Universe(seed=1)
    universe.add_place(ARENA, scripts={})
    lobby = universe.start_server(players=("Ada", "Bob"))
    return universe, lobby


@pytest.mark.rule("TeleportService.TeleportPartyAsync", source="class page TeleportService")
def test_a_party_arrives_together_on_the_server_whose_id_is_given() -> None:
    universe, lobby = worlds()
    call = f"return {SERVICE}:TeleportPartyAsync({ARENA}, game.Players:GetPlayers(), {{n = 1}})"
    job_id = lobby.run(call)
    universe.run_for(seconds=6)
    (arena,) = [server for server in universe.servers if server.place_id == ARENA]
    assert (arena.job_id, sorted(arena.players)) == (job_id, ["Ada", "Bob"])
    assert arena.run("return game.Players.Ada:GetJoinData().TeleportData.n") == 1


@pytest.mark.rule("TeleportService.TeleportPartyAsync", source="class page TeleportService")
def test_a_party_prefers_a_server_that_runs() -> None:
    universe, lobby = worlds()
    arena = universe.start_server(settings=ServerSettings(place_id=ARENA))
    call = f"return {SERVICE}:TeleportPartyAsync({ARENA}, game.Players:GetPlayers())"
    assert lobby.run(call) == arena.job_id


def test_a_party_without_a_server_is_an_error() -> None:
    universe, lobby = worlds()
    call = f"return pcall({SERVICE}.TeleportPartyAsync, {SERVICE}, 99, game.Players:GetPlayers())"
    assert lobby.run(call) == (False, "Teleport failed because the place was not found.")
    universe.run_for(seconds=6)
    assert lobby.players == ["Ada", "Bob"]


@pytest.mark.rule(
    "TeleportService.Teleport",
    "TeleportService.TeleportToSpawnByName",
    "TeleportService.TeleportToPlaceInstance",
    "TeleportService.TeleportToPrivateServer",
    source="class page TeleportService",
)
@pytest.mark.parametrize(
    "call",
    [
        f"Teleport({ARENA}, game.Players.Ada)",
        f'TeleportToSpawnByName({ARENA}, "Gate", game.Players.Ada)',
        f"TeleportToPlaceInstance({ARENA}, id, game.Players.Ada)",
        f"TeleportToPrivateServer({ARENA}, code, {{game.Players.Ada}})",
    ],
)
def test_one_player_leaves_and_the_other_stays(call: str) -> None:
    universe, lobby = worlds()
    arena = universe.start_server(settings=ServerSettings(place_id=ARENA))
    lobby.run(
        f"""
        local id = ...
        local code = {SERVICE}:ReserveServerAsync({ARENA})
        {SERVICE}:{call}
        """,
        arena.job_id,
    )
    universe.run_for(seconds=6)
    elsewhere = [name for server in universe.servers[1:] for name in server.players]
    assert (lobby.players, elsewhere) == (["Bob"], ["Ada"])


@pytest.mark.rule(
    "TeleportService.GetArrivingTeleportGui",
    "TeleportService.GetLocalPlayerTeleportData",
    "TeleportService.GetTeleportSetting",
    "TeleportService.SetTeleportGui",
    "TeleportService.SetTeleportSetting",
    source="class page TeleportService",
)
@pytest.mark.parametrize(
    "name",
    [
        "GetArrivingTeleportGui", "GetLocalPlayerTeleportData", "GetTeleportSetting",
        "SetTeleportGui", "SetTeleportSetting",
    ],
)  # fmt: skip
def test_what_is_for_clients_says_so(name: str) -> None:
    _, lobby = worlds()
    text = f"{name} of TeleportService is not modelled by luau-bridge (it is for clients only)"
    assert lobby.run(f'return pcall({SERVICE}.{name}, {SERVICE}, "x")') == (False, text)
