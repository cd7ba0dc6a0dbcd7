"""Faults of services that are asked: what goes wrong reaches pcall, in the service's own words."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.faults import (
    AccountFault,
    AnalyticsFault,
    AssetFault,
    BadgeFault,
    Fault,
    GroupFault,
    LocalizationFault,
    MarketplaceFault,
    PolicyFault,
    SocialFault,
    TeleportFault,
    TextFault,
    UserFault,
)
from bridge.tools.simulation import Universe

ADA = 'game:GetService("Players").Ada'

CALLS = {
    "badge": (
        f'game:GetService("BadgeService"):AwardBadgeAsync({ADA}.UserId, 7)',
        "AwardBadgeAsync failed: {}",
    ),
    "user": (
        'game:GetService("UserService"):GetUserInfosByUserIdsAsync({1, 2})',
        "UserService: Request Failed because {}",
    ),
    "group": (
        'game:GetService("GroupService"):GetGroupInfoAsync(5)',
        "GroupService:GetGroupInfoAsync() failed: {}",
    ),
    "players": (
        f'game:GetService("Players"):GetNameFromUserIdAsync({ADA}.UserId)',
        "Players:GetNameFromUserIdAsync() failed: {}",
    ),
    "policy": (
        f'game:GetService("PolicyService"):GetPolicyInfoForPlayerAsync({ADA})',
        "PolicyService:GetPolicyInfoForPlayerAsync() failed: {}",
    ),
    "localization": (
        f'game:GetService("LocalizationService"):GetCountryRegionForPlayerAsync({ADA})',
        "LocalizationService:GetCountryRegionForPlayerAsync() failed: {}",
    ),
    "asset": (
        'game:GetService("InsertService"):LoadAsset(5)',
        "InsertService:LoadAsset() failed: {}",
    ),
    "social": (
        'game:GetService("SocialService"):GetPartyAsync("p")',
        "SocialService:GetPartyAsync() failed: {}",
    ),
    "text": (
        f'game:GetService("TextService"):FilterStringAsync("hi", {ADA}.UserId)',
        "TextService:FilterStringAsync() failed: {}",
    ),
    "marketplace": (
        f'game:GetService("MarketplaceService"):UserOwnsGamePassAsync({ADA}.UserId, 3)',
        "MarketplaceService:UserOwnsGamePassAsync() failed because {}",
    ),
    "teleport": (
        'game:GetService("TeleportService"):ReserveServerAsync(9)',
        "TeleportService:ReserveServerAsync() failed: {}",
    ),
}

FAULTS = {
    "badge": BadgeFault,
    "user": UserFault,
    "group": GroupFault,
    "players": AccountFault,
    "policy": PolicyFault,
    "localization": LocalizationFault,
    "asset": AssetFault,
    "social": SocialFault,
    "text": TextFault,
    "marketplace": MarketplaceFault,
    "teleport": TeleportFault,
}

REASONS = {
    "error": "HTTP 500 (Internal Server Error)",
    "outage": "HTTP 503 (Service Unavailable)",
    "throttle": "HTTP 429 (Too Many Requests)",
}


@pytest.fixture
def universe() -> Universe:
    universe = Universe(seed=1)
    universe.badges.declare(7, "First")
    universe.groups.declare(5, "Crew")
    universe.assets.declare(5)
    universe.start_server(players=["Ada"])
    return universe


def outcome(universe: Universe, call: str) -> tuple[object, float]:
    """The error of a call (None when it works) and the seconds it took."""
    begin = universe.now_seconds
    found = universe.servers[0].run(
        f"local ok, text = pcall(function() return {call} end) return if ok then nil else text"
    )
    return found, universe.now_seconds - begin


@pytest.mark.parametrize("kind", ["error", "outage", "throttle"])
@pytest.mark.parametrize("service", CALLS)
def test_a_call_fails_once_in_the_words_of_its_service(
    universe: Universe, service: str, kind: str
) -> None:
    call, form = CALLS[service]
    assert outcome(universe, call)[0] is None
    fault = FAULTS[service].outage(0, 60) if kind == "outage" else getattr(FAULTS[service], kind)()
    universe.faults.add(fault.once())
    assert outcome(universe, call)[0] == form.format(REASONS[kind])
    assert outcome(universe, call)[0] is None
    assert not universe.faults.unused()


@pytest.mark.parametrize("service", CALLS)
def test_a_text_of_ones_own_is_used_word_for_word(universe: Universe, service: str) -> None:
    universe.faults.add(FAULTS[service].error().saying("out of order"))
    assert outcome(universe, CALLS[service][0])[0] == "out of order"


@pytest.mark.parametrize("service", CALLS)
def test_latency_is_what_the_fault_says(universe: Universe, service: str) -> None:
    universe.faults.add(FAULTS[service].latency(2.5))
    assert outcome(universe, CALLS[service][0]) == (None, pytest.approx(2.5))


@pytest.mark.parametrize(
    ("fault", "bites"),
    [
        (BadgeFault.error().named("7"), True),
        (BadgeFault.error().named("8"), False),
        (BadgeFault.error().on("AwardBadgeAsync"), True),
        (BadgeFault.error().on("UserHasBadgeAsync"), False),
        (BadgeFault.error().on_server(1), False),
    ],
)
def test_filters_are_method_badge_and_server(universe: Universe, fault: Fault, bites: bool) -> None:
    universe.faults.add(fault)
    assert (outcome(universe, CALLS["badge"][0])[0] is not None) is bites


def test_a_user_is_a_key(universe: Universe) -> None:
    user = str(universe.accounts.obtain("Ada").user_id)
    universe.faults.add(BadgeFault.error().keyed(user).once())
    universe.faults.add(AccountFault.error().keyed(user).once())
    universe.faults.add(AccountFault.error().keyed("1"))
    for service in ("badge", "players"):
        assert outcome(universe, CALLS[service][0])[0] is not None
        assert outcome(universe, CALLS[service][0])[0] is None


def test_a_badge_can_be_there_although_its_award_failed(universe: Universe) -> None:
    universe.faults.add(BadgeFault.error_after_write())
    assert outcome(universe, CALLS["badge"][0])[0] is not None
    assert universe.badges.has("Ada", 7)
    has = CALLS["badge"][0].replace("AwardBadgeAsync", "UserHasBadgeAsync")
    assert outcome(universe, has)[0] is None, "what only looks is not concerned"


def test_a_late_reply_comes_after_the_badge(universe: Universe) -> None:
    universe.faults.add(BadgeFault.late_reply(5))
    server = universe.servers[0]
    server.spawn(server.run(f"return function() {CALLS['badge'][0]} end"))
    universe.run_for(seconds=1)
    assert universe.badges.has("Ada", 7)


def test_a_ban_can_be_in_force_although_it_failed(universe: Universe) -> None:
    universe.faults.add(AccountFault.error_after_write().on("BanAsync"))
    user_id = universe.accounts.obtain("Ada").user_id
    texts = 'Duration = -1, DisplayReason = "a", PrivateReason = "b"'
    ban = f'game:GetService("Players"):BanAsync({{ UserIds = {{{user_id}}}, {texts} }})'
    assert outcome(universe, ban)[0] == "Players:BanAsync() failed: " + REASONS["error"]
    assert not universe.servers[0].players


def test_the_filter_blocks_everything_for_once(universe: Universe) -> None:
    universe.faults.add(TextFault.blocking().first(1))
    source = f"""
        local result = {CALLS["text"][0]}
        return result:GetNonChatStringForBroadcastAsync(), result:GetNonChatStringForUserAsync(1)
    """
    assert universe.servers[0].run(source) == ("##", "hi")


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        (AnalyticsFault.loss().once(), [2, 3]),
        (AnalyticsFault.loss().on("LogCustomEvent"), []),
        (AnalyticsFault.loss().on("LogEconomyEvent"), [1, 2, 3]),
        (AnalyticsFault.loss().named("Bob"), [1, 2, 3]),
        (AnalyticsFault.outage(0, 60), []),
        (AnalyticsFault.outage(60, 61), [1, 2, 3]),
    ],
)
def test_events_disappear_and_nothing_tells(
    universe: Universe, fault: Fault, kept: list[int]
) -> None:
    universe.faults.add(fault)
    server = universe.servers[0]
    server.run(f"""
        for i = 1, 3 do game:GetService("AnalyticsService"):LogCustomEvent({ADA}, "e", i) end
    """)
    analytics: Any = server.game.service("AnalyticsService")
    assert [event.arguments[1] for event in analytics.events] == kept
    assert analytics.lost == 3 - len(kept)
