"""Prompts of MarketplaceService: what a player is asked, and what follows from the answer.

Source: class page MarketplaceService. Prompts for developer products and passes are answered in
`service.py`, all others here. A test plays the player.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from bridge.errors import StubError
from bridge.stubs.marketplace.inventory import Inventory, ItemKind, user_id_of
from bridge.stubs.marketplace.purchases import Purchases
from bridge.stubs.marketplace.subscriptions import Subscriptions
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonValue,
    Service,
    Signal,
    method,
    structure,
)

__all__ = ["PROMPT_SIGNALS", "Item", "Lines", "Prompt", "PromptMembers"]

PROMPT_SIGNALS = (
    Signal("PromptPurchaseFinished"),
    Signal("PromptBundlePurchaseFinished"),
    Signal("PromptBulkPurchaseFinished"),
    Signal("PromptPremiumPurchaseFinished"),
    Signal("PromptSubscriptionPurchaseFinished"),
    Signal("PromptRobloxSubscriptionPurchaseFinished"),
)

Lines: TypeAlias = tuple[tuple[str, str], ...]
"""Of a bulk purchase: pairs of an item of Enum.MarketplaceProductType and an id."""

Item: TypeAlias = int | str | Lines
"""What is for sale: an id, or the lines of a bulk purchase."""

BULK_KINDS: Mapping[str, ItemKind] = {"AvatarAsset": "asset", "AvatarBundle": "bundle"}

# No document has their words: inferred.
ABSENT = "MarketplaceService: {player} is not in this server"
NO_ITEMS = "MarketplaceService:PromptBulkPurchase() lineItems must be an array of {{Type, Id}}"
MANY_ITEMS = "MarketplaceService:PromptBulkPurchase() at most {limit} items"


class Prompt(NamedTuple):
    """A question on a player's screen.

    Attributes:
        kind: "product", "pass", "asset", "bundle", "bulk", "premium", "subscription",
            "cancellation" or "roblox_subscription".
    """

    player: Instance
    kind: str
    item: Item


class PromptMembers(Service):
    """Part of MarketplaceService.

    Attributes:
        prompts: questions nobody has answered yet, oldest first.
    """

    purchases: Purchases
    inventory: Inventory
    subscriptions: Subscriptions
    prompts: list[Prompt]

    def ask(self, player: Instance, kind: str, item: Item) -> None:
        """Shows a prompt to a player of this server."""
        if not self.context.game.players.present(player):
            raise StubError(ABSENT.format(player=player.name))
        self.prompts.append(Prompt(player, kind, item))

    def finish(self, prompt: Prompt, *, buys: bool) -> None:
        """What follows when a prompt is closed that is not for a developer product or a pass."""
        player, kind, item = prompt
        if kind in ("asset", "bundle"):
            self._finish_item(prompt, "asset" if kind == "asset" else "bundle", buys)
        elif kind == "bulk":
            self._finish_bulk(player, item if isinstance(item, tuple) else (), buys)
        elif kind == "premium":
            if buys:
                self.context.game.players.set_membership(player, "Premium")
            self.fire(self.instance, "PromptPremiumPurchaseFinished")
        elif kind == "subscription":
            event = "PromptSubscriptionPurchaseFinished"
            self.fire(self.instance, event, player, item, buys)
            if buys:
                self.subscriptions.start(player.name, str(item))
        elif kind == "cancellation":
            if buys:
                self.subscriptions.cancel(player.name, str(item))
        elif kind == "roblox_subscription":
            if buys:
                self.subscriptions.start_roblox(player.name, here=True)
            self.fire(self.instance, "PromptRobloxSubscriptionPurchaseFinished", player, buys)

    def _finish_item(self, prompt: Prompt, kind: ItemKind, buys: bool) -> None:
        player, _, item = prompt
        if buys and isinstance(item, int):
            self.inventory.add(kind, user_id_of(player), item)
            self.purchases.note_sale()
        event = "PromptPurchaseFinished" if kind == "asset" else "PromptBundlePurchaseFinished"
        self.fire(self.instance, event, player, item, buys)

    def _finish_bulk(
        self, player: Instance, items: tuple[tuple[str, str], ...], buys: bool
    ) -> None:
        """Items the player owns already are not paid for again."""
        user_id, spent, told = user_id_of(player), 0, []
        for type_name, number in items if buys else ():
            kind = BULK_KINDS[type_name]
            owned = self.inventory.owns(kind, user_id, int(number))
            if not owned:
                self.inventory.add(kind, user_id, int(number))
                spent += self.purchases.described_price(kind.capitalize(), int(number))
            status = "AlreadyOwned" if owned else "Success"
            told.append(
                {
                    "type": self.world.enum_item("MarketplaceProductType", type_name),
                    "id": number,
                    "status": self.world.enum_item("MarketplaceItemPurchaseStatus", status),
                }
            )
        if buys:
            self.purchases.note_sale()
        status_item = self.world.enum_item(
            "MarketplaceBulkPurchasePromptStatus", "Completed" if buys else "Aborted"
        )
        results = structure({"RobuxSpent": spent, "Items": told})
        self.fire(self.instance, "PromptBulkPurchaseFinished", player, status_item, results)

    # Members ----------------------------------------------------------------------------------

    @method(
        "PromptPurchase",
        parameters=("player: Player", "assetId: int", "equipIfPurchased: boolean = true",
                    "currencyType: Enum.CurrencyType = Default"),
    )  # fmt: skip
    def prompt_purchase(
        self, target: Instance, player: Instance, item: int, equip: bool, currency: EnumItem
    ) -> None:
        """Asks the player to buy an asset."""
        self.ask(player, "asset", item)

    @method("PromptBundlePurchase", parameters=("player: Player", "bundleId: int"))
    def prompt_bundle_purchase(self, target: Instance, player: Instance, item: int) -> None:
        """Asks the player to buy a bundle."""
        self.ask(player, "bundle", item)

    @method(
        "PromptBulkPurchase",
        parameters=("player: Player", "lineItems: structure", "options: dictionary?"),
    )
    def prompt_bulk_purchase(
        self, target: Instance, player: Instance, items: object, options: JsonValue | None
    ) -> None:
        """Asks the player to buy several avatar items at once; options are "not available"."""
        lines = [_line_of(each) for each in items] if isinstance(items, list) else [None]
        found = tuple(line for line in lines if line is not None)
        if len(found) < len(lines):
            raise StubError(NO_ITEMS.format())
        limit = self.context.universe.profile.marketplace.bulk_items_max
        if len(found) > limit:
            raise StubError(MANY_ITEMS.format(limit=limit))
        self.ask(player, "bulk", found)

    @method("PromptPremiumPurchase", parameters=("player: Player",))
    def prompt_premium_purchase(self, target: Instance, player: Instance) -> None:
        """Deprecated: asks the player to buy Roblox Premium."""
        self.ask(player, "premium", 0)

    @method("PromptSubscriptionPurchase", parameters=("user: Player", "subscriptionId: string"))
    def prompt_subscription_purchase(self, target: Instance, user: Instance, product: str) -> None:
        """Asks the player to subscribe."""
        self.ask(user, "subscription", product)

    @method("PromptCancelSubscription", parameters=("user: Player", "subscriptionId: string"))
    def prompt_cancel_subscription(self, target: Instance, user: Instance, product: str) -> None:
        """Asks the player to cancel a subscription; Players.UserSubscriptionStatusChanged tells."""
        self.ask(user, "cancellation", product)

    @method("PromptRobloxSubscriptionPurchase", parameters=("user: Player",))
    def prompt_roblox_subscription_purchase(self, target: Instance, user: Instance) -> None:
        """Asks the player to subscribe to Roblox itself."""
        self.ask(user, "roblox_subscription", 0)


def _line_of(item: object) -> tuple[str, str] | None:
    """Type and id of an item of a bulk purchase; None when it is none."""
    if not isinstance(item, dict):
        return None
    kind, number = item.get("Type"), item.get("Id")
    if not isinstance(kind, EnumItem) or kind.enum != "MarketplaceProductType":
        return None
    text = f"{number:.0f}" if isinstance(number, float) else str(number)
    return (kind.name, text) if text.isdecimal() else None
