"""Shutdown: facts of engine.md j.3."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.teleport.journeys import Destination
from bridge.tools.simulation import Server, ServerSettings, Universe


def start(source: str, **options: object) -> Server:
    """A server with one Script."""
    return Universe().start_server(
        scripts={"ServerScriptService.Main": source},
        **options,  # type: ignore[arg-type]
    )


def test_bound_functions_run_in_parallel_and_are_waited_for() -> None:
    """c:DataModel BindToClose."""
    server = start("""
        game:BindToClose(function(reason)
            print("a", reason)
            task.wait(2)
            print("a done", time())
        end)
        game:BindToClose(function() print("b") task.wait(1) print("b done", time()) end)
    """)
    server.shutdown()
    assert not server.alive
    assert server.output == [
        ("print", "a Enum.CloseReason.DeveloperShutdown"),
        ("print", "b"),
        ("print", "b done 1"),
        ("print", "a done 2"),
    ]
    assert server.universe.now_seconds == 2
    assert server.universe.servers == ()


def test_players_leave_after_the_bound_functions_have_started() -> None:
    """SIM default: bound functions first, players in the same instant."""
    server = start(
        """
        game:GetService("Players").PlayerRemoving:Connect(function(p) print("leaving", p.Name) end)
        game:BindToClose(function() print("closing") end)
        """,
        players=["Ada", "Bob"],
    )
    server.shutdown()
    assert [text for _, text in server.output] == ["closing", "leaving Ada", "leaving Bob"]


def test_the_deadline_is_thirty_seconds() -> None:
    """j.3: waits for all, at most 30 s; both texts of Adonis#338."""
    server = start("game:BindToClose(function() while true do task.wait(1) end end)")
    server.shutdown()
    assert not server.alive
    assert server.universe.now_seconds == 30
    assert server.output == [
        ("warn", "Not running script because past shutdown deadline"),
        (
            "warn",
            "Cancelling remaining scheduled operations due to shutdown deadline being reached",
        ),
    ]


def test_binding_while_closing_fails() -> None:
    """kohls-admin#519."""
    server = start("""
        game:BindToClose(function()
            print(pcall(function() game:BindToClose(function() end) end))
        end)
    """)
    server.shutdown()
    assert "BindToClose failed because the model is already being closed" in server.output[0][1]


def test_an_error_in_a_bound_function_is_reported_and_ends_only_it() -> None:
    server = start("""game:BindToClose(function() error("bad") end)
        game:BindToClose(function() task.wait(1) print("saved") end)""")
    server.shutdown()
    assert [error.message for error in server.errors] == ["ServerScriptService.Main:1: bad"]
    assert ("print", "saved") in server.output


def test_a_server_without_bound_functions_closes_at_once() -> None:
    server = start("")
    server.shutdown()
    assert not server.alive
    assert server.universe.now_seconds == 0


def test_a_shutdown_can_happen_while_time_goes_on() -> None:
    server = start("game:BindToClose(function() task.wait(3) print('saved') end)")
    server.universe.agenda.schedule_after(1_000_000, lambda: server.shutdown(wait=False))
    server.universe.run_for(seconds=2)
    assert server.closing and server.alive
    server.universe.run_for(seconds=60)
    assert not server.alive
    assert server.output == [("print", "saved")]


LEAVING = """
    game:GetService("Players").PlayerRemoving:Connect(function(p)
        print("leaving", p.Name, time() > 0)
    end)
    game:BindToClose(function() print("closing") task.wait(2) print("saved") end)
"""


def said(order: str, seed: int = 0) -> list[str]:
    """What three players and one bound function say under an order of shutdown."""
    server = Universe(seed=seed).start_server(
        scripts={"ServerScriptService.Main": LEAVING},
        players=["Ada", "Bob", "Cyd"],
        settings=ServerSettings(shutdown_order=order),
    )
    server.universe.run_for(seconds=0)
    server.shutdown()
    return [text for _, text in server.output]


def test_bound_functions_first_is_the_default() -> None:
    assert ServerSettings().shutdown_order == "bound_first"
    assert said("bound_first")[:2] == ["closing", "leaving Ada false"]


def test_players_may_leave_before_the_bound_functions_start() -> None:
    """Kampfkarren/Roblox#45: players may already be gone."""
    assert said("players_first") == [
        "leaving Ada false",
        "leaving Bob false",
        "leaving Cyd false",
        "closing",
        "saved",
    ]


