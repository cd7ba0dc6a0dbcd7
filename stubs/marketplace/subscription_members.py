"""Members of MarketplaceService about subscriptions. An event of Players tells of their changes.

Source: class page MarketplaceService; `subscriptions.py` holds what there is to know.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.stubs.marketplace.inventory import user_id_of
from bridge.stubs.marketplace.subscriptions import HISTORY_US, Subscription, Subscriptions
from bridge.stubs.service import (
    Instance,
    Instant,
    Request,
    Service,
    StructureText,
    method,
    structure,
)

__all__ = ["SubscriptionMembers"]

USER_AND_PRODUCT = ("user: Player", "subscriptionId: string")


def _instant(unix_us: int) -> Instant:
    return Instant(unix_us // 1000)


class SubscriptionMembers(Service):
    """Part of MarketplaceService."""

    subscriptions: Subscriptions

    def _look_up(
        self,
        request: Request,
        user: Instance,
        product: str,
        tell: Callable[[Subscription], StructureText],
    ) -> None:
        user_id = user_id_of(user)
        self.request(
            request,
            subject=product,
            key=str(user_id),
            perform=lambda: tell(self.subscriptions.of_user(user_id, product)),
        )

    @method(
        "GetUserSubscriptionStatusAsync",
        parameters=USER_AND_PRODUCT,
        returns=("dictionary",),
        yields=True,
    )
    def get_user_subscription_status_async(
        self, target: Instance, request: Request, user: Instance, product: str
    ) -> None:
        """{IsSubscribed, IsRenewing}."""

        def tell(found: Subscription) -> StructureText:
            return structure({"IsSubscribed": found.active, "IsRenewing": found.renewing})

        self._look_up(request, user, product, tell)

    @method(
        "GetUserSubscriptionDetailsAsync",
        parameters=USER_AND_PRODUCT,
        returns=("dictionary",),
        yields=True,
    )
    def get_user_subscription_details_async(
        self, target: Instance, request: Request, user: Instance, product: str
    ) -> None:
        """SubscriptionState; NextRenewTime of one that renews; ExpireTime of one that is cancelled
        or over; ExpirationDetails of one that is over."""

        def tell(found: Subscription) -> StructureText:
            state = self.world.enum_item("SubscriptionState", found.state)
            known: dict[str, object] = {"SubscriptionState": state}
            if found.end_us is not None:
                name = "NextRenewTime" if found.renewing else "ExpireTime"
                known[name] = _instant(found.end_us)
            if found.reason is not None:
                reason = self.world.enum_item("SubscriptionExpirationReason", found.reason)
                known["ExpirationDetails"] = {"ExpirationReason": reason}
            return structure(known)

        self._look_up(request, user, product, tell)

    @method(
        "GetUserSubscriptionPaymentHistoryAsync",
        parameters=USER_AND_PRODUCT,
        returns=("array",),
        yields=True,
    )
    def get_user_subscription_payment_history_async(
        self, target: Instance, request: Request, user: Instance, product: str
    ) -> None:
        """Payments of "up to one year", the latest first: {CycleStartTime, CycleEndTime,
        PaymentStatus}."""

        def tell(found: Subscription) -> StructureText:
            since_us = self.context.unix_us() - HISTORY_US
            return structure(
                [
                    {
                        "CycleStartTime": _instant(payment.start_us),
                        "CycleEndTime": _instant(payment.end_us),
                        "PaymentStatus": self.world.enum_item(
                            "SubscriptionPaymentStatus", "Refunded" if payment.refunded else "Paid"
                        ),
                    }
                    for payment in reversed(found.payments)
                    if payment.start_us >= since_us
                ]
            )

        self._look_up(request, user, product, tell)

    @method(
        "GetRobloxSubscriptionDetailsAsync",
        parameters=("user: Player",),
        returns=("dictionary",),
        yields=True,
    )
    def get_roblox_subscription_details_async(
        self, target: Instance, request: Request, user: Instance
    ) -> None:
        """{IsSubscribed, IsOriginExperience, StartTime}; the last "only if IsOriginExperience"."""
        user_id = user_id_of(user)

        def look_up() -> StructureText:
            found = self.subscriptions.roblox.get(user_id)
            here = found is not None and found.here
            known: dict[str, object] = {
                "IsSubscribed": found is not None,
                "IsOriginExperience": here,
            }
            if found is not None and here:
                known["StartTime"] = _instant(found.start_us)
            return structure(known)

        self.request(request, key=str(user_id), perform=look_up)
