"""Workspace without physics (engine.md c, h.8)."""

import pytest


def test_the_game_time_grows_and_goes_on_from_what_was_written(server_with):
    server = server_with("""
        print(workspace.DistributedGameTime)
        task.wait(1)
        print(math.round(workspace.DistributedGameTime))
        workspace.DistributedGameTime = 100
        print(workspace.DistributedGameTime)
        task.wait(2)
        print(math.round(workspace.DistributedGameTime))
    """)
    server.universe.run_for(seconds=5)
    assert [text for _, text in server.log.lines] == ["0", "1", "100", "102"]


@pytest.mark.parametrize(
    ("expression", "member", "why"),
    [
        ("workspace:Raycast(Vector3.zero, Vector3.one)", "Raycast", "there is no physics"),
        ("workspace:GetPartBoundsInBox(CFrame.new(), Vector3.one)", "GetPartBoundsInBox",
         "there is no physics"),
        ("workspace:PGSIsEnabled()", "PGSIsEnabled", "there is no physics"),
        ("workspace.Terrain", "Terrain", "there are no voxels"),
    ],
)  # fmt: skip
def test_what_needs_physics_is_refused_by_name(server, expression, member, why):
    ok, text = server.run(f"return pcall(function() return {expression} end)")
    assert not ok
    assert text == f"{member} of Workspace is not modelled by luau-bridge ({why})"


def test_what_only_plugins_may_write_names_the_capability(server):
    """d.8: modify, not read-only."""
    values = server.run("""
        return workspace.StreamingEnabled, workspace.Gravity,
            select(2, pcall(function() workspace.StreamingEnabled = true end))
    """)
    text = "The current thread cannot modify 'StreamingEnabled' (lacking capability Plugin)"
    assert values[0] is False
    assert round(values[1], 1) == 196.2
    assert values[2] == text


@pytest.mark.parametrize(
    ("mode", "heard"),
    [
        ("", "CFrame Position Orientation Rotation"),
        (", Enum.BulkMoveMode.FireAllEvents", "CFrame Position Orientation Rotation"),
        (", Enum.BulkMoveMode.FireCFrameChanged", "CFrame"),
    ],
)
def test_many_parts_are_moved_at_once(server, mode, heard):
    values = server.run(f"""
        local a, b, seen = Instance.new("Part"), Instance.new("Part"), {{}}
        a.Changed:Connect(function(name) table.insert(seen, name) end)
        workspace:BulkMoveTo({{ a, b }}, {{ CFrame.new(1, 2, 3), CFrame.new(4, 5, 6) }}{mode})
        return tostring(a.Position), tostring(b.Position), table.concat(seen, " ")
    """)
    assert values == ("1, 2, 3", "4, 5, 6", heard)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("", "Argument 1 missing or nil"),
        ("{}", "Argument 2 missing or nil"),
        ("1, {}", "Unable to cast number to Array"),
        ("{ part }, {}", "BulkMoveTo: the lists of parts and CFrames differ in length"),
        ("{ workspace }, { CFrame.new() }", "Unable to cast value to Object"),
        ("{ part }, { 5 }", "Unable to cast number to CoordinateFrame"),
        ("{}, {}, 'x'", "Unable to cast value to BulkMoveMode"),
    ],
)
def test_wrong_lists_move_nothing(server, arguments, text):
    source = "local part = Instance.new('Part')"
    source += f" return pcall(function() workspace:BulkMoveTo({arguments}) end)"
    assert server.run(source) == (False, text)


def test_a_world_model_is_a_world_without_physics_too(server):
    text = server.run("""
        local world = Instance.new("WorldModel")
        return (select(2, pcall(function() world:Raycast(Vector3.zero, Vector3.one) end)))
    """)
    assert text == "Raycast of WorldModel is not modelled by luau-bridge (there is no physics)"
