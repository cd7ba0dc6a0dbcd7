"""MessagingService as scripts see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.faults import MessagingFault
from bridge.stubs.profiles import Rate
from bridge.tools.simulation import ServerSettings

SERVICE = 'local service = game:GetService("MessagingService") '
EXPRESSION = 'game:GetService("MessagingService")'


def listen(cloud, on: int = 0) -> None:
    cloud.servers[on].run(
        f"""{SERVICE}
        shared.got = {{}}
        shared.connection = service:SubscribeAsync("t", function(message)
            table.insert(shared.got, message.Data)
            shared.last = message
        end)
        """
    )


def received(cloud, on: int = 0) -> object:
    return cloud.run('return table.concat(shared.got, " ")', on=on)


def publish(cloud, count: int = 1, on: int = 0) -> list[object]:
    """Error texts of that many publishes in one instant; None where there was none."""
    return [cloud.error(f'{EXPRESSION}:PublishAsync("t", {n + 1})', on=on) for n in range(count)]


@pytest.mark.rule(
    "MessagingService.PublishAsync",
    "MessagingService.SubscribeAsync",
    source="class page MessagingService",
)
def test_all_subscribed_servers_get_it_the_publisher_included(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=3)
    listen(cloud, 0)
    listen(cloud, 1)
    assert publish(cloud) == [None]
    cloud.universe.run_for(seconds=3)
    assert [received(cloud, on) for on in (0, 1)] == ["1", "1"]
    assert cloud.universe.topics.history("t")[0].receivers == 2


@pytest.mark.rule("MessagingService.SubscribeAsync", source="class page MessagingService")
def test_the_message_has_data_and_the_time_it_was_sent(cloud) -> None:
    listen(cloud)
    cloud.run(f'{SERVICE} service:PublishAsync("t", {{a = {{1, 2}}}})')
    sent = cloud.universe.now_seconds + cloud.universe.epoch_us / 1e6
    cloud.universe.run_for(seconds=3)
    values = cloud.run("return shared.last.Data.a[2], shared.last.Sent")
    assert values[0] == 2
    assert abs(values[1] - sent) < 0.1


@pytest.mark.rule(
    "MessagingService.PublishAsync",
    "messaging.latency_minimum_us",
    "messaging.latency_maximum_us",
    source="class page MessagingService",
)
def test_publishing_yields_until_the_backend_has_the_message(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True)
    source = f"""{SERVICE}
        local begin = os.clock()
        service:PublishAsync("t", 1)
        return os.clock() - begin
    """
    took = cloud.run(source)
    assert 0.02 <= took <= 0.25


@pytest.mark.rule("MessagingService.SubscribeAsync", source="class page MessagingService")
def test_disconnect_ends_deliveries(cloud) -> None:
    listen(cloud)
    publish(cloud)
    cloud.universe.run_for(seconds=3)
    cloud.run("shared.connection:Disconnect()")
    publish(cloud)
    cloud.universe.run_for(seconds=3)
    assert received(cloud) == "1"
    assert cloud.universe.topics.subscribers("t") == ()


@pytest.mark.rule("MessagingService.SubscribeAsync", source="class page MessagingService")
def test_each_subscription_runs_with_a_table_of_its_own(cloud) -> None:
    source = f"""{SERVICE}
        shared.seen = {{}}
        for i = 1, 2 do
            service:SubscribeAsync("t", function(message)
                table.insert(shared.seen, message.Data.n)
                message.Data.n = 99
            end)
        end
        service:PublishAsync("t", {{n = 5}})
    """
    cloud.run(source)
    cloud.universe.run_for(seconds=3)
    assert cloud.run('return table.concat(shared.seen, " ")') == "5 5"
    assert cloud.universe.topics.statistics().delivered == 1


def test_a_callback_that_fails_does_not_stop_the_others(cloud) -> None:
    source = f"""{SERVICE}
        service:SubscribeAsync("t", function() error("broken") end)
        service:SubscribeAsync("t", function(message) shared.seen = message.Data end)
        service:PublishAsync("t", 1)
    """
    cloud.run(source)
    cloud.universe.run_for(seconds=3)
    assert cloud.run("return shared.seen") == 1
    assert len(cloud.server.errors) == 1


def test_a_server_that_is_gone_gets_nothing(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    listen(cloud, 1)
    cloud.servers[1].crash()
    publish(cloud)
    cloud.universe.run_for(seconds=3)
    assert cloud.universe.topics.subscribers("t") == ()
    assert cloud.universe.topics.statistics().delivered == 0


@pytest.mark.rule(
    "messaging.topic_characters_max",
    "messaging.error.empty_topic",
    "messaging.error.long_topic",
    source="class page MessagingService, W-NPM",
)
@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, "MessagingService: Topic names cannot be empty."),
        (1, None),
        (79, None),
        (80, None),
        (81, "MessagingService: Topic names cannot be more than 80 characters."),
    ],
)
@pytest.mark.parametrize("call", ["PublishAsync({}, 1)", "SubscribeAsync({}, print)"])
def test_topics_have_1_to_80_characters(cloud, length: int, text: str | None, call: str) -> None:
    name = '"' + "t" * length + '"'
    assert cloud.error(f"{EXPRESSION}:{call.format(name)}") == text


@pytest.mark.rule("messaging.message_bytes_max", "messaging.error.large_message", source="CD-MSGG")
@pytest.mark.parametrize("size", [1023, 1024, 1025])
def test_a_payload_has_at_most_1024_bytes_of_json(cloud, size: int) -> None:
    error = cloud.error(f'{EXPRESSION}:PublishAsync("t", string.rep("x", {size - 2}))')
    text = "MessagingService: Messages cannot be more than 1024 bytes."
    assert error == (text if size > 1024 else None)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ('"t"', "Argument 2 missing or nil"),
        ("nil, 1", "Argument 1 missing or nil"),
    ],
)
def test_missing_arguments_are_named(cloud, arguments: str, text: str) -> None:
    assert cloud.error(f"{EXPRESSION}:PublishAsync({arguments})") == text


@pytest.mark.rule("messaging.error.unstorable", source="inferred")
def test_what_json_cannot_hold_is_refused(cloud) -> None:
    assert "JSON" in str(cloud.error(f'{EXPRESSION}:PublishAsync("t", print)'))


@pytest.mark.rule("MessagingService.SubscribeAsync", source="class page MessagingService")
def test_a_script_that_is_destroyed_is_subscribed_no_longer(make_cloud: Callable) -> None:
    cloud = make_cloud()
    source = f"""{SERVICE}
        for number = 1, 20 do
            service:SubscribeAsync("t" .. number, function(message) print(message.Data) end)
        end
    """
    server = cloud.universe.start_server(scripts={"ServerScriptService.Main": source})
    cloud.universe.run_for(seconds=1)
    assert cloud.universe.topics.subscribers("t7") == (1,)
    server.run("game.ServerScriptService.Main:Destroy()")
    assert cloud.universe.topics.subscribers("t7") == ()
    cloud.servers.append(server)
    assert cloud.error(f'{EXPRESSION}:SubscribeAsync("t", print)', on=1) is None
    cloud.universe.topics.publish("t7", 1)
    cloud.universe.run_for(seconds=3)
    assert server.output == []


@pytest.mark.rule("MessagingService.PublishAsync", source="class page MessagingService")
def test_studio_and_live_servers_do_not_hear_each_other(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    settings = ServerSettings(environment="studio")
    cloud.servers += [cloud.universe.start_server(settings=settings) for _ in range(2)]
    for on in range(4):
        listen(cloud, on)
    publish(cloud, on=0)
    cloud.universe.run_for(seconds=3)
    publish(cloud, 2, on=2)
    cloud.universe.run_for(seconds=3)
    assert [received(cloud, on) for on in range(4)] == ["1", "1", "1 2", "1 2"]


# -- limits -----------------------------------------------------------------------------------


@pytest.mark.rule(
    "messaging.sent_per_minute", "messaging.error.throttled", source="class page MessagingService"
)
@pytest.mark.parametrize(("players", "limit"), [(0, 10), (2, 14)])
def test_a_server_sends_so_many_messages_a_minute(
    make_cloud: Callable, players: int, limit: int
) -> None:
    cloud = make_cloud(players=players, messaging__sent_per_minute=Rate(10, 2))
    outcomes = publish(cloud, limit + 1)
    assert [error is None for error in outcomes] == [True] * limit + [False]
    assert "throttled" in str(outcomes[-1])
    cloud.universe.run_for(seconds=60)
    assert publish(cloud) == [None]


COUNT_PUBLISHED = f"""{SERVICE}
    local fine = 0
    for i = 1, ... do
        if pcall(service.PublishAsync, service, "t", i) then fine += 1 end
    end
    return fine
