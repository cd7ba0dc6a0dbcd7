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


@pytest.mark.parametrize(("count", "refused"), [(99, 0), (100, 0), (101, 1)])
def test_a_hundred_calls_may_be_outstanding(cloud, count, refused):
    source = """
        local failed, done = 0, 0
        for _ = 1, ... do
            task.spawn(function()
                local service = game:GetService("PolicyService")
                local ok, text = pcall(service.GetPolicyInfoForPlayerAsync, service,
                    game.Players.Player0)
                if not ok then
                    assert(text == "GetPolicyInfoForPlayerAsync is called too many times")
                    failed += 1
                end
                done += 1
            end)
        end
        while done < ... do task.wait() end
        return failed
    """
    assert cloud.run(source, count) == refused
    assert cloud.run(source, 100) == 0


@pytest.mark.rule("PolicyService.GetPolicyInfoForPlayerAsync", source="class page PolicyService")
def test_policies_hold_on_every_server_and_those_of_a_server_win(make_cloud):
    cloud = make_cloud(servers=2)
    policies = cloud.universe.policies
    policies.restrict_everybody(AreAdsAllowed=False, ArePaidRandomItemsRestricted=True)
    policies.restrict("Ada", ArePaidRandomItemsRestricted=False)
    for server in cloud.servers:
        server.join("Ada")
        server.join("Bob")
    cloud.servers[1].game.service("PolicyService").restrict("Ada", AreAdsAllowed=True)
    assert cloud.run(SOURCE, "Ada", on=0) == (False, False, 0)
    assert cloud.run(SOURCE, "Ada", on=1) == (True, False, 0)
    assert cloud.run(SOURCE, "Bob", on=1) == (False, True, 0)
    with pytest.raises(UsageError, match="'AreAds' is no policy"):
        policies.restrict_everybody(AreAds=False)


@pytest.mark.rule("PolicyService.CanViewBrandProjectAsync", source="class page PolicyService")
def test_a_brand_project_is_seen_by_all_but_those_named(cloud):
    cloud.universe.policies.declare_brand_project("brand", hidden_from=["Player1"])
    call = "game:GetService('PolicyService'):CanViewBrandProjectAsync(game.Players.{}, '{}')"
    assert cloud.run("return " + call.format("Player0", "brand")) is True
    assert cloud.run("return " + call.format("Player1", "brand")) is False
    text = cloud.error(call.format("Player0", "other"))
    assert text == "CanViewBrandProjectAsync: there is no brand project other"
