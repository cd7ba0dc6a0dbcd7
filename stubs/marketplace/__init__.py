"""MarketplaceService: what the players of a universe buy, and one server's prompts and receipts.

Modelled on creator-docs, class MarketplaceService (cloud-services.md 9.1). A test plays the buyer.
Left out: Robux transfers, what only clients can call.
"""

from __future__ import annotations

from bridge.stubs.marketplace.inventory import Inventory as Inventory
from bridge.stubs.marketplace.prompts import Prompt as Prompt
from bridge.stubs.marketplace.purchases import Purchases as Purchases
from bridge.stubs.marketplace.purchases import Receipt as Receipt
from bridge.stubs.marketplace.service import MarketplaceService as MarketplaceService
from bridge.stubs.marketplace.subscriptions import Subscriptions as Subscriptions

__all__ = ["Inventory", "MarketplaceService", "Prompt", "Purchases", "Receipt", "Subscriptions"]
