"""AdService: rewarded videos (class page)."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import AdFault

SHOW = """
    local ads, market = game:GetService("AdService"), game:GetService("MarketplaceService")
    market.ProcessReceipt = function(receipt)
        print(receipt.ProductId, receipt.CurrencySpent, receipt.ProductPurchaseChannel.Name)
        return Enum.ProductPurchaseDecision.PurchaseGranted
    end
    local function show()
        return ads:ShowRewardedVideoAdAsync(
            game.Players.Player0, ads:CreateAdRewardFromDevProductId(7), 5)
    end
"""


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=1)


@pytest.mark.rule(
    "AdService.ShowRewardedVideoAdAsync", "AdService.CreateAdRewardFromDevProductId",
    source="class page AdService",
)  # fmt: skip
def test_a_video_that_is_watched_grants_its_product_by_a_receipt(cloud):
    before = cloud.universe.now_seconds
    assert cloud.run(f"{SHOW} return show() == Enum.ShowAdResult.ShowCompleted") is True
    assert cloud.universe.now_seconds - before == pytest.approx(15.06)
    assert cloud.output("print") == ["7 0 AdReward"]


@pytest.mark.parametrize(
    ("result", "seconds"), [("ShowInterrupted", 15), ("AdNotReady", 0), ("InternalError", 0)]
)
def test_a_video_that_is_not_watched_grants_nothing(cloud, result, seconds):
    cloud.universe.ads.play("Player0", result)
    assert cloud.run(f"{SHOW} return show().Name") == result
    assert cloud.universe.now_seconds == pytest.approx(seconds + 0.06)
    assert cloud.output("print") == []


def test_a_player_watches_one_video_at_a_time(cloud):
    source = f"{SHOW} task.spawn(show) return show().Name, show().Name"
    assert cloud.run(source) == ("AdAlreadyShowing", "AdAlreadyShowing")
    cloud.universe.run_for(seconds=20)
    assert cloud.output("print") == ["7 0 AdReward"]
    assert cloud.run(f"{SHOW} return show().Name") == "ShowCompleted"


def test_who_leaves_or_may_see_no_ads_gets_nothing(cloud):
    cloud.run(f"{SHOW} task.spawn(function() print(show().Name) end)")
    cloud.universe.run_for(seconds=5)
    cloud.server.leave("Player0")
    cloud.universe.run_for(seconds=20)
    assert cloud.output("print") == ["ShowInterrupted"]
    cloud.server.join("Player0")
    cloud.universe.policies.restrict("Player0", AreAdsAllowed=False)
    assert cloud.run(f"{SHOW} return show().Name") == "AdNotReady"


def test_faults_keep_a_video_from_being_shown(cloud):
    cloud.universe.faults.add(AdFault.throttle().once())
    ok, text = cloud.run(f"{SHOW} return pcall(show)")
    expected = "AdService:ShowRewardedVideoAdAsync() failed: HTTP 429 (Too Many Requests)"
    assert (ok, text) == (False, expected)
    assert cloud.run(f"{SHOW} return show().Name") == "ShowCompleted"


def test_rewards_are_equal_by_their_product(cloud):
    source = """
        local ads = game:GetService("AdService")
        local one = ads:CreateAdRewardFromDevProductId(7)
        return one == ads:CreateAdRewardFromDevProductId(7),
            one == ads:CreateAdRewardFromDevProductId(8), typeof(one), AdReward,
            (pcall(ads.ShowRewardedVideoAdAsync, ads, game.Players.Player0, 7))
    """
    assert cloud.run(source) == (True, False, "AdReward", None, False)


def test_results_are_the_engines(cloud):
    with pytest.raises(UsageError, match="'Watched' is no item"):
        cloud.universe.ads.play("Player0", "Watched")


@pytest.mark.parametrize("member", ["GetAdAvailabilityNowAsync", "ShowVideoAd"])
def test_what_is_for_clients_or_gone_is_refused_by_name(cloud, member):
    assert member in cloud.error(f"game:GetService('AdService'):{member}()")
