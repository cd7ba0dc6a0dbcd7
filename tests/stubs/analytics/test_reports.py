"""The events of a universe as its dashboards show them (CD-AN)."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.analytics import AnalyticsEvent
from bridge.tools.simulation import Universe


@pytest.fixture
def reports():
    return Universe(seed=1).analytics


def event(kind, *arguments, player="Ada"):
    return AnalyticsEvent(kind, player, arguments, {})


EVENTS = {
    "custom_events_max": lambda n: event("custom", f"name{n}", 1.0),
    "currencies_max": lambda n: event("economy", "Source", f"coin{n}", 1.0, 1.0, "Shop", ""),
    "funnels_max": lambda n: event("funnel", f"funnel{n}", "", 1, ""),
    "funnel_steps_max": lambda n: event("funnel", "Shop", "", n, ""),
}


@pytest.mark.rule(
    "analytics.custom_events_max", "analytics.currencies_max", "analytics.funnels_max",
    "analytics.funnel_steps_max", source="CD-AN",
)  # fmt: skip
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize(
    ("rule", "limit"),
    [("custom_events_max", 100), ("currencies_max", 10), ("funnels_max", 10),
     ("funnel_steps_max", 100)],
)  # fmt: skip
def test_a_day_has_so_many_names_on_all_servers_together(servers, rule, limit):
    universe = Universe(seed=1)
    make, reports = EVENTS[rule], universe.analytics
    taken = [reports.add(n % servers, make(n)) for n in range(1, limit + 2)]
    assert taken == [True] * limit + [False]
    assert reports.add(0, make(1)), "a known name goes on"
    universe.run_for(hours=24)
    assert reports.add(0, make(limit + 1)), "limitations reset daily"


def test_the_onboarding_funnel_is_one_of_the_ten(reports):
    assert reports.add(0, event("onboarding", 1, ""))
    assert [reports.add(0, EVENTS["funnels_max"](n)) for n in range(10)] == [True] * 9 + [False]


def test_a_funnel_counts_walks_not_events(reports):
    for player, session, step in [
        ("Ada", "a", 1), ("Ada", "a", 2), ("Ada", "a", 2),  # repeated
        ("Ada", "b", 1),
        ("Bob", "a", 3),  # skipped 1 and 2
    ]:  # fmt: skip
        reports.add(0, event("funnel", "Shop", session, step, "", player=player))
    reports.add(0, event("onboarding", 1, ""))
    assert reports.funnel("Shop") == {1: 3, 2: 2, 3: 1}
    assert reports.funnel() == {1: 1}
    assert reports.funnel("Other") == {}


def test_wallets_sum_up_what_came_and_went(reports):
    for flow, amount, balance, player in [
        ("Source", 50.0, 50.0, "Ada"), ("Sink", 20.0, 30.0, "Ada"), ("Source", 5.0, 5.0, "Bob"),
    ]:  # fmt: skip
        reports.add(0, event("economy", flow, "Coins", amount, balance, "Shop", "", player=player))
    reports.add(0, event("economy", "Source", "Gems", 1.0, 1.0, "Shop", ""))
    assert reports.wallets("Coins") == (55.0, 20.0, {"Ada": 30.0, "Bob": 5.0})


def test_events_are_found_by_player_kind_server_and_time(make_cloud):
    cloud = make_cloud(servers=2)
    cloud.servers[1].join("Ada")
    cloud.universe.run_for(seconds=3)
    cloud.run("game:GetService('AnalyticsService'):LogCustomEvent(game.Players.Ada, 'x')", on=1)
    reports = cloud.universe.analytics
    (report,) = reports.reports
    assert (report.server, report.at_us) == (1, 3_000_000)
    assert reports.events == reports.of_player("Ada") == reports.of_kind("custom")
    assert reports.of_player("Bob") == reports.of_kind("funnel") == []


@pytest.mark.parametrize("segments", [{"Mood": "Good"}, {"ActivePayerStatus": "Rich"}])
def test_segments_are_the_engines(reports, segments):
    with pytest.raises(UsageError, match="is no segment"):
        reports.set_segments("Ada", **segments)
