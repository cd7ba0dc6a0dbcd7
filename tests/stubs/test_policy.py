"""PolicyService (cloud-services.md 9.4)."""

import pytest

from bridge.errors import UsageError


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=2)


SOURCE = """
    local info = game:GetService("PolicyService"):GetPolicyInfoForPlayerAsync(game.Players[...])
    return info.AreAdsAllowed, info.ArePaidRandomItemsRestricted,
        #info.AllowedExternalLinkReferences
"""


def test_every_player_may_do_everything_unless_a_test_says_otherwise(cloud):
    cloud.server.game.service("PolicyService").restrict(
        "Player1", AreAdsAllowed=False, ArePaidRandomItemsRestricted=True
    )
    assert cloud.run(SOURCE, "Player0") == (True, False, 0)
    assert cloud.run(SOURCE, "Player1") == (False, True, 0)


def test_only_players_have_policies(cloud):
    call = "game:GetService('PolicyService'):GetPolicyInfoForPlayerAsync({})"
    assert cloud.error(call.format("workspace")) == "Instance was not a player"
    cloud.run("gone = game.Players.Player0 _G.gone = gone")
    cloud.server.leave("Player0")
    assert cloud.error(call.format("_G.gone")) == "Players not found"


def test_a_policy_that_does_not_exist_is_named(cloud):
    with pytest.raises(UsageError, match="'AreAds' is no policy"):
        cloud.server.game.service("PolicyService").restrict("Player0", AreAds=False)
