"""MarketplaceService of one server: prompts, receipts, and what it remembers of passes.

Source: class page MarketplaceService (cloud-services.md 9.1). `BindReceiptHandler` is in
`prelude/classes/marketplace.lua`. A receipt has no timed retry: it comes again on the user's next
purchase or product prompt, or when the user joins.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError, UsageError
from bridge.stubs.marketplace.catalogue_members import CatalogueMembers
from bridge.stubs.marketplace.inventory import OwnershipMembers, user_id_of
from bridge.stubs.marketplace.prompts import PROMPT_SIGNALS, Prompt, PromptMembers
from bridge.stubs.marketplace.purchases import Purchases, Receipt
from bridge.stubs.marketplace.subscription_members import SubscriptionMembers
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonText,
    Request,
    ServerContext,
    Signal,
    method,
    refused,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["PASS_CACHE_US", "MarketplaceService"]

PASS_CACHE_US = 300_000_000
"""How long a server goes by what it knows of a pass: outside purchases take minutes (assumed)."""

UNKNOWN_PRODUCT = "MarketplaceService:getProductInfo() failed because HTTP 400 (Bad Request)"
"""It throws for unknown ids (documented); the words are inferred."""

PLAYER = "player: Player"
PRODUCT_INFO = ("assetId: int", "infoType: Enum.InfoType = Asset")


class MarketplaceService(PromptMembers, OwnershipMembers, SubscriptionMembers, CatalogueMembers):
    """One server's MarketplaceService.

    Attributes:
        purchases: those of the universe.
        prompts: questions nobody has answered yet, oldest first.
    """

    CLASS_NAME: ClassVar[str] = "MarketplaceService"
    DOOR: ClassVar[str] = "marketplace"
    SIGNALS = (
        Signal("PromptProductPurchaseFinished"),
        Signal("PromptGamePassPurchaseFinished"),
        *PROMPT_SIGNALS,
    )
    OPEN_QUESTIONS = (
        "How soon a receipt comes, and a decision is recorded: at once.",
        "PromptProductPurchaseFinished or ProcessReceipt first: the event.",
        "Whether a receipt comes again while a handler still runs for it: not on the same server.",
        "What a handler means that returns no decision: NotProcessedYet, as one that fails.",
        "A bound receipt handler with an empty filter: is bound to nothing.",
        "How long UserOwnsGamePassAsync goes by what it knows: 5 minutes, unless the pass is bought"
        " in this server or the user joins it.",
        "Prompts of a player who leaves: close, and no event tells.",
        "A subscription that nobody began: is NeverSubscribed, whatever its id.",
        "A bulk purchase that is closed: Aborted, without items. Of one that is made, what is owned"
        " already: AlreadyOwned, for nothing.",
        "A month of a subscription: 30 days.",
        "How many developer products a page holds: 50.",
        "RankProductsAsync for a product without description: leaves it out.",
        "The limits of RankProductsAsync and RecommendTopProductsAsync per minute, documented for"
        " clients: hold for a server too.",
    )
    NOT_MODELLED = refused(
        {
            "only clients can: it tells a localized price": "GetSubscriptionProductInfoAsync",
            "what it answers is not documented": "PromptRobuxTransferAsync",
            "a shop on a screen shows a server nothing": "OpenShop",
        }
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.purchases = Purchases.of(context.universe)
        self.inventory = self.purchases.inventory
        self.subscriptions = self.purchases.subscriptions
        self.prompts: list[Prompt] = []
        self.rank_windows: dict[str, SlidingWindow] = {}
        self._running: set[str] = set()
        self._late: dict[str, int] = {}
        self._passes: dict[tuple[int, int], tuple[bool, int]] = {}
        context.vm.bind("marketplace.decided", self._decided)

    def start(self) -> None:
        """Hears of purchases elsewhere, and of players who leave."""
        self.purchases.sellers[self.context.server.index] = self
        self.context.game.players.on_left.append(self._left)

    def close(self) -> None:
        """The DataModel is gone, and its prompts with it."""
        del self.purchases.sellers[self.context.server.index]
        self.prompts.clear()

    def _left(self, player: Instance) -> None:
        self.prompts[:] = [prompt for prompt in self.prompts if prompt.player is not player]

    # The buyer ---------------------------------------------------------------------------------

    def buy(self, player: str, product_id: int, spent: int | None = None) -> Receipt:
        """A player on this server buys a developer product; the server is asked at once.

        Parameters:
            spent: Robux; by default the described price, else 0.

        Raises:
            UsageError: there is no such player on this server.
        """
        buyer = self.context.game.players.find(player)
        if buyer is None:
            raise UsageError(f"buy: no player {player!r} on this server")
        user_id, place_id = user_id_of(buyer), self.context.server.place_id
        price = self.purchases.price(product_id, spent)
        receipt = self.purchases.add(user_id, product_id, price, place_id)
        self.process(user_id)
        return receipt

    def answer_prompt(
        self, prompt: Prompt, *, buys: bool, spent: int | None = None
    ) -> Receipt | None:
        """The player closes a prompt, having bought or not: events, then the receipt.

        Raises:
            UsageError: it is not open.
        """
        if prompt not in self.prompts:
            raise UsageError(f"answer_prompt: {prompt} is not open")
        self.prompts.remove(prompt)
        player, kind, item = prompt
        user_id = user_id_of(player)
        if not isinstance(item, int) or kind not in ("product", "pass"):
            self.finish(prompt, buys=buys)
            return None
        if kind == "pass":
            if buys:
                self.purchases.note_sale()
                self.purchases.passes.setdefault(user_id, set()).add(item)
                self._passes.pop((user_id, item), None)
            self.fire(self.instance, "PromptGamePassPurchaseFinished", player, item, buys)
            return None
        receipt = None
        if buys:
            price = self.purchases.price(item, spent)
            receipt = self.purchases.add(user_id, item, price, self.context.server.place_id)
        self.fire(self.instance, "PromptProductPurchaseFinished", user_id, item, buys)
        if buys:
            self.process(user_id)
        return receipt

    def answer_oldest(self, player: str, buys: bool) -> bool:
        """Part of `universe.marketplace`: closes the oldest prompt of a player, if there is one."""
        prompt = next((each for each in self.prompts if each.player.name == player), None)
        if prompt is not None:
            self.answer_prompt(prompt, buys=buys)
        return prompt is not None

    # Receipts ----------------------------------------------------------------------------------

    def process(self, user_id: int) -> None:
        """Asks about every unresolved purchase of a user, now or when a paused server goes on."""
        self.context.server.when_awake(lambda: self._process(user_id))

    def _process(self, user_id: int) -> None:
        for receipt in self.purchases.unresolved(user_id):
            # "The user must be present"; a handler may have made it leave.
            present = user_id in self.context.game.players.user_ids()
            if not present or receipt.granted or receipt.purchase_id in self._running:
                continue
            if self._is_late(receipt):
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
                receipt.channel,
            ):
                # "With no callback set, receipts are acknowledged automatically and lost."
                self._running.discard(receipt.purchase_id)
                self.purchases.grant(receipt.purchase_id, self.context.server.index, lost=True)

    def _is_late(self, receipt: Receipt) -> bool:
        """Whether a fault holds a receipt back; it is asked about again when its time has come."""
        now_us, due_us = self.context.clock.now_us, self._late.get(receipt.purchase_id)
        if due_us is None:
            late_us = self.purchases.late_us(receipt, self.context.server.index)
            if not late_us:
                return False
            due_us = self._late[receipt.purchase_id] = now_us + late_us
            self.context.after(late_us, lambda: self.process(receipt.user_id))
        if now_us < due_us:
            return True
        del self._late[receipt.purchase_id]
        return False

    def _decided(self, purchase_id: str, granted: bool) -> None:
        """Host function: NotProcessedYet, anything else and errors leave it for the next time."""
        self._running.discard(purchase_id)
        if granted:
            self.purchases.grant(purchase_id, self.context.server.index)

    # Members -----------------------------------------------------------------------------------

    @method(
        "PromptProductPurchase",
        parameters=(PLAYER, "productId: int", "equipIfPurchased: boolean = true",
                    "currencyType: Enum.CurrencyType = Default"),
    )  # fmt: skip
    def prompt_product_purchase(
        self, target: Instance, player: Instance, item: int, equip: bool, currency: EnumItem
    ) -> None:
        """Asks the player, who answers when the test does; unresolved purchases come again."""
        self.ask(player, "product", item)
        self.context.after(0, lambda: self.process(user_id_of(player)))

    @method("PromptGamePassPurchase", parameters=(PLAYER, "gamePassId: int"))
    def prompt_game_pass_purchase(self, target: Instance, player: Instance, item: int) -> None:
        """Asks the player, who answers when the test does."""
        self.ask(player, "pass", item)

    def forget_passes(self, user_id: int) -> None:
        """The user has joined: passes bought elsewhere count here."""
        for key in [key for key in self._passes if key[0] == user_id]:
            del self._passes[key]

    @method(
        "UserOwnsGamePassAsync",
        parameters=("userId: int", "gamePassId: int"),
        returns=("boolean",),
        yields=True,
    )
    def user_owns_game_pass(
        self, target: Instance, request: Request, user_id: int, item: int
    ) -> None:
        """Whether the user has the pass, as far as this server knows."""

        def look_up() -> bool:
            now_us = self.context.clock.now_us
            owned, until_us = self._passes.get((user_id, item), (False, 0))
            if now_us >= until_us:
                owned = item in self.purchases.passes.get(user_id, ())
                self._passes[user_id, item] = (owned, now_us + PASS_CACHE_US)
            return owned

        self.request(request, subject=str(item), perform=look_up)

    @method(
        "GetProductInfoAsync",
        parameters=PRODUCT_INFO,
        returns=("json",),
        yields=True,
        deprecated="GetProductInfo",
    )
    def get_product_info_async(
        self, target: Instance, request: Request, item: int, info_type: EnumItem
    ) -> None:
        """What a test has described; an unknown id is an error."""

        def look_up() -> JsonText:
            info = self.purchases.products.get((info_type.name, item))
            if info is None:
                raise StubError(UNKNOWN_PRODUCT)
            return JsonText.of(info)

        self.request(request, subject=str(item), perform=look_up)
