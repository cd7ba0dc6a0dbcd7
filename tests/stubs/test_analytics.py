"""AnalyticsService: events are kept for the test (cloud-services.md 9.5)."""

import pytest

from bridge.stubs.analytics import AnalyticsEvent

HEAD = "local A, ada = game:GetService('AnalyticsService'), game.Players.Player0 "


@pytest.mark.parametrize(
    ("call", "event"),
    [
        ("LogCustomEvent(ada, 'Jump')", ("custom", ("Jump", 1.0), {})),
        (
            "LogCustomEvent(ada, 'Jump', 3, { Custom01 = 'x' })",
            ("custom", ("Jump", 3.0), {"Custom01": "x"}),
        ),
        (
            "LogEconomyEvent(ada, Enum.AnalyticsEconomyFlowType.Source, 'Coins', 5, 10, 'Shop')",
            ("economy", ("Source", "Coins", 5.0, 10.0, "Shop", ""), {}),
        ),
        ("LogFunnelStepEvent(ada, 'Shop', 's', 2)", ("funnel", ("Shop", "s", 2, ""), {})),
        ("LogOnboardingFunnelStepEvent(ada, 1, 'In')", ("onboarding", (1, "In"), {})),
        ("LogProgressionStartEvent(ada, 'Tower', 2)", ("progression start", ("Tower", 2, ""), {})),
        (
            "LogProgressionCompleteEvent(ada, 'Tower', 2)",
            ("progression complete", ("Tower", 2, ""), {}),
        ),
        ("LogProgressionFailEvent(ada, 'Tower', 2)", ("progression fail", ("Tower", 2, ""), {})),
    ],
)
def test_events_are_kept_with_their_arguments(make_cloud, call, event):
    cloud = make_cloud(players=1)
    cloud.run(f"{HEAD} A:{call}")
    kind, arguments, fields = event
    assert cloud.server.game.service("AnalyticsService").events == [
        AnalyticsEvent(kind, "Player0", arguments, fields)
    ]


@pytest.mark.parametrize(("count", "fails"), [(2, False), (3, False), (4, True)])
def test_an_event_has_three_custom_fields_at_most(make_cloud, count, fails):
    cloud = make_cloud(players=1)
    fields = ", ".join(f"f{number} = 1" for number in range(count))
    call = f"A:LogCustomEvent(ada, 'x', 1, {{ {fields} }})"
    assert cloud.run(f"{HEAD} return (pcall(function() {call} end))") is not fails


def test_only_players_have_events(cloud):
    call = "game:GetService('AnalyticsService'):LogCustomEvent(workspace, 'x')"
    assert cloud.run(f"return (pcall(function() {call} end))") is False


@pytest.mark.parametrize("players", [1, 3])
def test_events_over_the_limit_per_minute_are_dropped(make_cloud, players):
    cloud = make_cloud(players=players)
    service = cloud.server.game.service("AnalyticsService")
    limit = 120 + 20 * players
    source = f"{HEAD} for _ = 1, ... do A:LogCustomEvent(ada, 'Jump') end"
    cloud.run(source, limit - 1)
    cloud.run(source, 1)
    assert (len(service.events), service.dropped) == (limit, 0)
    cloud.run(source, 1)
    assert (len(service.events), service.dropped) == (limit, 1)
    cloud.universe.run_for(seconds=60)
    cloud.run(source, limit)
    assert (len(service.events), service.dropped) == (2 * limit, 1)
