"""What scripts are told of subscriptions (class page MarketplaceService)."""

from __future__ import annotations

import pytest

SERVICE = """
    local service, player = game:GetService("MarketplaceService"), game.Players.Player0
"""
DAY = 24 * 3600


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=1)


@pytest.mark.rule(
    "MarketplaceService.GetUserSubscriptionStatusAsync", source="class page MarketplaceService"
)
def test_the_status_says_whether_and_for_how_long(cloud):
    source = f"""{SERVICE}
        local status = service:GetUserSubscriptionStatusAsync(player, "EXP-1")
        return status.IsSubscribed, status.IsRenewing
    """
    subscriptions = cloud.universe.marketplace.subscriptions
    assert cloud.run(source) == (False, False)
    subscriptions.start("Player0", "EXP-1")
    assert cloud.run(source) == (True, True)
    subscriptions.await_payment("Player0", "EXP-1")
    assert cloud.run(source) == (True, True)
    subscriptions.cancel("Player0", "EXP-1")
    assert cloud.run(source) == (True, False)


@pytest.mark.rule(
    "MarketplaceService.GetUserSubscriptionDetailsAsync", source="class page MarketplaceService"
)
def test_details_have_times_and_reasons_where_they_apply(cloud):
    source = f"""{SERVICE}
        local d = service:GetUserSubscriptionDetailsAsync(player, "EXP-1")
        local details = d.ExpirationDetails
        return d.SubscriptionState.Name, d.NextRenewTime and d.NextRenewTime.UnixTimestamp,
            d.ExpireTime and d.ExpireTime.UnixTimestamp, details and details.ExpirationReason.Name
    """
    subscriptions = cloud.universe.marketplace.subscriptions
    now = cloud.universe.epoch_us // 1_000_000
    assert cloud.run(source) == ("NeverSubscribed", None, None, None)
    subscriptions.start("Player0", "EXP-1")
    end = now + int(cloud.universe.now_seconds) + 30 * DAY
    assert cloud.run(source) == ("SubscribedWillRenew", end, None, None)
    subscriptions.cancel("Player0", "EXP-1")
    assert cloud.run(source) == ("SubscribedWillNotRenew", None, end, None)
    cloud.universe.run_for(hours=1)
    subscriptions.expire("Player0", "EXP-1", "SubscriberCancelled")
    over = now + int(cloud.universe.now_seconds)
    assert cloud.run(source) == ("Expired", None, over, "SubscriberCancelled")


@pytest.mark.rule(
    "MarketplaceService.GetUserSubscriptionPaymentHistoryAsync",
    source="class page MarketplaceService",
)
def test_the_history_goes_back_a_year_and_begins_with_the_latest(cloud):
    source = f"""{SERVICE}
        local history, lines = service:GetUserSubscriptionPaymentHistoryAsync(player, "EXP-1"), {{}}
        for i, p in history do
            local days = (p.CycleEndTime.UnixTimestamp - p.CycleStartTime.UnixTimestamp) / 86400
            lines[i] = `{{p.PaymentStatus.Name}} {{days}}`
        end
        return table.concat(lines, ", ")
    """
    subscriptions = cloud.universe.marketplace.subscriptions
    assert cloud.run(source) == ""
    subscriptions.start("Player0", "EXP-1")
    subscriptions.renew("Player0", "EXP-1")
    subscriptions.expire("Player0", "EXP-1", "SubscriberRefunded")
    assert cloud.run(source) == "Refunded 30, Paid 30"
    cloud.universe.run_for(hours=365 * 24)
    assert cloud.run(source) == "Refunded 30", "the first began more than a year ago"


@pytest.mark.rule(
    "MarketplaceService.GetRobloxSubscriptionDetailsAsync", source="class page MarketplaceService"
)
@pytest.mark.parametrize("here", [False, True])
def test_a_start_time_is_told_only_where_it_began(cloud, here):
    source = f"""{SERVICE}
        local d = service:GetRobloxSubscriptionDetailsAsync(player)
        return d.IsSubscribed, d.IsOriginExperience, d.StartTime ~= nil,
            player.HasRobloxSubscription
    """
    subscriptions = cloud.universe.marketplace.subscriptions
    subscriptions.start_roblox("Player0", here=here)
    assert cloud.run(source) == (True, here, here, True)
    subscriptions.end_roblox("Player0")
    assert cloud.run(source) == (False, False, False, False)


@pytest.mark.rule("MarketplaceService.PromptSubscriptionPurchase", source="class page Players")
def test_every_server_with_the_player_hears_of_changes(make_cloud):
    cloud = make_cloud(servers=2)
    for server in cloud.servers:
        server.join("Ada" if server is cloud.server else "Bob")
        server.run(
            """
            game.Players.UserSubscriptionStatusChanged:Connect(function(player, product)
                print(player.Name, product)
            end)
            """
        )
    cloud.universe.marketplace.subscriptions.start("Ada", "EXP-1")
    cloud.universe.marketplace.subscriptions.cancel("Ada", "EXP-1")
    assert cloud.output("print") == ["Ada EXP-1", "Ada EXP-1"]
    assert cloud.output("print", on=1) == []
