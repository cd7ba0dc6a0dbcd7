"""TeleportService as scripts see it: facts of cloud-services.md 9.2 and of its class page."""

from __future__ import annotations

import pytest

from bridge.faults import Fault, FaultPlan, TeleportFault
from bridge.stubs.rules import PlayerRules
from bridge.tools.simulation import Server, ServerSettings, Universe

LOBBY, ARENA = 1, 2
ARRIVALS = {
    "ServerScriptService.Main": """
        game.Players.PlayerAdded:Connect(function(player)
            local data = player:GetJoinData()
            print(player.Name, data.SourcePlaceId, data.TeleportData and data.TeleportData.round)
        end)
    """
}


def worlds(*faults: Fault, players: tuple[str, ...] = ("Ada", "Bob")) -> tuple[Universe, Server]:
    """A lobby with players, and an arena that teleports may start."""
    universe = Universe(seed=1, faults=FaultPlan(faults))
    universe.add_place(ARENA, scripts=ARRIVALS)
    lobby = universe.start_server(
        players=players,
        scripts={
            "ServerScriptService.Main": """
                game.Players.PlayerRemoving:Connect(function(p) print("left", p.Name) end)
                local service = game:GetService("TeleportService")
                service.TeleportInitFailed:Connect(function(player, result, text, place, options)
                    print(player.Name, result.Name, #text > 0, place, options.ClassName,
                        options.ServerInstanceId, options.ReservedServerAccessCode)
                end)
            """
        },
    )
    return universe, lobby


def lines(server: Server) -> list[str]:
    return [text for _, text in server.output]


def call(server: Server, expression: str) -> object:
    """What an expression gives, with `service`, `ada`, `bob` and `all` at hand."""
    return server.run(f"""
        local service = game:GetService("TeleportService")
        local players = game.Players
        local ada, bob, all = players:FindFirstChild("Ada"), players:FindFirstChild("Bob"),
            players:GetPlayers()
        return {expression}
    """)


@pytest.mark.rule(
    "TeleportService.TeleportAsync",
    source="class page TeleportService",
)  # fmt: skip
def test_a_group_leaves_and_joins_one_new_server_of_the_place() -> None:
    universe, lobby = worlds()
    options = 'Instance.new("TeleportOptions")'
    result = call(lobby, f"service:TeleportAsync({ARENA}, all, {options}).ClassName")
    assert result == "TeleportAsyncResult"
    universe.run_for(seconds=0)
    assert lines(lobby) == ["left Ada", "left Bob"]
    assert lobby.players == []
    universe.run_for(seconds=5)
    (_, arena) = universe.servers
    assert sorted(arena.players) == ["Ada", "Bob"]
    assert arena.place_id == ARENA
    assert lines(arena)[0] in ("Ada 1 nil", "Bob 1 nil")
    assert universe.teleports.statistics() == (2, 2, 0)


def test_nobody_is_anywhere_while_travelling() -> None:
    universe, lobby = worlds(TeleportFault.delay(3, 3))
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=2.9)
    assert universe.number_of_players == 0
    universe.run_for(seconds=0.2)
    assert universe.number_of_players == 2


@pytest.mark.rule(
    "TeleportOptions.SetTeleportData", "TeleportOptions.GetTeleportData",
    source="class page TeleportOptions",
)  # fmt: skip
def test_user_ids_and_data_travel_along() -> None:
    universe, lobby = worlds()
    before = lobby.user_ids
    lobby.run(f"""
        local options = Instance.new("TeleportOptions")
        options:SetTeleportData({{ round = 7 }})
        assert(options:GetTeleportData().round == 7)
        local all = game.Players:GetPlayers()
        game:GetService("TeleportService"):TeleportAsync({ARENA}, all, options)
    """)
    universe.run_for(seconds=6)
    arena = universe.servers[1]
    assert sorted(lines(arena)) == ["Ada 1 7", "Bob 1 7"]
    members = arena.run("return game.Players.Ada:GetJoinData().Members")
    assert members.to_python() == before
    assert sorted(arena.user_ids) == sorted(before)


def test_a_running_server_with_room_is_joined_and_a_full_one_is_not() -> None:
    universe, lobby = worlds()
    settings = ServerSettings(place_id=ARENA, players=PlayerRules(max_players=1))
    full = universe.start_server(players=["Cyd"], settings=settings)
    open_one = universe.start_server(settings=ServerSettings(place_id=ARENA))
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=6)
    assert full.players == ["Cyd"]
    assert sorted(open_one.players) == ["Ada", "Bob"]
    assert len(universe.servers) == 3