"""


@pytest.mark.rule("messaging.sent_per_minute", source="class page MessagingService")
@pytest.mark.parametrize("players", [0, 1, 3])
def test_a_server_sends_600_messages_a_minute_and_240_more_per_player(
    make_cloud: Callable, players: int
) -> None:
    cloud = make_cloud(players=players)
    limit = 600 + 240 * players
    assert cloud.run(COUNT_PUBLISHED, limit - 1) == limit - 1
    assert cloud.run(COUNT_PUBLISHED, 2) == 1
    cloud.universe.run_for(seconds=60)
    assert cloud.run(COUNT_PUBLISHED, 1) == 1


@pytest.mark.rule("messaging.sent_per_minute", source="class page MessagingService")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_each_server_sends_by_the_number_of_its_own_players(
    make_cloud: Callable, servers: int
) -> None:
    cloud = make_cloud(servers=servers, messaging__sent_per_minute=Rate(5, 2))
    for server in cloud.servers:
        for number in range(server.index % 3):
            server.join(f"P{server.index}_{number}")
    for on in range(servers):
        limit = 5 + 2 * (on % 3)
        assert cloud.run(COUNT_PUBLISHED, limit - 1, on=on) == limit - 1
        assert cloud.run(COUNT_PUBLISHED, 2, on=on) == 1


@pytest.mark.rule(
    "messaging.sent_by_universe_per_minute", source="older class page MessagingService"
)
@pytest.mark.parametrize("servers", [1, 3])
def test_the_seeds_profile_allows_150_a_minute_to_all_servers(
    make_cloud: Callable, servers: int
) -> None:
    cloud = make_cloud(messaging__sent_by_universe_per_minute=150, servers=servers)
    source = f"""{SERVICE}
        local fine = 0
        for i = 1, {160 // servers} do
            if pcall(service.PublishAsync, service, "t", i) then fine += 1 end
        end
        return fine
    """
    assert sum(cloud.run(source, on=on) for on in range(servers)) == 150


@pytest.mark.rule(
    "messaging.subscriptions", "messaging.error.subscriptions", source="class page MessagingService"
)
@pytest.mark.parametrize(("players", "limit"), [(0, 20), (1, 28), (3, 44)])
def test_a_server_has_so_many_subscriptions(make_cloud: Callable, players: int, limit: int) -> None:
    cloud = make_cloud(players=players)
    outcomes = [
        cloud.error(f'{EXPRESSION}:SubscribeAsync("t{n}", print)') for n in range(limit + 1)
    ]
    assert [error is None for error in outcomes] == [True] * limit + [False]


COUNT_SUBSCRIBED = f"""{SERVICE}
    local fine = 0
    for i = 1, ... do
        local ok, connection = pcall(service.SubscribeAsync, service, "t", print)
        if ok then fine += 1 connection:Disconnect() end
    end
    return fine
"""


@pytest.mark.rule(
    "messaging.subscribe_requests_per_minute",
    "messaging.error.subscribe_throttled",
    source="class page MessagingService",
)
@pytest.mark.parametrize(("players", "servers"), [(0, 1), (2, 1), (0, 3), (0, 50)])
def test_a_server_subscribes_at_most_240_times_a_minute(
    make_cloud: Callable, players: int, servers: int
) -> None:
    cloud = make_cloud(players=players, servers=servers)
    for on in {0, servers - 1}:
        assert cloud.run(COUNT_SUBSCRIBED, 239, on=on) == 239
        assert cloud.run(COUNT_SUBSCRIBED, 2, on=on) == 1
    assert cloud.error(f'{EXPRESSION}:SubscribeAsync("t", print)') == (
        "MessagingService: The request was throttled: too many subscriptions."
    )
    cloud.universe.run_for(seconds=60)
    assert cloud.run(COUNT_SUBSCRIBED, 1) == 1


@pytest.mark.rule("messaging.subscriptions", source="class page MessagingService")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_each_server_has_subscriptions_by_its_own_players(
    make_cloud: Callable, servers: int
) -> None:
    cloud = make_cloud(servers=servers, messaging__subscriptions=Rate(2, 1))
    for on in range(servers):
        for number in range(on % 3):
            cloud.servers[on].join(f"P{on}_{number}")
        limit = 2 + on % 3
        outcomes = [
            cloud.error(f'{EXPRESSION}:SubscribeAsync("t{n}", print)', on=on)
            for n in range(limit + 1)
        ]
        assert [error is None for error in outcomes] == [True] * limit + [False]
    assert len(cloud.universe.topics.subscribers("t0")) == servers


@pytest.mark.rule("messaging.received_by_topic_per_minute", source="class page MessagingService")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_all_servers_together_receive_so_much_of_a_topic(
    make_cloud: Callable, servers: int
) -> None:
    """Every server is subscribed, so that each message is received once by each of them."""
    cloud = make_cloud(
        servers=servers,
        messaging__received_by_topic_per_minute=Rate(10, 2),
        messaging__delivery_minimum_us=0,
        messaging__delivery_maximum_us=0,
    )
    for on in range(servers):
        listen(cloud, on)
    limit, count = 10 + 2 * servers, 10 // servers + 3
    for number in range(count):
        publish(cloud, on=number % servers)
    cloud.universe.run_for(seconds=1)
    statistics = cloud.universe.topics.statistics()
    assert (statistics.delivered, statistics.dropped) == (limit, count * servers - limit)


# -- faults -----------------------------------------------------------------------------------


@pytest.mark.rule("messaging.error.rejected", "messaging.error.disconnected", source="W-NPM")
@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (MessagingFault.error(), "MessagingService: HTTP 500 (Internal Server Error)"),
        (MessagingFault.error(text="as you like"), "as you like"),
        (MessagingFault.outage(0, 60), "MessagingService: Service disconnected."),
    ],
)
def test_a_failed_publish_is_not_delivered(cloud, fault, text: str) -> None:
    listen(cloud)
    cloud.universe.faults.add(fault)
    assert publish(cloud) == [text]
    assert cloud.universe.topics.history() == ()


def test_a_failed_publish_may_be_delivered_all_the_same(cloud) -> None:
    listen(cloud)
    cloud.universe.faults.add(MessagingFault.error_after_publish())
    assert publish(cloud) != [None]
    cloud.universe.run_for(seconds=3)
    assert received(cloud) == "1"


def test_a_failed_subscription_frees_its_place(cloud) -> None:
    cloud.universe.faults.add(MessagingFault.error(times=30, operations=("SubscribeAsync",)))
    outcomes = [cloud.error(f'{EXPRESSION}:SubscribeAsync("t", print)') for _ in range(31)]
    assert [error is None for error in outcomes] == [False] * 30 + [True]


def test_statistics_count_what_happened(cloud) -> None:
    listen(cloud)
    cloud.universe.faults.add(MessagingFault.error(times=1))
    publish(cloud, 3)
    cloud.universe.run_for(seconds=3)
    assert cloud.server.game.service("MessagingService").statistics() == (2, 1, 2, 1)


@pytest.mark.rule("messaging.error.throttled", source="class page MessagingService")
def test_a_publish_may_be_throttled_by_the_backend(cloud) -> None:
    cloud.universe.faults.add(MessagingFault.throttle(operations=("PublishAsync",), times=1))
    publish = 'game:GetService("MessagingService"):PublishAsync("t", 1)'
    assert "throttled" in cloud.error(publish)
    assert cloud.universe.topics.history() == ()
    assert cloud.error(publish) is None
