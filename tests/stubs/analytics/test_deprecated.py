"""The deprecated Fire methods (class page AnalyticsService)."""

from __future__ import annotations

import pytest

HEAD = "local A, ada = game:GetService('AnalyticsService'), game.Players.Player0 "


@pytest.fixture
def cloud(make_cloud):
    return make_cloud(players=1)


def service(cloud):
    return cloud.server.game.service("AnalyticsService")


@pytest.mark.rule(
    "AnalyticsService.FireCustomEvent", "AnalyticsService.FireInGameEconomyEvent",
    "AnalyticsService.FireLogEvent", "AnalyticsService.FirePlayerProgressionEvent",
    source="class page AnalyticsService",
)  # fmt: skip
@pytest.mark.parametrize(
    ("call", "kind", "player", "arguments"),
    [
        ("FireCustomEvent(ada, 'Jump', { a = 1 })", "FireCustomEvent", "Player0",
         ("Jump", {"a": 1})),
        ("FireCustomEvent(nil, 'Jump')", "FireCustomEvent", "", ("Jump", None)),
        ("FireInGameEconomyEvent(ada, 'Car', Enum.AnalyticsEconomyAction.Spend, 'Vehicle', 5,"
         " 'Gold', nil, 'x')", "FireInGameEconomyEvent", "Player0",
         ("Car", "Spend", "Vehicle", 5, "Gold", None, "x")),
        ("FireLogEvent(ada, Enum.AnalyticsLogLevel.Error, 'no', { stackTrace = 't' })",
         "FireLogEvent", "Player0", ("Error", "no", {"stackTrace": "t"}, None)),
        ("FirePlayerProgressionEvent(ada, 'Tower', Enum.AnalyticsProgressionStatus.Begin)",
         "FirePlayerProgressionEvent", "Player0", ("Tower", "Begin", None, None, None)),
    ],
)  # fmt: skip
def test_events_are_kept_with_their_arguments(cloud, call, kind, player, arguments):
    cloud.run(f"{HEAD} A:{call}")
    assert service(cloud).events == [(kind, player, arguments, {})]
    assert cloud.output("error") == []


LIMITS = [
    ("FireCustomEvent(ada, ('x'):rep({}))", 50, "eventCategory"),
    ("FireCustomEvent(ada, 'x', ('x'):rep({} - 2))", 500, "customData"),
    ("FireLogEvent(ada, 'Error', ('x'):rep({}))", 500, "message"),
    ("FireLogEvent(ada, 'Error', 'x', {{ stackTrace = ('x'):rep({}) }})", 1000, "stackTrace"),
    ("FirePlayerProgressionEvent(ada, ('x'):rep({}), 'Begin')", 50, "category"),
    ("FirePlayerProgressionEvent(ada, 'x', 'Begin', {{ k = ('x'):rep({}) }})", 50, "location"),
    ("FirePlayerProgressionEvent(ada, 'x', 'Begin', pairs_of({}))", 5, "location"),
    ("FirePlayerProgressionEvent(ada, 'x', 'Begin', nil, pairs_of({}))", 5, "statistics"),
]


@pytest.mark.rule(
    "analytics.fire_text_characters_max", "analytics.fire_data_characters_max",
    "analytics.fire_trace_characters_max", "analytics.fire_pairs_max",
    source="class page AnalyticsService",
)  # fmt: skip
@pytest.mark.parametrize(("call", "limit", "what"), LIMITS)
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_what_is_too_long_is_dropped_with_an_error_in_the_output(cloud, call, limit, what, over):
    pairs = """
        local function pairs_of(count)
            local found = {}
            for i = 1, count do found["k" .. i] = "v" end
            return found
        end
    """
    cloud.run(f"{HEAD}{pairs} A:{call.format(limit + over)}")
    errors = cloud.output("error")
    assert len(service(cloud).events) == (over <= 0)
    assert len(errors) == (over > 0)
    assert not errors or what in errors[0]


def test_events_over_the_limit_per_minute_are_dropped_with_an_error(cloud):
    cloud.run(f"{HEAD} for _ = 1, 141 do A:FireCustomEvent(ada, 'x') end")
    assert len(service(cloud).events) == 140
    assert cloud.output("error") == [
        "AnalyticsService:FireCustomEvent() too many events; event dropped"
    ]


@pytest.mark.rule(
    "AnalyticsService.FireEvent", "analytics.error.ApiKey", "analytics.error.Category",
    "analytics.error.Parse", "analytics.error.Utf8", "analytics.error.TooLong",
    "analytics.fire_value_bytes_max", source="class page AnalyticsService",
)  # fmt: skip
@pytest.mark.parametrize(
    ("key", "arguments", "text"),
    [
        ("", "'x', 1", "The ApiKey is invalid."),
        ("k", "'x', { a = 1 }", None),
        ("k", "'a,b', 1", 'AnalyticsService: , " and \\r\\n are not allowed in category.'),
        ("k", "'a\\n', 1", 'AnalyticsService: , " and \\r\\n are not allowed in category.'),
        ("k", "'x', '\\255'", "AnalyticsService can only accept valid UTF-8 characters."),
        ("k", "'x', { print }", "AnalyticsService failed in parse event value. Error: "),
        ("k", "'x', ('x'):rep(1021)", None),
        ("k", "'x', ('x'):rep(1022)", None),
        ("k", "'x', ('x'):rep(1023)", "AnalyticsService: The event value you fired is too long."),
    ],
)
def test_an_event_for_playfab_has_its_own_errors(cloud, key, arguments, text):
    service(cloud).api_key = key
    found = cloud.error(f"game:GetService('AnalyticsService'):FireEvent({arguments})")
    assert found == text if text is None else str(found).startswith(text)
    assert len(service(cloud).events) == (text is None)