@pytest.mark.parametrize(("limit", "arrive"), [(1, False), (2, True), (3, True)])
def test_a_group_needs_room_for_all_of_it(limit: int, arrive: bool) -> None:
    universe, lobby = worlds()
    settings = ServerSettings(place_id=ARENA, players=PlayerRules(max_players=limit))
    arena = universe.start_server(settings=settings)
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=6)
    assert (len(arena.players) == 2) is arrive


def test_those_on_the_way_take_up_room() -> None:
    universe, lobby = worlds()
    settings = ServerSettings(place_id=ARENA, players=PlayerRules(max_players=1))
    arena = universe.start_server(settings=settings)
    call(lobby, f"service:TeleportAsync({ARENA}, {{ada}})")
    universe.run_for(seconds=0.5)
    call(lobby, f"service:TeleportAsync({ARENA}, {{bob}})")
    universe.run_for(seconds=6)
    assert arena.players == ["Ada"]
    assert universe.servers[2].players == ["Bob"]


def test_an_unknown_place_fails_after_the_call_succeeded_and_the_players_stay() -> None:
    universe, lobby = worlds()
    options = 'Instance.new("TeleportOptions")'
    assert call(lobby, f"service:TeleportAsync(99, {{ada}}, {options}).PrivateServerId") == ""
    universe.run_for(seconds=1)
    assert lines(lobby) == ["Ada GameNotFound true 99 TeleportOptions  "]
    assert lobby.players == ["Ada", "Bob"]


@pytest.mark.rule(
    "TeleportService.ReserveServerAsync", "TeleportService.TeleportToPrivateServer",
    source="class page TeleportService",
)  # fmt: skip
def test_a_reserved_server_is_private_and_keeps_its_id() -> None:
    universe, lobby = worlds()
    code, private_id = call(lobby, f"service:ReserveServerAsync({ARENA})")
    assert (len(code), len(private_id)) == (32, 32)
    call(lobby, f'service:TeleportToPrivateServer({ARENA}, "{code}", {{ada}}, "", {{ round = 3 }})')
    universe.run_for(seconds=6)
    arena = universe.servers[1]
    assert arena.run("return game.PrivateServerId, game.PrivateServerOwnerId") == (private_id, 0)
    assert lines(arena) == ["Ada 1 3"]
    arena.shutdown()
    call(lobby, f'service:TeleportToPrivateServer({ARENA}, "{code}", {{bob}})')
    universe.run_for(seconds=6)
    again = universe.servers[1]
    assert again.private_server_id == private_id
    assert again.job_id != arena.job_id


@pytest.mark.rule(
    "TeleportOptions.ShouldReserveServer", "TeleportAsyncResult.PrivateServerId",
    "TeleportAsyncResult.ReservedServerAccessCode",
    source="class page TeleportOptions; class page TeleportAsyncResult",
)  # fmt: skip
def test_should_reserve_server_tells_code_and_id() -> None:
    universe, lobby = worlds()
    code, private_id = lobby.run(f"""
        local options = Instance.new("TeleportOptions")
        options.ShouldReserveServer = true
        local service = game:GetService("TeleportService")
        local result = service:TeleportAsync({ARENA}, game.Players:GetPlayers(), options)
        return result.ReservedServerAccessCode, result.PrivateServerId
    """)
    universe.run_for(seconds=6)
    arena = universe.servers[1]
    assert arena.private_server_id == private_id != ""
    assert universe.teleports.reservation(code).private_server_id == private_id


def test_nobody_reaches_a_reserved_server_without_its_code() -> None:
    universe, lobby = worlds()
    reserved = universe.start_server(
        settings=ServerSettings(place_id=ARENA, private_server_id="secret")
    )
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    call(lobby, f'service:TeleportToPrivateServer({ARENA}, "wrong", all)')
    universe.run_for(seconds=6)
    assert reserved.players == []
    assert [line.split()[1] for line in lines(lobby)][:1] != ["Unauthorized"]


@pytest.mark.rule(
    "TeleportOptions.ReservedServerAccessCode",
    source="class page TeleportOptions",
)  # fmt: skip
def test_a_wrong_code_is_unauthorized() -> None:
    universe, lobby = worlds()
    call(lobby, f'service:TeleportToPrivateServer({ARENA}, "wrong", {{ada}})')
    universe.run_for(seconds=1)
    assert lines(lobby) == [f"Ada Unauthorized true {ARENA} TeleportOptions  wrong"]


