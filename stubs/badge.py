"""BadgeService: badges of a universe, and one server's calls about them, limited per minute.

Source: class page BadgeService (cloud-services.md 9.3). The texts of errors are inferred. A badge
that a test has not declared is one of another experience: nobody can be awarded it here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, NamedTuple

from bridge.errors import StubError, UsageError
from bridge.stubs.context import UniverseView
from bridge.stubs.json_arrays import numbers_in
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.profiles import Rate
from bridge.stubs.service import (
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    method,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["Badge", "BadgeService", "BadgeStatistics", "Badges"]

ERRORS = {  # inferred
    "throttled": "{method} failed: HTTP 429 (Too Many Requests)",
    "absent": "{method} failed: user {user} is not in this server",
    "unknown": "{method} failed: badge {badge} does not exist",
    "ids": "{method} failed: badgeIds must be an array of numbers",
    "many": "{method} failed: at most {limit} badge ids",
}

USER_AND_BADGE = ("userId: int", "badgeId: int")
USER_AND_BADGES = ("userId: int", "badgeIds: array")


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge of the universe."""

    number: int
    name: str
    description: str
    icon: int
    enabled: bool

    def information(self) -> dict[str, object]:
        """What GetBadgeInfoAsync returns."""
        return {
            "Name": self.name,
            "Description": self.description,
            "IconImageId": self.icon,
            "IsEnabled": self.enabled,
        }


class Badges:
    """The badges of a universe.

    Attributes:
        awarded: per user id the badges it has, with the Unix time in microseconds of the award.
    """

    def __init__(self, universe: UniverseView) -> None:
        self._universe = universe
        self._accounts = Accounts.of(universe)
        self._badges: dict[int, Badge] = {}
        self.awarded: dict[int, dict[int, int]] = {}

    def __repr__(self) -> str:
        owners = [number for owned in self.awarded.values() for number in owned]
        shown = ", ".join(
            f"{number} {badge.name!r} of {owners.count(number)} users"
            for number, badge in sorted(self._badges.items())
        )
        return f"<badges of a universe: {shown or 'none'}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Badges:
        """The badges of a universe, the same for all its servers and tests."""
        return universe.backend("badges", lambda: cls(universe))

    def declare(
        self,
        badge_id: int,
        name: str = "Badge",
        description: str = "",
        *,
        icon: int = 0,
        enabled: bool = True,
    ) -> Badge:
        """Make a badge of this experience, or describe it anew.

        Parameters:
            icon: asset id of its picture.
            enabled: whether it can be awarded.
        """
        badge = self._badges[badge_id] = Badge(badge_id, name, description, icon, enabled)
        return badge

    def find(self, badge_id: int) -> Badge | None:
        """The badge of that number."""
        return self._badges.get(badge_id)

    def give(self, player: str, badge_id: int) -> None:
        """The account of that name gets a badge, past every rule.

        Raises:
            UsageError: the badge has not been declared.
        """
        if badge_id not in self._badges:
            raise UsageError(f"badges: no badge {badge_id}; `declare` it first")
        self.award(self._accounts.obtain(player).user_id, badge_id)

    def take(self, player: str, badge_id: int) -> None:
        """The account has the badge no longer: players may delete theirs."""
        self.of_user(self._accounts.obtain(player).user_id).pop(badge_id, None)

    def has(self, player: str, badge_id: int) -> bool:
        """Whether the account of that name has the badge."""
        return badge_id in self.of_user(self._accounts.obtain(player).user_id)

    def owned(self, player: str) -> tuple[int, ...]:
        """The badges of an account, in the order of the awards."""
        return tuple(self.of_user(self._accounts.obtain(player).user_id))

    def of_user(self, user_id: int) -> dict[int, int]:
        """A user's badges, in the order of the awards."""
        return self.awarded.setdefault(user_id, {})

    def award(self, user_id: int, badge_id: int) -> None:
        """A user gets a badge now."""
        universe = self._universe
        self.of_user(user_id)[badge_id] = universe.epoch_us + universe.clock.now_us
        universe.trace.append("badge.award", user=user_id, badge=badge_id)


class BadgeStatistics(NamedTuple):
    """Counts of one server: badges awarded, calls refused because of a limit."""

    awarded: int
    throttled: int


