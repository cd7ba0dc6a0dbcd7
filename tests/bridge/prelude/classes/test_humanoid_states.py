"""Humanoid states (engine.md f.6)."""

NPC = """
local model = Instance.new("Model", workspace)
local npc = Instance.new("Humanoid", model)
npc.StateChanged:Connect(function(old, new) print(old.Name, new.Name) end)
"""


def test_a_state_is_changed_in_the_physics_stage(play):
    """StateChanged(old, new); per-state events (f.6)."""
    assert play(
        NPC
        + """
        npc.FreeFalling:Connect(function(active) print("free falling", active) end)
        npc.Running:Connect(function(speed) print("running", speed) end)
        npc:ChangeState(Enum.HumanoidStateType.Freefall)
        print(npc:GetState())
        task.wait(0.1)
        npc:ChangeState(Enum.HumanoidStateType.Running)
    """
    ) == [
        "Enum.HumanoidStateType.Running",
        "Running Freefall",
        "free falling true",
        "free falling false",
        "Freefall Running",
        "running 0",
    ]


def test_a_disabled_state_is_never_entered(play):
    """A disabled state can never be entered (f.6)."""
    assert play(
        NPC
        + """
        local ragdoll = Enum.HumanoidStateType.Ragdoll
        npc.StateEnabledChanged:Connect(function(state, enabled) print(state.Name, enabled) end)
        npc:SetStateEnabled(ragdoll, false)
        npc:SetStateEnabled(ragdoll, false)
        print(npc:GetStateEnabled(ragdoll), npc:GetStateEnabled(Enum.HumanoidStateType.Dead))
        npc:ChangeState(ragdoll)
    """
    ) == ["Ragdoll false", "false true"]


def test_player_characters_are_their_clients_business(play):
    """Server ChangeState works only with server network ownership (f.6)."""
    assert (
        play("""
        humanoid.StateChanged:Connect(print)
        humanoid:ChangeState(Enum.HumanoidStateType.Physics)
    """)
        == []
    )


def test_a_wrong_state_is_refused(play):
    assert play("""
        print(pcall(humanoid.SetStateEnabled, humanoid, "Sleeping", true))
        print(pcall(humanoid.GetStateEnabled, humanoid))
    """) == [
        "false Unable to cast string to HumanoidStateType",
        "false Argument 1 missing or nil",
    ]


def test_platform_stand_is_a_state(play):
    assert play(NPC + "npc.PlatformStand = true") == ["Running PlatformStanding"]


def test_a_server_that_owns_the_root_part_changes_states(play):
    """Server ChangeState works only with server network ownership (f.6)."""
    assert play("""
        humanoid.StateChanged:Connect(function(old, new) print(old.Name, new.Name) end)
        character.HumanoidRootPart:SetNetworkOwner(nil)
        humanoid:ChangeState(Enum.HumanoidStateType.Physics)
        task.wait(0.1)
        character.HumanoidRootPart:SetNetworkOwnershipAuto()
        humanoid:ChangeState(Enum.HumanoidStateType.Running)
    """) == ["Running Physics"]
