"""Rule profiles: the documented numbers, and overriding one of them."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.profiles import PROFILES, Profile, Rate, profile


def test_a_rate_grows_with_its_unit() -> None:
    assert [Rate(60, 40).at(units) for units in (0, 1, 10)] == [60, 100, 460]


@pytest.mark.parametrize(
    ("kind", "players", "current", "legacy"),
    [  # CD-ERR, server limits
        ("StandardRead", 0, 60, 60),
        ("StandardRead", 10, 460, 160),
        ("StandardWrite", 10, 460, 160),
        ("StandardList", 10, 25, 25),
        ("StandardRemove", 10, 460, 460),
        ("OrderedWrite", 10, 80, 80),
        ("RemoveVersionAsync", 10, 25, 25),
    ],
)
def test_requests_per_minute_are_the_documented_ones(
    kind: str, players: int, current: int, legacy: int
) -> None:
    assert profile("2026").datastore.requests_per_minute[kind].at(players) == current
    assert profile("legacy").datastore.requests_per_minute[kind].at(players) == legacy


def test_the_legacy_profile_is_stricter() -> None:
    rules = profile("legacy")
    assert rules.datastore.write_cooldown_us == 6_000_000
    assert rules.messaging.sent_by_universe_per_minute == 150
    assert profile("2026").messaging.sent_by_universe_per_minute is None


def test_one_number_can_be_overridden() -> None:
    base = profile("2026")
    changed = base.override(datastore__queue_length_max=5, http__requests_per_minute=7)
    assert changed.datastore.queue_length_max == 5
    assert changed.http.requests_per_minute == 7
    assert base.datastore.queue_length_max == 30
    assert changed.messaging == base.messaging


@pytest.mark.parametrize(
    "name", ["datastore__nothing", "queue_length_max", "nothing__x", "name__x"]
)
def test_an_unknown_rule_is_refused_by_name(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        profile("2026").override(**{name: 1})


def test_a_profile_is_found_by_name_or_passes_through() -> None:
    own = Profile("own")
    assert profile(own) is own
    assert profile("legacy") is PROFILES["legacy"]
    with pytest.raises(UsageError, match="2026, legacy"):
        profile("1999")
