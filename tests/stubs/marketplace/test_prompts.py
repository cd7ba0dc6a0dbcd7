"""Prompts beyond products and passes (class page MarketplaceService)."""

from __future__ import annotations

import pytest

HEAR = """
    local service, player = game:GetService("MarketplaceService"), game.Players.Player0
    local function hear(event)
        service[event]:Connect(function(...)
            local words = {}
            for i, value in { ... } do words[i] = tostring(value) end
            print(event, unpack(words))
        end)
    end
    for _, event in {
        "PromptPurchaseFinished", "PromptBundlePurchaseFinished", "PromptPremiumPurchaseFinished",
        "PromptSubscriptionPurchaseFinished", "PromptRobloxSubscriptionPurchaseFinished",
    } do hear(event) end
    game.Players.UserSubscriptionStatusChanged:Connect(function(who, id)
        print("status", who, id)
    end)
"""


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=1)


@pytest.mark.rule(
    "MarketplaceService.PromptPurchase", "MarketplaceService.PromptPurchaseFinished",
    "MarketplaceService.PromptBundlePurchase", "MarketplaceService.PromptBundlePurchaseFinished",
    source="class page MarketplaceService",
)  # fmt: skip
@pytest.mark.parametrize(
    ("call", "event", "owns"),
    [
        ("PromptPurchase", "PromptPurchaseFinished", "PlayerOwnsAssetAsync"),
        ("PromptBundlePurchase", "PromptBundlePurchaseFinished", "PlayerOwnsBundleAsync"),
    ],
)
@pytest.mark.parametrize("buys", [False, True])
def test_an_item_is_owned_once_it_is_bought(cloud, call, event, owns, buys):
    cloud.run(f"{HEAR} service:{call}(player, 5)")
    market = cloud.universe.marketplace
    (market.accept if buys else market.decline)("Player0")
    assert cloud.output("print") == [f"{event} Player0 5 {str(buys).lower()}"]
    assert cloud.run(f"{HEAR} return service:{owns}(player, 5)") is buys


@pytest.mark.rule(
    "MarketplaceService.PromptSubscriptionPurchase",
    "MarketplaceService.PromptSubscriptionPurchaseFinished",
    "MarketplaceService.PromptCancelSubscription",
    source="class page MarketplaceService",
)
def test_a_subscription_is_bought_and_cancelled(cloud):
    market = cloud.universe.marketplace
    cloud.run(f"{HEAR} service:PromptSubscriptionPurchase(player, 'EXP-1')")
    market.decline("Player0")
    cloud.run("game:GetService('MarketplaceService'):PromptSubscriptionPurchase("
              "game.Players.Player0, 'EXP-1')")  # fmt: skip
    market.accept("Player0")
    cloud.run("game:GetService('MarketplaceService'):PromptCancelSubscription("
              "game.Players.Player0, 'EXP-1')")  # fmt: skip
    market.accept("Player0")
    assert cloud.output("print") == [
        "PromptSubscriptionPurchaseFinished Player0 EXP-1 false",
        "PromptSubscriptionPurchaseFinished Player0 EXP-1 true",
        "status Player0 EXP-1",
        "status Player0 EXP-1",
    ]
    user_id = cloud.universe.accounts.obtain("Player0").user_id
    state = market.subscriptions.of_user(user_id, "EXP-1").state
    assert state == "SubscribedWillNotRenew"


@pytest.mark.rule(
    "MarketplaceService.PromptPremiumPurchase", "MarketplaceService.PromptPremiumPurchaseFinished",
    "MarketplaceService.PromptRobloxSubscriptionPurchase",
    "MarketplaceService.PromptRobloxSubscriptionPurchaseFinished",
    source="class page MarketplaceService",
)  # fmt: skip
@pytest.mark.parametrize("buys", [False, True])
def test_memberships_are_bought(cloud, buys):
    cloud.run(
        f"{HEAR} service:PromptPremiumPurchase(player) "
        "service:PromptRobloxSubscriptionPurchase(player)"
    )
    market = cloud.universe.marketplace
    for _ in range(2):
        (market.accept if buys else market.decline)("Player0")
    assert cloud.output("print") == [
        "PromptPremiumPurchaseFinished",
        f"PromptRobloxSubscriptionPurchaseFinished Player0 {str(buys).lower()}",
    ]
    source = "local p = game.Players.Player0 return p.MembershipType.Name, p.HasRobloxSubscription"
    assert cloud.run(source) == (("Premium" if buys else "None"), buys)


BULK = """
    local service, player = game:GetService("MarketplaceService"), game.Players.Player0
    service.PromptBulkPurchaseFinished:Connect(function(who, status, results)
        local lines = {}
        for i, item in results.Items do
            lines[i] = `{item.type.Name} {item.id} {item.status.Name}`
        end
        print(who, status.Name, results.RobuxSpent, table.concat(lines, ", "))
    end)
    local items = {}
    for i = 1, ... do
        items[i] = { Type = Enum.MarketplaceProductType.AvatarAsset, Id = tostring(i) }
    end
    service:PromptBulkPurchase(player, items, {})
"""


@pytest.mark.rule(
    "MarketplaceService.PromptBulkPurchase", "MarketplaceService.PromptBulkPurchaseFinished",
    source="class page MarketplaceService",
)  # fmt: skip
def test_a_bulk_purchase_tells_of_every_item(cloud):
    market = cloud.universe.marketplace
    market.describe("Asset", 1, {"PriceInRobux": 10})
    market.describe("Asset", 2, {"PriceInRobux": 5})
    market.inventory.give("asset", "Player0", 2)
    cloud.run(BULK, 2)
    market.accept("Player0")
    lines = "AvatarAsset 1 Success, AvatarAsset 2 AlreadyOwned"
    assert cloud.output("print") == [f"Player0 Completed 10 {lines}"]


def test_a_bulk_purchase_that_is_closed_is_aborted(cloud):
    cloud.run(BULK, 2)
    cloud.universe.marketplace.decline("Player0")
    assert cloud.output("print") == ["Player0 Aborted 0 "]


@pytest.mark.rule("marketplace.bulk_items_max", source="class page MarketplaceService")
@pytest.mark.parametrize(("count", "fits"), [(19, True), (20, True), (21, False)])
def test_a_bulk_purchase_has_at_most_twenty_items(cloud, count, fits):
    call = f"(function(...) {BULK} end)({count})"
    text = cloud.error(call)
    assert (text is None) is fits
    assert fits or "at most 20 items" in text


@pytest.mark.parametrize(
    "items",
    ["{ 5 }", "{ { Id = '5' } }", "{ { Type = Enum.MarketplaceProductType.AvatarAsset } }",
     "{ { Type = Enum.Material.Wood, Id = '5' } }", "{ a = 1 }"],
)  # fmt: skip
def test_lines_of_a_bulk_purchase_have_a_type_and_an_id(cloud, items):
    text = cloud.error(
        "game:GetService('MarketplaceService'):PromptBulkPurchase("
        f"game.Players.Player0, {items}, {{}})"
    )
    assert (
        text == "MarketplaceService:PromptBulkPurchase() lineItems must be an array of {Type, Id}"
    )


def test_only_players_of_the_server_are_asked(cloud):
    cloud.run("_G.gone = game.Players.Player0")
    cloud.server.leave("Player0")
    text = cloud.error("game:GetService('MarketplaceService'):PromptPurchase(_G.gone, 5)")
    assert text == "MarketplaceService: Player0 is not in this server"
