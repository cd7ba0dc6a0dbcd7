"""Faults that happen to servers and players: when, to whom, and what they leave behind."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault, Fault, FaultPlan, PlayerFault, ServerFault, Site
from bridge.tools.simulation import Server, Universe

BEAT = "while true do task.wait(1) print(time()) end"


def run(*faults: Fault, servers: int = 1, seconds: float = 10, seed: int = 0) -> list[Server]:
    """Servers that print every second, under a plan."""
    universe = Universe(seed=seed, faults=FaultPlan(faults))
    scripts = {"ServerScriptService.Main": BEAT}
    started = [universe.start_server(scripts=scripts) for _ in range(servers)]
    universe.run_for(seconds=seconds)
    return started


def beats(server: Server) -> list[str]:
    return [text for _, text in server.output]


def test_a_crash_happens_at_its_instant() -> None:
    (server,) = run(ServerFault.crash(3.5))
    assert not server.alive
    assert beats(server) == ["1", "2", "3"]
    assert "3500000 server.crashed server=0" in server.universe.trace.lines()


def test_an_instant_concerns_every_server_that_the_filters_admit() -> None:
    assert [server.alive for server in run(ServerFault.crash(2.0), servers=3)] == [False] * 3
    one = run(ServerFault.crash(2.0, server=1), servers=3)
    assert [server.alive for server in one] == [True, False, True]


def test_what_happens_is_told_in_the_trace() -> None:
    (server,) = run(ServerFault.crash(3.5))
    assert (
        '3500000 fault service="server" kind="crash" operation="Second" name="" key="" server=0'
        in server.universe.trace.lines()
    )


def test_by_chance_it_is_looked_at_once_a_second() -> None:
    def crashed_at(seed: int) -> list[int]:
        servers = run(ServerFault.crash(probability=0.1), servers=5, seconds=60, seed=seed)
        return [len(server.output) for server in servers]

    assert crashed_at(1) == crashed_at(1) != crashed_at(2)
    assert len(set(crashed_at(1) + crashed_at(2))) > 3


def test_occurrences_count_looks_and_times_counts_bites() -> None:
    (server,) = run(ServerFault.pause(0.5, 0.5, occurrences=(3, 5)))
    paused = [line.split()[0] for line in server.universe.trace.lines() if "server.pause" in line]
    assert paused == ["2000000", "4000000"]
    (server,) = run(ServerFault.pause(0.1, 0.1, times=2))
    assert server.universe.faults.statistics()[0].bitten == 2


def test_a_window_limits_the_looks() -> None:
    fault = ServerFault.pause(0.1, 0.1, start_seconds=2.5, end_seconds=5)
    (server,) = run(fault)
    assert server.universe.faults.statistics()[0].considered == 3


def test_a_window_may_come_again() -> None:
    (server,) = run(ServerFault.pause(0.5, at_seconds=1.25, every_seconds=3.3), seconds=12)
    struck = [line for line in server.universe.trace.lines() if 'kind="pause"' in line]
    assert [int(line.split()[0]) for line in struck] == [
        1_250_000,
        4_550_000,
        7_850_000,
        11_150_000,
    ]


def test_at_a_request_the_request_takes_effect_and_its_answer_finds_no_one() -> None:
    universe = Universe(
        faults=FaultPlan((ServerFault.crash(operations=("SetAsync",), occurrences=(2,)),))
    )
    server = universe.start_server(
        scripts={
            "ServerScriptService.Main": """
                local store = game:GetService("DataStoreService"):GetDataStore("S")
                for number = 1, 3 do
                    store:SetAsync("k" .. number, number)
                    print("saved", number)
                end
            """
        }
    )
    universe.run_for(seconds=30)
    assert not server.alive
    assert beats(server) == ["saved 1"]
    assert [universe.datastores.get("S", f"k{number}") for number in (1, 2, 3)] == [1, 2, None]


@pytest.mark.parametrize(
    ("call", "operation"),
    [
        ('game:GetService("MessagingService"):PublishAsync("t", 1)', "PublishAsync"),
        (
            'game:GetService("MemoryStoreService"):GetHashMap("m"):SetAsync("k", 1, 60)',
            "SetAsync",
        ),
        ('game:GetService("HttpService"):GetAsync("http://a.test/")', "GET"),
    ],
)
def test_every_door_tells_of_its_requests(call: str, operation: str) -> None:
    universe = Universe(faults=FaultPlan((ServerFault.crash(operations=(operation,)),)))
    universe.http.route("http://a.test/", lambda sent: "x")
    server = universe.start_server(scripts={"ServerScriptService.Main": f"task.wait(1) {call}"})
    universe.run_for(seconds=5)
    assert not server.alive


def test_a_shutdown_is_in_order_and_has_its_reason() -> None:
    universe = Universe(faults=FaultPlan((ServerFault.shutdown(2.0, reason="RobloxMaintenance"),)))
    source = "game:BindToClose(function(reason) print(reason.Name) task.wait(3) print(time()) end)"
    server = universe.start_server(scripts={"ServerScriptService.Main": source})
    universe.run_for(seconds=10)
    assert beats(server) == ["RobloxMaintenance", "5"]


def test_a_pause_delays_what_is_due() -> None:
    (server,) = run(ServerFault.pause(2.25, 2.25, at_seconds=1.5), seconds=4.5)
    assert beats(server)[0] == "1"
    assert 3.75 <= float(beats(server)[1]) < 3.8


def test_slow_frames_are_far_apart_for_a_second() -> None:
    universe = Universe(faults=FaultPlan((ServerFault.slow_frames(0.25, 0.25, at_seconds=1),)))
    server = universe.start_server(
        scripts={
            "ServerScriptService.Main": """
                game:GetService("RunService").Heartbeat:Connect(function(dt)
                    if dt > 0.1 then print(math.round(dt * 100) / 100) end
                end)
            """
        }
    )
    universe.run_for(seconds=3)
    assert 3 <= len(beats(server)) <= 4
    assert all(0.23 <= float(text) <= 0.27 for text in beats(server))
    assert 60 * 2 <= server.frames_run <= 60 * 2 + 6


def test_a_clock_jumps_and_timers_go_on() -> None:
    (server,) = run(
        ServerFault.clock_jump(-100, at_seconds=2), ServerFault.clock_jump(30.5, at_seconds=4)
    )
    assert server.clock_skew_seconds == -69.5
    assert beats(server) == [str(second) for second in range(1, 11)]


def test_a_player_disconnects_the_one_named_or_one_drawn() -> None:
    def left(*faults: Fault, seed: int = 0) -> list[str]:
        universe = Universe(seed=seed, faults=FaultPlan(faults))
        server = universe.start_server(players=["Ada", "Bob", "Cyd"])
        universe.run_for(seconds=5)
        return [name for name in ("Ada", "Bob", "Cyd") if name not in server.players]

    assert left(PlayerFault.disconnect(2.0, name="Bob")) == ["Bob"]
    assert left(PlayerFault.disconnect(2.0, name="Zoe")) == []
    drawn = [left(PlayerFault.disconnect(2.0), seed=seed) for seed in range(8)]
    assert all(len(names) == 1 for names in drawn)
    assert len({names[0] for names in drawn}) == 3


def test_nobody_to_disconnect_is_no_bite() -> None:
    universe = Universe(faults=FaultPlan((PlayerFault.disconnect(probability=1.0),)))
    universe.start_server()
    universe.run_for(seconds=5)
    assert len(universe.faults.unused()) == 1


def test_incidents_can_be_added_while_running_and_removed() -> None:
    universe = Universe()
    server = universe.start_server()
    universe.run_for(seconds=5)
    fault = universe.faults.add(ServerFault.crash(10.0))
    removed = universe.faults.add(ServerFault.crash(7.0))
    universe.faults.remove(removed)
    universe.run_for(seconds=4.9)
    assert server.alive
    universe.run_for(seconds=0.1)
    assert not server.alive
    assert universe.faults.unused() == ()
    assert universe.faults.plan == FaultPlan((fault,))


def test_an_idle_world_does_not_wait_for_what_is_planned() -> None:
    universe = Universe(faults=FaultPlan((ServerFault.crash(3600.0),)))
    server = universe.start_server(scripts={"ServerScriptService.Main": "task.wait(5)"})
    assert universe.run_until_idle()
    assert universe.now_seconds == 5
    assert server.alive
    assert universe.faults.unused() == (ServerFault.crash(3600.0),)


def test_a_server_that_starts_later_is_looked_at_too() -> None:
    universe = Universe(faults=FaultPlan((ServerFault.crash(start_seconds=2, times=1, server=1),)))
    universe.start_server()
    universe.run_for(seconds=5)
    late = universe.start_server()
    universe.run_for(seconds=1)
    assert not late.alive


def test_two_faults_do_not_disturb_each_other() -> None:
    def saves(*faults: Fault) -> list[str]:
        source = """
            local store = game:GetService("DataStoreService"):GetDataStore("S")
            for number = 1, 20 do print(pcall(store.SetAsync, store, "k", number)) end
        """
        universe = Universe(seed=3, faults=FaultPlan(faults))
        server = universe.start_server(scripts={"ServerScriptService.Main": source})
        universe.run_for(seconds=60)
        return [text for kind, text in server.output if kind == "print"]

    error = DataStoreFault.error(probability=0.3)
    assert saves(error) == saves(error, ServerFault.crash(probability=0.0))


def test_a_wrong_reason_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="Boredom"):
        run(ServerFault.shutdown(1.0, reason="Boredom"))


def test_a_request_of_a_server_that_is_gone_by_then_harms_nobody() -> None:
    universe = Universe(faults=FaultPlan((ServerFault.crash(operations=("SetAsync",)),)))
    server, other = universe.start_server(), universe.start_server()
    server.crash()
    universe.faults.sent(Site("SetAsync", server=server.index), universe.clock.now_us)
    universe.run_for(seconds=1)
    assert other.alive
