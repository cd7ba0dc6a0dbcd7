"""Budgets: rates, refill, caps, and the legacy types."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.stubs.datastore.budget import REQUEST_TYPES, Budgets
from bridge.stubs.profiles import DataStoreRules, Rate, profile

SECOND = 1_000_000
MINUTE = 60 * SECOND


def budgets(players: int = 0, rules: DataStoreRules | None = None) -> Budgets:
    return Budgets(rules or DataStoreRules(), lambda: players, 0)


@pytest.mark.rule("datastore.budget_start_minutes", source="reference 10: suggested default")
@pytest.mark.parametrize("players", [0, 1, 10])
def test_a_server_starts_with_one_minute_of_requests(players: int) -> None:
    budget = budgets(players)
    for _ in range(60 + 40 * players):
        assert budget.take("StandardRead", 0)
    assert not budget.take("StandardRead", 0)
    assert budget.available("StandardWrite", 0) == 60 + 40 * players


def test_buckets_refill_all_the_time() -> None:
    budget = budgets()
    budget.set("StandardRead", 0, 0)
    assert budget.wait_us("StandardRead", 0) == SECOND
    assert not budget.take("StandardRead", SECOND - 1)
    assert budget.take("StandardRead", SECOND)
    assert budget.available("StandardRead", SECOND + MINUTE) == 60


def test_refill_loses_nothing_to_rounding() -> None:
    budget = budgets(players=1)  # 100 per minute: one each 600 ms
    budget.set("StandardRead", 0, 0)
    taken = sum(budget.take("StandardRead", at * 7_001) for at in range(MINUTE // 7_001 + 1))
    assert taken in (99, 100)


@pytest.mark.parametrize(("at_us", "covered"), [(SECOND - 1, False), (SECOND, True)])
def test_a_request_is_covered_exactly_when_it_could_be_taken(at_us: int, covered: bool) -> None:
    budget = budgets()
    budget.set("StandardRead", 0, 0)
    assert not budget.covers("StandardRead", 0)
    assert budget.covers("StandardRead", at_us) is covered
    assert budget.take("StandardRead", at_us) is covered
    assert not budget.covers("StandardRead", at_us)


@pytest.mark.rule("datastore.budget_cap_minutes", source="M-MDS")
def test_at_most_three_minutes_are_saved() -> None:
    budget = budgets()
    assert budget.available("StandardRead", 3600 * SECOND) == 180


def test_players_change_the_rate() -> None:
    count = [0]
    budget = Budgets(DataStoreRules(), lambda: count[0], 0)
    budget.set("StandardRead", 0, 0)
    count[0] = 3  # 180 per minute
    budget.players_changed(2 * SECOND)  # until now 60 per minute
    assert budget.available("StandardRead", 2 * SECOND) == 2
    assert budget.available("StandardRead", 3 * SECOND) == 5


def test_a_closing_server_gets_at_least_150_seconds_worth() -> None:
    budget = budgets()
    budget.set("StandardWrite", 0, 0)
    budget.raise_for_closing(0)
    assert budget.available("StandardWrite", 0) == 150


@pytest.mark.rule(
    "DataStoreService.GetRequestBudgetForRequestType", source="CD-e:DataStoreRequestType"
)
def test_every_documented_type_has_a_budget() -> None:
    budget = budgets()
    assert len(REQUEST_TYPES) == 17
    shown = {kind: budget.available(kind, 0) for kind in REQUEST_TYPES}
    assert shown["OrderedList"] == 0  # documented
    assert [kind for kind, count in shown.items() if count <= 0] == ["OrderedList"]


@pytest.mark.rule("DataStoreRequestType.UpdateAsync", source="M-MDS, M-NDS")
def test_update_shows_the_lesser_of_read_and_write() -> None:
    budget = budgets()
    budget.set("StandardWrite", 7, 0)
    assert budget.available("UpdateAsync", 0) == 7
    assert budget.available("GetAsync", 0) == 60
    assert budget.available("SetIncrementAsync", 0) == 7


@pytest.mark.rule("datastore.request_buckets", source="CD-OLD DataStoreService")
def test_removes_used_the_write_budget_before_2026() -> None:
    budget = budgets(rules=profile("2022").datastore)
    budget.set("StandardWrite", 1, 0)
    assert budget.take("StandardRemove", 0)
    assert not budget.take("StandardWrite", 0)


def test_frozen_budgets_use_nothing_up() -> None:
    budget = budgets()
    budget.set("StandardRead", 1, 0)
    budget.freeze()
    assert all(budget.take("StandardRead", 0) for _ in range(100))


def test_a_rate_of_zero_never_refills() -> None:
    nothing = {"StandardRead": Rate(0)}
    rules = profile("2026").override(datastore__requests_per_minute=nothing).datastore
    budget = budgets(rules=rules)
    assert not budget.take("StandardRead", 3600 * SECOND)
    assert budget.wait_us("StandardRead", 3600 * SECOND) is None


@pytest.mark.parametrize(
    ("kind", "base", "per_player"),
    [("StandardRead", 10_000, 200), ("RemoveVersionAsync", 5, 2), ("SetIncrementAsync", 60, 40)],
)  # class page DataStoreService
def test_limits_are_set_within_their_range(kind: str, base: int, per_player: int) -> None:
    budget = budgets(players=1)
    budget.set_limit(kind, base - 1, per_player - 1, 0)
    budget.set_limit(kind, base, per_player, 0)
    with pytest.raises(StubError, match=f"between 0 and {base}"):
        budget.set_limit(kind, base + 1, 0, 0)
    with pytest.raises(StubError, match=f"between 0 and {per_player}"):
        budget.set_limit(kind, 0, per_player + 1, 0)
    with pytest.raises(StubError, match="between 0"):
        budget.set_limit(kind, -1, 0, 0)


@pytest.mark.parametrize("kind", ["UpdateAsync", "OnUpdate"])
def test_two_types_cannot_be_set(kind: str) -> None:
    with pytest.raises(StubError, match=kind):
        budgets().set_limit(kind, 1, 1, 0)


def test_a_limit_of_nothing_throttles_at_once() -> None:  # W-ST
    budget = budgets()
    budget.set_limit("StandardRead", 0, 0, 0)
    assert not budget.take("StandardRead", 0)
    assert budget.wait_us("StandardRead", 0) is None
    budget.set_limit("StandardRead", 600, 0, 0)
    assert budget.wait_us("StandardRead", 0) == SECOND // 10


def test_limits_of_legacy_types_change_nothing() -> None:  # W-ST
    budget = budgets()
    budget.set_limit("GetAsync", 0, 0, 0)
    assert budget.take("StandardRead", 0)


def test_several_requests_are_taken_together_or_not_at_all() -> None:
    budget = budgets()
    assert not budget.take("OrderedRead", 0, 61)
    assert budget.wait_us("OrderedRead", 0, 61) == SECOND
    assert budget.take("OrderedRead", 0, 60)
    assert budget.available("OrderedRead", 0) == 0
    assert budget.wait_us("OrderedRead", 0, 180) == 3 * MINUTE
    assert budget.wait_us("OrderedRead", 0, 181) is None
