"""MarketplaceService: receipts, prompts and passes (cloud-services.md 9.1)."""

import pytest

from bridge.errors import UsageError
from bridge.stubs.marketplace.service import PASS_CACHE_US

HANDLER = """
    local market = game:GetService("MarketplaceService")
    _G.log = {}
    function market.ProcessReceipt(info)
        table.insert(_G.log, `{info.PlayerId} {info.ProductId} {info.CurrencySpent}`)
        if _G.wait then task.wait(_G.wait) end
        if _G.fails then error("not now") end
        return Enum.ProductPurchaseDecision[_G.decision or "PurchaseGranted"]
    end
"""
LOG = "return table.concat(_G.log, ', ')"


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=1)


def market(cloud, on=0):
    return cloud.servers[on].game.service("MarketplaceService")


def user(cloud):
    return cloud.run("return game.Players.Player0.UserId")


def test_a_purchase_is_granted_by_the_callback(cloud):
    cloud.run(HANDLER)
    receipt = market(cloud).buy("Player0", 7, spent=25)
    assert cloud.run(LOG) == f"{user(cloud)} 7 25"
    assert (receipt.granted, receipt.asked) == (True, 1)


@pytest.mark.parametrize("trouble", ["_G.decision = 'NotProcessedYet'", "_G.fails = true"])
def test_what_is_not_processed_comes_again_with_the_next_purchase(cloud, trouble):
    cloud.run(HANDLER + trouble)
    first = market(cloud).buy("Player0", 7)
    cloud.universe.run_for(minutes=5)
    assert (first.granted, first.asked) == (False, 1)
    cloud.run("_G.decision, _G.fails = nil, nil")
    second = market(cloud).buy("Player0", 8)
    assert (first.granted, first.asked, second.granted) == (True, 2, True)


def test_it_comes_again_on_joining_any_server_of_the_universe(make_cloud):
    cloud = make_cloud(players=1, servers=2)
    cloud.run(HANDLER + "_G.decision = 'NotProcessedYet'")
    cloud.run(HANDLER, on=1)
    receipt = market(cloud).buy("Player0", 7)
    cloud.servers[0].leave("Player0")
    cloud.servers[1].join("Player0")
    cloud.universe.run_for(seconds=1)
    assert (receipt.granted, receipt.asked) == (True, 2)


def test_a_callback_that_takes_its_time_is_not_asked_twice_and_counts_after_the_player_left(cloud):
    cloud.run(HANDLER + "_G.wait = 10")
    receipt = market(cloud).buy("Player0", 7)
    market(cloud).buy("Player0", 8)
    cloud.server.leave("Player0")
    assert (receipt.granted, receipt.asked) == (False, 1)
    cloud.universe.run_for(seconds=11)
    assert (receipt.granted, receipt.asked) == (True, 1)


def test_without_a_callback_receipts_are_acknowledged_and_lost(cloud):
    receipt = market(cloud).buy("Player0", 7)
    cloud.run(HANDLER)
    market(cloud).buy("Player0", 8)
    assert receipt.granted is True
    assert cloud.run(LOG) == f"{user(cloud)} 8 0"


@pytest.mark.rule(
    "MarketplaceService.PromptProductPurchase",
    "MarketplaceService.PromptProductPurchaseFinished",
    "MarketplaceService.PromptGamePassPurchase",
    "MarketplaceService.PromptGamePassPurchaseFinished",
    source="class page MarketplaceService",
)
@pytest.mark.parametrize("buys", [True, False])
def test_prompts_wait_for_the_tests_answer(cloud, buys):
    cloud.run(
        HANDLER
        + """
        market.PromptProductPurchaseFinished:Connect(function(...)
            table.insert(_G.log, "finished " .. table.concat({ tostring((select(3, ...))) }))
        end)
        market:PromptProductPurchase(game.Players.Player0, 7)
    """
    )
    (prompt,) = market(cloud).prompts
    receipt = market(cloud).answer_prompt(prompt, buys=buys, spent=5)
    expected = ["finished true", f"{user(cloud)} 7 5"] if buys else ["finished false"]
    assert cloud.run(LOG) == ", ".join(expected)
    assert (receipt is not None and receipt.granted) is buys
    with pytest.raises(UsageError, match="is not open"):
        market(cloud).answer_prompt(prompt, buys=buys)


