"""Characters: the order of a load, what is in one, spawning and respawning (engine.md f.2, f.3)."""

import pytest

from bridge.stubs.rules import PlayerRules
from bridge.tools.simulation.settings import ServerSettings

LISTEN = """
game.Players.PlayerAdded:Connect(function(player)
    player.CharacterAdded:Connect(function(c)
        print("added", c.Parent, c.Humanoid.Parent == c, c.Head.Parent == c, player.Character == c)
    end)
    player.CharacterAppearanceLoaded:Connect(function(c) print("appearance", c.Parent) end)
    player.CharacterRemoving:Connect(function(c)
        print("removing", c.Parent, player.Character == c, player.Parent)
    end)
    player.Changed:Connect(function(name) print("changed", name) end)
end)
workspace.ChildAdded:Connect(function(c) print("in workspace", c) end)
"""


def lines(server):
    return [text for _, text in server.output]


def test_the_documented_order_of_a_load(server_with):
    """Character set, CharacterAdded, Changed, appearance, CharacterAppearanceLoaded, parented."""
    server = server_with(LISTEN)
    server.join("Ada")
    assert lines(server) == []
    server.universe.run_for(seconds=0.1)
    assert lines(server) == [
        "added nil true true true",
        "changed Character",
        "appearance nil",
        "in workspace Ada",
    ]


def test_the_planned_order_of_a_load(server_with):
    """Announced, never confirmed live: parented before CharacterAdded (f.3, l.1)."""
    rules = PlayerRules(character_order="planned")
    server = server_with(LISTEN, settings=ServerSettings(players=rules))
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    assert lines(server) == [
        "changed Character",
        "in workspace Ada",
        "added Workspace true true true",
        "appearance Workspace",
    ]


def test_load_character_removes_the_old_one_first_and_then_returns(server_with):
    """CharacterRemoving while the old one is still Character and parented (f.3)."""
    server = server_with(LISTEN)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    before = len(server.output)
    same = server.run("""
        local ada = game.Players.Ada
        local old = ada.Character
        ada:LoadCharacter()
        print("returned", old.Parent, ada.Character.Parent)
        return ada.Character == old
    """)
    assert same is False
    assert lines(server)[before:] == [
        "removing Workspace true Players",
        "added nil true true true",
        "changed Character",
        "appearance nil",
        "in workspace Ada",
        "returned nil Workspace",
    ]


def test_load_character_yields(server_with):
    """Its caller goes on after what the load has deferred (f.3: yields; call returns last)."""
    server = server_with(LISTEN, settings=ServerSettings(signal_behavior="deferred"))
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    before = len(server.output)
    server.run("game.Players.Ada:LoadCharacterAsync() print('returned')")
    assert lines(server)[before:][-1] == "returned"
    assert "added Workspace true true true" in lines(server)[before:]


def test_without_auto_loads_nobody_spawns_at_join(server_with):
    """With CharacterAutoLoads false: no spawn at join either (f.3); PlayerAdded may say so."""
    server = server_with("""
        game.Players.PlayerAdded:Connect(function() game.Players.CharacterAutoLoads = false end)
    """)
    server.join("Ada")
    server.universe.run_for(seconds=1)
    assert server.run("return game.Players.Ada.Character") is None
    server.run("game.Players.Ada:LoadCharacter()")
    assert server.run("return game.Players.Ada.Character.Parent.Name") == "Workspace"


def test_what_a_character_is_made_of(play):
    """Name, Archivable, PrimaryPart, DisplayName (f.3); an R15 body and its joints."""
    assert play("""
        print(character, character.Archivable, character.PrimaryPart, humanoid.DisplayName)
        print(humanoid.RigType, humanoid.RootPart, humanoid:FindFirstChildOfClass("Animator"))
        local parts, joints = 0, 0
        for _, each in character:GetDescendants() do
            if each:IsA("BasePart") then parts += 1 end
            if each:IsA("Motor6D") then joints += 1 end
        end
        print(parts, joints, character.Head.Neck.Part0, character.Head.Neck.Part1)
        print(character.Health.ClassName, Players:GetPlayerFromCharacter(character) == ada)
        print(ada:HasAppearanceLoaded(), character:FindFirstChildOfClass("BodyColors"))
    """) == [
        "Ada false HumanoidRootPart Ada",
        "Enum.HumanoidRigType.R15 HumanoidRootPart Animator",
        "16 15 UpperTorso Head",
        "Script true",
        "true Body Colors",
    ]


