"""The universe-wide half of MarketplaceService (cloud-services.md 9.1), in a test's hands."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import MarketplaceFault
from bridge.stubs.marketplace import Purchases
from bridge.tools.simulation import Server, Universe

SWORD, VIP = 5, 70

HANDLER = """
    local service = game:GetService("MarketplaceService")
    service.ProcessReceipt = function(receipt)
        if shared.wait then task.wait(shared.wait) end
        return Enum.ProductPurchaseDecision[shared.decision or "PurchaseGranted"]
    end
"""


def start(universe: Universe, source: str = HANDLER, *players: str) -> Server:
    return universe.start_server(scripts={"ServerScriptService.Main": source}, players=players)


def owns(server: Server, player: str = "Ada") -> object:
    user_id = server.run(f"return game.Players.{player}.UserId")
    source = f"return game:GetService('MarketplaceService'):UserOwnsGamePassAsync(..., {VIP})"
    return server.run(source, user_id)


def test_a_universe_has_one_set_of_purchases() -> None:
    universe = Universe()
    assert Purchases.of(universe) is universe.marketplace
    assert Purchases.of(Universe()) is not universe.marketplace


def test_what_is_bought_by_somebody_who_is_nowhere_waits_for_the_join() -> None:
    universe = Universe()
    server = start(universe)
    receipt = universe.marketplace.buy("Ada", SWORD, spent=3, place_id=9)
    universe.run_for(minutes=1)
    assert (receipt.granted, receipt.asked, receipt.place_id) == (False, 0, 9)
    server.join("Ada")
    universe.run_for(seconds=1)
    assert (receipt.granted, receipt.asked, receipt.lost) == (True, 1, False)


def test_a_purchase_reaches_the_server_its_buyer_is_on_and_no_other() -> None:
    universe = Universe()
    empty, here = start(universe), start(universe, HANDLER, "Ada")
    for server in (empty, here):
        server.run("shared.decision = 'NotProcessedYet'")
    receipt = universe.marketplace.buy("Ada", SWORD)
    assert receipt.asked == 1
    empty.join("Bob")
    universe.marketplace.buy("Bob", SWORD)
    universe.run_for(hours=1)
    assert (receipt.asked, receipt.granted) == (1, False)


@pytest.mark.parametrize("source", ["", "game:GetService('MarketplaceService')"])
def test_without_a_handler_receipts_are_lost_whether_scripts_know_the_service(source: str) -> None:
    universe = Universe()
    server = start(universe, source, "Ada")
    receipt = universe.marketplace.buy("Ada", SWORD)
    assert (receipt.granted, receipt.lost) == (True, True)
    later = universe.marketplace.buy("Bob", SWORD)
    server.join("Bob")
    universe.run_for(seconds=1)
    assert later.lost


def test_joining_with_nothing_unresolved_makes_no_service() -> None:
    universe = Universe()
    assert universe.marketplace.receipts == []
    server = start(universe, "", "Ada")
    universe.run_for(seconds=1)
    assert server.run("return game:FindService('MarketplaceService')") is None


def test_a_granted_result_that_is_not_recorded_comes_again() -> None:
    universe = Universe()
    server = start(universe, HANDLER, "Ada")
    universe.faults.add(MarketplaceFault.unrecorded(name=str(SWORD), times=1))
    receipt = universe.marketplace.buy("Ada", SWORD)
    universe.run_for(hours=1)
    assert (receipt.granted, receipt.asked) == (False, 1)
    server.leave("Ada")
    server.join("Ada")
    universe.run_for(seconds=1)
    assert (receipt.granted, receipt.asked) == (True, 2)
    server.leave("Ada")
    server.join("Ada")
    universe.run_for(seconds=1)
    assert receipt.asked == 2
    assert [(answer.at_us, answer.server) for answer in receipt.answers] == [
        (0, 0),
        (3_600_000_000, 0),
    ]


def test_those_who_look_on_hear_of_each_decision() -> None:
    universe = Universe()
    heard: list[bool] = []
    universe.marketplace.on_decided.append(lambda: heard.append(True))
    server = start(universe, HANDLER, "Ada")
    server.run("shared.decision = 'NotProcessedYet'")
    universe.marketplace.buy("Ada", SWORD)
    assert heard == []
    server.run("shared.decision = nil")
    universe.marketplace.buy("Ada", SWORD)
    assert heard == [True, True]


def test_one_purchase_runs_on_two_servers_at_once() -> None:
    universe = Universe()
    first = start(universe, "shared.wait = 60" + HANDLER, "Ada")
    second = start(universe, "shared.wait = 60" + HANDLER)
    receipt = universe.marketplace.buy("Ada", SWORD)
    first.leave("Ada")
    second.join("Ada")
    universe.run_for(seconds=1)
    assert (receipt.granted, receipt.asked) == (False, 2)
    universe.run_for(minutes=2)
    assert (receipt.granted, receipt.asked) == (True, 2)


def test_a_paused_server_is_asked_when_it_goes_on() -> None:
    universe = Universe()
    server = start(universe, HANDLER, "Ada")
    server.pause(10)
    receipt = universe.marketplace.buy("Ada", SWORD)
    universe.run_for(seconds=9)
    assert receipt.asked == 0
    universe.run_for(seconds=2)
    assert receipt.granted


def test_a_server_that_is_gone_is_not_asked() -> None:
    universe = Universe()
    start(universe, HANDLER, "Ada").crash()
    receipt = universe.marketplace.buy("Ada", SWORD)
    universe.run_for(seconds=1)
    assert (receipt.asked, universe.marketplace.sellers) == (0, {})


def test_prompts_are_answered_by_name_oldest_first() -> None:
    universe = Universe()
    server = start(universe, HANDLER, "Ada")
    market = universe.marketplace
    market.describe("Product", SWORD, {"PriceInRobux": 25})
    for product in (SWORD, SWORD + 1):
        server.run(f"""
            local service = game:GetService("MarketplaceService")
            service:PromptProductPurchase(game.Players.Ada, {product})
        """)
    market.accept("Ada")
    market.decline("Ada")
    assert [(each.product_id, each.spent) for each in market.receipts] == [(SWORD, 25)]
    for answer in (market.accept, market.decline):
        with pytest.raises(UsageError, match="'Ada' has no open prompt"):
            answer("Ada")


def test_a_pass_bought_elsewhere_shows_on_joining() -> None:
    universe = Universe()
    server, market = start(universe, HANDLER, "Ada"), universe.marketplace
    assert owns(server) is False
    market.give_pass("Ada", VIP)
    assert owns(server) is False
    server.leave("Ada")
    server.join("Ada")
    assert owns(server) is True
    market.take_pass("Ada", VIP)
    assert owns(server) is True
    server.leave("Ada")
    server.join("Ada")
    assert owns(server) is False


def test_ids_follow_from_the_seed_and_purchases_stand_in_the_trace() -> None:
    def ids(seed: int) -> list[str]:
        universe = Universe(seed=seed)
        start(universe, HANDLER, "Ada")
        found = [universe.marketplace.buy("Ada", SWORD).purchase_id for _ in range(2)]
        text = "\n".join(universe.trace.lines())
        assert text.count("marketplace.paid") == text.count("marketplace.granted") == 2
        return found

    assert ids(1) == ids(1) != ids(2)
    assert len(set(ids(1))) == 2


@pytest.mark.parametrize("method", ["UserOwnsGamePassAsync", "GetProductInfoAsync"])
def test_look_ups_fail_as_faults_say(method: str) -> None:
    universe = Universe()
    server = start(universe, HANDLER, "Ada")
    universe.marketplace.describe("Asset", VIP, {"Name": "Hat"})
    universe.marketplace.give_pass("Ada", VIP)
    arguments = f"1, {VIP}" if method.startswith("User") else str(VIP)
    source = f"""
        local service = game:GetService("MarketplaceService")
        local ok, text = pcall(function() return service:{method}({arguments}) end)
        return if ok then "fine" else text
    """
    universe.faults.add(MarketplaceFault.error(text="HTTP 500", name=str(VIP), times=1))
    universe.faults.add(MarketplaceFault.throttle(text="HTTP 429", operations=(method,), times=1))
    assert [server.run(source) for _ in range(3)] == ["HTTP 500", "HTTP 429", "fine"]


def test_a_receipt_may_come_late() -> None:
    universe = Universe()
    server = start(universe, HANDLER, "Ada")
    universe.faults.add(MarketplaceFault.late_receipt(30).named("3").once())
    late = universe.marketplace.buy("Ada", 3)
    other = universe.marketplace.buy("Ada", 4)
    universe.run_for(seconds=29.9)
    assert (late.asked, other.asked, server.alive) == (0, 1, True)
    universe.run_for(seconds=0.1)
    assert (late.asked, late.granted) == (1, True)


def test_every_asking_may_be_late_and_none_is_forgotten() -> None:
    universe = Universe()
    start(universe, HANDLER, "Ada")
    universe.faults.add(MarketplaceFault.late_receipt(10))
    universe.faults.add(MarketplaceFault.unrecorded().once())
    receipt = universe.marketplace.buy("Ada", 3)
    universe.run_for(seconds=11)
    assert (receipt.asked, receipt.granted) == (1, False)
    universe.marketplace.buy("Ada", 4)
    universe.run_for(seconds=11)
    assert (receipt.asked, receipt.granted) == (2, True)
