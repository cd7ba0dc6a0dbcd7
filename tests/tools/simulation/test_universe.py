"""Universes: shared time, seed and backends."""

from __future__ import annotations

import io

import pytest

from bridge.errors import ScriptError, ScriptTimeout, UsageError
from bridge.tools.simulation import ServerSettings, Universe


def test_time_passes_only_when_it_is_run() -> None:
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": "while true do task.wait(10) print(time()) end"}
    )
    assert server.output == []
    universe.run_for(minutes=0.5)
    assert [text for _, text in server.output] == ["10", "20", "30"]
    assert universe.now_seconds == 30


def test_a_server_started_later_counts_its_own_time() -> None:
    universe = Universe()
    universe.run_for(hours=1)
    server = universe.start_server(
        scripts={"ServerScriptService.Main": "print(time(), os.time()) task.wait(1) print(time())"}
    )
    universe.run_for(seconds=2)
    assert [text for _, text in server.output] == [f"0 {1_767_225_600 + 3600}", "1"]


def test_run_until_stops_at_the_event_that_made_it_true() -> None:
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": "while true do task.wait(1) print('tick') end"}
    )
    assert universe.run_until(lambda: len(server.output) == 3)
    assert universe.now_seconds == 3
    assert not universe.run_until(lambda: len(server.output) == 100, timeout_seconds=5)
    assert len(server.output) == 8


def test_run_until_gives_up_when_nothing_is_left_to_happen() -> None:
    universe = Universe()
    universe.start_server()
    assert not universe.run_until(lambda: False, timeout_seconds=1e6)
    assert universe.now_seconds == 0


def test_run_until_idle_ends_with_the_last_event_and_obeys_its_limit() -> None:
    universe = Universe()
    universe.start_server(scripts={"ServerScriptService.Main": "task.wait(7)"})
    assert universe.run_until_idle()
    assert universe.now_seconds == 7
    listening = Universe()
    listening.start_server(
        scripts={
            "ServerScriptService.Main": 'game:GetService("RunService").Heartbeat:Connect(print)'
        }
    )
    assert not listening.run_until_idle(limit_us=1_000_000)
    assert listening.now_seconds == 1


def test_events_cannot_wait_for_time_themselves() -> None:
    universe = Universe()
    universe.agenda.schedule_after(1, lambda: universe.run_for(seconds=1))
    with pytest.raises(UsageError, match="running already"):
        universe.run_for(seconds=1)


def test_exceptions_carry_the_seed() -> None:
    server = Universe(seed=41).start_server()
    with pytest.raises(ScriptError) as caught:
        server.run("error('bad')")
    assert caught.value.message == "test:1: bad"
    assert caught.value.__notes__ == ["seed: 41, simulated time: 0.0 s"]


def test_job_ids_are_guids_that_follow_from_the_seed() -> None:
    ids = [Universe(seed=seed).start_server().job_id for seed in (1, 1, 2)]
    assert ids[0] == ids[1] != ids[2]
    assert len(ids[0]) == 36
    assert ids[0][14] == "4"
    universe = Universe(seed=1)
    assert universe.start_server().job_id != universe.start_server().job_id


def test_default_randomness_differs_between_servers_and_follows_from_the_seed() -> None:
    def draws(seed: int) -> list[object]:
        universe = Universe(seed=seed)
        servers = [universe.start_server() for _ in range(2)]
        return [server.run("return math.random(1e9)") for server in servers]

    assert draws(5) == draws(5)
    assert draws(5)[0] != draws(5)[1]
    assert draws(5) != draws(6)


def test_project_and_dictionaries_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="not both"):
        Universe().start_server(project="x", scripts={})


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(UsageError, match="signal_behavior"):
        Universe(signal_behavior="sometimes")
    with pytest.raises(UsageError, match="profile"):
        Universe(profile="1999")
    with pytest.raises(UsageError, match="backwards"):
        Universe().run_for(seconds=-1)


def test_the_trace_goes_to_a_file_too() -> None:
    file = io.StringIO()
    universe = Universe(trace_file=file)
    universe.start_server(scripts={"ServerScriptService.Main": "print('x')"})
    assert file.getvalue().splitlines() == list(universe.trace.lines())
    assert any('text="x"' in line for line in universe.trace.lines())


def test_closing_ends_every_server_without_running_anything() -> None:
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": "game:BindToClose(function() print('bound') end)"}
    )
    universe.close()
    assert universe.servers == ()
    assert not server.alive
    assert server.output == []


JOINED = """
    game.Players.PlayerAdded:Connect(function(player)
        local data = player:GetJoinData()
        print(player.Name, player.UserId, data.SourcePlaceId, data.TeleportData)
    end)
    game.Players.PlayerRemoving:Connect(function(player) print("left", player.Name) end)
"""


def test_a_player_moves_from_one_server_to_another_with_its_join_data() -> None:
    universe = Universe()
    scripts = {"ServerScriptService.Main": JOINED}
    settings = ServerSettings(place_id=7)
    first = universe.start_server(scripts=scripts, settings=settings)
    second = universe.start_server(scripts=scripts)
    first.join("Ada", 42)
    universe.teleport("Ada", first, second, data="hello")
    assert (first.players, second.players) == ([], ["Ada"])
    assert first.output[-1] == ("print", "left Ada")
    assert second.output == [("print", "Ada 42 7 hello")]


def test_a_move_may_take_time() -> None:
    universe = Universe()
    first, second = universe.start_server(players=["Ada"]), universe.start_server()
    universe.teleport("Ada", first, second, travel_seconds=3)
    universe.run_for(seconds=2.9)
    assert universe.number_of_players == 0
    universe.run_for(seconds=0.1)
    assert second.players == ["Ada"]


