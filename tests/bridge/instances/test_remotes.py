"""Clients as the server sees them; deliveries are tested in prelude/test_remote.py."""

import pytest

from bridge.errors import ScriptError, UsageError
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


def test_simulated_clients_answer_no_calls(server):
    server.join("Ada")
    with pytest.raises(ScriptError, match="InvokeClient of RemoteFunction is not modelled"):
        server.run("Instance.new('RemoteFunction'):InvokeClient(game.Players.Ada)")
