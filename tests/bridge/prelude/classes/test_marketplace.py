"""BindReceiptHandler (cloud-services.md 9.1): who gets which receipt."""

from __future__ import annotations

import pytest

from bridge.stubs.marketplace import Receipt
from bridge.tools.simulation import Server, Universe

HEAD = """
local service = game:GetService("MarketplaceService")
local product = Enum.ReceiptType.DeveloperProduct
local function handler(name, decision)
    return function(receipt)
        print(name, receipt.ProductId)
        return decision or Enum.ReceiptDecision.Processed
    end
end
"""


def start(source: str) -> tuple[Universe, Server]:
    universe = Universe(seed=1)
    scripts = {"ServerScriptService.Main": HEAD + source}
    return universe, universe.start_server(scripts=scripts, players=["Ada"])


def buy(universe: Universe, number: int) -> Receipt:
    return universe.marketplace.buy("Ada", number)


def lines(server: Server) -> list[str]:
    return [text for _, text in server.output]


@pytest.mark.rule("MarketplaceService.BindReceiptHandler", source="class page MarketplaceService")
def test_a_handler_for_products_wins_over_the_catch_all_and_both_over_process_receipt() -> None:
    universe, server = start("""
        service.ProcessReceipt = function() print("old") end
        shared.all = service:BindReceiptHandler(product, handler("all"))
        shared.five = service:BindReceiptHandler(product, handler("five"), { 5 })
    """)
    assert buy(universe, 5).granted
    assert buy(universe, 6).granted
    assert lines(server) == ["five 5", "all 6"]
    server.run("shared.five:Disconnect()")
    buy(universe, 5)
    server.run("shared.all:Disconnect()")
    assert not buy(universe, 5).granted
    assert lines(server)[2:] == ["all 5", "old"]


def test_it_returns_a_connection() -> None:
    _, server = start('shared.it = service:BindReceiptHandler(product, handler("all"))')
    assert server.run("return typeof(shared.it), shared.it.Connected") == (
        "RBXScriptConnection",
        True,
    )


@pytest.mark.parametrize(
    ("first", "second", "fails"),
    [
        ("product, f", "product, f", True),
        ("product, f, { 5, 6 }", "product, f, { 6 }", True),
        ("product, f, { 5 }", "product, f, { 6 }", False),
        ("product, f", "product, f, { 5 }", False),
        ("product, f", "Enum.ReceiptType.RobuxTransferSender, f", False),
    ],
)
def test_binding_what_is_bound_throws(first: str, second: str, fails: bool) -> None:
    _, server = start(f"""
        local f = handler("f")
        service:BindReceiptHandler({first})
        print(pcall(function() service:BindReceiptHandler({second}) end))
    """)
    assert lines(server)[0].startswith("false" if fails else "true")


def test_a_binding_that_throws_binds_nothing_and_a_disconnected_one_can_be_made_again() -> None:
    _, server = start("""
        local f = handler("f")
        local six = service:BindReceiptHandler(product, f, { 6 })
        print((pcall(function() service:BindReceiptHandler(product, f, { 5, 6 }) end)))
        service:BindReceiptHandler(product, f, { 5 })
        six:Disconnect()
        service:BindReceiptHandler(product, f, { 6 })
        print("done")
    """)
    assert lines(server) == ["false", "done"]


@pytest.mark.parametrize(
    ("decision", "granted"),
    [("Processed", True), ("NotProcessedYet", False)],
)
def test_its_decision_counts(decision: str, granted: bool) -> None:
    universe, _ = start(f"""
        service:BindReceiptHandler(product, handler("all", Enum.ReceiptDecision.{decision}))
    """)
    assert buy(universe, 5).granted is granted


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("", "Argument 1 missing or nil"),
        ("product", "Argument 2 missing or nil"),
        ("product, 5", "Unable to cast value to function"),
        ("product, print, 5", "Unable to cast to Array"),
        ("workspace, print", "Unable to cast Instance to ReceiptType"),
    ],
)
def test_wrong_arguments_are_named(arguments: str, text: str) -> None:
    _, server = start(f"""
        local ok, problem = pcall(function() service:BindReceiptHandler({arguments}) end)
        print(ok, problem)
    """)
    assert lines(server)[0].startswith("false")
    assert text.replace("Instance", "value") in lines(server)[0]
