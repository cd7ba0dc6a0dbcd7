"""Touched and TouchEnded, driven from a test (engine.md f.7)."""

import pytest

from bridge.errors import UsageError

PARTS = """
for _, name in { "A", "B" } do
    local part = Instance.new("Part", workspace)
    part.Name = name
    part.Touched:Connect(function(other) print(name, "touched", other) end)
    part.TouchEnded:Connect(function(other) print(name, "ended", other) end)
end
"""


def lines(server):
    return [text for _, text in server.output]


@pytest.fixture
def parts(server):
    server.run(PARTS)
    return server


def test_both_parts_hear_of_a_contact_in_the_physics_stage(parts):
    """PartA.Touched(PartB) and PartB.Touched(PartA) both fire on contact."""
    parts.run("""
        local run = game:GetService("RunService")
        run.PreSimulation:Once(function() print("before") end)
        run.PostSimulation:Once(function() print("after") end)
    """)
    parts.touch("Workspace.A", "Workspace.B")
    assert lines(parts) == []
    parts.universe.run_for(seconds=0.1)
    assert lines(parts) == ["before", "A touched B", "B touched A", "after"]
    parts.end_touch("Workspace.A", "Workspace.B")
    parts.universe.run_for(seconds=0.1)
    assert lines(parts)[4:] == ["A ended B", "B ended A"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("workspace.A.CanTouch = false", "CanTouch of Workspace.A is false"),
        ("workspace.A.Anchored, workspace.B.Anchored = true, true", "both parts are anchored"),
        ("workspace.B.Parent = game.ReplicatedStorage", "there is no part 'Workspace.B'"),
    ],
)
def test_what_cannot_touch_is_refused(parts, change, why):
    """Both need CanTouch; at least one part unanchored."""
    parts.run(change)
    with pytest.raises(UsageError, match=why):
        parts.touch("Workspace.A", "Workspace.B")


def test_one_anchored_part_may_be_touched_whether_it_collides_or_not(parts):
    parts.run("workspace.A.Anchored, workspace.A.CanCollide = true, false")
    parts.touch("Workspace.A", "Workspace.B")
    parts.universe.run_for(seconds=0.1)
    assert lines(parts) == ["A touched B", "B touched A"]


def test_turning_can_touch_off_disconnects(parts):
    """Connecting with CanTouch false throws; turning it off later disconnects."""
    text = parts.run("""
        local a = workspace.A
        a.CanTouch = false
        local _, text = pcall(function() a.Touched:Connect(print) end)
        a.CanTouch = true
        return text
    """)
    assert text.endswith("Touched cannot be connected while CanTouch of the part is false")
    parts.touch("Workspace.A", "Workspace.B")
    parts.universe.run_for(seconds=0.1)
    assert lines(parts) == ["B touched A"]


def test_a_connection_makes_a_touch_transmitter(server):
    """A connection creates a TouchTransmitter child ("TouchInterest")."""
    names = server.run("""
        local part, names = Instance.new("Part", workspace), {}
        local function note()
            local child = part:FindFirstChild("TouchInterest")
            table.insert(names, child and child.ClassName or "none")
        end
        local first, second = part.Touched:Connect(print), part.TouchEnded:Connect(print)
        note()
        first:Disconnect()
        note()
        second:Disconnect()
        note()
        return table.concat(names, " "), #part:GetChildren()
    """)
    assert names == ("TouchTransmitter TouchTransmitter none", 0)


def test_a_humanoid_hears_what_its_limbs_touch(parts):
    """Humanoid.Touched(touchingPart, humanoidPart)."""
    parts.join("Ada")
    parts.universe.run_for(seconds=0.1)
    parts.run("workspace.Ada.Humanoid.Touched:Connect(print)")
    parts.touch("Workspace.Ada.LeftFoot", "Workspace.A")
    parts.universe.run_for(seconds=0.1)
    assert lines(parts) == ["A touched LeftFoot", "A LeftFoot"]


def test_a_part_destroyed_before_physics_touches_nothing(parts):
    parts.touch("Workspace.A", "Workspace.B")
    parts.run("workspace.A:Destroy()")
    parts.universe.run_for(seconds=0.1)
    assert lines(parts) == []
    assert parts.errors == []


def test_only_parts_touch(server):
    with pytest.raises(UsageError, match="Workspace is no part"):
        server.touch("Workspace", "Workspace")