def test_an_r6_body_has_the_head_as_its_primary_part(server_with):
    """PrimaryPart = Head for R6 (f.3)."""
    server = server_with("", settings=ServerSettings(players=PlayerRules(rig="R6")))
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    names = server.run("""
        local character, names = game.Players.Ada.Character, {}
        for _, each in character:GetChildren() do
            if each:IsA("BasePart") then table.insert(names, each.Name) end
        end
        return character.PrimaryPart.Name, character.Humanoid.RigType.Name,
            table.concat(names, ","), character.Torso.Neck.Part1.Name, character.Humanoid.Torso.Name
    """)
    assert names == (
        "Head",
        "R6",
        "HumanoidRootPart,Head,Torso,Left Arm,Right Arm,Left Leg,Right Leg",
        "Head",
        "Torso",
    )


def test_starter_player_is_copied_to_the_humanoid(server_with):
    """StarterPlayer properties are copied to the Humanoid at spawn (f.3)."""
    server = server_with("game.StarterPlayer.CharacterWalkSpeed = 30")
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    assert server.run("return game.Players.Ada.Character.Humanoid.WalkSpeed") == 30


def test_a_starter_character_replaces_the_avatar(server_with):
    """StarterCharacter replaces it, and CharacterAppearanceLoaded does not fire (f.3)."""
    server = server_with(
        """
        local model = Instance.new("Model")
        model.Name = "StarterCharacter"
        Instance.new("Humanoid", model)
        local root = Instance.new("Part")
        root.Name = "HumanoidRootPart"
        root.Parent = model
        local head = Instance.new("Part")
        head.Name = "Head"
        head.Parent = model
        model.Parent = game.StarterPlayer
        """
        + LISTEN
    )
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    assert lines(server) == ["added nil true true true", "changed Character", "in workspace Ada"]


def test_a_starter_humanoid_supplies_the_defaults(server_with):
    server = server_with("""
        local humanoid = Instance.new("Humanoid")
        humanoid.Name, humanoid.MaxHealth = "StarterHumanoid", 250
        humanoid.Parent = game.StarterPlayer
    """)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    assert server.run("return workspace.Ada.Humanoid.MaxHealth") == 250
    assert server.game.find("Workspace.Ada.Humanoid") is not None


def test_starter_character_scripts_are_cloned_in(server_with):
    """Contents of StarterCharacterScripts are cloned in; a Script Health replaces the default."""
    server = server_with("""
        local folder = Instance.new("Folder", game.StarterPlayer.StarterCharacterScripts)
        folder.Name = "Extra"
        local own = Instance.new("Script", game.StarterPlayer.StarterCharacterScripts)
        own.Name = "Health"
    """)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    counts = server.run("""
        local scripts = 0
        for _, each in workspace.Ada:GetChildren() do
            if each.Name == "Health" then scripts += 1 end
        end
        workspace.Ada.Humanoid.Health = 50
        task.wait(3)
        return scripts, workspace.Ada.Extra.ClassName, workspace.Ada.Humanoid.Health
    """)
    assert counts == (1, "Folder", 50)


def test_a_dead_player_respawns_after_respawn_time(play):
    """On Died, after RespawnTime, if CharacterAutoLoads: load again; measured from death (f.3)."""
    printed = play(
        """
        local died
        humanoid.Died:Connect(function() died = os.clock() end)
        ada.CharacterAdded:Connect(function(new)
            print(new ~= character, math.round((os.clock() - died) * 100) / 100)
        end)
        Players.RespawnTime = 3
        humanoid.Health = 0
        """,
        seconds=10,
    )
    assert printed == ["true 3"]


def test_nobody_respawns_when_auto_loads_is_off_by_then(play):
    printed = play(
        "ada.CharacterAdded:Connect(print) humanoid.Health = 0 Players.CharacterAutoLoads = false",
        seconds=10,
    )
    assert printed == []


def test_a_load_by_hand_replaces_the_respawn(play):
    printed = play(
        """
        ada.CharacterAdded:Connect(function() print("added") end)
        humanoid.Health = 0
        task.wait(1)
        ada:LoadCharacter()
        """,
        seconds=10,
    )
    assert printed == ["added"]


