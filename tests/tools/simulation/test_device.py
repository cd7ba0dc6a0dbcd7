"""What a player does without remotes; detectors and prompts are tested with the prelude."""

import pytest

from bridge.errors import UsageError


def test_what_a_player_says_is_chatted(server):
    server.join("Ada")
    server.run("game.Players.Ada.Chatted:Connect(print)")
    server.client("Ada").say("/kick Bob")
    assert server.output == [("print", "/kick Bob")]


def test_a_player_leaves_by_its_device(server):
    server.join("Ada")
    ada = server.client("Ada")
    assert repr(ada) == "<Client Ada connected>"
    ada.leave()
    assert server.players == []
    assert repr(ada) == "<Client Ada gone>"


def test_one_who_has_left_uses_nothing(server):
    server.run("Instance.new('ClickDetector', Instance.new('Part', workspace))")
    server.join("Ada")
    ada = server.client("Ada")
    server.leave("Ada")
    with pytest.raises(UsageError, match="the player has left"):
        ada.click("Workspace.Part.ClickDetector")


def test_what_is_used_must_be_there(server):
    server.join("Ada")
    with pytest.raises(UsageError, match="there is no ProximityPrompt 'Workspace'"):
        server.client("Ada").trigger("Workspace")
