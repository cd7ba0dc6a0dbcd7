"""Shutdown: facts of engine.md j.3."""

from __future__ import annotations

from bridge.tools.simulation import Server, Universe


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
    """j.3: waits for all, at most 30 s; the engine's words are an engine string."""
    server = start("game:BindToClose(function() while true do task.wait(1) end end)")
    server.shutdown()
    assert not server.alive
    assert server.universe.now_seconds == 30
    assert server.output == [
        (
            "warn",
            "Cancelling remaining scheduled operations due to shutdown deadline being reached",
        )
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