class BadgeService(Service):
    """One server's BadgeService."""

    CLASS_NAME: ClassVar[str] = "BadgeService"
    DOOR: ClassVar[str] = "badge"
    OPEN_QUESTIONS = (
        "AwardBadgeAsync for a badge the user has, one that is disabled, or a user who is absent:"
        " false.",
        "AwardBadgeAsync for a badge of another experience: throws.",
        "UserHasBadgeAsync for a user who is absent: throws.",
        "Calls over the limits per minute: throw, and do not count.",
        "Order of CheckUserBadgesAsync and GetUserBadgesAsync: that of the awards.",
        "The form of AwardedDate: ISO 8601, UTC.",
        "How long GetBadgeInfoAsync goes by what it knows: a minute; `badge__info_cache_us`.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.badges = Badges.of(context.universe)
        self.rules = context.universe.profile.badge
        self._windows: dict[str, SlidingWindow] = {}
        self._information: dict[int, tuple[str, int]] = {}
        self._awarded = self._throttled = 0

    def statistics(self) -> BadgeStatistics:
        """Counts so far."""
        return BadgeStatistics(self._awarded, self._throttled)

    def _admit(self, request: Request, kind: str, rate: Rate) -> None:
        limit = rate.at(self.context.server.number_of_players)
        window = self._windows.setdefault(kind, SlidingWindow())
        if not window.admit(1, limit, self.context.clock.now_us):
            self._throttled += 1
            raise StubError(ERRORS["throttled"].format(method=request.method))

    def _send(
        self,
        request: Request,
        perform: Callable[[], object],
        *,
        badge: int | None = None,
        user: int | None = None,
        writes: bool = False,
    ) -> None:
        self.request(
            request,
            subject="" if badge is None else str(badge),
            key="" if user is None else str(user),
            perform=perform,
            writes=writes,
        )

    def _present(self, user_id: int) -> bool:
        return user_id in self.context.server.user_ids

    def _known(self, request: Request, badge_id: int) -> Badge:
        badge = self.badges.find(badge_id)
        if badge is None:
            raise StubError(ERRORS["unknown"].format(method=request.method, badge=badge_id))
        return badge

    # Single badges ----------------------------------------------------------------------------

    @method(
        "AwardBadgeAsync",
        parameters=USER_AND_BADGE,
        returns=("boolean",),
        yields=True,
        deprecated="AwardBadge",
    )
    def award_badge_async(
        self, target: Instance, request: Request, user_id: int, badge_id: int
    ) -> None:
        """Whether the user has just got the badge: "the player must be presently connected", "must
        not already have the badge", and the badge must be enabled."""
        self._admit(request, "award", self.rules.award_per_minute)

        def award() -> bool:
            badge = self._known(request, badge_id)
            has_it = badge_id in self.badges.of_user(user_id)
            if has_it or not badge.enabled or not self._present(user_id):
                return False
            self.badges.award(user_id, badge_id)
            self._awarded += 1
            return True

        self._send(request, award, badge=badge_id, user=user_id, writes=True)

    @method(
        "UserHasBadgeAsync",
        parameters=USER_AND_BADGE,
        returns=("boolean",),
        yields=True,
        deprecated="UserHasBadge",
    )
    def user_has_badge_async(
        self, target: Instance, request: Request, user_id: int, badge_id: int
    ) -> None:
        """Whether a user who is on this server has a badge, of whichever experience."""
        self._admit(request, "has", self.rules.has_per_minute)
        if not self._present(user_id):
            raise StubError(ERRORS["absent"].format(method=request.method, user=user_id))
        owned = self.badges.of_user(user_id)
        self._send(request, lambda: badge_id in owned, badge=badge_id, user=user_id)

    @method("GetBadgeInfoAsync", parameters=("badgeId: int",), returns=("json",), yields=True)
    def get_badge_info_async(self, target: Instance, request: Request, badge_id: int) -> None:
        """A fresh dictionary; what it holds may be some moments old."""

        def look_up() -> JsonText:
            now_us = self.context.clock.now_us
            text, until_us = self._information.get(badge_id, ("", 0))
            if now_us >= until_us:
                text = json.dumps(self._known(request, badge_id).information())
                self._information[badge_id] = (text, now_us + self.rules.info_cache_us)
            return JsonText(text)

        self._send(request, look_up, badge=badge_id)

    @method("IsDisabled", parameters=("badgeId: int",), returns=("boolean",), yields=True)
    def is_disabled(self, target: Instance, request: Request, badge_id: int) -> None:
        """Deprecated: whether the badge cannot be awarded."""
        self._send(request, lambda: not self._known(request, badge_id).enabled, badge=badge_id)

    @method("IsLegal", parameters=("badgeId: int",), returns=("boolean",), yields=True)
    def is_legal(self, target: Instance, request: Request, badge_id: int) -> None:
        """Deprecated: "will always return true"."""
        self._send(request, lambda: True, badge=badge_id)

    # Several badges ---------------------------------------------------------------------------

    @method("CheckUserBadgesAsync", parameters=USER_AND_BADGES, returns=("json",), yields=True)
    def check_user_badges_async(
        self, target: Instance, request: Request, user_id: int, badge_ids: JsonValue
    ) -> None:
        """Those of the badges that a user has, who may be anybody."""
        self._admit(request, "check", self.rules.check_per_minute)
        ids = _ids(request, badge_ids, self.rules.check_ids_max)

        def check() -> JsonText:
            return JsonText.of([n for n in self.badges.of_user(user_id) if n in ids])

        self._send(request, check, user=user_id)

    @method("GetUserBadgesAsync", parameters=USER_AND_BADGES, returns=("json",), yields=True)
    def get_user_badges_async(
        self, target: Instance, request: Request, user_id: int, badge_ids: JsonValue
    ) -> None:
        """The same with the dates: an array of {BadgeId, AwardedDate}."""
        self._admit(request, "get", self.rules.get_per_minute)
        ids = _ids(request, badge_ids, self.rules.get_ids_max)

        def get() -> JsonText:
            owned = self.badges.of_user(user_id).items()
            found = [{"BadgeId": n, "AwardedDate": _date(at)} for n, at in owned if n in ids]
            return JsonText.of(found)

        self._send(request, get, user=user_id)


def _ids(request: Request, value: JsonValue, limit: int) -> list[int]:
    ids = numbers_in(value)
    if ids is None:
        raise StubError(ERRORS["ids"].format(method=request.method))
    if len(ids) > limit:
        raise StubError(ERRORS["many"].format(method=request.method, limit=limit))
    return ids


def _date(unix_us: int) -> str:
    return datetime.fromtimestamp(unix_us // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
