"""Humanoid: health and death (engine.md f.4, f.5)."""

import pytest

from bridge.stubs.rules import PlayerRules
from bridge.tools.simulation.settings import ServerSettings


def test_health_is_clamped(play):
    """Health clamps to [0, MaxHealth]; defaults 100/100 (f.4)."""
    assert play("""
        print(humanoid.Health, humanoid.MaxHealth)
        humanoid.Health = 150
        print(humanoid.Health)
        humanoid.MaxHealth = 40
        print(humanoid.Health)
        humanoid.MaxHealth = 200
        print(humanoid.Health)
        humanoid.Health = -5
        print(humanoid.Health)
    """)[:5] == ["100 100", "100", "40", "40", "0"]


def test_health_is_single_precision(play):
    assert play("humanoid.Health = 0.1 print(humanoid.Health == 0.1)") == ["false"]


def test_health_changed_tells_the_new_health(play):
    """On change; not when increasing from a value >= MaxHealth (f.4)."""
    assert play("""
        character.Health:Destroy()
        humanoid.HealthChanged:Connect(print)
        humanoid.Health = 60
        humanoid.Health = 60
        humanoid.Health = 100
        humanoid.Health = 101
    """) == ["60", "100"]


def test_take_damage_subtracts_and_negative_amounts_heal(play):
    assert play("""
        humanoid:TakeDamage(30)
        print(humanoid.Health)
        humanoid:TakeDamage(-10)
        print(humanoid.Health)
        print(pcall(humanoid.TakeDamage, humanoid))
    """) == ["70", "80", "false Argument 1 missing or nil"]


@pytest.mark.parametrize(
    ("place", "protects"),
    [
        ("character", True),
        ("character.HumanoidRootPart", True),
        ("character.Parent", False),
        ("character.Head", False),
        ("group", True),
    ],
)
def test_a_force_field_protects_from_take_damage_alone(play, place, protects):
    """Sibling, child of the RootPart, or under an ancestor other than Workspace (f.4)."""
    printed = play(f"""
        local group = Instance.new("Folder", workspace)
        if "{place}" == "group" then character.Parent = group end
        Instance.new("ForceField", {place})
        humanoid:TakeDamage(30)
        humanoid:TakeDamage(-5)
        print(humanoid.Health)
        humanoid.Health = 50
        print(humanoid.Health)
    """)
    assert printed == ["100" if protects else "75", "50"]


def test_death_is_told_by_the_physics_stage(play):
    """HealthChanged(0) comes first; Died in stage 4 of the same or next frame (f.5)."""
    assert play("""
        humanoid.HealthChanged:Connect(function(h) print("health", h) end)
        humanoid.Died:Connect(function() print("died", humanoid:GetState().Name) end)
        humanoid.StateChanged:Connect(function(old, new) print(old.Name, new.Name) end)
        local run = game:GetService("RunService")
        run.PreSimulation:Once(function() print("simulation") end)
        run.PostSimulation:Once(function() print("after physics") end)
        humanoid.Health = 0
        print("written", humanoid:GetState().Name)
    """) == [
        "health 0",
        "written Running",
        "simulation",
        "Running Dead",
        "died Dead",
        "after physics",
    ]


def test_a_death_before_physics_is_told_in_the_same_frame(play):
    assert play("""
        local run = game:GetService("RunService")
        local frame
        humanoid.Died:Connect(function() print(run.FrameNumber == frame) end)
        run.PreSimulation:Once(function()
            frame = run.FrameNumber
            humanoid.Health = 0
        end)
    """) == ["true"]


def test_the_dead_are_not_revived(play):
    """Once dead, Health is held at 0; Died fires once (f.4, f.5)."""
    assert play("""
        humanoid.Died:Connect(function() print("died") humanoid.Health = 0 end)
        humanoid.Health = 0
        humanoid.Health = 50
        print(humanoid.Health)
        task.wait(0.1)
        humanoid.Health = 50
        humanoid:TakeDamage(-50)
        humanoid.MaxHealth = 300
        print(humanoid.Health)
    """) == ["0", "died", "0"]


def test_a_handler_that_heals_comes_too_late_by_default(play):
    """SIM: death is decided at the write that reaches 0 (f.5)."""
    assert play("""
        humanoid.HealthChanged:Connect(function(h) if h == 0 then humanoid.Health = 50 end end)
        humanoid.Died:Connect(function() print("died", humanoid.Health) end)
        humanoid.Health = 0
    """) == ["died 0"]


