"""The machine under a server: its clock, its resumption points, who may enter it."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.tools.simulation import ServerSettings, Universe
from bridge.tools.simulation.universe import EPOCH_SECONDS


def test_a_skewed_clock_shows_another_time_and_timers_do_not_notice() -> None:
    universe = Universe()
    server = universe.start_server(settings=ServerSettings(clock_skew_seconds=90))
    assert server.run("return os.time()") == EPOCH_SECONDS + 90
    assert server.run("local t = time() task.wait(2) return time() - t") == 2


@pytest.mark.parametrize("skew", [-7200.5, 0.0, 0.25, 3600.0])
def test_the_clock_may_jump_while_a_server_runs(skew: float) -> None:
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": "task.wait(10) print(time(), os.time())"}
    )
    universe.run_for(seconds=5)
    server.set_clock_skew(skew)
    assert server.clock_skew_seconds == skew
    assert server.run("return tick()") == pytest.approx(EPOCH_SECONDS + 5 + skew, abs=0.001)
    universe.run_for(seconds=6)
    assert server.output == [("print", f"10 {int((EPOCH_SECONDS + 10 + skew) // 1)}")]


def test_other_servers_and_the_services_keep_the_true_time() -> None:
    universe = Universe()
    first, second = universe.start_server(), universe.start_server()
    first.set_clock_skew(500)
    assert second.run("return os.time()") == EPOCH_SECONDS
    first.run('game:GetService("DataStoreService"):GetDataStore("S"):SetAsync("k", 1)')
    source = """
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        local _, info = store:GetAsync("k")
        return info.CreatedTime
    """
    assert second.run(source) // 1000 == EPOCH_SECONDS


def test_a_server_that_is_gone_is_never_entered_again() -> None:
    server = Universe().start_server()
    server.crash()
    with pytest.raises(UsageError, match="server 0 is gone"):
        server.run("return 1")
    with pytest.raises(UsageError, match="gone"):
        server.join("Ada")
