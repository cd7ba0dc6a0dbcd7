"""Players: joining and leaving (engine.md f.1, f.2)."""

import pytest

from bridge.errors import UsageError
from bridge.tools.simulation import Universe


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
