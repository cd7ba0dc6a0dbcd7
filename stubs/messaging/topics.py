"""The half of MessagingService that all servers share: topics, subscribers, deliveries, limits.

Best effort as documented: a message goes to the servers subscribed when it arrives, there is no
history for late subscribers, and faults may lose, double or hold back single deliveries. Without
faults a topic's messages reach a server in the order they were accepted. Also the test handle of a
universe. Knows no Lua and no latency of the calls themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from bridge.faults import Faults, Site
from bridge.scheduler import Agenda, Stream
from bridge.stubs.context import UniverseView
from bridge.stubs.profiles import MessagingRules
from bridge.stubs.windows import SlidingWindow

__all__ = ["Flight", "Message", "Publication", "Subscriber", "TopicStatistics", "Topics"]

TEST_SERVER = -1
"""Server index of messages published through the test handle."""


class Message(NamedTuple):
    """What a subscriber gets: the payload's JSON and the Unix time at which it was sent."""

    topic: str
    text: str
    sent_us: int


class Publication(NamedTuple):
    """One accepted message: when, by which server, and to how many servers it was sent on."""

    at_us: int
    server: int
    topic: str
    text: str
    receivers: int

    @property
    def data(self) -> object:
        """The payload as Python data."""
        return json.loads(self.text)


class Flight(NamedTuple):
    """One delivery on its way.

    Attributes:
        server: index of the server that receives it.
        sent_us: Unix time at which the message was accepted.
        due_seconds: simulated seconds until it arrives.
    """

    topic: str
    data: object
    server: int
    sent_us: int
    due_seconds: float


class TopicStatistics(NamedTuple):
    """Counts of the universe; `dropped` counts deliveries over the receiving limits."""

    published: int
    throttled: int
    delivered: int
    lost: int
    duplicated: int
    dropped: int


class Subscriber(Protocol):
    """A server as the topics see it."""

    @property
    def index(self) -> int: ...

    def deliver(self, message: Message) -> bool:
        """Hands a message to the subscriptions; False when the server is gone."""


