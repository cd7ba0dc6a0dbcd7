"""Threads and connections belong to scripts: facts of engine.md b.1, b.6, b.8, each by name."""

from __future__ import annotations

import pytest

from bridge.tools.simulation import Server, Universe
from bridge.tools.simulation.settings import ServerSettings

ENDINGS = {
    "disabled": "{script}.Enabled = false",
    "disabled by the old name": "{script}.Disabled = true",
    "destroyed": "{script}:Destroy()",
    "destroyed with its ancestor": "{script}.Parent:Destroy()",
}


def start(behavior: str = "immediate", **scripts: str) -> Server:
    """A server with scripts in a folder of ServerScriptService."""
    sources = {f"Workspace.Folder.{name}": text for name, text in scripts.items()}
    return Universe().start_server(
        scripts=sources, settings=ServerSettings(signal_behavior=behavior)
    )


def printed(server: Server, seconds: float = 3) -> list[str]:
    server.universe.run_for(seconds=seconds)
    return [text for kind, text in server.output if kind != "info"]


WAITS = {
    "task.wait": "task.wait(2) print('never')",
    "task.delay": "task.delay(2, print, 'never')",
    "task.defer after a wait": "task.wait(2) task.defer(print, 'never')",
    "wait": "wait(2) print('never')",
    "delay": "delay(2, function() print('never') end)",
    "Heartbeat:Wait": "for _ = 1, 120 do game['Run Service'].Heartbeat:Wait() end print('never')",
    "WaitForChild": "workspace:WaitForChild('Nothing', 2) print('never')",
    "an event of its own": """
        workspace:SetAttribute("x", 1)
        workspace.AttributeChanged:Connect(function() print("never") end)
    """,
    "Signal:Wait": "workspace.AttributeChanged:Wait() print('never')",
    "Once": "workspace.AttributeChanged:Once(function() print('never') end)",
    "a request": """
        task.wait(0.99)
        game:GetService("DataStoreService"):GetDataStore("x"):GetAsync("y")
        print("never")
    """,
    "a coroutine of its own": """
        task.spawn(coroutine.create(function() task.wait(2) print("never") end))
    """,
}


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("wait", WAITS)
def test_whatever_a_script_waits_for_never_comes_once_it_is_gone(
    wait: str, ending: str, behavior: str
) -> None:
    """c:BaseScript, c:Script: its waiting threads never resume; shadowblox: connections go too."""
    server = start(behavior, Owner=WAITS[wait])
    server.universe.run_for(seconds=1)
    server.run(ENDINGS[ending].format(script="workspace.Folder.Owner"))
    server.run("workspace:SetAttribute('x', 2)")
    assert printed(server) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_thread_that_is_executing_runs_on_to_its_next_yield(ending: str) -> None:
    """c:BaseScript."""
    server = start(
        Owner=ENDINGS[ending].format(script="script") + " print('on') task.wait() print()"
    )
    assert printed(server) == ["on"]


def test_setting_the_parent_to_nil_does_not_stop_it() -> None:
    """c:Script."""
    server = start(Owner="script.Parent = nil task.wait(1) print('still here')")
    assert printed(server) == ["still here"]


def test_other_scripts_go_on() -> None:
    server = start(
        A="task.wait(1) workspace.Folder.B:Destroy()", B="task.wait(2) print('B')",
        C="task.wait(2) print('C')",
    )  # fmt: skip
    assert printed(server) == ["C"]


def test_threads_that_a_module_makes_for_a_script_belong_to_the_script() -> None:
    """b.1: to the script that created them; whoever calls does."""
    server = Universe().start_server(
        scripts={
            f"Workspace.{name}": "require(workspace.M)(script.Name) task.wait(9)" for name in "AB"
        },
        modules={
            "Workspace.M": "return function(name) task.delay(2, print, name) end",
        },
    )
    server.run("workspace.A:Destroy()")
    assert printed(server) == ["B"]


def test_a_script_that_runs_anew_has_new_threads_only() -> None:
    """d.1: toggling Enabled starts a fresh run."""
    server = start(Owner="print('run') task.wait(1) print('end')")
    server.run("workspace.Folder.Owner.Enabled = false workspace.Folder.Owner.Enabled = true")
    assert printed(server) == ["run", "run", "end"]


def test_what_the_engine_does_for_a_script_survives_it() -> None:
    """c:Debris: Debris is immune where task.delay is not."""
    server = start(
        Owner="""
        game:GetService("Debris"):AddItem(Instance.new("Part", workspace), 2)
        local other = Instance.new("Folder", workspace)
        task.delay(2, other.Destroy, other)
        task.wait(1)
        script:Destroy()
        """
    )
    server.universe.run_for(seconds=3)
    assert server.run("return workspace:FindFirstChild('Part'), workspace.Folder ~= nil") == (
        None,
        True,
    )


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_a_script_never_sees_its_own_destroying(behavior: str) -> None:
    """c:Instance Destroying; in Immediate mode the handler runs before the script is gone."""
    server = start(
        behavior, Owner="script.Destroying:Connect(function() print('seen') end) task.wait(9)"
    )
    server.run("workspace.Folder.Owner:Destroy()")
    assert printed(server) == ([] if behavior == "deferred" else ["seen"])


def test_events_queued_for_a_script_go_with_it() -> None:
    """b.8 for the queue, b.1 for the owner."""
    server = start(
        "deferred",
        Owner="workspace.AttributeChanged:Connect(function() print('never') end) task.wait(9)",
    )
    server.run("workspace:SetAttribute('x', 1) workspace.Folder.Owner:Destroy()")
    assert printed(server) == []


def test_an_error_is_that_of_the_script_that_connected_not_of_the_one_that_fired() -> None:
    """b.6: handlers run as the connecting script."""
    server = start(
        A="workspace.AttributeChanged:Connect(function() error('x', 0) end)",
        B="workspace:SetAttribute('x', 1)",
    )
    assert [problem.script for problem in server.errors] == ["Workspace.Folder.A"]


@pytest.mark.parametrize("behavior", ["immediate", "deferred"])
def test_destroying_an_instance_during_a_fire(behavior: str) -> None:
    """goodsignal#4: immediately it stops the remaining handlers; RbxUtil#249: what is queued in
    Deferred mode still runs."""
    server = start(
        behavior,
        Owner="""
        local event = Instance.new("BindableEvent", workspace)
        event.Event:Connect(function(n) print("first connected", n) end)
        event.Event:Connect(function(n) print("last connected", n) event:Destroy() end)
        event:Fire(1)
        event:Fire(2)
        """,
    )
    assert (
        printed(server)
        == {
            "immediate": ["last connected 1"],
            "deferred": [
                "last connected 1",
                "first connected 1",
                "last connected 2",
                "first connected 2",
            ],
        }[behavior]
    )


def test_who_waits_for_an_event_of_a_destroyed_instance_waits_for_ever() -> None:
    """l.2, believed: never resumes."""
    server = start(
        Owner="""
        local event = Instance.new("BindableEvent")
        task.delay(1, function() event:Destroy() event:Fire() print("destroyed") end)
        event.Event:Wait()
        print("never")
        """
    )
    assert printed(server) == ["destroyed"]
