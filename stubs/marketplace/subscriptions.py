"""Subscriptions of accounts: started, renewed, cancelled and ended by a test.

Source: class page MarketplaceService, GetUserSubscription...Async. Nothing happens by itself: the
test plays the platform, also the ends of periods. Knows no Lua.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bridge.errors import UsageError
from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Account, Accounts
from bridge.stubs.players.bans import Bans

__all__ = ["HISTORY_US", "Payment", "RobloxSubscription", "Subscription", "Subscriptions"]

DAY_US = 24 * 3600 * 1_000_000
PERIOD_US: Final = 30 * DAY_US
"""Of every subscription: a month of 30 days (an assumption; real months differ in length)."""

HISTORY_US: Final = 365 * DAY_US
"""How far back payments are told of: "up to one year"."""

ACTIVE = ("SubscribedWillRenew", "SubscribedWillNotRenew", "SubscribedRenewalPaymentPending")
RENEWING = ("SubscribedWillRenew", "SubscribedRenewalPaymentPending")
REASONS = (
    "ProductInactive", "ProductDeleted", "SubscriberCancelled", "SubscriberRefunded", "Lapsed",
)  # fmt: skip
"""Items of Enum.SubscriptionExpirationReason."""


@dataclass(slots=True)
class Payment:
    """One period that was paid; times in Unix microseconds."""

    start_us: int
    end_us: int
    refunded: bool = False


@dataclass(slots=True)
class Subscription:
    """One account's subscription to one product.

    Attributes:
        state: item of Enum.SubscriptionState.
        end_us: end of the present period, Unix time; None when there is none.
        reason: why it expired, an item of Enum.SubscriptionExpirationReason.
        payments: oldest first.
    """

    state: str = "NeverSubscribed"
    end_us: int | None = None
    reason: str | None = None
    payments: list[Payment] = field(default_factory=list)

    @property
    def active(self) -> bool:
        """`IsSubscribed`: also while the payment of a renewal is pending."""
        return self.state in ACTIVE

    @property
    def renewing(self) -> bool:
        """`IsRenewing`."""
        return self.state in RENEWING


@dataclass(frozen=True, slots=True)
class RobloxSubscription:
    """An account's subscription to Roblox itself.

    Attributes:
        start_us: Unix time.
        here: whether it began inside this experience.
    """

    start_us: int
    here: bool


class Subscriptions:
    """The subscriptions of a universe's players, by their names.

    Attributes:
        roblox: subscriptions to Roblox itself, by user id.
    """

    def __init__(self, universe: UniverseView) -> None:
        self._universe = universe
        self._accounts = Accounts.of(universe)
        self._known: dict[tuple[int, str], Subscription] = {}
        self._bans = Bans.of(universe)
        self.roblox: dict[int, RobloxSubscription] = {}

    def of_user(self, user_id: int, product: str) -> Subscription:
        """A user's subscription to a product; one that never began when there is none."""
        return self._known.get((user_id, product), Subscription())

    # What a test does -------------------------------------------------------------------------

    def start(self, player: str, product: str) -> None:
        """The account subscribes to a product, e.g. "EXP-1", and its payment is there."""
        self._pay(player, product, self._now_us())

    def renew(self, player: str, product: str) -> None:
        """The payment of the next period is there."""
        subscription = self._active(player, product)
        self._pay(player, product, subscription.end_us or self._now_us())

    def await_payment(self, player: str, product: str) -> None:
        """The period is over and the next one not paid yet: the grace period."""
        self._active(player, product).state = "SubscribedRenewalPaymentPending"
        self._changed(player, product)

    def cancel(self, player: str, product: str) -> None:
        """The account will not renew; the subscription lasts until its period ends."""
        self._active(player, product).state = "SubscribedWillNotRenew"
        self._changed(player, product)

    def expire(self, player: str, product: str, reason: str = "Lapsed") -> None:
        """The subscription ends.

        Parameters:
            reason: item of Enum.SubscriptionExpirationReason. "SubscriberRefunded" marks the last
                payment as refunded.
        """
        if reason not in REASONS:
            raise UsageError(f"subscriptions: no reason {reason!r}; known: {', '.join(REASONS)}")
        subscription = self._active(player, product)
        subscription.state, subscription.reason = "Expired", reason
        subscription.end_us = self._now_us()
        if reason == "SubscriberRefunded":
            subscription.payments[-1].refunded = True
        self._changed(player, product)

    def start_roblox(self, player: str, *, here: bool = False) -> None:
        """The account subscribes to Roblox itself.

        Parameters:
            here: inside this experience.
        """
        account = self._accounts.obtain(player)
        self.roblox[account.user_id] = RobloxSubscription(self._now_us(), here)
        self._show_roblox(account, True)

    def end_roblox(self, player: str) -> None:
        """The account is subscribed to Roblox no longer."""
        account = self._accounts.obtain(player)
        self.roblox.pop(account.user_id, None)
        self._show_roblox(account, False)

    # ------------------------------------------------------------------------------------------

    def _now_us(self) -> int:
        return self._universe.epoch_us + self._universe.clock.now_us

    def _pay(self, player: str, product: str, start_us: int) -> None:
        key = (self._accounts.obtain(player).user_id, product)
        subscription = self._known.setdefault(key, Subscription())
        subscription.state, subscription.reason = "SubscribedWillRenew", None
        subscription.end_us = start_us + PERIOD_US
        subscription.payments.append(Payment(start_us, start_us + PERIOD_US))
        self._changed(player, product)

    def _active(self, player: str, product: str) -> Subscription:
        found = self.of_user(self._accounts.obtain(player).user_id, product)
        if not found.active:
            raise UsageError(f"subscriptions: {player!r} is not subscribed to {product!r}")
        return found

    def _changed(self, player: str, product: str) -> None:
        account = self._accounts.obtain(player)
        user_id = account.user_id
        state = self.of_user(user_id, product).state
        self._universe.trace.append("subscription", user=user_id, product=product, state=state)
        for players in tuple(self._bans.servers):
            players.subscription_changed(account, product)

    def _show_roblox(self, account: Account, subscribed: bool) -> None:
        account.roblox_subscription = subscribed
        for players in tuple(self._bans.servers):
            players.show_account(account)
