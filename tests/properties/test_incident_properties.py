"""Laws: a server may crash or stand still at any instant, and the world stays whole.

A crash loses what was not yet sent and nothing that was acknowledged; a pause loses nothing at all.
"""

from __future__ import annotations

import pytest

from bridge.faults import FaultPlan, ServerFault
from bridge.tools.simulation import Server, Universe

SAVER = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
game.Players.PlayerRemoving:Connect(function(player)
    store:SetAsync("left", player.Name)
    print("acknowledged", "left")
end)
for number = 1, 4 do
    store:UpdateAsync("k", function(old) return (old or 0) + 1 end)
    print("acknowledged", number)
    task.wait(0.5)
end
game:GetService("MessagingService"):PublishAsync("done", 1)
"""


def start(seed: int = 3) -> tuple[Universe, Server, Server]:
    """A server that saves, and one that listens."""
    universe = Universe(seed=seed)
    saver = universe.start_server(scripts={"ServerScriptService.Main": SAVER}, players=["Ada"])
    listener = universe.start_server(
        scripts={
            "ServerScriptService.Main": """
                game:GetService("MessagingService"):SubscribeAsync("done", print)
            """
        }
    )
    universe.agenda.schedule_at(1_100_000, lambda: saver.alive and saver.leave("Ada"))
    return universe, saver, listener


def acknowledged(server: Server) -> int:
    """The last number whose save was answered."""
    return max((int(t.split()[1]) for _, t in server.output if t.split()[1].isdigit()), default=0)


def steps_of_a_run() -> int:
    universe, _, _ = start()
    universe.run_until_idle()
    return universe.agenda.steps


def test_a_run_has_many_instants() -> None:
    assert steps_of_a_run() >= 25


def test_a_crash_at_any_instant_loses_nothing_acknowledged() -> None:
    for instant in range(steps_of_a_run() + 1):
        universe, saver, listener = start()
        for _ in range(instant):
            universe.agenda.step()
        saver.crash()
        universe.run_until_idle()
        stored = universe.datastores.get("S", "k") or 0
        assert acknowledged(saver) <= stored <= acknowledged(saver) + 1, instant
        assert listener.alive
        assert universe.servers == (listener,)
        assert listener.errors == [] and saver.errors == []


def test_a_pause_at_any_instant_loses_nothing() -> None:
    for instant in range(steps_of_a_run() + 1):
        universe, saver, _ = start()
        for _ in range(instant):
            universe.agenda.step()
        saver.pause(1.7)
        universe.run_until_idle()
        assert acknowledged(saver) == universe.datastores.get("S", "k") == 4, instant
        assert universe.datastores.get("S", "left") == "Ada"
        assert saver.errors == []


def test_a_pause_of_everything_at_any_instant_only_shifts_what_is_printed() -> None:
    def said(instant: int | None) -> list[str]:
        universe, saver, listener = start()
        for _ in range(instant or 0):
            universe.agenda.step()
        if instant is not None:
            saver.pause(1.7)
            listener.pause(1.7)
        universe.run_until_idle()
        return sorted(text for _, text in saver.output)

    expected = said(None)
    for instant in range(0, steps_of_a_run() + 1, 3):
        assert said(instant) == expected


@pytest.mark.parametrize("request_number", range(1, 6))
def test_a_crash_in_the_instant_of_a_request_still_lets_it_take_effect(request_number: int) -> None:
    universe = Universe(
        seed=3,
        faults=FaultPlan(
            (ServerFault.crash(operations=("SetAsync",), occurrences=(request_number,)),)
        ),
    )
    source = """
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        for number = 1, 9 do store:SetAsync("k", number) print(number) end
    """
    server = universe.start_server(scripts={"ServerScriptService.Main": source})
    universe.run_until_idle()
    assert not server.alive
    assert universe.datastores.get("S", "k") == request_number
    assert len(server.output) == request_number - 1
