"""One server: scripts, frames, players."""

from __future__ import annotations

import pytest

from bridge.errors import ScriptTimeout, UsageError
from bridge.tools.simulation import Server, Universe


def start(source: str, **options: object) -> Server:
    """A server with one Script, in a universe of its own."""
    return Universe().start_server(
        scripts={"ServerScriptService.Main": source},
        **options,  # type: ignore[arg-type]
    )


def texts(server: Server) -> list[str]:
    """What it printed, without the stack lines."""
    return [text for kind, text in server.output if kind != "info"]


def test_a_server_without_listeners_runs_no_frames() -> None:
    """design.md D6: a Heartbeat with no connection costs nothing."""
    server = start("""
        local heartbeat = game:GetService("RunService").Heartbeat
        local connection
        local count = 0
        connection = heartbeat:Connect(function()
            count += 1
            if count == 10 then connection:Disconnect() end
        end)
    """)
    server.universe.run_for(hours=10)
    assert server.frames_run == 10


def test_the_stages_of_a_frame_come_in_order() -> None:
    """engine.md a.2, scripting/events/deferred.md."""
    server = start("""
        local RunService = game:GetService("RunService")
        local names = { "Heartbeat", "PostSimulation", "Stepped", "PreSimulation", "PreAnimation" }
        for _, name in names do
            RunService[name]:Once(function(...) print(name, select("#", ...)) end)
        end
        task.delay(0, function() print("task") task.defer(print, "deferred by task") end)
        RunService.PostSimulation:Once(function() task.defer(print, "deferred") end)
        wait(1)
        RunService.Heartbeat:Once(function() print("heartbeat") end)
        delay(0.03, function() print("legacy") end)
        task.delay(0.03, print, "task")
    """)
    server.universe.run_for(seconds=0.5)
    assert texts(server) == [
        "PreAnimation 1",
        "PreSimulation 1",
        "Stepped 2",
        "PostSimulation 1",
        "deferred",
        "task",
        "deferred by task",
        "Heartbeat 1",
    ]
    server.output.clear()
    server.universe.run_for(seconds=2)
    assert texts(server) == ["heartbeat", "legacy", "task"]


def test_heartbeat_gets_a_sixtieth_and_stepped_the_run_time() -> None:
    """a.4: deltaTime; (time, deltaTime)."""
    server = start("""
        local RunService = game:GetService("RunService")
        print(RunService.Heartbeat:Wait() == 1/60, time() == 1/60)
        local now, delta = RunService.Stepped:Wait()
        print(now == 2/60, delta == 1/60)
    """)
    server.universe.run_for(seconds=1)
    assert texts(server) == ["true true", "true true"]


def test_task_wait_resumes_before_heartbeat_of_the_same_frame() -> None:
    """scripting/events/deferred.md: stages 6 and 7."""
    server = start("""
        task.spawn(function() game:GetService("RunService").Heartbeat:Wait() print("heartbeat") end)
        task.wait()
        print("task")
    """)
    server.universe.run_for(seconds=1)
    assert texts(server) == ["task", "heartbeat"]


def test_render_events_are_refused_on_a_server() -> None:
    """a.4: can only be used from local scripts."""
    server = start("""
        local RunService = game:GetService("RunService")
        print(pcall(function() RunService.RenderStepped:Connect(print) end))
    """)
    assert "can only be used from local scripts" in texts(server)[0]


def test_an_error_of_a_script_is_recorded_with_its_script_and_others_go_on() -> None:
    """engine.md b.9, d.5."""
    universe = Universe()
    server = universe.start_server(
        scripts={
            "ServerScriptService.Bad": "local x = nil\nprint(x.y)",
            "ServerScriptService.Good": "print('good')",
        }
    )
    (error,) = server.errors
    assert error.message == "ServerScriptService.Bad:2: attempt to index nil with 'y'"
    assert error.script == "ServerScriptService.Bad"
    assert ("info", "Script 'ServerScriptService.Bad', Line 2") in server.output
    assert ("print", "good") in server.output


def test_output_reaches_the_listener_as_it_appears() -> None:
    heard: list[tuple[str, str]] = []
    start("print(1, 'a') warn('careful')", output=lambda *line: heard.append(line))
    assert heard == [("print", "1 a"), ("warn", "careful")]


def test_players_join_and_leave() -> None:
    server = start(
        """
        local Players = game:GetService("Players")
        Players.PlayerAdded:Connect(function(player) print("joined", player.Name) end)
        Players.PlayerRemoving:Connect(function(player) print("left", player.Name) end)
        """,
        players=["Ada"],
    )
    server.join("Bob")
    assert server.players == ["Ada", "Bob"]
    assert server.universe.number_of_players == 2
    server.leave("Ada")
    assert server.players == ["Bob"]
    assert texts(server) == ["joined Ada", "joined Bob", "left Ada"]


def test_events_are_resumption_points_of_their_own() -> None:
    """scripting/events/deferred.md: the queue is drained after each."""
    server = start("""
        game:GetService("Players").PlayerAdded:Connect(function()
            task.defer(print, "deferred")
            print("handler")
        end)
    """)
    server.join("Ada")
    assert texts(server) == ["handler", "deferred"]


def test_a_connection_made_by_an_event_gets_the_next_frame() -> None:
    server = start("""
        game:GetService("Players").PlayerAdded:Connect(function()
            game:GetService("RunService").Heartbeat:Once(function() print(time() * 60) end)
        end)
    """)
    server.universe.run_for(seconds=1.005)
    server.join("Ada")
    server.universe.run_for(seconds=1)
    assert texts(server) == ["61"]


def test_a_server_that_is_gone_takes_nothing_more() -> None:
    server = start("while true do task.wait(1) print('alive') end")
    server.universe.run_for(seconds=2)
    server.crash()
    server.universe.run_for(seconds=5)
    assert texts(server) == ["alive", "alive"]
    for attempt in (lambda: server.join("Ada"), lambda: server.run("return 1")):
        with pytest.raises(UsageError, match="gone"):
            attempt()
    assert server.players == []
    server.resume(1, True)
    server.fire(1)
    server.crash()


def test_a_crash_in_the_middle_of_its_own_code_ends_it_there() -> None:
    """design.md D9: a crash at any instant."""
    server = start("print('before')")
    with pytest.raises(ScriptTimeout, match="server 0 is gone"):
        server.run("(...)() print('after') while true do end", server.crash)
    assert texts(server) == ["before"]
    assert server.errors == []
    server.universe.run_for(seconds=1)


def test_callbacks_on_close_are_called_once() -> None:
    server = start("")
    calls: list[int] = []
    server.on_close(lambda: calls.append(1))
    server.crash()
    server.crash()
    assert calls == [1]


def test_destroying_a_script_drops_its_threads_and_connections() -> None:
    """c:BaseScript, c:Script: waiting threads never resume."""
    universe = Universe()
    server = universe.start_server(
        scripts={
            "ServerScriptService.Victim": """
                game:GetService("RunService").Heartbeat:Connect(function() print("beat") end)
                task.delay(1, print, "never")
                while true do task.wait(0.1) print("loop") end
            """,
            "ServerScriptService.Killer": """
                task.wait()
                game.ServerScriptService.Victim:Destroy()
                task.wait(2)
                print("done")
            """,
        }
    )
    universe.run_for(seconds=5)
    assert texts(server) == ["beat", "done"] or texts(server) == ["done"]
    frames = server.frames_run
    universe.run_for(seconds=100)
    assert server.frames_run == frames
