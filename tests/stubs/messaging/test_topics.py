"""Topics: deliveries, order, faults, limits of receiving, the handle of a test."""

from __future__ import annotations

import pytest

from bridge.faults import Fault, FaultPlan, Faults, MessagingFault
from bridge.scheduler import Agenda, Clock, Streams
from bridge.stubs.messaging.topics import Message, Topics
from bridge.stubs.profiles import MessagingRules, profile

SECOND = 1_000_000


class Receiver:
    """A server that writes down what it gets and when."""

    def __init__(self, index: int, clock: Clock) -> None:
        self.index = index
        self.clock = clock
        self.alive = True
        self.got: list[tuple[str, int]] = []

    def deliver(self, message: Message) -> bool:
        if self.alive:
            self.got.append((message.text, self.clock.now_us))
        return self.alive

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.got]


class World:
    """Topics with an agenda of their own and two servers."""

    def __init__(
        self, *faults: Fault, rules: MessagingRules | None = None, servers: int = 2
    ) -> None:
        self.servers = servers
        self.clock = Clock()
        self.agenda = Agenda(self.clock)
        streams = Streams(5)
        self.topics = Topics(
            rules or MessagingRules(),
            self.agenda,
            Faults(streams.stream, FaultPlan(faults)),
            streams.stream("delays"),
            lambda: self.clock.now_us,
            lambda: self.servers,
        )
        self.receivers = [Receiver(index, self.clock) for index in range(2)]

    def subscribe(self, topic: str = "t") -> None:
        for receiver in self.receivers:
            self.topics.subscribe(topic, receiver)

    def send(self, count: int, topic: str = "t") -> None:
        for number in range(count):
            self.topics.accept(topic, str(number), 0)
        self.agenda.run_until_idle()


@pytest.mark.rule(
    "messaging.delivery_minimum_us",
    "messaging.delivery_maximum_us",
    source="class page MessagingService",
)
def test_every_subscribed_server_gets_a_message_within_two_seconds() -> None:
    world = World()
    world.subscribe()
    world.send(1)
    for receiver in world.receivers:
        ((text, at_us),) = receiver.got
        assert text == "0"
        assert SECOND // 10 <= at_us <= 2 * SECOND


def test_without_faults_order_is_kept_and_nothing_is_doubled() -> None:
    world = World()
    world.subscribe()
    world.send(40)
    assert all(receiver.texts == [str(n) for n in range(40)] for receiver in world.receivers)


def test_other_topics_and_late_subscribers_get_nothing() -> None:
    world = World()
    world.topics.subscribe("other", world.receivers[0])
    world.topics.accept("t", "1", 0)
    world.subscribe()
    world.agenda.run_until_idle()
    assert [receiver.got for receiver in world.receivers] == [[], []]


def test_who_leaves_gets_nothing_that_is_still_on_its_way() -> None:
    world = World()
    world.subscribe()
    world.topics.accept("t", "1", 0)
    world.topics.unsubscribe("t", world.receivers[0])
    world.agenda.run_until_idle()
    assert [len(receiver.got) for receiver in world.receivers] == [0, 1]
    assert world.topics.subscribers("t") == (1,)


def test_loss_can_be_limited_to_one_server() -> None:
    world = World(MessagingFault.loss(server=1))
    world.subscribe()
    world.send(5)
    assert [len(receiver.got) for receiver in world.receivers] == [5, 0]
    assert world.topics.statistics().lost == 5


def test_duplication_delivers_twice() -> None:
    world = World(MessagingFault.duplication(occurrences=(1,)))
    world.subscribe()
    world.send(1)
    assert [receiver.texts for receiver in world.receivers] == [["0", "0"], ["0"]]
    assert world.topics.statistics().duplicated == 1


def test_reordering_lets_messages_overtake() -> None:
    world = World(MessagingFault.reordering(1, 5, probability=0.5))
    world.subscribe()
    world.send(30)
    texts = world.receivers[0].texts
    assert texts != [str(n) for n in range(30)]
    assert sorted(texts, key=int) == [str(n) for n in range(30)]


def test_a_delay_replaces_the_delivery_time() -> None:
    world = World(MessagingFault.delay(7, 7))
    world.subscribe()
    world.send(1)
    assert world.receivers[0].got == [("0", 7 * SECOND)]


@pytest.mark.rule("messaging.received_by_topic_per_minute", source="class page MessagingService")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_receiving_is_limited_by_topic_and_minute(servers: int) -> None:
    world = World(MessagingFault.delay(0, 0), servers=servers)
    limit, receiver = 40 + 80 * servers, world.receivers[0]
    world.topics.subscribe("t", receiver)
    for count, expected in ((limit - 1, limit - 1), (1, limit), (1, limit)):
        world.send(count)
        assert len(receiver.got) == expected
    assert world.topics.statistics().dropped == 1
    world.agenda.run_until(60 * SECOND)
    world.send(1)
    assert len(receiver.got) == limit + 1


