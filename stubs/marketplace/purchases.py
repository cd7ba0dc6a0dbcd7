"""The half of MarketplaceService that all servers share: receipts, passes, described products.

A test plays buyers by their names, wherever they are. Knows no Lua; the servers' halves register
themselves, so that a purchase reaches the server its buyer is on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from bridge.errors import UsageError
from bridge.faults import Site
from bridge.stubs.context import UniverseView
from bridge.stubs.marketplace.inventory import Inventory
from bridge.stubs.marketplace.subscriptions import Subscriptions
from bridge.stubs.players.accounts import Account, Accounts
from bridge.stubs.players.bans import Bans

__all__ = ["Answer", "Purchases", "Receipt", "Seller"]

PRICE_LEVEL_MAX = 1000
"""The default price itself (documented)."""


class Answer(NamedTuple):
    """A server has answered PurchaseGranted.

    Attributes:
        at_us: universe time.
    """

    at_us: int
    server: int


@dataclass(slots=True)
class Receipt:
    """One purchase of a developer product.

    Attributes:
        channel: item of Enum.ProductPurchaseChannel.
        granted: some server answered PurchaseGranted, or had nothing to answer with.
        lost: granted because there was nothing to answer with.
        asked: how often a server was asked.
        answers: every PurchaseGranted a server has answered, recorded or not.
    """

    purchase_id: str
    user_id: int
    product_id: int
    place_id: int
    spent: int
    channel: str = "InExperience"
    granted: bool = False
    lost: bool = False
    asked: int = 0
    answers: list[Answer] = field(default_factory=list)


class Seller(Protocol):
    """One server's half."""

    def process(self, user_id: int) -> None:
        """The user's unresolved purchases may be processed now."""

    def forget_passes(self, user_id: int) -> None:
        """What the server remembers of the user's passes holds no longer."""

    def answer_oldest(self, player: str, buys: bool) -> bool:
        """The player closes its oldest prompt; False when it has none here."""


