"""Parts without physics (class page BasePart)."""

import pytest


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0.001", "0.0010000000474974513"),
        ("0.0009", "0.0010000000474974513"),
        ("2048", "2048"),
        ("2048.5", "2048"),
        ("-1", "0.0010000000474974513"),
        ("0/0", "0.0010000000474974513"),
        ("5", "5"),
    ],
)
def test_sizes_stay_within_their_documented_range(server, written, read):
    source = f"local part = Instance.new('Part') part.Size = Vector3.new({written}, 1, 1)"
    assert server.run(source + " return tostring(part.Size.X)") == read


def test_the_mass_of_a_block_is_volume_by_density(server):
    values = server.run("""
        local part = Instance.new("Part")
        part.Size = Vector3.new(2, 2, 2)
        local plastic = part:GetMass()
        part.Material = Enum.Material.Wood
        local wood = part.Mass
        part.CustomPhysicalProperties = PhysicalProperties.new(2, 0, 0)
        return math.round(plastic * 100), math.round(wood * 100), part.Mass,
            part.CurrentPhysicalProperties.Density
    """)
    assert values == (560, 280, 16, 2)


@pytest.mark.parametrize("make", ["Instance.new('WedgePart')", "ball"])
def test_the_mass_of_other_shapes_is_refused_by_name(server, make):
    source = f"""
        local ball = Instance.new("Part")
        ball.Shape = Enum.PartType.Ball
        return select(2, pcall(function() return ({make}).Mass end))
    """
    text = server.run(source)
    assert text.endswith("is not modelled by luau-bridge (only blocks have a known volume)")


def test_nothing_moves_by_itself_but_a_velocity_is_kept(server_with):
    server = server_with("""
        local part = Instance.new("Part")
        part.Parent = workspace
        print(part.AssemblyLinearVelocity, part.AssemblyAngularVelocity)
        part.AssemblyLinearVelocity = Vector3.new(0, 10, 0)
        task.wait(1)
        print(part.Position, part.AssemblyLinearVelocity)
        print(pcall(function() part.AssemblyLinearVelocity = 1 end))
    """)
    server.universe.run_for(seconds=2)
    assert [text for _, text in server.log.lines] == [
        "0, 0, 0 0, 0, 0",
        "0, 0, 0 0, 10, 0",
        "false Unable to assign property AssemblyLinearVelocity. Vector3 expected, got number",
    ]


def test_network_owners_are_kept(server):
    player = server.join("Ada")
    assert player is not None
    values = server.run("""
        local part, player = Instance.new("Part"), game.Players.Ada
        part.Parent = workspace
        local auto, owner = part:GetNetworkOwnershipAuto(), part:GetNetworkOwner()
        part:SetNetworkOwner(player)
        local set = part:GetNetworkOwner() == player and not part:GetNetworkOwnershipAuto()
        part:SetNetworkOwner(nil)
        local mine = part:GetNetworkOwner() == nil and not part:GetNetworkOwnershipAuto()
        part:SetNetworkOwnershipAuto()
        return auto, owner, set, mine, part:GetNetworkOwnershipAuto(),
            part:CanSetNetworkOwnership()
    """)
    assert values == (True, None, True, True, True, True)


def test_parts_that_are_anchored_or_elsewhere_have_no_owner(server):
    values = server.run("""
        local part = Instance.new("Part")
        local function text()
            return (select(2, pcall(function() part:SetNetworkOwner(nil) end)))
        end
        local outside = text()
        part.Parent, part.Anchored = workspace, true
        return outside, text(), part:CanSetNetworkOwnership()
    """)
    anchored = (
        "Network Ownership API cannot be called on Anchored parts or parts "
        "welded to Anchored parts."
    )
    assert values == (
        "Can only call Network Ownership API on a part that is descendent of Workspace",
        anchored, False, anchored,
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["AssemblyMass", "AssemblyRootPart", "CenterOfMass", "GetTouchingParts", "ApplyImpulse"]
)
def test_what_would_have_to_be_simulated_is_refused_by_name(server, name):
    source = f"""
        local part = Instance.new("Part")
        return select(2, pcall(function()
            local found = part.{name}
            return found(part)
        end))
    """
    expected = f"{name} of Part is not modelled by luau-bridge (there is no physics)"
    assert server.run(source) == expected
