"""Lists of what is for sale (class page MarketplaceService)."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.marketplace.catalogue_members import PAGE_SIZE

SERVICE = 'local service = game:GetService("MarketplaceService") '


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=1)


@pytest.mark.rule(
    "MarketplaceService.GetDeveloperProductsAsync", source="class page MarketplaceService"
)
@pytest.mark.parametrize(("count", "sizes"), [(0, "0"), (PAGE_SIZE, "50"), (PAGE_SIZE + 1, "50 1")])
def test_developer_products_come_in_pages(cloud, count, sizes):
    for number in range(count):
        cloud.universe.marketplace.describe("Product", 100 + number, {"Name": f"P{number}"})
    cloud.universe.marketplace.describe("GamePass", 1, {"Name": "a pass"})
    source = f"""{SERVICE}
        local pages, sizes, all = service:GetDeveloperProductsAsync(), {{}}, {{}}
        while true do
            local page = pages:GetCurrentPage()
            table.insert(sizes, #page)
            for _, product in page do
                table.insert(all, `{{product.ProductId}} {{product.Name}}`)
            end
            if pages.IsFinished then break end
            pages:AdvanceToNextPageAsync()
        end
        return pages.ClassName, table.concat(sizes, " "), all[1], #all
    """
    first = "100 P0" if count else None
    assert cloud.run(source) == ("StandardPages", sizes, first, count)


@pytest.mark.rule(
    "MarketplaceService.GetUsersPriceLevelsAsync", source="class page MarketplaceService"
)
def test_price_levels_are_a_thousand_unless_a_region_has_others(cloud):
    source = f"""{SERVICE}
        local lines = {{}}
        for i, each in service:GetUsersPriceLevelsAsync({{ game.Players.Player0.UserId, 7 }}) do
            lines[i] = each.PriceLevel
            assert(each.UserId == (if i == 2 then 7 else game.Players.Player0.UserId))
        end
        return table.concat(lines, " "), #service:GetUsersPriceLevelsAsync({{}})
    """
    assert cloud.run(source) == ("1000 1000", 0)
    cloud.universe.marketplace.set_price_level("Player0", 300)
    assert cloud.run(source) == ("300 1000", 0)
    text = cloud.error("game:GetService('MarketplaceService'):GetUsersPriceLevelsAsync({'a'})")
    assert "userIds must be an array of numbers" in text


@pytest.mark.parametrize(("level", "fits"), [(0, False), (1, True), (1000, True), (1001, False)])
def test_a_price_level_is_between_one_and_a_thousand(cloud, level, fits):
    if fits:
        cloud.universe.marketplace.set_price_level("Ada", level)
    else:
        with pytest.raises(UsageError, match="1 to 1000"):
            cloud.universe.marketplace.set_price_level("Ada", level)


SHOW = """
    local function show(ranked)
        local lines = {}
        for i, item in ranked do
            local id = item.ProductIdentifier
            lines[i] = `{id.InfoType.Name} {id.Id} {item.ProductInfo.Name}`
        end
        return table.concat(lines, ", ")
    end
"""
RANK = f"""{SERVICE}{SHOW}
    return show(service:RankProductsAsync({{
        {{ InfoType = Enum.InfoType.GamePass, Id = 123 }},
        {{ InfoType = Enum.InfoType.Product, Id = 456 }},
        {{ InfoType = Enum.InfoType.Product, Id = 789 }},
    }}))
"""


def describe(cloud):
    market = cloud.universe.marketplace
    market.describe("GamePass", 123, {"Name": "VIP"})
    market.describe("Product", 456, {"Name": "Gems"})
    return market


@pytest.mark.rule("MarketplaceService.RankProductsAsync", source="class page MarketplaceService")
def test_products_are_ranked_as_the_test_says(cloud):
    market = describe(cloud)
    assert cloud.run(RANK) == "GamePass 123 VIP, Product 456 Gems"
    market.ranking[:] = [("Product", 456)]
    assert cloud.run(RANK) == "Product 456 Gems, GamePass 123 VIP"


@pytest.mark.rule(
    "marketplace.ranked_items_max", "marketplace.rank_per_minute",
    source="class page MarketplaceService",
)  # fmt: skip
@pytest.mark.parametrize(("items", "calls", "problem"), [
    (49, 1, None), (50, 9, None), (50, 10, None), (51, 1, "at most 50 products"),
    (1, 11, "HTTP 429 (Too Many Requests)"),
])  # fmt: skip
def test_rankings_have_limits(cloud, items, calls, problem):
    source = f"""{SERVICE}
        local items = {{}}
        for i = 1, {items} do items[i] = {{ InfoType = Enum.InfoType.Product, Id = i }} end
        local text
        for _ = 1, {calls} do
            local ok, message = pcall(service.RankProductsAsync, service, items)
            text = text or (not ok and message or nil)
        end
        return text
    """
    text = cloud.run(source)
    assert text is None if problem is None else problem in text
    cloud.universe.run_for(minutes=1)
    assert cloud.run(RANK) == ""


RECOMMEND = f"""{SERVICE}{SHOW}
    local types = {{ Enum.InfoType.Product, Enum.InfoType.GamePass }}
    return show(service:RecommendTopProductsAsync(types))
"""


@pytest.mark.rule(
    "MarketplaceService.RecommendTopProductsAsync", "marketplace.recommend_sales_us",
    source="class page MarketplaceService",
)  # fmt: skip
@pytest.mark.parametrize(("late_us", "told"), [(-1, True), (0, True), (1, False)])
def test_nothing_is_recommended_28_days_after_the_last_sale(cloud, late_us, told):
    market = describe(cloud)
    assert cloud.run(RECOMMEND) == "", "nothing was sold yet"
    market.buy("Ada", 456)
    on_the_way_us = 30_000
    wait_us = 28 * 24 * 3600 * 1_000_000 - on_the_way_us + late_us
    cloud.universe.run_for(seconds=wait_us / 1_000_000)
    assert cloud.run(RECOMMEND) == ("GamePass 123 VIP, Product 456 Gems" if told else "")


@pytest.mark.rule("marketplace.recommend_per_minute", source="class page MarketplaceService")
@pytest.mark.parametrize(("calls", "refused"), [(4, 0), (5, 0), (6, 1)])
def test_recommendations_are_few_per_minute(cloud, calls, refused):
    source = f"""{SERVICE}
        local refused, types = 0, {{ Enum.InfoType.Product }}
        for _ = 1, {calls} do
            if not pcall(service.RecommendTopProductsAsync, service, types) then
                refused += 1
            end
        end
        return refused
    """
    assert cloud.run(source) == refused


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ("RankProductsAsync({ 5 })", "expects an array of {InfoType, Id}"),
        ("RankProductsAsync({ { InfoType = Enum.InfoType.Asset, Id = 5 } })", "an array of"),
        ("RankProductsAsync({ { InfoType = Enum.InfoType.Product, Id = '5' } })", "an array of"),
        ("RecommendTopProductsAsync({ Enum.InfoType.Asset })", "expects an array of Enum.InfoType"),
        ("RecommendTopProductsAsync({ 1 })", "expects an array of Enum.InfoType"),
    ],
)
def test_what_cannot_be_ranked_is_refused(cloud, call, problem):
    assert problem in cloud.error(f"game:GetService('MarketplaceService'):{call}")


@pytest.mark.parametrize(
    "member", ["GetSubscriptionProductInfoAsync", "PromptRobuxTransferAsync", "OpenShop"]
)
def test_what_servers_cannot_do_is_refused_by_name(cloud, member):
    assert member in cloud.error(f"game:GetService('MarketplaceService'):{member}('EXP-1')")
