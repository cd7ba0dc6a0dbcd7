"""AnalyticsService: events are kept for the test (cloud-services.md 9.5)."""

import pytest

from bridge.stubs.analytics import AnalyticsEvent

HEAD = "local A, ada = game:GetService('AnalyticsService'), game.Players.Player0 "


@pytest.mark.rule(
    "AnalyticsService.LogCustomEvent", "AnalyticsService.LogEconomyEvent",
    "AnalyticsService.LogFunnelStepEvent", "AnalyticsService.LogOnboardingFunnelStepEvent",
    "AnalyticsService.LogProgressionStartEvent", "AnalyticsService.LogProgressionCompleteEvent",
    "AnalyticsService.LogProgressionFailEvent", "AnalyticsService.LogProgressionEvent",
    "AnalyticsService.LogJourneyEvent", source="class page AnalyticsService",
)  # fmt: skip
@pytest.mark.parametrize(
    ("call", "event"),
    [
        ("LogCustomEvent(ada, 'Jump')", ("custom", ("Jump", 1.0), {})),
        (
            "LogCustomEvent(ada, 'Jump', 3, { CustomField01 = 'x' })",
            ("custom", ("Jump", 3.0), {"CustomField01": "x"}),
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
        (
            "LogProgressionEvent(ada, 'Tower', Enum.AnalyticsProgressionType.Custom, 2, 'Roof')",
            ("progression", ("Tower", "Custom", 2, "Roof"), {}),
        ),
        ("LogJourneyEvent(ada, 'Quest', 'Gate')", ("journey", ("Quest", "Gate", ""), {})),
    ],
)
def test_events_are_kept_with_their_arguments(make_cloud, call, event):
    cloud = make_cloud(players=1)
    cloud.run(f"{HEAD} A:{call}")
    kind, arguments, fields = event
    assert cloud.server.game.service("AnalyticsService").events == [
        AnalyticsEvent(kind, "Player0", arguments, fields)
    ]


@pytest.mark.rule("analytics.custom_fields_max", source="CD-AN")
@pytest.mark.parametrize(("count", "kept"), [(2, 2), (3, 3), (4, 3)])
def test_an_event_has_three_custom_fields_and_what_else_it_has_is_ignored(make_cloud, count, kept):
    cloud = make_cloud(players=1)
    fields = ", ".join(f"CustomField0{number} = {number}" for number in range(1, count + 1))
    cloud.run(f"{HEAD} A:LogCustomEvent(ada, 'x', 1, {{ {fields}, other = 1 }})")
    (event,) = cloud.server.game.service("AnalyticsService").events
    assert event.fields == {f"CustomField0{number}": number for number in range(1, kept + 1)}


def test_only_players_have_events(cloud):
    call = "game:GetService('AnalyticsService'):LogCustomEvent(workspace, 'x')"
    assert cloud.run(f"return (pcall(function() {call} end))") is False


@pytest.mark.rule("analytics.events_per_minute", source="class page AnalyticsService")
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


@pytest.mark.rule("analytics.events_per_minute", source="class page AnalyticsService")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_each_server_reports_by_the_number_of_its_own_players(make_cloud, servers):
    """Documented of the deprecated methods, which share the limit: "each game server"."""
    cloud = make_cloud(players=1, servers=servers)
    for server in cloud.servers[1:]:
        for number in range(1 + server.index % 3):
            server.join(f"P{server.index}_{number}")
    for on in sorted({0, servers // 2, servers - 1}):
        service = cloud.servers[on].game.service("AnalyticsService")
        limit = 120 + 20 * len(cloud.servers[on].players)
        source = """
            local player = game.Players:GetPlayers()[1]
            for _ = 1, ... do game:GetService("AnalyticsService"):LogCustomEvent(player, "x") end
        """
        for count, expected in ((limit - 1, limit - 1), (1, limit), (1, limit)):
            cloud.run(source, count, on=on)
            assert len(service.events) == expected
        assert service.dropped == 1


SEGMENTS = f"""{HEAD}
    local s = A:GetPlayerSegmentsAsync(ada)
    return s.HasData, s.WhenUserFirstPlayed == Enum.WhenUserFirstPlayed.Days0To30,
        s.ActivePayerStatus.Name, s.PlatformSpenderStatus.Name
"""


@pytest.mark.rule("AnalyticsService.GetPlayerSegmentsAsync", source="class page AnalyticsService")
def test_segments_have_data_where_a_test_gives_some(make_cloud):
    cloud = make_cloud(players=1)
    assert cloud.run(SEGMENTS) == (False, False, "Unknown", "Unknown")
    cloud.universe.analytics.set_segments(
        "Player0", WhenUserFirstPlayed="Days0To30", PlatformSpenderStatus="Active"
    )
    assert cloud.run(SEGMENTS) == (True, True, "Unknown", "Active")


def test_what_is_over_a_daily_limit_is_counted_as_dropped(make_cloud):
    cloud = make_cloud(players=1, analytics__custom_events_max=1)
    cloud.run(f"{HEAD} A:LogCustomEvent(ada, 'Jump') A:LogCustomEvent(ada, 'Run')")
    service = cloud.server.game.service("AnalyticsService")
    assert (len(service.events), service.dropped) == (1, 1)