def test_players_may_leave_one_by_one_while_bound_functions_run() -> None:
    """nezuo/lapis PR#35: players may be removed during BindToClose; who when follows the seed."""
    orders = [said("interleaved", seed) for seed in range(8)]
    assert all(order[0] == "closing" and order[-1] == "saved" for order in orders)
    assert all(len(order) == 5 and order[1].endswith("true") for order in orders)
    assert len({tuple(order) for order in orders}) > 2
    assert said("interleaved", 3) == said("interleaved", 3)


def test_players_may_never_be_seen_leaving() -> None:
    """j.3: still present with PlayerRemoving never delivered, when nothing waits."""
    server = Universe().start_server(
        scripts={
            "ServerScriptService.Main": """
                game:GetService("Players").PlayerRemoving:Connect(print)
            """
        },
        players=["Ada"],
        settings=ServerSettings(shutdown_order="interleaved"),
    )
    server.shutdown()
    assert server.output == []


@pytest.mark.parametrize(
    "reason",
    [
        "Unknown",
        "RobloxMaintenance",
        "DeveloperShutdown",
        "DeveloperUpdate",
        "ServerEmpty",
        "OutOfMemory",
    ],
)
def test_bound_functions_are_given_the_reason(reason: str) -> None:
    """e:CloseReason."""
    server = start("game:BindToClose(function(reason) print(reason.Name) end)")
    server.shutdown(reason=reason)
    assert server.output == [("print", reason)]


def test_a_reason_that_does_not_exist_is_refused() -> None:
    server = start("")
    with pytest.raises(UsageError, match="Boredom"):
        server.shutdown(reason="Boredom")
    assert server.alive


def test_binding_from_another_thread_while_closing_fails_with_the_engines_words() -> None:
    server = start("""
        game:BindToClose(function() task.wait(2) end)
        task.wait(1)
        print(select(2, pcall(game.BindToClose, game, function() end)))
    """)
    server.shutdown()
    assert server.output == [
        ("print", "BindToClose failed because the model is already being closed")
    ]


def test_close_and_the_removal_of_services_come_last() -> None:
    """c:ServiceProvider: Close at shutdown, ServiceRemoving before teardown."""
    server = start("""
        game.Close:Connect(function() print("close") end)
        game.ServiceRemoving:Connect(function(service) print(service.ClassName) end)
        game:BindToClose(function() task.wait(1) print("saved") end)
    """)
    server.shutdown()
    lines = [text for _, text in server.output]
    assert lines[:3] == ["saved", "close", "Workspace"]
    assert "Players" in lines


def test_a_crash_tells_nobody() -> None:
    server = start("""
        game.Close:Connect(function() print("close") end)
        game:BindToClose(function() print("bound") end)
    """)
    server.crash()
    assert server.output == []
    assert not server.alive


def test_timers_frames_and_yields_go_on_while_closing() -> None:
    """Inferred from "waits": ProfileStore and lapis rely on it."""
    server = start("""
        game:BindToClose(function()
            local frames = 0
            game:GetService("RunService").Heartbeat:Connect(function() frames += 1 end)
            game:GetService("DataStoreService"):GetDataStore("S"):SetAsync("k", 1)
            task.wait(1)
            print(frames >= 59)
        end)
    """)
    server.shutdown()
    assert server.output == [("print", "true")]
    assert server.universe.datastores.get("S", "k") == 1


def test_the_deadline_names_every_function_that_has_not_returned() -> None:
    server = start("""
        for _ = 1, 2 do game:BindToClose(function() task.wait(1000) end) end
        game:BindToClose(function() end)
    """)
    server.shutdown()
    assert [text for _, text in server.output] == [
        "Not running script because past shutdown deadline",
        "Not running script because past shutdown deadline",
        "Cancelling remaining scheduled operations due to shutdown deadline being reached",
    ]


@pytest.mark.parametrize(("seconds", "lines"), [(29.9, 0), (30.1, 2)])
def test_the_deadline_is_not_reached_just_before_it(seconds: float, lines: int) -> None:
    server = start(f"game:BindToClose(function() task.wait({seconds}) end)")
    server.shutdown()
    assert len(server.output) == lines
    assert server.universe.now_seconds <= 30


def test_nobody_joins_a_closing_server() -> None:
    server = start("game:BindToClose(function() task.wait(3) end)")
    server.shutdown(wait=False)
    with pytest.raises(UsageError, match="closing"):
        server.join("Ada")


