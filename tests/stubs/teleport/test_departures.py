"""What TeleportInitFailed offers for a retry, by how the teleport was asked for."""

from __future__ import annotations

import pytest

from bridge.faults import FaultPlan, TeleportFault
from bridge.tools.simulation import ServerSettings, Universe

ARENA = 2
LISTEN = {
    "ServerScriptService.Main": """
        local service = game:GetService("TeleportService")
        service.TeleportInitFailed:Connect(function(player, _, _, _, options)
            local data = options:GetTeleportData()
            print(player.Name, "id=" .. options.ServerInstanceId,
                "code=" .. options.ReservedServerAccessCode, options.ShouldReserveServer,
                data and data.round)
        end)
    """
}


def failed(call: str, *, players: tuple[str, ...] = ("Ada", "Bob")) -> tuple[list[str], str]:
    """What is told when Ada's teleport fails, and the JobId of the arena that runs."""
    plan = FaultPlan((TeleportFault.failure(key="Ada"),))
    universe = Universe(seed=1, faults=plan)
    universe.add_place(ARENA, scripts={})
    arena = universe.start_server(settings=ServerSettings(place_id=ARENA))
    lobby = universe.start_server(players=players, scripts=LISTEN)
    lobby.run(
        f"""
        local service, all = game:GetService("TeleportService"), game.Players:GetPlayers()
        local options = Instance.new("TeleportOptions")
        options:SetTeleportData({{round = 3}})
        {call}
        """,
    )
    universe.run_for(seconds=6)
    return [text for kind, text in lobby.output if kind == "print"], arena.job_id


@pytest.mark.rule("TeleportService.TeleportInitFailed", source="class page TeleportService")
def test_one_player_to_a_place_may_go_anywhere() -> None:
    found, _ = failed(f"service:TeleportAsync({ARENA}, all, options)", players=("Ada",))
    assert found == ["Ada id= code= false 3"]


@pytest.mark.rule("TeleportService.TeleportInitFailed", source="class page TeleportService")
def test_players_to_a_place_may_follow_the_others() -> None:
    found, job_id = failed(f"service:TeleportAsync({ARENA}, all, options)")
    assert found == [f"Ada id={job_id} code= false 3"]


@pytest.mark.rule("TeleportService.TeleportInitFailed", source="class page TeleportService")
def test_players_to_one_server_keep_its_id() -> None:
    found, job_id = failed(f"service:TeleportPartyAsync({ARENA}, all, {{round = 4}})")
    assert found == [f"Ada id={job_id} code= false 4"]


@pytest.mark.rule("TeleportService.TeleportInitFailed", source="class page TeleportService")
def test_players_to_a_new_reserved_server_get_the_code_that_was_made() -> None:
    call = f"""
        options.ShouldReserveServer = true
        print(service:TeleportAsync({ARENA}, all, options).ReservedServerAccessCode)
    """
    found, _ = failed(call)
    code = found[0]
    assert (len(code), found[1:]) == (32, [f"Ada id= code={code} false 3"])


@pytest.mark.rule("TeleportService.TeleportInitFailed", source="W-DUMP")
def test_in_2018_the_event_had_three_parameters():
    universe = Universe(profile="2018")
    universe.faults.add(TeleportFault.failure("Flooded"))
    server = universe.start_server(players=["Ada"])
    server.run("""
        local service = game:GetService("TeleportService")
        service.TeleportInitFailed:Connect(function(...)
            print(select("#", ...), (select(2, ...)))
        end)
        service:Teleport(game.PlaceId, game:GetService("Players").Ada)
    """)
    universe.run_for(seconds=10)
    assert ("print", "3 Enum.TeleportResult.Flooded") in [tuple(line) for line in server.output]
