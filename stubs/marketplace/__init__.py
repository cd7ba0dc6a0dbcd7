"""MarketplaceService: what the players of a universe buy, and one server's prompts and receipts.

Modelled on creator-docs, class MarketplaceService (cloud-services.md 9.1). A test plays the buyer.
Left out: assets that are sold, bundles, subscriptions, Robux transfers, rankings.
"""

from __future__ import annotations

from bridge.stubs.marketplace.purchases import Purchases as Purchases
from bridge.stubs.marketplace.purchases import Receipt as Receipt
from bridge.stubs.marketplace.service import MarketplaceService as MarketplaceService
from bridge.stubs.marketplace.service import Prompt as Prompt

__all__ = ["MarketplaceService", "Prompt", "Purchases", "Receipt"]
