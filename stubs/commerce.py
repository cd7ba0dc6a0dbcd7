"""CommerceService: nothing of it has a model; each member is refused with its reason.

Source: class page CommerceService, which describes no member (2026-08).
"""

from __future__ import annotations

from typing import ClassVar

from bridge.stubs.service import Service, refused

__all__ = ["CommerceService"]

NO_DOCUMENTATION = "it has no documentation"


class CommerceService(Service):
    """One server's CommerceService."""

    CLASS_NAME: ClassVar[str] = "CommerceService"
    NOT_MODELLED = refused(
        {
            NO_DOCUMENTATION: """
                GetCommerceProductInfoAsync PromptCommerceProductPurchase
                PromptRealWorldCommerceBrowser UserEligibleForRealWorldCommerceAsync
            """,
        }
    )