def test_a_destroyed_character_comes_back_without_died(play):
    """Destroyed: the player respawns likewise (f.3); no Died (f.5)."""
    printed = play(
        """
        humanoid.Died:Connect(function() print("died") end)
        ada.CharacterAdded:Connect(function() print("added") end)
        character:Destroy()
        """,
        seconds=6,
    )
    assert printed == ["added"]


@pytest.mark.parametrize(("destroys", "parent"), [(False, "nil false"), (True, "nil true")])
def test_the_old_character_is_removed_or_destroyed(server_with, destroys, parent):
    """Removed (Parent nil); Destroyed only with PlayerCharacterDestroyBehavior.Enabled (f.3)."""
    rules = PlayerRules(destroy_characters=destroys)
    server = server_with("", settings=ServerSettings(players=rules))
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    server.run("""
        local old = workspace.Ada
        game.Players.Ada:LoadCharacter()
        local locked = not pcall(function() old.Parent = workspace end)
        old.Parent = if locked then old.Parent else nil
        print(old.Parent, locked)
    """)
    assert lines(server) == [parent]


def test_leaving_removes_the_character_after_player_removing(server_with):
    """PlayerRemoving with Character set; then CharacterRemoving, then parentless (f.2)."""
    server = server_with("""
        local players = game.Players
        players.PlayerRemoving:Connect(function(p) print("player", p.Character, p.Parent) end)
        players.PlayerAdded:Connect(function(p)
            p.CharacterRemoving:Connect(function(c) print("character", c.Parent, p.Parent) end)
        end)
        players.ChildRemoved:Connect(function(p) print("gone", p.Character, p.Parent) end)
    """)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    server.leave("Ada")
    assert lines(server) == ["player Ada Players", "character Workspace Players", "gone nil nil"]
    assert server.run("return workspace:FindFirstChild('Ada')") is None


def test_character_can_be_set_by_hand(play):
    """Allowed on the server; fires CharacterAdded; engine strings of f.3."""
    assert play("""
        ada.CharacterAdded:Connect(function(c) print("added", c) end)
        ada.CharacterRemoving:Connect(function(c) print("removing", c) end)
        ada.Character = Instance.new("Model")
        print(Players:GetPlayerFromCharacter(character), pcall(function()
            ada.Character = Instance.new("Folder")
        end))
        ada.Character = nil
    """) == [
        "removing Ada",
        "added Model",
        "nil false can't set character to Folder, only Models or Parts are allowed!",
        "removing Model",
    ]


def test_a_leaving_player_gets_no_character(play):
    assert play("""
        ada.CharacterRemoving:Connect(function()
            print(pcall(function() ada.Character = Instance.new("Model") end))
            print(pcall(ada.LoadCharacter, ada))
        end)
        ada:Kick()
    """) == [
        "false Character cannot be changed as Player (Ada) is being removed.",
        "false Player:LoadCharacter can only be called when Player is in the world",
    ]


SPAWNS = """
for i = 1, ... do
    local spawn = Instance.new("SpawnLocation")
    spawn.Name, spawn.Duration = "S" .. i, 0
    spawn.Position = Vector3.new(i * 100, 10, 0)
    spawn.Parent = workspace
end
"""


def spawn_x(server):
    return server.run("return workspace.Ada.HumanoidRootPart.Position.X / 100")


def test_a_character_appears_on_an_eligible_spawn_location(server):
    """Eligible = Enabled and (Neutral or TeamColor matches) (f.3)."""
    server.run(SPAWNS, 4)
    server.run("""
        workspace.S1.Enabled = false
        workspace.S2.Neutral = false
        workspace.S3.Parent = game.ReplicatedStorage
    """)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    height = server.run(
        "return workspace.Ada.HumanoidRootPart.Position.Y - workspace.S4.Position.Y"
    )
    assert spawn_x(server) == 4
    assert height > 3


def test_a_team_member_appears_at_its_team_s_spawn(server):
    server.run(SPAWNS, 2)
    server.run("""
        local team = Instance.new("Team")
        team.TeamColor = BrickColor.new("Bright red")
        team.Parent = game:GetService("Teams")
        workspace.S1.Enabled = false
        workspace.S2.Neutral, workspace.S2.TeamColor = false, team.TeamColor
    """)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    assert spawn_x(server) == 2


