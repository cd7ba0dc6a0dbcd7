"""AdService: videos that players watch for a developer product, as a test plays them.

Source: class page AdService; production/monetization, rewarded video ads: the server makes a reward
from a developer product, shows the video, and the product comes by a receipt. Left out: what
clients ask, other kinds of ads.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError, UsageError
from bridge.instances.class_table import class_table
from bridge.scheduler import seconds_to_us
from bridge.stubs.context import UniverseView
from bridge.stubs.marketplace.inventory import user_id_of
from bridge.stubs.marketplace.purchases import Purchases
from bridge.stubs.policy import Policies
from bridge.stubs.service import Instance, Request, ServerContext, Service, method, refused

__all__ = ["AdService", "Ads"]

CLIENTS = "only clients can"
NO_FIELDS = "what it answers is not documented"

ABSENT = "AdService:ShowRewardedVideoAdAsync() {player} is not in this server"  # inferred


class Ads:
    """How the players of a universe watch videos.

    Attributes:
        result: item of Enum.ShowAdResult for players of whom nothing else is said.
        seconds: how long a video takes.
    """

    def __init__(self) -> None:
        self.result = "ShowCompleted"
        self.seconds = 15.0
        self._results: dict[str, str] = {}

    def __repr__(self) -> str:
        others = "".join(f", {result} for {name}" for name, result in self._results.items())
        return f"<ads of a universe: {self.result} after {self.seconds} s{others}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Ads:
        """The same for all servers and tests of a universe."""
        return universe.backend("ads", cls)

    def play(self, player: str, result: str) -> None:
        """Let the videos that the account of that name is shown end so.

        Parameters:
            result: item of Enum.ShowAdResult, e.g. "ShowInterrupted" or "AdNotReady".
        """
        if result not in (class_table().enum_items("ShowAdResult") or {}):
            raise UsageError(f"ads: {result!r} is no item of Enum.ShowAdResult")
        self._results[player] = result

    def result_for(self, player: str) -> str:
        """How a video ends."""
        return self._results.get(player, self.result)


class AdService(Service):
    """One server's AdService.

    Attributes:
        ads: those of the universe.
    """

    CLASS_NAME: ClassVar[str] = "AdService"
    DOOR: ClassVar[str] = "ad"
    OPEN_QUESTIONS = (
        "How long a video takes: 15 s; `universe.ads.seconds`.",
        "A player whose policies allow no ads: AdNotReady.",
        "A player who leaves during a video: ShowInterrupted.",
        "Result or receipt of a video first: the receipt.",
    )
    NOT_MODELLED = refused(
        {
            CLIENTS: """
                GetAdAvailabilityNowAsync RegisterAdOpportunityAsync UnregisterAdOpportunity
                RegisterDisclosureButton
            """,
            NO_FIELDS: "GetCampaignEligibilityAsync",
            "no longer operational on Roblox": "ShowVideoAd",
        }
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.ads = Ads.of(context.universe)
        self._showing: set[int] = set()

    @method(
        "ShowRewardedVideoAdAsync",
        parameters=("player: Player", "reward: AdReward", "placementId: int?"),
        returns=("Enum.ShowAdResult",),
        yields=True,
    )
    def show_rewarded_video_ad_async(
        self, target: Instance, request: Request, player: Instance, product: int,
        placement: int | None,
    ) -> None:  # fmt: skip
        """Enum.ShowAdResult; with ShowCompleted the product comes by a receipt whose
        ProductPurchaseChannel is AdReward."""
        players = self.context.game.players
        if not players.present(player):
            raise StubError(ABSENT.format(player=player.name))
        user_id = user_id_of(player)

        def reply(result: str) -> None:
            request.reply(self.world.enum_item("ShowAdResult", result))

        def begin(_: object) -> None:
            allowed = Policies.of(self.context.universe).of_player(player.name)["AreAdsAllowed"]
            result = self.ads.result_for(player.name) if allowed else "AdNotReady"
            if user_id in self._showing:
                reply("AdAlreadyShowing")
            elif result not in ("ShowCompleted", "ShowInterrupted"):
                reply(result)
            else:
                self._showing.add(user_id)
                self.context.after(seconds_to_us(self.ads.seconds), lambda: end(result))

        def end(result: str) -> None:
            self._showing.discard(user_id)
            if not players.present(player):
                result = "ShowInterrupted"
            if result == "ShowCompleted":
                self._grant(user_id, product)
            reply(result)

        self.request(request, subject=player.name, perform=lambda: None, then=begin)

    def _grant(self, user_id: int, product: int) -> None:
        purchases = Purchases.of(self.context.universe)
        purchases.add(user_id, product, 0, self.context.server.place_id, "AdReward")
        self.service("MarketplaceService")
        purchases.sellers[self.context.server.index].process(user_id)
