"""CommerceService: nothing of it has a model; each member is refused with its reason.

Source: class page CommerceService, which describes no member (2026-08).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from bridge.stubs.service import Service

__all__ = ["CommerceService"]

NO_DOCUMENTATION = "it has no documentation"


class CommerceService(Service):
    """One server's CommerceService."""

    CLASS_NAME: ClassVar[str] = "CommerceService"
    NOT_MODELLED: ClassVar[Mapping[str, str]] = MappingProxyType(
        dict.fromkeys(
            (
                "GetCommerceProductInfoAsync", "PromptCommerceProductPurchase",
                "PromptRealWorldCommerceBrowser", "UserEligibleForRealWorldCommerceAsync",
            ),
            NO_DOCUMENTATION,
        )
    )  # fmt: skip
