"""Players: joining and leaving (engine.md f.1, f.2)."""

import pytest

from bridge.errors import UsageError
from bridge.stubs.rules import PlayerRules
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings


def lines(server):
    return [text for _, text in server.output]


def test_a_player_is_in_the_tree_when_player_added_fires(server):
    """At PlayerAdded the Player is already parented to Players (f.2)."""
    server.run("""
        game.Players.PlayerAdded:Connect(function(p)
            print(p, p.Parent, p.UserId > 0, p.DisplayName)
        end)
    """)
    ada = server.join("Ada", 42)
    assert lines(server) == ["Ada Players true Ada"]
    assert (ada.get("UserId"), ada.get("AccountAge")) == (42, 365)


def test_a_leaving_player_is_still_there_when_player_removing_fires(server):
    """PlayerRemoving fires before the Player leaves the tree (f.2)."""
    server.join("Ada")
    server.run("""
        local players = game.Players
        players.PlayerRemoving:Connect(function(p, reason) print("removing", p.Parent, reason) end)
        players.ChildRemoved:Connect(function(p) print("removed", p.Parent) end)
    """)
    server.leave("Ada")
    assert lines(server) == ["removing Players Enum.PlayerExitReason.Unknown", "removed nil"]


def test_players_come_in_join_order(server):
    for name in ("Cy", "Ada", "Bob"):
        server.join(name)
    server.leave("Ada")
    server.join("Ada")
    values = server.run("""
        local names = {}
        for _, player in game.Players:GetPlayers() do table.insert(names, player.Name) end
        return table.concat(names, " "), game.Players.NumPlayers, game.Players.MaxPlayers
    """)
    assert values == ("Cy Bob Ada", 3, 12)
    assert server.players == ["Cy", "Bob", "Ada"]


def test_a_player_is_found_by_user_id(server):
    server.join("Ada", 42)
    values = server.run("""
        local players = game.Players
        return players:GetPlayerByUserId(42).Name, players:GetPlayerByUserId(43),
            players.LocalPlayer
    """)
    assert values == ("Ada", None, None)


def test_the_same_name_is_the_same_account_on_every_server():
    universe = Universe()
    first, second = universe.start_server(), universe.start_server()
    assert first.join("Ada").get("UserId") == second.join("Ada").get("UserId")
    assert first.join("Bob").get("UserId") != first.game.players.find("Ada").get("UserId")
    universe.close()


def test_a_kicked_player_leaves_in_the_next_frame_with_the_reason(server):
    """Kicking is asynchronous; PlayerRemoving then fires with CreatorKick (f.2)."""
    server.join("Ada")
    server.run("""
        game.Players.PlayerRemoving:Connect(function(p, reason) print("removing", reason.Name) end)
        local ada = game.Players.Ada
        ada:Kick("bye")
        ada:Kick()
        print("kicked", ada.Parent)
    """)
    server.universe.run_for(seconds=1)
    assert lines(server) == ["kicked Players", "removing CreatorKick"]
    assert server.players == []


def test_kicking_a_player_who_is_gone_does_nothing(server):
    ada = server.join("Ada")
    server.run(
        "local ada = ... game.Players.PlayerRemoving:Connect(function() ada:Kick() end)", ada
    )
    server.leave("Ada")
    server.universe.run_for(seconds=1)
    assert server.errors == []


def test_taking_the_player_out_of_the_tree_disconnects_it(server):
    """Setting Player.Parent = nil disconnects the client; Destroy likewise (f.2)."""
    server.join("Ada")
    server.join("Bob")
    server.run("game.Players.Ada.Parent = nil game.Players.Bob:Destroy()")
    assert server.players == []


def test_the_engine_makes_containers_in_each_player(server):
    server.join("Ada")
    names = server.run("""
        local names = {}
        for _, child in game.Players.Ada:GetChildren() do table.insert(names, child.ClassName) end
        return table.concat(names, " ")
    """)
    assert names == "Backpack PlayerGui StarterGear"


def test_a_player_takes_over_what_starter_player_says(server):
    """StarterPlayer properties are copied to Player at join (f.3)."""
    server.run("game.StarterPlayer.CameraMaxZoomDistance = 50")
    ada = server.join("Ada")
    assert (ada.get("CameraMaxZoomDistance"), ada.get("CameraMinZoomDistance")) == (50, 0.5)


def test_one_name_cannot_join_twice_nor_leave_when_absent(server):
    server.join("Ada")
    with pytest.raises(UsageError, match="on this server already"):
        server.join("Ada")
    with pytest.raises(UsageError, match="no player 'Bob'"):
        server.leave("Bob")


def test_what_is_left_out_is_an_error_that_names_it(server):
    server.join("Ada")
    text = server.run(
        "local _, t = pcall(function() game.Players.Ada:PromptAgeCheck() end) return t"
    )
    assert text == "PromptAgeCheck of Player is not modelled by luau-bridge (method)"


