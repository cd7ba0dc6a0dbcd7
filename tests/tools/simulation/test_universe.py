"""Universes: shared time, seed and backends."""

from __future__ import annotations

import io

import pytest

from bridge.errors import ScriptError, UsageError
from bridge.tools.simulation import Universe


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


def test_backends_are_made_once_and_shared() -> None:
    universe = Universe()
    made: list[int] = []
    first = universe.backend("thing", lambda: made.append(1) or object())
    assert universe.backend("thing", lambda: made.append(2) or object()) is first
    assert made == [1]


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
