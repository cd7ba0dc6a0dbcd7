"""Rule profiles: the documented numbers, and overriding one of them."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.profiles import PROFILES, Profile, Rate, profile


@pytest.mark.rule(
    "datastore.requests_per_minute", "datastore.experience_per_minute", source="CD-ERR"
)
@pytest.mark.parametrize(
    ("rule", "kind", "players", "limit"),
    [
        ("requests_per_minute", "StandardRead", 0, 60),
        ("requests_per_minute", "StandardRead", 10, 460),
        ("requests_per_minute", "StandardWrite", 10, 460),
        ("requests_per_minute", "StandardList", 10, 25),
        ("requests_per_minute", "StandardRemove", 10, 460),
        ("requests_per_minute", "OrderedRead", 10, 460),
        ("requests_per_minute", "OrderedWrite", 10, 80),
        ("requests_per_minute", "OrderedList", 10, 25),
        ("requests_per_minute", "OrderedRemove", 10, 80),
        ("requests_per_minute", "RemoveVersionAsync", 10, 25),
        ("experience_per_minute", "Read", 10, 700),
        ("experience_per_minute", "Write", 10, 500),
        ("experience_per_minute", "List", 10, 320),
        ("experience_per_minute", "Remove", 10, 700),
    ],
)
def test_rates_of_2026_are_the_documented_ones(
    rule: str, kind: str, players: int, limit: int
) -> None:
    assert getattr(profile("2026").datastore, rule)[kind].at(players) == limit


def test_one_number_can_be_overridden() -> None:
    base = profile("2026")
    changed = base.override(datastore__queue_length_max=5, http__requests_per_minute=7)
    assert changed.datastore.queue_length_max == 5
    assert changed.http.requests_per_minute == 7
    assert base.datastore.queue_length_max == 30
    assert changed.messaging == base.messaging


def test_one_request_type_can_be_overridden() -> None:
    base = profile("2026").datastore.requests_per_minute
    changed = profile("2026").override(
        datastore__requests_per_minute__StandardRead=(10, 2),
        datastore__requests_per_minute__StandardList=7,
        datastore__experience_per_minute__Read=Rate(1),
    )
    rates = changed.datastore.requests_per_minute
    assert (rates["StandardRead"], rates["StandardList"]) == (Rate(10, 2), Rate(7))
    assert changed.datastore.experience_per_minute["Read"] == Rate(1)
    others = set(base) - {"StandardRead", "StandardList"}
    assert all(rates[kind] == base[kind] for kind in others)
    assert profile("2026").datastore.requests_per_minute["StandardRead"] == Rate(60, 40)


def test_a_rate_is_written_as_a_number_or_a_pair() -> None:
    changed = profile("2026").override(
        messaging__sent_per_minute=9, messaging__subscriptions=(1, 2)
    )
    assert changed.messaging.sent_per_minute == Rate(9)
    assert changed.messaging.subscriptions == Rate(1, 2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("datastore__requests_per_minute__Reads", "no part 'Reads'; its parts: StandardRead"),
        ("datastore__queue_length_max__x", "no part 'x'; its parts: none"),
    ],
)
def test_an_unknown_part_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(UsageError, match=text):
        profile("2026").override(**{name: 1})


@pytest.mark.parametrize(
    "name", ["datastore__nothing", "queue_length_max", "nothing__x", "name__x"]
)
def test_an_unknown_rule_is_refused_by_name(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        profile("2026").override(**{name: 1})


def test_a_profile_is_found_by_name_or_passes_through() -> None:
    own = Profile("own")
    assert profile(own) is own
    assert profile("2022") is PROFILES["2022"]
    with pytest.raises(UsageError, match="2026, 2022, 2018"):
        profile("1999")