class Purchases:
    """What the players of a universe have bought, shared by its servers.

    Attributes:
        receipts: of developer products, oldest first.
        passes: game passes by user id.
        products: what GetProductInfoAsync tells, by item of Enum.InfoType and id.
        inventory: assets and bundles of accounts.
        subscriptions: those of accounts.
        price_levels: of users whose region has other prices, by user id: 1 to 1000.
        ranking: (item of Enum.InfoType, id) of what players like best, the best first.
        sellers: halves of servers whose scripts have asked for the service, by server index.
        on_decided: called after a receipt was granted, or lost.
    """

    def __init__(self, universe: UniverseView) -> None:
        self.universe = universe
        self.receipts: list[Receipt] = []
        self.passes: dict[int, set[int]] = {}
        self.products: dict[tuple[str, int], dict[str, object]] = {}
        self.inventory = Inventory(universe)
        self.subscriptions = Subscriptions(universe)
        self.price_levels: dict[int, int] = {}
        self.ranking: list[tuple[str, int]] = []
        self.sellers: dict[int, Seller] = {}
        self._last_sale_us: int | None = None
        self.on_decided: list[Callable[[], object]] = []
        self._accounts = Accounts.of(universe)
        self._accounts.on_joined.append(self._joined)

    def __repr__(self) -> str:
        granted = sum(receipt.granted for receipt in self.receipts)
        passes = sum(map(len, self.passes.values()))
        return (
            f"<marketplace of a universe: {len(self.receipts)} receipts, {granted} granted; "
            f"{passes} passes>"
        )

    @classmethod
    def of(cls, universe: UniverseView) -> Purchases:
        """The purchases of a universe, the same for all its servers and tests."""
        return universe.backend("marketplace", lambda: cls(universe))

    # What a test does -------------------------------------------------------------------------

    def receipts_of(self, player: str, product_id: int | None = None) -> tuple[Receipt, ...]:
        """The receipts of an account, of one product or of all, oldest first."""
        user_id = self._accounts.obtain(player).user_id
        return tuple(
            receipt
            for receipt in self.receipts
            if receipt.user_id == user_id and product_id in (None, receipt.product_id)
        )

    def owns_pass(self, player: str, item: int) -> bool:
        """Whether the account has a pass, whatever servers know of it."""
        return item in self.passes.get(self._accounts.obtain(player).user_id, ())

    def describe(self, info_type: str, item: int, info: Mapping[str, object]) -> None:
        """Let GetProductInfoAsync know an item, e.g. `describe("Product", 7, {"Name": "Gem"})`."""
        self.products[info_type, item] = dict(info)

    def buy(
        self,
        player: str,
        product_id: int,
        *,
        spent: int | None = None,
        channel: str = "ExperienceDetailsPage",
        place_id: int = 1,
    ) -> Receipt:
        """The account of that name buys a developer product without any prompt.

        A player on a server gets its receipts there at once, anybody else when joining one.

        Parameters:
            spent: Robux; by default the `PriceInRobux` of its description, else 0.
            channel: item of Enum.ProductPurchaseChannel.
            place_id: `PlaceIdWherePurchased`.
        """
        user_id = self._accounts.obtain(player).user_id
        receipt = self.add(user_id, product_id, self.price(product_id, spent), place_id, channel)
        self._process(user_id)
        return receipt

    def accept(self, player: str) -> None:
        """The player buys what its oldest open prompt shows."""
        self._answer(player, True)

    def decline(self, player: str) -> None:
        """The player closes its oldest open prompt."""
        self._answer(player, False)

    def _answer(self, player: str, buys: bool) -> None:
        for seller in tuple(self.sellers.values()):
            if seller.answer_oldest(player, buys):
                return
        raise UsageError(f"marketplace: {player!r} has no open prompt")

    def give_pass(self, player: str, item: int) -> None:
        """The account gets a pass outside of any server; servers notice later, or when it joins."""
        self.passes.setdefault(self._accounts.obtain(player).user_id, set()).add(item)

    def take_pass(self, player: str, item: int) -> None:
        """The account loses a pass, as by a refund."""
        self.passes.get(self._accounts.obtain(player).user_id, set()).discard(item)

    def set_price_level(self, player: str, level: int) -> None:
        """What an item of 1,000 Robux should cost the account, by its region.

        Parameters:
            level: 1 to 1000.
        """
        if not 1 <= level <= PRICE_LEVEL_MAX:
            raise UsageError(f"marketplace: a price level is 1 to {PRICE_LEVEL_MAX}, not {level}")
        self.price_levels[self._accounts.obtain(player).user_id] = level

    # What servers do --------------------------------------------------------------------------

    def price(self, product_id: int, spent: int | None) -> int:
        """What was spent, or else the described price."""
        return spent if spent is not None else self.described_price("Product", product_id)

    def described_price(self, info_type: str, item: int) -> int:
        """The `PriceInRobux` of an item's description, or 0."""
        return int(str(self.products.get((info_type, item), {}).get("PriceInRobux", 0)))

    def note_sale(self) -> None:
        """Something was sold now."""
        self._last_sale_us = self.universe.clock.now_us

    def sold_since(self, length_us: int) -> bool:
        """Whether something was sold in the last so many microseconds."""
        now_us = self.universe.clock.now_us
        return self._last_sale_us is not None and now_us - self._last_sale_us <= length_us

    def add(
        self,
        user_id: int,
        product_id: int,
        spent: int,
        place_id: int,
        channel: str = "InExperience",
    ) -> Receipt:
        """A new purchase, not yet processed by anybody."""
        number = self.universe.stream("marketplace/receipts").bits(128)
        receipt = Receipt(f"{number:032x}", user_id, product_id, place_id, spent, channel)
        self.receipts.append(receipt)
        self.note_sale()
        self._note("paid", receipt)
        return receipt

    def unresolved(self, user_id: int) -> list[Receipt]:
        """What still waits for PurchaseGranted."""
        return [each for each in self.receipts if each.user_id == user_id and not each.granted]

    def grant(self, purchase_id: str, server: int, *, lost: bool = False) -> None:
        """A server has answered, or had nothing to answer with: recorded, unless that fails.

        Parameters:
            server: its index, for faults.
        """
        for receipt in self.receipts:
            if receipt.purchase_id != purchase_id:
                continue
            if not lost:
                receipt.answers.append(Answer(self.universe.clock.now_us, server))
            if receipt.granted:
                continue
            site = Site("Record", str(receipt.product_id), str(receipt.user_id), server)
            if not lost and self._fails("unrecorded", site):
                continue
            receipt.granted, receipt.lost = True, lost
            self._note("lost" if lost else "granted", receipt)
        for tell in self.on_decided:
            tell()

    def late_us(self, receipt: Receipt, server: int) -> int | None:
        """How long a fault holds a receipt back on a server."""
        site = Site("Receipt", str(receipt.product_id), str(receipt.user_id), server)
        faults, now_us = self.universe.faults, self.universe.clock.now_us
        return faults.delay_us("marketplace", "late_receipt", site, now_us)

    def _fails(self, kind: str, site: Site) -> bool:
        now_us = self.universe.clock.now_us
        return self.universe.faults.bite("marketplace", kind, site, now_us) is not None

    def _note(self, what: str, receipt: Receipt) -> None:
        self.universe.trace.append(
            f"marketplace.{what}", purchase=receipt.purchase_id, product=receipt.product_id
        )

    # Who is where -----------------------------------------------------------------------------

    def _process(self, user_id: int) -> None:
        """On every server the user is on, whether its scripts have asked for the service or not."""
        for players in tuple(Bans.of(self.universe).servers):
            if user_id in players.user_ids():
                players.service("MarketplaceService")
                self.sellers[players.context.server.index].process(user_id)

    def _joined(self, account: Account) -> None:
        """Unresolved purchases come again when the user joins a server of the universe."""
        for players in Bans.of(self.universe).servers:
            seller = self.sellers.get(players.context.server.index)
            if seller is not None and account.user_id in players.user_ids():
                seller.forget_passes(account.user_id)
        if self.unresolved(account.user_id):
            self.universe.agenda.schedule_after(0, lambda: self._process(account.user_id))