def test_joins_and_leaves_are_counted(server):
    server.join("Ada")
    server.join("Bob")
    server.leave("Ada")
    assert server.game.players.statistics() == (2, 1)


def test_a_rule_makes_kicks_immediate():
    universe = Universe()
    server = universe.start_server(
        players=["Ada"], settings=ServerSettings(players=PlayerRules(kick="immediate"))
    )
    server.run("game.Players.Ada:Kick('out')")
    assert server.players == []
    assert server.game.players.kicked == [("Ada", "out")]
    universe.close()


def test_max_players_is_a_rule_and_read_only():
    """MaxPlayers (default 12) and PreferredPlayers (default 0) are read-only (f.1)."""
    universe = Universe()
    rules = PlayerRules(max_players=50)
    server = universe.start_server(settings=ServerSettings(players=rules))
    values = server.run("""
        local players = game.Players
        local _, text = pcall(function() players.MaxPlayers = 3 end)
        return players.MaxPlayers, players.PreferredPlayers, text
    """)
    assert values == (50, 0, "Unable to assign property MaxPlayers. Property is read only")
    universe.close()


def test_respawn_time_and_auto_loads_are_writable(server):
    """RespawnTime 5 s default, CharacterAutoLoads true default (f.1)."""
    assert server.run("return game.Players.RespawnTime, game.Players.CharacterAutoLoads") == (
        5,
        True,
    )
    server.run("game.Players.RespawnTime, game.Players.CharacterAutoLoads = 1, false")


def test_a_membership_that_changes_is_told(server):
    ada = server.join("Ada")
    server.run("""
        game.Players.PlayerMembershipChanged:Connect(function(p) print(p, p.MembershipType) end)
    """)
    server.game.players.set_membership(ada, "Premium")
    assert lines(server) == ["Ada Enum.MembershipType.Premium"]


def test_join_data_is_what_the_join_brought(server):
    """GetJoinData keys are all optional (f.2)."""
    server.game.players.join("Ada", join_data={"SourcePlaceId": 5, "TeleportData": {"x": [1]}})
    server.join("Bob")
    values = server.run("""
        local data = game.Players.Ada:GetJoinData()
        return data.SourcePlaceId, data.TeleportData.x[1], next(game.Players.Bob:GetJoinData())
    """)
    assert values == (5, 1, None)


def test_leaderstats_are_readable_until_the_end(server):
    """leaderstats is a plain child (f.8), readable at PlayerRemoving (f.2)."""
    server.run("""
        game.Players.PlayerAdded:Connect(function(player)
            local stats = Instance.new("Folder")
            stats.Name = "leaderstats"
            local coins = Instance.new("IntValue", stats)
            coins.Name, coins.Value = "Coins", 5
            stats.Parent = player
        end)
        game.Players.PlayerRemoving:Connect(function(player)
            print(player.leaderstats.Coins.Value)
        end)
    """)
    server.join("Ada")
    server.leave("Ada")
    assert lines(server) == ["5"]


def test_deferred_handlers_of_player_removing_run_after_the_fact():
    """In Deferred mode player.Parent may be nil already (f.2)."""
    universe = Universe(signal_behavior="deferred")
    server = universe.start_server(players=["Ada"])
    server.run("game.Players.PlayerRemoving:Connect(function(p) print(p, p.Parent) end)")
    server.leave("Ada")
    assert lines(server) == ["Ada nil"]
    universe.close()


def test_the_local_player_is_nobody_and_idled_never_fires(server):
    """LocalPlayer is nil on the server (f.1); Idled: client only (f.2)."""
    server.join("Ada")
    server.run("game.Players.Ada.Idled:Connect(print)")
    server.universe.run_for(minutes=30)
    assert server.run("return game.Players.LocalPlayer") is None
    assert lines(server) == []


def test_the_server_copies_no_starter_gui(server):
    """On a live server the client does it; the server sees PlayerGui empty (h.4)."""
    server.run("Instance.new('ScreenGui', game.StarterGui)")
    server.join("Ada")
    server.universe.run_for(seconds=1)
    assert server.run("return #game.Players.Ada.PlayerGui:GetChildren()") == 0


def test_characters_follow_from_the_seed():
    def run():
        universe = Universe(seed=5)
        server = universe.start_server(players=["Ada", "Bob"])
        for name in ("A", "B", "C"):
            server.run("Instance.new('SpawnLocation', workspace).Name = ...", name)
        server.run("for i, s in { 'A', 'B', 'C' } do workspace[s].Position *= i end")
        universe.run_for(seconds=1)
        server.run("workspace.Ada.Humanoid.Health = 0")
        universe.run_for(seconds=10)
        place = server.run("return tostring(workspace.Ada.HumanoidRootPart.Position)")
        universe.close()
        return place, universe.trace.digest()

    assert run() == run()