@pytest.mark.rule(
    "TeleportOptions.ServerInstanceId",
    source="class page TeleportOptions",
)  # fmt: skip
def test_one_server_can_be_named_by_its_job_id() -> None:
    universe, lobby = worlds()
    universe.start_server(settings=ServerSettings(place_id=ARENA))
    second = universe.start_server(settings=ServerSettings(place_id=ARENA))
    lobby.run(f"""
        local options = Instance.new("TeleportOptions")
        options.ServerInstanceId = "{second.job_id}"
        game:GetService("TeleportService"):TeleportAsync({ARENA}, {{game.Players.Ada}}, options)
    """)
    call(lobby, f'service:TeleportToPlaceInstance({ARENA}, "{second.job_id}", bob)')
    universe.run_for(seconds=6)
    assert sorted(second.players) == ["Ada", "Bob"]


def test_a_server_that_is_gone_cannot_be_named() -> None:
    universe, lobby = worlds()
    call(lobby, f'service:TeleportToPlaceInstance({ARENA}, "gone", ada)')
    universe.run_for(seconds=1)
    assert lines(lobby) == [f"Ada GameEnded true {ARENA} TeleportOptions gone "]


@pytest.mark.rule(
    "teleport.error.conflict",
    source="class page TeleportService",
)  # fmt: skip
@pytest.mark.parametrize(
    "options",
    [
        'options.ServerInstanceId = "a" options.ReservedServerAccessCode = "b"',
        'options.ShouldReserveServer = true options.ReservedServerAccessCode = "b"',
        'options.ShouldReserveServer = true options.ServerInstanceId = "a"',
    ],
)
def test_conflicting_options_throw(options: str) -> None:
    """Conflicts: code + instance, reserve + either of them (documented)."""
    _, lobby = worlds()
    ok, text = lobby.run(f"""
        local options = Instance.new("TeleportOptions")
        {options}
        local service = game:GetService("TeleportService")
        return pcall(service.TeleportAsync, service, {ARENA}, game.Players:GetPlayers(), options)
    """)
    assert not ok
    assert "TeleportOptions cannot have" in text


@pytest.mark.rule(
    "teleport.error.place", "teleport.error.empty", "teleport.error.player",
    source="class page TeleportService",
)  # fmt: skip
@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ("-1, all", "negative"),
        ("1, {}", "empty"),
        ("1, {workspace}", "not a player"),
        ("1, {1}", "Unable to cast"),
        ("1, ada", "Unable to cast"),
        ("1", "missing or nil"),
        ("1, all, workspace", "Unable to cast"),
    ],
)
def test_bad_input_throws(arguments: str, part: str) -> None:
    _, lobby = worlds()
    found = call(lobby, f"select(2, pcall(service.TeleportAsync, service, {arguments}))")
    assert part in str(found)


@pytest.mark.rule(
    "teleport.error.many",
    source="class page TeleportService",
)  # fmt: skip
@pytest.mark.parametrize(("count", "refused"), [(49, False), (50, False), (51, True)])
def test_a_group_is_at_most_fifty(count: int, refused: bool) -> None:
    """At most 50 players (documented)."""
    names = tuple(f"P{number}" for number in range(count))
    universe, lobby = worlds(players=names)
    found = call(lobby, f"select(2, pcall(service.TeleportAsync, service, {ARENA}, all))")
    assert ("at most 50" in str(found)) is refused
    universe.run_for(seconds=1)


def test_a_failure_of_one_leaves_the_others_alone_and_can_be_tried_again() -> None:
    universe, lobby = worlds(TeleportFault.failure("Flooded", key="Ada", times=1))
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=6)
    job_id = universe.servers[1].job_id
    assert lines(lobby) == [f"Ada Flooded true {ARENA} TeleportOptions {job_id} ", "left Bob"]
    call(lobby, f"service:TeleportAsync({ARENA}, {{ada}})")
    universe.run_for(seconds=6)
    assert sorted(universe.servers[1].players) == ["Ada", "Bob"]


def test_a_call_may_fail_itself() -> None:
    universe, lobby = worlds(TeleportFault.error(text="HTTP 500"))
    found = call(lobby, f"select(2, pcall(service.TeleportAsync, service, {ARENA}, all))")
    assert found == "HTTP 500"
    universe.run_for(seconds=6)
    assert lobby.players == ["Ada", "Bob"]


def test_a_player_may_be_lost_on_the_way() -> None:
    universe, lobby = worlds(TeleportFault.loss(key="Ada"))
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=6)
    assert universe.servers[1].players == ["Bob"]
    assert universe.teleports.statistics().lost == 1


def test_a_target_that_closes_meanwhile_is_replaced() -> None:
    universe, lobby = worlds(TeleportFault.delay(4, 4))
    arena = universe.start_server(settings=ServerSettings(place_id=ARENA))
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=2)
    arena.crash()
    universe.run_for(seconds=4)
    assert sorted(universe.servers[1].players) == ["Ada", "Bob"]