def test_a_second_shutdown_changes_nothing() -> None:
    server = start("game:BindToClose(function(reason) print(reason.Name) task.wait(3) end)")
    server.shutdown(wait=False)
    server.shutdown(reason="OutOfMemory")
    assert server.output == [("print", "DeveloperShutdown")]
    server.shutdown()
    assert server.universe.now_seconds == 3


def empty_after(seconds: float | None) -> Server:
    return start(
        "game:BindToClose(function(reason) print(reason.Name, time()) end)",
        players=["Ada", "Bob"],
        settings=ServerSettings(empty_shutdown_seconds=seconds),
    )


def test_a_server_closes_some_time_after_its_last_player_left() -> None:
    """e:CloseReason ServerEmpty; the wait is a setting, because nobody documents it."""
    server = empty_after(60)
    server.leave("Ada")
    server.universe.run_for(seconds=100)
    assert server.alive
    server.leave("Bob")
    server.universe.run_for(seconds=59)
    assert server.alive
    server.universe.run_for(seconds=1)
    assert not server.alive
    assert server.output == [("print", "ServerEmpty 160")]


def test_somebody_who_comes_back_keeps_it_open() -> None:
    server = empty_after(60)
    server.leave("Ada")
    server.leave("Bob")
    server.universe.run_for(seconds=50)
    server.join("Ada")
    server.universe.run_for(seconds=60)
    assert server.alive
    server.leave("Ada")
    server.universe.run_for(seconds=60)
    assert not server.alive


def test_an_empty_server_stays_open_by_default() -> None:
    server = empty_after(None)
    server.leave("Ada")
    server.leave("Bob")
    server.universe.run_for(hours=1)
    assert server.alive


def test_studio_always_reports_the_same_reason() -> None:
    """e:CloseReason: Studio always reports DeveloperShutdown."""
    server = start(
        "game:BindToClose(function(reason) print(reason.Name) end)",
        settings=ServerSettings(environment="studio"),
    )
    server.shutdown(reason="ServerEmpty")
    assert server.output == [("print", "DeveloperShutdown")]


def test_a_closed_server_leaves_nothing_to_wait_for() -> None:
    server = start("game:BindToClose(function() task.wait(2) end)")
    server.shutdown()
    assert server.universe.run_until_idle()
    assert server.universe.now_seconds == 2


def test_a_crash_while_closing_leaves_nothing_to_wait_for() -> None:
    server = start("game:BindToClose(function() task.wait(2) end)")
    server.shutdown(wait=False)
    server.crash()
    assert server.universe.agenda.idle or server.universe.run_until_idle()
    assert server.universe.now_seconds < 2


RESTART = """
game.ServerRestartScheduled:Connect(function(at, source, attributes)
    print(at.UnixTimestamp - os.time(), typeof(at), source, attributes.message, attributes.round[1])
end)
game:BindToClose(function(reason) print("closing", reason, time()) end)
"""


def test_a_restart_is_announced_and_comes() -> None:
    """c:DataModel ServerRestartScheduled."""
    server = start(RESTART)
    server.schedule_restart(2, attributes={"message": "update", "round": [7]})
    assert server.output == [
        ("print", "120 DateTime Enum.CloseReason.DeveloperUpdate update 7"),
    ]
    server.universe.run_for(minutes=1.9)
    assert server.alive
    server.universe.run_for(minutes=0.2)
    assert server.output[1:] == [("print", "closing Enum.CloseReason.DeveloperUpdate 120")]
    assert not server.alive


def test_a_restarting_server_is_given_no_more_players() -> None:
    universe = Universe()
    server = universe.start_server()
    server.schedule_restart(60, reason="RobloxMaintenance")
    assert universe.teleports.find(Destination(server.place_id), 1, None) == "GameNotFound"
    server.join("Friend")
    assert server.players == ["Friend"]


@pytest.mark.parametrize(
    ("minutes", "fits"), [(0.9, False), (1, True), (1.1, True), (59, True), (60, True), (61, False)]
)
def test_a_restart_is_announced_1_to_60_minutes_before(minutes: float, fits: bool) -> None:
    server = start("")
    if fits:
        server.schedule_restart(minutes)
    else:
        with pytest.raises(UsageError, match="1 to 60 minutes"):
            server.schedule_restart(minutes)
    assert server.restarting is fits
    with pytest.raises(UsageError, match="CloseReason"):
        server.schedule_restart(5, reason="Boredom")


def test_a_server_that_is_gone_before_its_restart_leaves_nothing_to_wait_for() -> None:
    server = start("")
    server.schedule_restart(60)
    server.crash()
    assert server.universe.run_until_idle()
    assert server.universe.now_seconds == 0