@pytest.mark.rule(
    "MarketplaceService.UserOwnsGamePassAsync", source="class page MarketplaceService"
)
def test_a_bought_pass_is_owned_at_once_here_and_in_minutes_on_every_server(make_cloud):
    cloud = make_cloud(players=1, servers=2)
    cloud.run("""
        local market = game:GetService("MarketplaceService")
        market.PromptGamePassPurchaseFinished:Connect(function(player, pass, bought)
            print(player.Name, pass, bought)
        end)
        market:PromptGamePassPurchase(game.Players.Player0, 3)
    """)
    owns = "return game:GetService('MarketplaceService'):UserOwnsGamePassAsync(..., 3)"
    number = user(cloud)
    assert cloud.run(owns, number) is cloud.run(owns, number, on=1) is False
    market(cloud).answer_prompt(market(cloud).prompts[0], buys=True)
    assert cloud.output("print") == ["Player0 3 true"]
    assert cloud.run(owns, number) is True
    cloud.universe.run_for(seconds=PASS_CACHE_US / 1_000_000 - 1)
    assert cloud.run(owns, number, on=1) is False
    cloud.universe.run_for(seconds=1)
    assert cloud.run(owns, number, on=1) is True


@pytest.mark.rule(
    "MarketplaceService.GetProductInfoAsync",
    "MarketplaceService.GetProductInfo",
    source="class page MarketplaceService",
)
def test_products_are_what_a_test_describes(cloud):
    market(cloud).purchases.describe("Product", 7, {"Name": "Gem", "PriceInRobux": 25})
    info = "game:GetService('MarketplaceService'):GetProductInfo{}(7, Enum.InfoType.{})"
    for suffix in ("", "Async"):
        assert cloud.run(f"return {info.format(suffix, 'Product')}.PriceInRobux") == 25
    assert "HTTP 400" in cloud.error(info.format("Async", "Asset"))


def test_only_players_of_the_server_buy(cloud):
    with pytest.raises(UsageError, match="no player 'Nobody'"):
        market(cloud).buy("Nobody", 7)


@pytest.mark.parametrize(
    "result", ["nil", "true", "{}", "Enum.ReceiptDecision.Processed", "'PurchaseGranted'"]
)
def test_only_the_item_that_grants_grants(cloud, result):
    cloud.run(f"""
        game:GetService("MarketplaceService").ProcessReceipt = function() return {result} end
    """)
    receipt = market(cloud).buy("Player0", 7)
    assert (receipt.granted, receipt.asked) == (False, 1)


@pytest.mark.rule("MarketplaceService.ProcessReceipt", source="class page MarketplaceService")
def test_a_receipt_has_the_documented_fields_and_the_described_price(cloud):
    cloud.run("""
        game:GetService("MarketplaceService").ProcessReceipt = function(info) _G.info = info end
    """)
    market(cloud).purchases.describe("Product", 7, {"PriceInRobux": 25})
    receipt = market(cloud).buy("Player0", 7)
    source = """
        local r, count = _G.info, 0
        for _ in r do count += 1 end
        return r.PurchaseId, r.PlayerId, r.ProductId, r.PlaceIdWherePurchased, r.CurrencySpent,
            tostring(r.CurrencyType), tostring(r.ProductPurchaseChannel), count
    """
    currency, channel = "Enum.CurrencyType.Robux", "Enum.ProductPurchaseChannel.InExperience"
    fields = (receipt.purchase_id, user(cloud), 7, 1, 25, currency, channel, 7)
    assert cloud.run(source) == fields


def test_an_open_product_prompt_brings_what_is_unresolved_and_a_pass_prompt_does_not(cloud):
    cloud.run(HANDLER + "_G.decision = 'NotProcessedYet'")
    receipt = market(cloud).buy("Player0", 7)
    prompt = "game:GetService('MarketplaceService'):Prompt{}Purchase(game.Players.Player0, 3)"
    cloud.run(prompt.format("GamePass"))
    cloud.universe.run_for(seconds=1)
    assert receipt.asked == 1
    cloud.run(prompt.format("Product"))
    cloud.universe.run_for(seconds=1)
    assert receipt.asked == 2


def test_prompts_go_with_their_player_and_only_the_present_are_prompted(make_cloud):
    cloud = make_cloud(players=2)
    prompt = "game:GetService('MarketplaceService'):PromptProductPurchase({}, 7)"
    for number in range(2):
        cloud.run(prompt.format(f"game.Players.Player{number}"))
    cloud.run("_G.gone = game.Players.Player0")
    cloud.server.leave("Player0")
    assert [each.player.name for each in market(cloud).prompts] == ["Player1"]
    assert "Player0 is not in this server" in cloud.error(prompt.format("_G.gone"))
    service = market(cloud)
    cloud.server.crash()
    assert service.prompts == []