class Topics:
    """Every topic of a universe.

    Parameters:
        rules: limits and delivery times.
        agenda: where deliveries are scheduled.
        faults: asked once per delivery.
        delays: seeded stream of the delivery times.
        unix_us: the true clock.
        number_of_servers: asked for the limits of receiving.
    """

    def __init__(
        self,
        rules: MessagingRules,
        agenda: Agenda,
        faults: Faults,
        delays: Stream,
        unix_us: Callable[[], int],
        number_of_servers: Callable[[], int],
    ) -> None:
        self._rules = rules
        self._agenda = agenda
        self._faults = faults
        self._delays = delays
        self._unix_us = unix_us
        self._number_of_servers = number_of_servers
        # Per topic in the order they subscribed; a dictionary, because each delivery asks.
        self._subscribers: dict[str, dict[Subscriber, None]] = {}
        self._last_due_us: dict[tuple[str, int], int] = {}
        self._sent = SlidingWindow()
        self._received = SlidingWindow()
        self._received_by_topic: dict[str, SlidingWindow] = {}
        self._history: list[Publication] = []
        self._flying: dict[int, tuple[Message, int, int]] = {}
        self._sent_on = 0
        self._throttled = self._delivered = self._lost = self._duplicated = self._dropped = 0

    def __repr__(self) -> str:
        topics = ", ".join(
            f"{topic!r} to {len(found)}" for topic, found in sorted(self._subscribers.items())
        )
        sent = f"{len(self._history)} messages, {len(self._flying)} deliveries on their way"
        return f"<topics of a universe: {topics or 'none'}; {sent}>"

    @classmethod
    def of(cls, universe: UniverseView, *, studio: bool = False) -> Topics:
        """The topics of a universe, the same for all its servers and tests.

        Parameters:
            studio: those of Studio, which hears nothing of live servers (class page).
        """
        epoch_us, clock = universe.epoch_us, universe.clock
        return universe.backend(
            "topics of studio" if studio else "topics",
            lambda: cls(
                universe.profile.messaging,
                universe.agenda,
                universe.faults,
                universe.stream("messaging.delivery"),
                lambda: epoch_us + clock.now_us,
                lambda: len(universe.servers),
            ),
        )

    # -- what servers do ---------------------------------------------------------------------

    def subscribe(self, topic: str, subscriber: Subscriber) -> None:
        """From now on the server gets the topic's messages, each once."""
        self._subscribers.setdefault(topic, {}).setdefault(subscriber)

    def unsubscribe(self, topic: str, subscriber: Subscriber) -> None:
        """The server gets nothing of the topic any more."""
        self._subscribers.get(topic, {}).pop(subscriber, None)

    def admit(self) -> bool:
        """Counts a message against the limit of the whole universe, where the rules have one."""
        limit = self._rules.sent_by_universe_per_minute
        admitted = limit is None or self._sent.admit(1, limit, self._now_us)
        self._throttled += not admitted
        return admitted

    def accept(self, topic: str, text: str, server: int) -> None:
        """Takes a message in and sends it to every server subscribed now, the sender included."""
        message = Message(topic, text, self._unix_us())
        receivers = tuple(self._subscribers.get(topic, ()))
        self._history.append(Publication(self._now_us, server, topic, text, len(receivers)))
        for receiver in receivers:
            self._send(message, receiver)

    # -- what tests do -----------------------------------------------------------------------

    def publish(self, topic: str, data: object) -> None:
        """Publishes as another server would, past every limit and without taking time."""
        text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        self.accept(topic, text, TEST_SERVER)

    def history(self, topic: str | None = None) -> Sequence[Publication]:
        """Accepted messages of one topic, or of all, in order."""
        return tuple(entry for entry in self._history if topic in (None, entry.topic))

    def in_flight(self, topic: str | None = None) -> tuple[Flight, ...]:
        """Deliveries on their way, of one topic or of all, the next one first."""
        found = sorted(self._flying.items(), key=lambda entry: (entry[1][2], entry[0]))
        return tuple(
            Flight(
                message.topic,
                json.loads(message.text),
                server,
                message.sent_us,
                (due_us - self._now_us) / 1_000_000,
            )
            for _, (message, server, due_us) in found
            if topic in (None, message.topic)
        )

    def subscribers(self, topic: str) -> tuple[int, ...]:
        """Indexes of the servers subscribed to a topic."""
        return tuple(subscriber.index for subscriber in self._subscribers.get(topic, ()))

    def statistics(self) -> TopicStatistics:
        """Counts so far."""
        return TopicStatistics(
            published=len(self._history),
            throttled=self._throttled,
            delivered=self._delivered,
            lost=self._lost,
            duplicated=self._duplicated,
            dropped=self._dropped,
        )

    # -- one delivery ------------------------------------------------------------------------

    @property
    def _now_us(self) -> int:
        return self._agenda.clock.now_us

    def _send(self, message: Message, receiver: Subscriber) -> None:
        site = Site("Deliver", message.topic, server=receiver.index)
        if self._bites("loss", site):
            self._lost += 1
            return
        self._schedule(message, receiver, site)
        if self._bites("duplication", site):
            self._duplicated += 1
            self._schedule(message, receiver, site)

    def _schedule(self, message: Message, receiver: Subscriber, site: Site) -> None:
        rules, now_us = self._rules, self._now_us
        delay_us = self._faults.delay_us("messaging", "delay", site, now_us)
        if delay_us is None:
            delay_us = self._delays.integers(rules.delivery_minimum_us, rules.delivery_maximum_us)
        lane = (message.topic, receiver.index)
        due_us = max(now_us + delay_us, self._last_due_us.get(lane, 0))
        held_us = self._faults.delay_us("messaging", "reordering", site, now_us)
        if held_us is None:
            self._last_due_us[lane] = due_us
        else:
            due_us += held_us
        number = self._sent_on = self._sent_on + 1
        self._flying[number] = (message, receiver.index, due_us)
        self._agenda.schedule_at(due_us, lambda: self._arrive(message, receiver, number))

    def _arrive(self, message: Message, receiver: Subscriber, number: int) -> None:
        """Over the documented limits of receiving a message is dropped (inferred)."""
        del self._flying[number]
        if receiver not in self._subscribers.get(message.topic, ()):
            return
        rules, servers, now_us = self._rules, self._number_of_servers(), self._now_us
        by_topic = self._received_by_topic.setdefault(message.topic, SlidingWindow())
        topic_limit = rules.received_by_topic_per_minute.at(servers)
        universe_limit = rules.received_by_universe_per_minute.at(servers)
        if (
            by_topic.total(now_us) + 1 > topic_limit
            or self._received.total(now_us) + 1 > universe_limit
        ):
            self._dropped += 1
            return
        by_topic.take(1, now_us)
        self._received.take(1, now_us)
        if receiver.deliver(message):
            self._delivered += 1

    def _bites(self, kind: str, site: Site) -> bool:
        return self._faults.bite("messaging", kind, site, self._now_us) is not None
