"""Clients as the server sees them; deliveries are tested in prelude/test_remote.py."""

import pytest

from bridge.errors import UsageError
from bridge.instances.remotes import RemoteMessage


def test_only_remote_events_are_fired(server):
    ada = server.join("Ada")
    with pytest.raises(UsageError, match="no remote event"):
        server.game.remotes.fire_server(server.game.world.find("Workspace"), ada)


def test_a_message_holds_plain_values(server):
    ada = server.join("Ada")
    remote = server.game.world.create(
        "RemoteEvent", "R", server.game.world.find("ReplicatedStorage")
    )
    server.run(
        "game.ReplicatedStorage.R:FireClient(game.Players.Ada, { 1, { who = game.Players.Ada } })"
    )
    assert server.game.remotes.sent == [RemoteMessage(remote, ada, ([1, {"who": ada}],))]


def test_a_client_that_invokes_gets_what_the_callback_returns(server):
    ada = server.join("Ada")
    function = server.game.world.create(
        "RemoteFunction", "F", server.game.world.find("ReplicatedStorage")
    )
    remotes = server.game.remotes
    early = remotes.invoke_server(function, ada, 1)
    server.run("""
        game.ReplicatedStorage.F.OnServerInvoke = function(player, n)
            task.wait(1)
            if n == 2 then error("no", 0) end
            return player, { n }, nil
        end
    """)
    failing = remotes.invoke_server(function, ada, 2)
    assert not early.finished
    server.universe.run_for(seconds=2)
    assert (early.ok, early.values) == (True, (ada, [1], None))
    assert (failing.ok, failing.values) == (False, ("no",))
    assert [error.message for error in server.errors] == ["no"]


def test_only_remote_functions_are_invoked(server):
    ada = server.join("Ada")
    with pytest.raises(UsageError, match="no remote function"):
        server.game.remotes.invoke_server(server.game.world.find("Workspace"), ada)
