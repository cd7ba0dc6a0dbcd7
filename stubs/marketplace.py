"""MarketplaceService: purchases of a universe, and the receipts a server has to process.

Source: class page MarketplaceService (cloud-services.md 9.1). A test plays the buyer: it answers
prompts, or buys without one. Left out: assets that are sold, bundles, subscriptions, Robux
transfers, BindReceiptHandler, and a granted receipt that fails to be recorded and comes again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from bridge.errors import StubError, UsageError
from bridge.stubs.context import UniverseView
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonText,
    Request,
    ServerContext,
    Service,
    Signal,
    method,
)

__all__ = ["MarketplaceService", "Prompt", "Purchases", "Receipt"]

UNKNOWN_PRODUCT = "MarketplaceService:getProductInfo() failed because HTTP 400 (Bad Request)"
"""It throws for unknown ids (documented); the words are inferred."""

PLAYER = "player: Player"
PRODUCT_INFO = ("assetId: int", "infoType: Enum.InfoType = Asset")


@dataclass(slots=True)
class Receipt:
    """One purchase of a developer product.

    Attributes:
        granted: some server answered PurchaseGranted, or had nothing to answer with.
        asked: how often a server was asked.
    """

    purchase_id: str
    user_id: int
    product_id: int
    place_id: int
    spent: int
    granted: bool = False
    asked: int = 0


class Prompt(NamedTuple):
    """A question on a player's screen: "product" or "pass", and its id."""

    player: Instance
    kind: str
    item: int