def test_the_respawn_location_is_preferred(server):
    """Player.RespawnLocation preferred when eligible (f.3)."""
    server.run(SPAWNS, 5)
    server.join("Ada")
    server.run("game.Players.Ada.RespawnLocation = workspace.S5")
    server.universe.run_for(seconds=0.1)
    assert spawn_x(server) == 5
    server.run("workspace.S5.Enabled = false game.Players.Ada:LoadCharacter()")
    assert spawn_x(server) != 5


def test_the_choice_among_spawns_follows_from_the_seed(server):
    """Random among eligible SpawnLocations (f.3)."""
    server.run(SPAWNS, 3)
    server.join("Ada")
    found = set()
    for _ in range(20):
        server.run("game.Players.Ada:LoadCharacter()")
        found.add(spawn_x(server))
    assert found == {1, 2, 3}


def test_no_spawn_location_puts_the_character_at_the_origin(play):
    assert play("print(character.HumanoidRootPart.Position)") == ["0, 100, 0"]


@pytest.mark.parametrize("duration", [10, 0])
def test_a_spawn_gives_a_force_field_for_its_duration(server, duration):
    """With Duration > 0 a ForceField child is added for that long (f.3)."""
    server.run(SPAWNS, 1)
    server.run("workspace.S1.Duration = ...", duration)
    server.join("Ada")
    server.universe.run_for(seconds=0.1)
    fields = "return workspace.Ada:FindFirstChildOfClass('ForceField') ~= nil"
    assert server.run(fields) is (duration > 0)
    server.universe.run_for(seconds=9.8)
    assert server.run(fields) is (duration > 0)
    server.universe.run_for(seconds=0.2)
    assert server.run(fields) is False


def test_distance_from_character_is_measured_to_the_head(play):
    """Head distance, 0 without a character (f.2)."""
    assert play("""
        print(ada:DistanceFromCharacter(character.Head.Position + Vector3.new(0, 7, 0)))
        ada.Character = nil
        print(ada:DistanceFromCharacter(Vector3.zero))
    """) == ["7", "0"]


def test_clear_character_appearance_takes_clothes_and_accessories(play):
    assert play("""
        Instance.new("Shirt", character)
        humanoid:AddAccessory(Instance.new("Accessory"))
        print(#humanoid:GetAccessories())
        ada:ClearCharacterAppearance()
        print(character:FindFirstChild("Shirt"), #humanoid:GetAccessories(), character.Head)
    """) == ["1", "nil 0 Head"]


def test_streaming_requests_return_in_the_next_frame(play):
    assert play("""
        local before = os.clock()
        ada:RequestStreamAroundAsync(Vector3.zero)
        print(os.clock() - before < 0.02)
    """) == ["true"]


@pytest.mark.parametrize(
    "statement",
    [
        "character.HumanoidRootPart.CFrame = CFrame.new(0, 10, 0) * CFrame.Angles(0, math.pi, 0)",
        "character.HumanoidRootPart.Position = Vector3.new(0, 10, 0)",
        "character:PivotTo(CFrame.new(0, 10, 0))",
        "character:SetPrimaryPartCFrame(CFrame.new(0, 10, 0))",
    ],
)
def test_the_body_comes_along_when_the_root_part_is_put_elsewhere(play, statement):
    """What joints hold together has one place: scripts teleport characters so."""
    assert play(f"""
        {statement}
        print(math.round(character.Head.Position.Y * 10), character.LeftFoot.Position.Y < 8)
    """) == ["116 true"]


def test_a_limb_without_its_joint_stays_behind(play):
    assert play("""
        character.LeftHand.LeftWrist:Destroy()
        character.HumanoidRootPart.CFrame = CFrame.new(0, 10, 0)
        print(character.LeftHand.Position.Y > 90, character.RightHand.Position.Y < 10)
    """) == ["true true"]


def test_a_character_is_cloned_once_it_is_archivable(play):
    """Archivable false (f.3); the copy's joints hold the copy's parts."""
    assert play("""
        print(character:Clone())
        character.Archivable = true
        local copy = character:Clone()
        copy.Parent = workspace
        print(copy.Head.Neck.Part1 == copy.Head, copy.PrimaryPart == copy.HumanoidRootPart)
        print(Players:GetPlayerFromCharacter(copy), Players:GetPlayerFromCharacter(character))
        copy.Humanoid.Died:Connect(function() print("copy died") end)
        humanoid.Died:Connect(function() print("died") end)
        copy.Humanoid.Health = 0
    """) == ["nil", "true true", "nil Ada", "copy died"]
