"""Immediate, Deferred, AncestryDeferred on a server: facts of engine.md b.7, b.8, each by name."""

from __future__ import annotations

import pytest

from bridge.project import ProjectNode
from bridge.tools.simulation import Server, Universe
from bridge.tools.simulation.settings import ServerSettings

BEHAVIORS = ("immediate", "deferred", "ancestry_deferred")


def start(source: str, behavior: str = "immediate") -> Server:
    return Universe().start_server(
        scripts={"ServerScriptService.Main": source},
        settings=ServerSettings(signal_behavior=behavior),
    )


def printed(source: str, behavior: str = "immediate") -> list[str]:
    server = start(source, behavior)
    server.universe.run_for(seconds=1)
    return [text for kind, text in server.output if kind != "info"]


ANCESTRY = """
local top = Instance.new("Folder", workspace)
local part = Instance.new("Part")
local function watch(instance, ...)
    for _, name in { ... } do instance[name]:Connect(function() print(name) end) end
end
watch(top, "ChildAdded", "ChildRemoved", "DescendantAdded", "DescendantRemoving")
watch(part, "AncestryChanged")
part.Parent = top
part.Parent = nil
print("end")
"""


@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_ancestry_events_are_deferred_in_two_of_the_behaviors(behavior: str) -> None:
    """e:SignalBehavior: AncestryDeferred defers the ancestry-related events."""
    lines = printed(ANCESTRY, behavior)
    assert sorted(lines) == [
        "AncestryChanged", "AncestryChanged", "ChildAdded", "ChildRemoved", "DescendantAdded",
        "DescendantRemoving", "end",
    ]  # fmt: skip
    assert lines.index("end") == (6 if behavior == "immediate" else 0)


@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_all_other_events_are_deferred_in_one_of_them_only(behavior: str) -> None:
    """e:SignalBehavior."""
    lines = printed(
        """
        local part, event = Instance.new("Part"), Instance.new("BindableEvent")
        part.Changed:Connect(function(name) print("Changed", name) end)
        part:GetPropertyChangedSignal("Name"):Connect(function() print("Name") end)
        part:GetAttributeChangedSignal("x"):Connect(function() print("x") end)
        event.Event:Connect(function() print("Event") end)
        part.Name = "other"
        part:SetAttribute("x", 1)
        event:Fire()
        print("end")
        """,
        behavior,
    )
    assert sorted(lines) == ["Changed Name", "Event", "Name", "end", "x"]
    assert lines.index("end") == (0 if behavior == "deferred" else 4)


@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_events_of_tags_are_deferred_in_every_behavior(behavior: str) -> None:
    """c:CollectionService: TagAdded and TagRemoved."""
    lines = printed(
        """
        local tags = game:GetService("CollectionService")
        tags.TagAdded:Connect(function(tag) print(tag) end)
        Instance.new("Folder", workspace):AddTag("first")
        print("end")
        """,
        behavior,
    )
    assert lines == ["end", "first"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("Default", "immediate"), ("Immediate", "immediate"), ("Deferred", "deferred"),
        ("AncestryDeferred", "ancestry_deferred"),
    ],
)  # fmt: skip
def test_the_place_says_which_and_default_is_immediate(item: str, expected: str) -> None:
    """e:SignalBehavior."""
    workspace = ProjectNode("Workspace", "Workspace", properties={"SignalBehavior": item})
    project = ProjectNode("Game", "DataModel", children=[workspace])
    server = Universe().start_server(project=project)
    lines: list[str] = []
    server.run(ANCESTRY)
    lines += [text for _, text in server.output]
    assert (lines[0] == "end") == (expected != "immediate")


def test_scripts_can_neither_read_nor_set_it() -> None:
    """O dump: NotScriptable."""
    text = 'SignalBehavior is not a valid member of Workspace "Workspace"'
    assert (
        printed("""
        print(pcall(function() return workspace.SignalBehavior end))
        print(pcall(function() workspace.SignalBehavior = Enum.SignalBehavior.Deferred end))
    """)
        == [f"false {text}"] * 2
    )


def test_deferred_arguments_are_those_of_the_fire_and_properties_those_of_the_call() -> None:
    """scripting/events/deferred.md, ancestry section."""
    lines = printed(
        """
        local top, part = Instance.new("Folder", workspace), Instance.new("Part")
        part.AncestryChanged:Connect(function(_, parent) print(parent, part.Parent) end)
        part.Parent = top
        part.Parent = workspace
        """,
        "deferred",
    )
    assert lines == ["Folder Workspace", "Workspace Workspace"]


def test_deferred_changes_are_not_put_together() -> None:
    """b.8: one entry per change."""
    lines = printed(
        """
        local part = Instance.new("Part")
        part:GetPropertyChangedSignal("Name"):Connect(function() print(part.Name) end)
        part.Name = "a"
        part.Name = "b"
        """,
        "deferred",
    )
    assert lines == ["b", "b"]


def test_destroying_runs_when_the_instance_is_parentless_and_childless_already() -> None:
    """scripting/events/deferred.md; c:Instance Destroying."""
    source = """
    local top = Instance.new("Folder", workspace)
    Instance.new("Part", top)
    top.Destroying:Connect(function() print(top.Parent, #top:GetChildren()) end)
    top:Destroy()
    print("end")
    """
    assert printed(source, "deferred") == ["end", "nil 0"]
    assert printed(source, "immediate") == ["Workspace 1", "end"]


@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_callbacks_are_no_signals_and_answer_at_once(behavior: str) -> None:
    """c:BindableFunction, c:RemoteFunction."""
    assert printed(
        """
        local f = Instance.new("BindableFunction")
        f.OnInvoke = function(n) print("in", n) return n + 1 end
        print("out", f:Invoke(1))
        """,
        behavior,
    ) == ["in 1", "out 2"]


def test_deferred_events_of_a_frame_run_before_its_next_stage() -> None:
    """scripting/events/deferred.md: at the end of each resumption point."""
    lines = printed(
        """
        local run, part = game:GetService("RunService"), Instance.new("Part")
        local hops = 0
        part.Changed:Connect(function()
            hops += 1
            print("hop", hops)
            if hops < 3 then part.Transparency = hops / 10 end
        end)
        run.PreSimulation:Once(function() part.Name = "a" print("PreSimulation") end)
        run.PostSimulation:Once(function() print("PostSimulation") end)
        """,
        "deferred",
    )
    assert lines == ["PreSimulation", "hop 1", "hop 2", "hop 3", "PostSimulation"]


@pytest.mark.parametrize("behavior", BEHAVIORS)
def test_waiters_and_handlers_share_one_order(behavior: str) -> None:
    """b.6: Wait as an internal Once, last connected first."""
    assert printed(
        """
        local event = Instance.new("BindableEvent")
        event.Event:Connect(function() print("first handler") end)
        task.spawn(function() event.Event:Wait() print("waiter") end)
        event.Event:Connect(function() print("last handler") end)
        event:Fire()
        """,
        behavior,
    ) == ["last handler", "waiter", "first handler"]