@dataclass(slots=True)
class Purchases:
    """What the players of a universe have bought, shared by its servers.

    Attributes:
        receipts: of developer products, oldest first.
        passes: game passes by user id.
        products: what GetProductInfoAsync tells, by item of Enum.InfoType and id.
    """

    universe: UniverseView
    receipts: list[Receipt] = field(default_factory=list)
    passes: dict[int, set[int]] = field(default_factory=dict)
    products: dict[tuple[str, int], dict[str, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, universe: UniverseView) -> Purchases:
        """The purchases of a universe, the same for all its servers and tests."""
        return universe.backend("marketplace", lambda: cls(universe))

    def add(self, user_id: int, product_id: int, spent: int, place_id: int) -> Receipt:
        """A new purchase, not yet processed by anybody."""
        number = self.universe.stream("marketplace/receipts").bits(128)
        receipt = Receipt(f"{number:032x}", user_id, product_id, place_id, spent)
        self.receipts.append(receipt)
        return receipt

    def unresolved(self, user_id: int) -> list[Receipt]:
        """What still waits for PurchaseGranted."""
        return [each for each in self.receipts if each.user_id == user_id and not each.granted]

    def describe(self, info_type: str, item: int, info: Mapping[str, object]) -> None:
        """Let GetProductInfoAsync know an item, e.g. `describe("Product", 7, {"Name": "Gem"})`."""
        self.products[info_type, item] = dict(info)


class MarketplaceService(Service):
    """One server's MarketplaceService.

    Attributes:
        purchases: those of the universe.
        prompts: questions nobody has answered yet, oldest first.
    """

    CLASS_NAME: ClassVar[str] = "MarketplaceService"
    SIGNALS = (Signal("PromptProductPurchaseFinished"), Signal("PromptGamePassPurchaseFinished"))

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.purchases = Purchases.of(context.universe)
        self.prompts: list[Prompt] = []
        self._running: set[str] = set()
        context.vm.bind("marketplace.decided", self._decided)
        self.world.on_move.append(self._moved)

    # The buyer ---------------------------------------------------------------------------------

    def buy(self, player: str, product_id: int, spent: int = 0) -> Receipt:
        """A player on this server buys a developer product; the server is asked at once.

        Raises:
            UsageError: there is no such player on this server.
        """
        buyer = self.context.game.players.find(player)
        if buyer is None:
            raise UsageError(f"buy: no player {player!r} on this server")
        user_id, place_id = _user_id(buyer), self.context.server.place_id
        receipt = self.purchases.add(user_id, product_id, spent, place_id)
        self._process(user_id)
        return receipt

    def answer_prompt(self, prompt: Prompt, *, buys: bool, spent: int = 0) -> Receipt | None:
        """The player closes a prompt, having bought or not: events, then the receipt.

        Raises:
            UsageError: it is not open.
        """
        if prompt not in self.prompts:
            raise UsageError(f"answer_prompt: {prompt} is not open")
        self.prompts.remove(prompt)
        player, kind, item = prompt
        user_id = _user_id(player)
        if kind == "pass":
            if buys:
                self.purchases.passes.setdefault(user_id, set()).add(item)
            self.fire(self.instance, "PromptGamePassPurchaseFinished", player, item, buys)
            return None
        receipt = None
        if buys:
            receipt = self.purchases.add(user_id, item, spent, self.context.server.place_id)
        self.fire(self.instance, "PromptProductPurchaseFinished", user_id, item, buys)
        if buys:
            self._process(user_id)
        return receipt

    # Receipts ----------------------------------------------------------------------------------

    def _moved(self, instance: Instance, old: Instance | None, new: Instance | None) -> None:
        """Unresolved purchases come again when the user joins a server of the universe."""
        joined = new is not None and new.class_name == "Players" and old is not new
        if joined and instance.class_name == "Player":
            self.context.after(0, lambda: self._process(_user_id(instance)))

    def _process(self, user_id: int) -> None:
        for receipt in self.purchases.unresolved(user_id):
            if receipt.purchase_id in self._running:
                continue
            receipt.asked += 1
            self._running.add(receipt.purchase_id)
            if not self.world.call(
                "marketplace.receipt",
                self.instance.id,
                receipt.purchase_id,
                receipt.user_id,
                receipt.product_id,
                receipt.place_id,
                receipt.spent,
            ):
                # "With no callback set, receipts are acknowledged automatically and lost."
                self._decided(receipt.purchase_id, True)

    def _decided(self, purchase_id: str, granted: bool) -> None:
        """Host function: NotProcessedYet, anything else and errors leave it for the next time."""
        self._running.discard(purchase_id)
        for receipt in self.purchases.receipts:
            if receipt.purchase_id == purchase_id and granted:
                receipt.granted = True

    # Members -----------------------------------------------------------------------------------

    @method(
        "PromptProductPurchase",
        parameters=(PLAYER, "productId: int", "equipIfPurchased: boolean = true",
                    "currencyType: Enum.CurrencyType = Default"),
    )  # fmt: skip
    def prompt_product_purchase(
        self, target: Instance, player: Instance, item: int, equip: bool, currency: EnumItem
    ) -> None:
        """Asks the player, who answers when the test does."""
        self.prompts.append(Prompt(player, "product", item))

    @method("PromptGamePassPurchase", parameters=(PLAYER, "gamePassId: int"))
    def prompt_game_pass_purchase(self, target: Instance, player: Instance, item: int) -> None:
        """Asks the player, who answers when the test does."""
        self.prompts.append(Prompt(player, "pass", item))

    @method(
        "UserOwnsGamePassAsync",
        parameters=("userId: int", "gamePassId: int"),
        returns=("boolean",),
        yields=True,
    )
    def user_owns_game_pass(
        self, target: Instance, request: Request, user_id: int, item: int
    ) -> None:
        """Whether the user has the pass; without the cache of the real one."""
        self.request(
            request,
            "marketplace.owns",
            subject=str(user_id),
            perform=lambda: item in self.purchases.passes.get(user_id, ()),
        )

    @method("GetProductInfoAsync", parameters=PRODUCT_INFO, returns=("json",), yields=True)
    def get_product_info_async(
        self, target: Instance, request: Request, item: int, info_type: EnumItem
    ) -> None:
        """What a test has described; an unknown id is an error."""

        def look_up() -> JsonText:
            info = self.purchases.products.get((info_type.name, item))
            if info is None:
                raise StubError(UNKNOWN_PRODUCT)
            return JsonText(json.dumps(info))

        self.request(request, "marketplace.info", subject=str(item), perform=look_up)

    @method("GetProductInfo", parameters=PRODUCT_INFO, returns=("json",), yields=True)
    def get_product_info(
        self, target: Instance, request: Request, item: int, info_type: EnumItem
    ) -> None:
        """The deprecated name."""
        self.get_product_info_async(target, request, item, info_type)


def _user_id(player: Instance) -> int:
    value = player.get("UserId")
    assert isinstance(value, (int, float))
    return int(value)