def test_a_traveller_arrives_though_its_old_server_crashed() -> None:
    universe, lobby = worlds(TeleportFault.delay(4, 4))
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=2)
    lobby.crash()
    universe.run_for(seconds=4)
    assert sorted(universe.servers[0].players) == ["Ada", "Bob"]


@pytest.mark.rule(
    "TeleportService.GetPlayerPlaceInstanceAsync", "teleport.error.offline",
    source="class page TeleportService",
)  # fmt: skip
def test_where_a_player_is_can_be_asked_from_anywhere() -> None:
    universe, lobby = worlds()
    other = universe.start_server(settings=ServerSettings(place_id=ARENA))
    user_id = lobby.user_ids[0]
    ask = f"service:GetPlayerPlaceInstanceAsync({user_id})"
    assert call(lobby, ask) == (True, "", LOBBY, lobby.job_id)
    assert call(other, ask) == (False, "", LOBBY, lobby.job_id)
    text = "select(2, pcall(service.GetPlayerPlaceInstanceAsync, service, 1))"
    assert "not online" in str(call(lobby, text))


def test_teleport_of_one_player_does_not_wait() -> None:
    universe, lobby = worlds()
    assert call(lobby, f"service:Teleport({ARENA}, ada, {{ round = 1 }})") is None
    universe.run_for(seconds=6)
    assert lines(universe.servers[1]) == ["Ada 1 1"]


def test_the_same_seed_gives_the_same_codes_and_journeys() -> None:
    def run() -> tuple[str, object]:
        universe, lobby = worlds()
        code = call(lobby, f"service:ReserveServerAsync({ARENA})")
        call(lobby, f"service:TeleportAsync({ARENA}, all)")
        universe.run_for(seconds=10)
        return universe.trace.digest(), code

    assert run() == run()


@pytest.mark.rule(
    "teleport.error.studio",
    source="class page TeleportService",
)  # fmt: skip
def test_teleports_do_not_work_in_studio() -> None:
    universe = Universe()
    server = universe.start_server(players=["Ada"], settings=ServerSettings(environment="studio"))
    text = call(server, f"select(2, pcall(service.TeleportAsync, service, {ARENA}, all))")
    assert "Studio" in str(text)


@pytest.mark.rule("TeleportService.TeleportAsync", source="class page TeleportService")
def test_without_options_there_is_no_result() -> None:
    """If this is not passed, no result will be returned."""
    _, lobby = worlds()
    assert call(lobby, f"service:TeleportAsync({ARENA}, all)") is None


@pytest.mark.rule("teleport.error.code", source="class page TeleportOptions")
def test_a_code_that_nobody_reserved_throws() -> None:
    _, lobby = worlds()
    text = lobby.run(f"""
        local options = Instance.new("TeleportOptions")
        options.ReservedServerAccessCode = "nonsense"
        local service = game:GetService("TeleportService")
        local players = {{game.Players.Ada}}
        return select(2, pcall(service.TeleportAsync, service, {ARENA}, players, options))
    """)
    assert text == "TeleportService: unknown ReservedServerAccessCode"  # of ours


@pytest.mark.rule("TeleportService.ReserveServer", source="class page TeleportService")
def test_the_older_name_reserves_too() -> None:
    universe, lobby = worlds()
    code, private_id = call(lobby, f"service:ReserveServer({ARENA})")
    assert universe.teleports.reservation(code).private_server_id == private_id


@pytest.mark.rule("TeleportService.CustomizedTeleportUI", source="class page TeleportService")
def test_a_property_without_function_is_kept() -> None:
    _, lobby = worlds()
    source = """
        local service = game:GetService("TeleportService")
        service.CustomizedTeleportUI = true
        return service.CustomizedTeleportUI
    """
    assert lobby.run(source) is True


@pytest.mark.rule(
    "TeleportService.LocalPlayerArrivedFromTeleport",
    "TeleportService.PromptExperienceDetailsAsync",
    source="class page TeleportService",
)
def test_what_only_clients_see_is_silent_or_refused() -> None:
    universe, lobby = worlds()
    lobby.run('game:GetService("TeleportService").LocalPlayerArrivedFromTeleport:Connect(print)')
    text = call(lobby, "select(2, pcall(service.PromptExperienceDetailsAsync, service, ada, 1))")
    assert "there is no screen to show it on" in text
    call(lobby, f"service:TeleportAsync({ARENA}, all)")
    universe.run_for(seconds=6)
    assert lines(lobby) == ["left Ada", "left Bob"]
