"""A server frame: facts of engine.md a.1 to a.6, each by name with its source."""

from __future__ import annotations

import pytest

from bridge.tools.simulation import Server, Universe
from bridge.tools.simulation.settings import ServerSettings

EVENTS = "PreAnimation", "PreSimulation", "Stepped", "PostSimulation", "Heartbeat"


def start(source: str, behavior: str = "immediate", **scripts: str) -> Server:
    sources = {"ServerScriptService.Main": source}
    sources |= {name.replace("_", "."): text for name, text in scripts.items()}
    settings = ServerSettings(signal_behavior=behavior)
    return Universe().start_server(scripts=sources, settings=settings)


def printed(server: Server, seconds: float = 1) -> list[str]:
    server.universe.run_for(seconds=seconds)
    return [text for kind, text in server.output if kind != "info"]


ALL_STAGES = """
local run = game:GetService("RunService")
task.wait(0.1) -- frame 6: even, so that legacy waits are looked at in frame 8
local from, done = run.FrameNumber, false
local function say(...) if run.FrameNumber == from + 2 and not done then print(...) end end
for _, name in { "Heartbeat", "PostSimulation", "Stepped", "PreSimulation", "PreAnimation" } do
    run[name]:Connect(function(...)
        say(name, string.format(string.rep("%.4f ", select("#", ...)), ...))
        task.defer(say, "deferred by " .. name)
    end)
end
delay(2 / 60, function() say("delay") end)
task.spawn(function() wait(2 / 60) say("wait") end)
task.delay(2 / 60, function() say("task.delay") task.defer(say, "deferred by task.delay") end)
task.spawn(function() task.wait(2 / 60) say("task.wait") end)
workspace:WaitForChild("Nothing", 2 / 60)
say("WaitForChild")
"""


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_the_stages_come_in_order_and_each_is_followed_by_what_it_deferred(behavior: str) -> None:
    """scripting/events/deferred.md for the order, c:RunService for the arguments; PreSimulation
    before its superseded twin is SIM. Nothing of a client's frame is among them."""
    assert printed(start(ALL_STAGES, behavior)) == [
        "delay",
        "wait",
        "WaitForChild",
        "PreAnimation 0.0167 ",
        "deferred by PreAnimation",
        "PreSimulation 0.0167 ",
        "Stepped 0.1333 0.0167 ",
        "deferred by PreSimulation",
        "deferred by Stepped",
        "PostSimulation 0.0167 ",
        "deferred by PostSimulation",
        "task.delay",
        "task.wait",
        "deferred by task.delay",
        "Heartbeat 0.0167 ",
        "deferred by Heartbeat",
    ]


def test_what_clients_send_comes_before_the_legacy_waits_of_its_frame() -> None:
    """a.1, a.2 stage 0."""
    server = start("""
        local remote = Instance.new("RemoteEvent", game.ReplicatedStorage)
        remote.OnServerEvent:Connect(function() print("remote") end)
        delay(0.1, function() print("legacy") end)
        task.delay(0.1, print, "task")
    """)
    ada = server.join("Ada")
    remote = server.game.world.find("ReplicatedStorage.RemoteEvent")
    assert remote is not None
    server.universe.agenda.schedule_at(
        100_000, lambda: server.game.remotes.fire_server(remote, ada)
    )
    assert printed(server) == ["remote", "legacy", "task"]


def test_a_task_wait_and_a_heartbeat_wait_end_in_the_same_frame_in_this_order() -> None:
    """scripting/events/deferred.md: stages 6 and 7."""
    server = start("""
        local run = game:GetService("RunService")
        task.spawn(function() run.Heartbeat:Wait() print("Heartbeat", run.FrameNumber) end)
        task.spawn(function() task.wait() print("task.wait", run.FrameNumber) end)
    """)
    assert printed(server) == ["task.wait 1", "Heartbeat 1"]


def test_time_at_frame_k_is_k_sixtieths_for_ever() -> None:
    """a.3 SIM: by multiplication, never by adding up."""
    server = start("""
        local run = game:GetService("RunService")
        task.wait(3600 * 24)
        print(time() == 3600 * 24, run.FrameNumber == 3600 * 24 * 60)
        run.Heartbeat:Connect(function(dt) assert(dt == 1 / 60) end)
        for _ = 1, 600 do task.wait() end
        print(time() == 3600 * 24 + 10)
    """)
    assert printed(server, 3600 * 24 + 20) == ["true true", "true"]


def test_sixty_heartbeats_a_second() -> None:
    """performance-optimization/identify.md: capped at 60 frames per second."""
    server = start("""
        local count = 0
        game:GetService("RunService").Heartbeat:Connect(function()
            count += 1
            shared.count = count
        end)
    """)
    for seconds in (1, 2, 3):
        server.universe.run_for(seconds=1)
        assert server.run("return shared.count") == 60 * seconds