def test_a_rule_lets_physics_decide_about_death(server_with):
    """The switch death_decision (l.3): restoring Health in time averts Died."""
    rules = PlayerRules(death_decision="at_physics")
    server = server_with("", settings=ServerSettings(players=rules))
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    server.run("""
        local humanoid = workspace.Ada.Humanoid
        humanoid.Died:Connect(function() print("died") end)
        humanoid.Health = 0
        humanoid.Health = 50
        task.wait(0.1)
        print(humanoid.Health)
        humanoid.Health = 0
        task.wait(0.1)
    """)
    assert [text for _, text in server.output] == ["50", "died"]


@pytest.mark.parametrize(
    "statement",
    [
        "humanoid.EvaluateStateMachine = false",
        "humanoid:SetStateEnabled(Enum.HumanoidStateType.Dead, false)",
        "character.Parent = nil",
    ],
)
def test_who_cannot_die_does_not(play, statement):
    """Only in Workspace, with the Dead state enabled and the state machine evaluated (f.5)."""
    assert play(f"""
        humanoid.Died:Connect(function() print("died") end)
        {statement}
        humanoid.Health = 0
        task.wait(0.1)
        humanoid.Health = 30
        print(humanoid.Health)
    """) == ["30"]


def test_a_humanoid_at_zero_does_not_die_by_entering_workspace(play):
    """Did not fire Died in a reference test (f.5)."""
    assert (
        play("""
        local model = Instance.new("Model")
        local npc = Instance.new("Humanoid", model)
        npc.Died:Connect(function() print("died") end)
        npc.Health = 0
        model.Parent = workspace
    """)
        == []
    )


def test_the_state_machine_looks_again_when_it_is_turned_on(play):
    assert play("""
        humanoid.Died:Connect(function() print("died") end)
        humanoid.EvaluateStateMachine = false
        humanoid.Health = 0
        task.wait(0.1)
        humanoid.EvaluateStateMachine = true
    """) == ["died"]


@pytest.mark.parametrize(
    "statement",
    [
        "character:BreakJoints()",
        "character.Head.Neck:Destroy()",
        "character.Head:Destroy()",
        "character.Head.Parent = nil",
        "humanoid:ChangeState(Enum.HumanoidStateType.Dead)",
    ],
)
def test_what_kills_apart_from_health(play, statement):
    """The neck is gone while RequiresNeck; ChangeState(Dead) (f.5)."""
    assert play(f"""
        humanoid.HealthChanged:Connect(function(h) print("health", h) end)
        humanoid.Died:Connect(function() print("died") end)
        {statement}
    """) == ["health 0", "died"]


def test_without_requires_neck_a_head_may_go(play):
    assert (
        play("""
        humanoid.Died:Connect(function() print("died") end)
        humanoid.RequiresNeck = false
        character.Head:Destroy()
    """)
        == []
    )


@pytest.mark.parametrize("breaks", [True, False])
def test_joints_break_on_death_unless_told_not_to(play, breaks):
    """BreakJointsOnDeath (default true) (f.5)."""
    printed = play(f"""
        humanoid.BreakJointsOnDeath = {str(breaks).lower()}
        humanoid.Health = 0
        task.wait(0.1)
        print(character.Head:FindFirstChild("Neck"))
    """)
    assert printed == ["nil" if breaks else "Neck"]


def test_destroying_a_character_is_no_death(play):
    assert play("humanoid.Died:Connect(function() print('died') end) character:Destroy()") == []


def test_npcs_follow_the_same_rules(play):
    """NPC humanoids follow the same rules; nobody respawns them (f.5)."""
    assert play("""
        local model = Instance.new("Model", workspace)
        local npc = Instance.new("Humanoid", model)
        npc.Died:Connect(function() print("died") end)
        npc.Health = 0
    """) == ["died"]


def test_the_default_script_heals_a_hundredth_a_second(play):
    """1 % of MaxHealth per second while alive (f.4)."""
    assert play("""
        humanoid.MaxHealth, humanoid.Health = 200, 194
        task.wait(1.5)
        print(humanoid.Health)
        task.wait(10)
        print(humanoid.Health)
        humanoid.Health = 100
        character.Health:Destroy()
        task.wait(3)
        print(humanoid.Health)
    """) == ["196", "200", "100"]


def test_npcs_do_not_heal_by_themselves(play):
    assert play("""
        local model = Instance.new("Model", workspace)
        local npc = Instance.new("Humanoid", model)
        npc.Health = 50
        task.wait(3)
        print(npc.Health)
    """) == ["50"]


def test_a_clone_carries_the_health(play):
    """Health serializes, so a Clone carries it (f.4)."""
    assert play("humanoid.Health = 40 print(humanoid:Clone().Health)") == ["40"]


def test_an_idle_server_with_characters_runs_no_frames(play, server):
    before = server.frames_run
    server.universe.run_for(minutes=10)
    assert server.frames_run == before
