"""The halves of the services that a universe's servers share, for a test to look into and prepare.

The one place that names them all: a service that gets a shared half gets a property here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bridge.errors import UsageError
from bridge.scheduler import MICROSECONDS, Clock
from bridge.stubs.ad import Ads
from bridge.stubs.analytics import Reports
from bridge.stubs.asset import Assets
from bridge.stubs.badge import Badges
from bridge.stubs.call_log import CallLog
from bridge.stubs.chat_settings import ChatSettings
from bridge.stubs.config import Configs
from bridge.stubs.context import UniverseView
from bridge.stubs.datastore import Storage, StoreHandle
from bridge.stubs.group import Groups
from bridge.stubs.http import HttpRoutes, Secrets
from bridge.stubs.localization import Localization
from bridge.stubs.marketplace import Purchases
from bridge.stubs.matchmaking import ServerAttributes
from bridge.stubs.memorystore import MemoryStoreHandle
from bridge.stubs.messaging import Topics
from bridge.stubs.players import Accounts
from bridge.stubs.policy import Policies
from bridge.stubs.profiles import Profile
from bridge.stubs.social import Parties
from bridge.stubs.teleport import Journeys
from bridge.stubs.text import TextFilters

__all__ = ["Backends"]

T = TypeVar("T")


class Backends:
    """What `Universe` is to its services: one shared half of each, made when first asked for."""

    clock: Clock
    profile: Profile
    epoch_us: int

    def __init__(self, store: str | Path | None) -> None:
        """Open `store`, an SQLite file for the data stores: the epoch moves behind all in it."""
        self._backends: dict[str, object] = {}
        if store is not None:
            self._open_store(Path(store))

    def backend(self, name: str, factory: Callable[[], T]) -> T:
        """The shared half of a service: one object per name, made when first asked for."""
        if name not in self._backends:
            self._backends[name] = factory()
        return self._backends[name]  # type: ignore[return-value]  # made by the caller's factory

    def _open_store(self, path: Path) -> None:
        storage = Storage(path)
        try:
            last_us = storage.last_written_us()
            if last_us is not None:
                self.epoch_us = max(self.epoch_us, (last_us // MICROSECONDS + 1) * MICROSECONDS)
            rules, epoch_us, clock = self.profile.datastore, self.epoch_us, self.clock
            backend = StoreHandle(rules, lambda: epoch_us + clock.now_us, storage)
        except UsageError:
            storage.close()  # others may open it
            raise
        self._backends["datastore"] = backend

    @property
    def calls(self: UniverseView) -> CallLog:
        """What scripts called of every service, once it is recorded: counts and arguments."""
        return CallLog.of(self)

    @property
    def datastores(self: UniverseView) -> StoreHandle:
        """The data stores, for a test to look into and to prepare."""
        return StoreHandle.of(self)

    @property
    def memorystores(self: UniverseView) -> MemoryStoreHandle:
        """The memory stores, likewise."""
        return MemoryStoreHandle.of(self)

    @property
    def topics(self: UniverseView) -> Topics:
        """The topics of MessagingService, likewise."""
        return Topics.of(self)

    @property
    def http(self: UniverseView) -> HttpRoutes:
        """The web as HttpService sees it: what answers to which address."""
        return HttpRoutes.of(self)

    @property
    def secrets(self: UniverseView) -> Secrets:
        """What HttpService:GetSecret finds on servers that start from now on."""
        return Secrets.of(self)

    @property
    def marketplace(self: UniverseView) -> Purchases:
        """What players buy: receipts, passes, descriptions of products, answers to prompts."""
        return Purchases.of(self)

    @property
    def matchmaking(self: UniverseView) -> ServerAttributes:
        """The server attributes that the Creator Hub defines for custom matchmaking."""
        return ServerAttributes.of(self)

    @property
    def badges(self: UniverseView) -> Badges:
        """Badges there are, and who has them."""
        return Badges.of(self)

    @property
    def chat(self: UniverseView) -> ChatSettings:
        """Who may chat, and with whom."""
        return ChatSettings.of(self)

    @property
    def accounts(self: UniverseView) -> Accounts:
        """What the platform knows of users, on servers and off them."""
        return Accounts.of(self)

    @property
    def groups(self: UniverseView) -> Groups:
        """Groups that accounts can be in."""
        return Groups.of(self)

    @property
    def teleports(self: UniverseView) -> Journeys:
        """Reserved servers, and players on their way from one server to another."""
        return Journeys.of(self)

    @property
    def localization(self: UniverseView) -> Localization:
        """Countries and languages of players, and the cloud's localization table."""
        return Localization.of(self)

    @property
    def policies(self: UniverseView) -> Policies:
        """What players may be shown and sold."""
        return Policies.of(self)

    @property
    def text_filters(self: UniverseView) -> TextFilters:
        """Words that players do not get to see."""
        return TextFilters.of(self)

    @property
    def configs(self: UniverseView) -> Configs:
        """The experience's configuration: staged, published, and on its way to servers."""
        return Configs.of(self)

    @property
    def analytics(self: UniverseView) -> Reports:
        """What servers have reported: events, funnels, wallets; segments of players."""
        return Reports.of(self)

    @property
    def assets(self: UniverseView) -> Assets:
        """Assets that scripts can load or look up: models, bundles, audio, places."""
        return Assets.of(self)

    @property
    def parties(self: UniverseView) -> Parties:
        """Parties of players."""
        return Parties.of(self)

    @property
    def ads(self: UniverseView) -> Ads:
        """How players watch videos."""
        return Ads.of(self)