def test_missed_heartbeats_are_not_caught_up() -> None:
    """a.3: under load delta times grow."""
    server = start("""
        game:GetService("RunService").Heartbeat:Connect(function(dt)
            if dt > 0.5 then print(string.format("%.2f", dt)) end
            shared.count = (shared.count or 0) + 1
        end)
    """)
    server.universe.run_for(seconds=1)
    server.pause(2)
    server.universe.run_for(seconds=3)
    assert server.run("return shared.count") == 60 + 61
    assert [text for _, text in server.output] == ["2.00"]


def test_a_connection_made_in_a_frame_gets_the_later_stages_of_that_frame() -> None:
    server = start("""
        local run = game:GetService("RunService")
        run.PreSimulation:Once(function()
            local frame = run.FrameNumber
            run.Heartbeat:Once(function() print("Heartbeat", run.FrameNumber - frame) end)
            run.PreAnimation:Once(function() print("PreAnimation", run.FrameNumber - frame) end)
        end)
    """)
    assert printed(server) == ["Heartbeat 0", "PreAnimation 1"]


def test_bind_to_close_is_a_resumption_point() -> None:
    """scripting/events/deferred.md, point 9; heartbeats and waits go on in it (j.3)."""
    server = start("""
        game:BindToClose(function()
            task.defer(print, "deferred")
            print("closing")
            task.wait(1)
            game:GetService("RunService").Heartbeat:Wait()
            print("closed")
        end)
    """)
    server.shutdown()
    assert printed(server) == ["closing", "deferred", "closed"]


def test_a_script_parented_at_run_time_does_not_pre_empt_the_caller() -> None:
    """a.6: it begins at the next resumption point, in a new thread."""
    server = start(
        """
        game.ServerStorage.Other.Parent = game.ServerScriptService
        print("after the move")
        game.ServerScriptService.Other.Enabled = false
        game.ServerScriptService.Other.Enabled = true
        print("after enabling")
        """,
        ServerStorage_Other="print('other runs')",
    )
    assert printed(server) == ["after the move", "after enabling", "other runs"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ("Enabled = false", ["A"]),
        ("Parent = nil", ["A"]),
        ("Parent = game.ServerStorage", ["A"]),
        ("Parent = workspace", ["A", "B"]),
        (":Destroy()", ["A"]),
        ("Enabled = false game.ServerScriptService.B.Enabled = true", ["A", "B"]),
    ],
)
def test_a_script_of_the_start_whose_turn_has_not_come_can_be_kept_from_it(
    act: str, expected: list[str]
) -> None:
    """a.6: a Script runs if it is enabled and in a running container when its turn comes."""
    separator = "" if act.startswith(":") else "."
    server = Universe().start_server(
        scripts={
            "ServerScriptService.A": f"print('A') game.ServerScriptService.B{separator}{act}",
            "ServerScriptService.B": "print('B')",
        }
    )
    assert printed(server) == expected


@pytest.mark.parametrize("zero_wait", ["next_frame", "this_frame"])
@pytest.mark.parametrize("call", ["task.delay(0, f)", "task.spawn(function() task.wait() f() end)"])
def test_a_wait_of_no_time_before_its_stage_ends_in_this_frame_or_in_the_next(
    zero_wait: str, call: str
) -> None:
    """b.2: "the very next Heartbeat step" may be this frame's; a switch chooses."""
    source = f"""
    local run = game:GetService("RunService")
    local function measure(signal)
        signal:Wait()
        local frame = run.FrameNumber
        local function f() print(run.FrameNumber - frame) end
        {call}
        task.wait(0.1)
    end
    measure(run.PreAnimation)
    measure(run.PostSimulation)
    measure(run.Heartbeat)
    task.wait(0.1)
    local frame = run.FrameNumber
    local function f() print(run.FrameNumber - frame) end
    {call}
    """
    universe = Universe()
    server = universe.start_server(
        scripts={"ServerScriptService.Main": source}, settings=ServerSettings(zero_wait=zero_wait)
    )
    early = "0" if zero_wait == "this_frame" else "1"
    assert printed(server) == [early, early, "1", "1"]


def test_a_frame_event_costs_nothing_once_nobody_listens() -> None:
    """design.md D6: idle frames are not run."""
    server = start("""
        local connection
        connection = game:GetService("RunService").Heartbeat:Connect(function()
            connection:Disconnect()
        end)
    """)
    server.universe.run_for(seconds=100)
    assert server.frames_run == 1
