"""RemoteEvent and RemoteFunction on the server (engine.md g)."""

import pytest


@pytest.fixture
def remote(server):
    """A RemoteEvent in ReplicatedStorage."""
    world = server.game.world
    return world.create("RemoteEvent", "Shoot", world.find("ReplicatedStorage"))


def test_what_a_client_fires_arrives_with_the_player_first(server, remote):
    ada = server.join("Ada")
    server.run("""
        game.ReplicatedStorage.Shoot.OnServerEvent:Connect(function(player, ...)
            print(player, player.UserId > 0, ...)
        end)
    """)
    server.game.remotes.fire_server(remote, ada, 1, None, "x")
    assert server.output == [("print", "Ada true 1 nil x")]


def test_events_wait_for_the_first_handler_in_order(server, remote):
    """No handler yet: reliable events queue and go to the first handler (g.2)."""
    ada = server.join("Ada")
    for number in (1, 2):
        server.game.remotes.fire_server(remote, ada, number)
    server.run("game.ReplicatedStorage.Shoot.OnServerEvent:Connect(function(_, n) print(n) end)")
    server.game.remotes.fire_server(remote, ada, 3)
    assert [text for _, text in server.output] == ["1", "2", "3"]


def test_an_overflowing_queue_warns_with_doubling_counts(server, remote):
    """`Remote event invocation queue exhausted for ...`, N = 1, 2, 4, 8 (g.2)."""
    ada = server.join("Ada")
    for number in range(256 + 5):
        server.game.remotes.fire_server(remote, ada, number)
    start = "Remote event invocation queue exhausted for ReplicatedStorage.Shoot; "
    start += "did you forget to implement OnServerEvent? "
    assert server.output == [("warn", f"{start}({n} events dropped)") for n in (1, 2, 4)]


def test_what_the_server_sends_is_recorded_per_player(server, remote):
    ada, bob = server.join("Ada"), server.join("Bob")
    server.run("""
        local remote = game.ReplicatedStorage.Shoot
        remote:FireClient(game.Players.Ada, 1, { x = { 2 }, at = workspace })
        remote:FireAllClients("all")
    """)
    sent = [(each.player, each.arguments) for each in server.game.remotes.sent]
    workspace = server.game.world.find("Workspace")
    assert sent == [(ada, (1, {"x": [2], "at": workspace})), (ada, ("all",)), (bob, ("all",))]
    assert {each.remote for each in server.game.remotes.sent} == {remote}


def test_sending_to_a_player_who_left_does_nothing(server, remote):
    server.join("Ada")
    server.run("""
        local remote, ada = game.ReplicatedStorage.Shoot, game.Players.Ada
        ada.Parent = nil
        remote:FireClient(ada, 1)
    """)
    assert server.game.remotes.sent == []


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        ("r:FireServer()", "FireServer can only be called from the client"),
        ("r.OnClientEvent:Connect(print)", "OnClientEvent can only be used on the client"),
        ("r:FireClient(workspace)", "FireClient: player argument must be a Player object"),
        ("r:FireClient()", "FireClient: player argument must be a Player object"),
        ("f:InvokeServer()", "InvokeServer can only be called from the client"),
    ],
)  # fmt: skip
def test_the_wrong_side_is_refused(server, remote, statement, text):
    """Engine strings of g.1."""
    source = "local r, f = game.ReplicatedStorage.Shoot, Instance.new('RemoteFunction') "
    source += f"local ok, text = pcall(function() {statement} end) assert(not ok) return text"
    assert server.run(source).endswith(text)
