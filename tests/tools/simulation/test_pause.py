"""A paused server: what comes late, in which order, and what does not wait for it."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault
from bridge.scheduler import Agenda, Clock
from bridge.tools.simulation import Server, ServerSettings, Universe
from bridge.tools.simulation.pause import Pause


def start(source: str = "", **options: object) -> Server:
    return Universe().start_server(
        scripts={"ServerScriptService.Main": source},
        **options,  # type: ignore[arg-type]
    )


def lines(server: Server) -> list[str]:
    return [text for _, text in server.output]


def test_timers_due_meanwhile_run_in_order_when_it_goes_on() -> None:
    server = start("""
        for wait = 1, 4 do
            task.delay(wait, function() print(wait, time()) end)
        end
    """)
    server.universe.run_for(seconds=0.5)
    server.pause(3)
    assert server.paused
    server.universe.run_for(seconds=2.9)
    assert lines(server) == []
    server.universe.run_for(seconds=2)
    assert lines(server) == ["1 3.5", "2 3.5", "3 3.5", "4 4"]
    assert not server.paused


def test_the_time_a_wait_took_is_told_as_it_was() -> None:
    server = start("print(task.wait(1))")
    server.pause(5)
    server.universe.run_for(seconds=6)
    assert lines(server) == ["5"]


def test_legacy_waits_go_on_too() -> None:
    """Also from an odd frame: they are looked at on even ones."""
    server = start("wait(0.1) print(time() >= 1) spawn(function() print('spawned') end)")
    server.pause(61 / 60)
    server.universe.run_for(seconds=2)
    assert lines(server) == ["true", "spawned"]


def test_the_first_frame_afterwards_has_a_long_delta_and_none_is_caught_up() -> None:
    """engine.md a.3: delta times grow, no catch-up of missed Heartbeats."""
    server = start("""
        game:GetService("RunService").Heartbeat:Connect(function(dt)
            print(math.round(dt * 60))
        end)
    """)
    server.universe.run_for(seconds=2 / 60)
    server.pause(10 / 60)
    server.universe.run_for(seconds=12 / 60)
    assert lines(server) == ["1", "1", "10", "1", "1"]


def test_a_frame_long_after_the_pause_has_its_usual_delta() -> None:
    server = start("""
        task.wait(10)
        print(math.round(game:GetService("RunService").Heartbeat:Wait() * 60))
    """)
    server.pause(2)
    server.universe.run_for(seconds=11)
    assert lines(server) == ["1"]


def test_a_slower_server_counts_its_own_frames() -> None:
    server = start(
        """game:GetService("RunService").Heartbeat:Connect(function(dt) print(dt) end)""",
        settings=ServerSettings(frame_dt_seconds=0.25),
    )
    server.universe.run_for(seconds=0.25)
    server.pause(1)
    server.universe.run_for(seconds=1.25)
    assert lines(server) == ["0.25", "1", "0.25"]


def test_requests_take_effect_in_time_and_their_answers_come_late() -> None:
    server = start("""
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        store:SetAsync("k", 1)
        print("saved at", time())
    """)
    universe = server.universe
    universe.faults.add(DataStoreFault.latency(0.2, 0.2))
    server.pause(5)
    universe.run_for(seconds=1)
    assert universe.datastores.get("S", "k") == 1
    assert lines(server) == []
    universe.run_for(seconds=5)
    assert lines(server) == ["saved at 5"]


def test_messages_arrive_late_and_in_order() -> None:
    server = start("""
        game:GetService("MessagingService"):SubscribeAsync("t", function(message)
            print(message.Data, time())
        end)
    """)
    universe = server.universe
    universe.run_for(seconds=2)
    server.pause(10)
    for number in (1, 2):
        universe.topics.publish("t", number)
        universe.run_for(seconds=2)
    assert lines(server) == []
    universe.run_for(seconds=10)
    assert lines(server) == ["1 12", "2 12"]


def test_the_world_and_other_servers_go_on() -> None:
    server = start()
    other = server.universe.start_server(
        scripts={"ServerScriptService.Main": "while true do task.wait(1) print(time()) end"}
    )
    server.pause(3)
    server.universe.run_for(seconds=3)
    assert lines(other) == ["1", "2", "3"]


def test_a_call_from_a_test_waits_until_it_goes_on() -> None:
    server = start()
    server.pause(3)
    assert server.run("return time()") == 3
    server.pause(2)
    server.join("Ada")
    assert server.universe.now_seconds == 5


def test_what_is_started_or_leaves_meanwhile_does_so_afterwards() -> None:
    server = start(players=["Ada"])
    function = server.run("return function() print('started', time()) end")
    server.pause(3)
    server.spawn(function)
    server.leave("Ada")
    assert server.players == ["Ada"]
    server.universe.run_for(seconds=3)
    assert lines(server) == ["started 3"]
    assert server.players == []


def test_a_pause_within_a_pause_only_prolongs_it() -> None:
    server = start()
    server.pause(3)
    server.pause(1)
    server.universe.run_for(seconds=2)
    server.pause(2)
    server.universe.run_for(seconds=1.9)
    assert server.paused
    server.universe.run_for(seconds=0.1)
    assert not server.paused


def test_a_pause_may_begin_while_its_luau_runs() -> None:
    """The resumption point that runs is finished; everything after it comes late."""
    server = start("task.wait(1) print('a') task.wait(1) print('b', time())")
    server.log._listener = lambda _kind, text: server.pause(5) if text == "a" else None
    server.universe.run_for(seconds=10)
    assert lines(server) == ["a", "b 6"]


def test_a_paused_server_can_crash_and_is_then_gone() -> None:
    server = start("task.wait(1) print('never')")
    server.pause(5)
    server.crash()
    server.universe.run_for(seconds=10)
    assert lines(server) == []


def test_a_paused_server_closes_when_it_goes_on() -> None:
    server = start("game:BindToClose(function() print('closing', time()) task.wait(2) end)")
    server.pause(40)
    server.shutdown()
    assert not server.alive
    assert lines(server) == ["closing 40"]
    assert server.universe.now_seconds == 42


@pytest.mark.parametrize("seconds", [0, 1e-7])
def test_no_time_is_no_pause(seconds: float) -> None:
    server = start()
    server.pause(seconds)
    assert not server.paused


def test_impossible_pauses_are_refused() -> None:
    server = start()
    with pytest.raises(UsageError, match="backwards"):
        server.pause(-1)
    server.crash()
    with pytest.raises(UsageError, match="gone"):
        server.pause(1)


def test_what_waits_goes_on_waiting_when_the_first_of_it_pauses_again() -> None:
    agenda = Agenda(Clock())
    said: list[str] = []
    pause = Pause(agenda, 0, 1 / 60, lambda: said.append(f"on at {agenda.clock.now_us}"))
    pause.begin(10)
    pause.when_over(lambda: (said.append("first"), pause.begin(5)))
    pause.when_over(lambda: said.append("second"))
    agenda.run_until_idle()
    assert said == ["first", "second", "on at 15"]


def test_a_paused_server_that_is_gone_leaves_nothing_to_wait_for() -> None:
    server = start()
    server.pause(100)
    server.pause(200)
    server.crash()
    assert server.universe.run_until_idle()
    assert server.universe.now_seconds == 0