def test_who_cannot_be_moved_stays() -> None:
    universe = Universe()
    first, second = universe.start_server(players=["Ada"]), universe.start_server(players=["Ada"])
    with pytest.raises(UsageError, match="no player 'Bob' on server 0"):
        universe.teleport("Bob", first, second)
    with pytest.raises(UsageError, match="server 1 cannot take 'Ada'"):
        universe.teleport("Ada", first, second)
    second.crash()
    with pytest.raises(UsageError, match="cannot take"):
        universe.teleport("Ada", first, second)
    assert first.players == ["Ada"]


def test_who_arrives_at_a_server_that_closes_is_turned_away() -> None:
    universe = Universe()
    first = universe.start_server(players=["Ada"])
    source = "game:BindToClose(function() task.wait(9) end)"
    second = universe.start_server(scripts={"ServerScriptService.Main": source})
    universe.teleport("Ada", first, second, travel_seconds=3)
    second.shutdown(wait=False)
    universe.run_for(seconds=4)
    assert second.players == []
    assert any("player.turned_away" in line for line in universe.trace.lines())


def test_an_added_place_is_started_when_somebody_comes() -> None:
    universe = Universe()
    universe.add_place(
        9, scripts={"ServerScriptService.Main": JOINED}, settings=ServerSettings(place_version=4)
    )
    assert universe.servers == ()
    server = universe.open_server(9, "private")
    assert server is not None
    assert server.run("return game.PlaceId, game.PlaceVersion, game.PrivateServerId") == (
        9,
        4,
        "private",
    )
    assert universe.open_server(10, "") is None


def test_run_until_looks_before_the_first_event_and_at_its_limit() -> None:
    universe = Universe()
    universe.start_server(scripts={"ServerScriptService.Main": "task.wait(2)"})
    assert universe.run_until(lambda: True)
    assert universe.now_seconds == 0
    assert not universe.run_until(lambda: universe.now_seconds >= 2, timeout_seconds=1.9)
    assert universe.run_until(lambda: universe.now_seconds >= 2, timeout_seconds=2)
    with pytest.raises(ZeroDivisionError):
        universe.run_until(lambda: 1 / 0)
    assert universe.run_until(lambda: True)


def test_run_for_includes_the_last_instant_and_may_be_nothing() -> None:
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": "task.wait(1) print(time()) task.wait(1) print(2)"}
    )
    universe.run_for()
    assert universe.now_seconds == 0
    universe.run_for(seconds=1)
    assert [text for _, text in server.output] == ["1"]


def test_after_an_error_out_of_an_event_the_world_goes_on() -> None:
    universe = Universe()
    universe.agenda.schedule_after(1_000_000, lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        universe.run_for(seconds=5)
    assert universe.now_seconds == 1
    universe.run_for(seconds=4)
    assert universe.now_seconds == 5


def test_a_call_ends_with_its_server() -> None:
    universe = Universe()
    server = universe.start_server()
    universe.agenda.schedule_after(1_000_000, server.crash)
    with pytest.raises(ScriptTimeout, match="server 0 is gone"):
        server.run("task.wait(5)")


def test_a_call_that_waits_for_nothing_is_told_so() -> None:
    server = Universe().start_server()
    with pytest.raises(ScriptTimeout, match="waits for something that will never happen"):
        server.run("coroutine.yield()")


def test_what_is_spawned_fails_on_its_own() -> None:
    universe = Universe()
    server = universe.start_server()
    server.spawn(server.run("return function(text) task.wait(1) error(text, 0) end"), "late")
    assert server.errors == []
    universe.run_for(seconds=2)
    assert [error.message for error in server.errors] == ["late"]


def test_the_number_of_players_is_that_of_all_servers_that_run() -> None:
    universe = Universe()
    first = universe.start_server(players=["Ada", "Bob"])
    second = universe.start_server(players=["Ada", "Cyd", "Dan"])
    assert universe.number_of_players == 5
    first.leave("Ada")
    second.run('game.Players.Cyd.Parent = nil game.Players.Dan:Kick("out")')
    universe.run_for(seconds=1)
    assert universe.number_of_players == 2
    second.crash()
    assert universe.number_of_players == 1
    first.shutdown()
    assert universe.number_of_players == 0


def test_the_most_players_there_were_at_once_are_remembered() -> None:
    universe = Universe()
    server, other = universe.start_server(players=["Ada", "Bob"]), universe.start_server()
    other.join("Cyd")
    universe.run_for(seconds=10)
    server.crash()
    universe.run_for(seconds=10)
    assert [universe.most_players(second * 1_000_000) for second in (0, 10, 11)] == [3, 3, 1]


@pytest.mark.slow
def test_fifty_servers_of_twenty_players_run_in_one_process() -> None:
    """Speed and memory are measured by tests/benchmarks/bench_fifty_servers.py."""
    universe = Universe(keep_trace=False)
    source = """
        local store = game:GetService("DataStoreService"):GetDataStore("Saves")
        local saved = 0
        game.Players.PlayerAdded:Connect(function(player)
            task.wait(30)
            store:SetAsync("p" .. player.UserId, game.JobId)
            saved += 1
        end)
        game:BindToClose(function() print(saved) end)
    """
    for index in range(50):
        universe.start_server(
            scripts={"ServerScriptService.Main": source},
            players=[f"P{index}_{number}" for number in range(20)],
        )
    assert universe.number_of_players == 1000
    universe.run_for(seconds=60)
    servers = universe.servers
    for server in servers:
        server.shutdown(wait=False)
    universe.run_for(seconds=1)
    assert [server.output for server in servers] == [[("print", "20")]] * 50
    assert universe.datastores.requests()["SetAsync"] == 1000
