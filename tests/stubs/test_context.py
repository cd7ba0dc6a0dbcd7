"""What a service sees of the world: time and actions that die with the server."""

from __future__ import annotations

from bridge.tools.simulation import Server, ServerSettings, Universe


def test_actions_of_a_server_that_is_gone_are_forgotten() -> None:
    universe = Universe()
    gone, alive = universe.start_server(), universe.start_server()
    done: list[str] = []
    gone.game.context.after(10, lambda: done.append("gone"))
    alive.game.context.after(10, lambda: done.append("alive"))
    gone.crash()
    universe.run_for(seconds=1)
    assert done == ["alive"]


def test_services_share_one_true_clock_and_may_ask_for_their_servers_own() -> None:
    universe = Universe(epoch_seconds=1_000)
    server = universe.start_server(settings=ServerSettings(clock_skew_seconds=2))
    universe.run_for(seconds=5)
    context = server.game.context
    assert context.unix_us() == 1_005_000_000
    assert context.unix_us(skewed=True) == 1_007_000_000


def test_streams_belong_to_the_server_and_the_purpose() -> None:
    universe = Universe(seed=9)
    first, second = universe.start_server(), universe.start_server()

    def draws(server: Server, name: str) -> int:
        return server.game.context.stream(name).bits(64)

    assert draws(first, "latency") != draws(second, "latency")
    again = Universe(seed=9)
    again.start_server()
    assert draws(again.start_server(), "latency") == Universe(seed=9).stream(
        "server/1/latency"
    ).bits(64)