@pytest.mark.rule("messaging.received_by_universe_per_minute", source="class page MessagingService")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_receiving_is_limited_over_all_topics(servers: int) -> None:
    world = World(MessagingFault.delay(0, 0), servers=servers)
    limit, receiver = 400 + 200 * servers, world.receivers[0]
    by_topic, sent = 40 + 80 * servers, 0
    while sent < limit - 1:
        topic, count = f"t{sent}", min(by_topic, limit - 1 - sent)
        world.topics.subscribe(topic, receiver)
        world.send(count, topic)
        sent += count
    world.topics.subscribe("last", receiver)
    for expected in (limit - 1, limit, limit):
        assert len(receiver.got) == expected
        world.send(1, "last")
    assert (len(receiver.got), world.topics.statistics().dropped) == (limit, 2)


@pytest.mark.rule("messaging.received_by_topic_per_minute", source="class page MessagingService")
@pytest.mark.parametrize("servers", [3, 50])
def test_a_message_counts_once_for_each_server_it_reaches(servers: int) -> None:
    world = World(MessagingFault.delay(0, 0), servers=servers)
    receivers = [Receiver(index, world.clock) for index in range(servers)]
    for receiver in receivers:
        world.topics.subscribe("t", receiver)
    limit = 40 + 80 * servers
    world.send(limit // servers + 1)
    assert sum(len(receiver.got) for receiver in receivers) == limit


@pytest.mark.rule("messaging.received_by_topic_per_minute", source="class page MessagingService")
def test_a_server_that_starts_raises_the_limits_of_receiving() -> None:
    world = World(MessagingFault.delay(0, 0), servers=1)
    receiver = world.receivers[0]
    world.topics.subscribe("t", receiver)
    world.send(121)
    world.servers = 2
    world.send(81)
    assert (len(receiver.got), world.topics.statistics().dropped) == (200, 2)


@pytest.mark.rule(
    "messaging.sent_by_universe_per_minute", source="older class page MessagingService"
)
def test_the_seeds_rule_limits_the_whole_universe() -> None:
    world = World(
        rules=profile("2026").override(messaging__sent_by_universe_per_minute=150).messaging
    )
    assert [world.topics.admit() for _ in range(151)] == [True] * 150 + [False]
    world.agenda.run_until(60 * SECOND - 1)
    assert not world.topics.admit()
    world.agenda.run_until(60 * SECOND)
    assert world.topics.admit()
    assert world.topics.statistics().throttled == 2


def test_a_test_publishes_and_reads_the_history() -> None:
    world = World()
    world.subscribe()
    world.topics.publish("t", {"a": 1})
    world.agenda.run_until_idle()
    (publication,) = world.topics.history("t")
    assert (publication.data, publication.receivers, publication.server) == ({"a": 1}, 2, -1)
    assert world.receivers[0].texts == ['{"a":1}']
    assert world.topics.history("other") == ()
    assert world.topics.statistics()[:3] == (1, 0, 2)


def test_a_server_that_is_gone_is_not_counted_as_reached() -> None:
    world = World()
    world.subscribe()
    world.receivers[0].alive = False
    world.send(1)
    assert world.topics.statistics().delivered == 1


def test_messages_on_their_way_can_be_seen(make_cloud) -> None:
    cloud = make_cloud(servers=2)
    source = 'game:GetService("MessagingService"):SubscribeAsync("news", print)'
    for on in range(2):
        cloud.run(source, on=on)
    topics = cloud.universe.topics
    cloud.universe.faults.add(MessagingFault.delay(2).on_server(0))
    cloud.universe.faults.add(MessagingFault.delay(1).on_server(1))
    topics.publish("news", {"text": "hi"})
    assert [each[:3] for each in topics.in_flight()] == [
        ("news", {"text": "hi"}, 1),
        ("news", {"text": "hi"}, 0),
    ]
    assert [each.due_seconds for each in topics.in_flight("news")] == [1.0, 2.0]
    assert topics.in_flight("other") == ()
    shown = "'news' to 2; 1 messages, 2 deliveries on their way"
    assert repr(topics) == f"<topics of a universe: {shown}>"
    cloud.universe.run_for(seconds=1)
    assert [each.server for each in topics.in_flight()] == [0]
    cloud.universe.run_for(seconds=1)
    assert topics.in_flight() == ()


def test_what_was_lost_is_not_on_its_way(make_cloud) -> None:
    cloud = make_cloud()
    cloud.run('game:GetService("MessagingService"):SubscribeAsync("news", print)')
    cloud.universe.faults.add(MessagingFault.loss().once())
    cloud.universe.topics.publish("news", 1)
    assert cloud.universe.topics.in_flight() == ()
    cloud.universe.faults.add(MessagingFault.duplication())
    cloud.universe.topics.publish("news", 2)
    assert [each.data for each in cloud.universe.topics.in_flight()] == [2, 2]
