"""MessagingService of one server: PublishAsync, SubscribeAsync and the limits of one server.

Knows no other server: what happens to a message after it was accepted is the topics' business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from bridge.errors import StubError
from bridge.faults import Site
from bridge.instances.byte_strings import byte_length
from bridge.stubs.context import ServerContext
from bridge.stubs.latency import Latency
from bridge.stubs.messaging.topics import Message, Topics
from bridge.stubs.profiles import MessagingRules
from bridge.stubs.service import (
    Callback,
    Connection,
    Instance,
    JsonText,
    JsonValue,
    Request,
    Service,
    method,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["ERRORS", "MessagingService", "MessagingStatistics"]

ERRORS = {
    # Seen in a port of the service, unverified.
    "empty_topic": "MessagingService: Topic names cannot be empty.",
    "long_topic": "MessagingService: Topic names cannot be more than {limit} characters.",
    "disconnected": "MessagingService: Service disconnected.",
    # The engine's texts are unknown (inferred style).
    "large_message": "MessagingService: Messages cannot be more than {limit} bytes.",
    "unstorable": "MessagingService: Cannot convert the message to JSON: {detail}",
    "throttled": "MessagingService: The request was throttled: too many messages sent.",
    "subscribe_throttled": "MessagingService: The request was throttled: too many subscriptions.",
    "subscriptions": "MessagingService: Cannot subscribe to more than {limit} topics.",
    "rejected": "MessagingService: HTTP 500 (Internal Server Error)",
}


class MessagingStatistics(NamedTuple):
    """Counts of one server: accepted and refused publishes, delivered messages, subscriptions."""

    published: int
    refused: int
    received: int
    subscriptions: int


class MessagingService(Service):
    """One server's MessagingService."""

    CLASS_NAME: ClassVar[str] = "MessagingService"
    OPEN_QUESTIONS = (
        "What the 1 kB of a message covers: the JSON of its payload, 1,024 bytes;"
        " `messaging__message_bytes_max`.",
        "Texts of errors but those of topic names: in the style of those.",
        "A payload of nil: `Argument 2 missing or nil`.",
        "How received messages are counted: each time one reaches a server.",
        "Received messages over a limit: are dropped, and nothing tells.",
        "Sent messages and subscriptions over a limit: throw, and do not count.",
        "Order of a topic's messages on one server: that in which they were accepted, unless"
        " MessagingFault.reordering says otherwise.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        universe = context.universe
        self.rules: MessagingRules = universe.profile.messaging
        self.topics = Topics.of(universe, studio=context.server.in_studio)
        self._latency = Latency(context, "messaging", self.rules)
        self._sent = SlidingWindow()
        self._subscribe_requests = SlidingWindow()
        self._connections: dict[str, list[Connection]] = {}
        self._pending = 0
        self._published = self._refused = self._received = 0

    @property
    def index(self) -> int:
        """Index of this server, as the topics know it."""
        return self.context.server.index

    def close(self) -> None:
        """The DataModel is gone: nothing is delivered any more."""
        for topic in self._connections:
            self.topics.unsubscribe(topic, self)
        self._connections.clear()

    def statistics(self) -> MessagingStatistics:
        """Counts so far."""
        count = sum(len(connections) for connections in self._connections.values())
        return MessagingStatistics(self._published, self._refused, self._received, count)

    # -- methods -----------------------------------------------------------------------------

    @method("PublishAsync", parameters=("topic: string", "message: json"), yields=True)
    def publish_async(
        self, target: Instance, request: Request, topic: str, message: JsonValue
    ) -> None:
        """Yields until the backend has the message; delivery comes later, or not at all."""
        self._check_topic(topic)
        if message.text is None:
            detail = (message.problem or "").partition(":")[2]
            raise StubError(ERRORS["unstorable"].format(detail=detail))
        text = message.text
        # Whether the 1 kB covers the payload or its envelope is unknown: the payload (inferred).
        if byte_length(text) > self.rules.message_bytes_max:
            limit = self.rules.message_bytes_max
            raise StubError(ERRORS["large_message"].format(limit=limit))
        players, now_us = self.context.server.number_of_players, self.context.clock.now_us
        if not self._sent.admit(1, self.rules.sent_per_minute.at(players), now_us):
            self._refused += 1
            raise StubError(ERRORS["throttled"])

        def perform() -> None:
            if not self.topics.admit():
                raise StubError(ERRORS["throttled"])
            self.topics.accept(topic, text, self.index)
            self._raise_if("error_after_publish", Site("PublishAsync", topic, server=self.index))

        def done() -> None:
            self._published += 1
            request.reply()

        self._round_trip(request, "PublishAsync", topic, perform, done)

    @method(
        "SubscribeAsync",
        parameters=("topic: string", "callback: function"),
        returns=("connection",),
        yields=True,
    )
    def subscribe_async(
        self, target: Instance, request: Request, topic: str, callback: Callback
    ) -> None:
        """Yields until the subscription is registered; several to one topic are allowed."""
        self._check_topic(topic)
        players, now_us = self.context.server.number_of_players, self.context.clock.now_us
        rules = self.rules
        limit = rules.subscribe_requests_per_minute.at(players)
        if not self._subscribe_requests.admit(1, limit, now_us):
            raise StubError(ERRORS["subscribe_throttled"])
        allowed = int(rules.subscriptions.at(players))
        if self.statistics().subscriptions + self._pending >= allowed:
            raise StubError(ERRORS["subscriptions"].format(limit=allowed))
        self._pending += 1
        callback.keep()

        def done() -> None:
            self._pending -= 1
            connection = callback.connect("MessagingService")
            connection.on_close = lambda: self._disconnected(topic, connection)
            self._connections.setdefault(topic, []).append(connection)
            self.topics.subscribe(topic, self)
            request.reply(connection)

        def failed() -> None:
            self._pending -= 1
            callback.release()

        self._round_trip(request, "SubscribeAsync", topic, lambda: None, done, failed)

    # -- deliveries --------------------------------------------------------------------------

    def deliver(self, message: Message) -> bool:
        """Runs every callback of the topic with its own table `{Data, Sent}`."""
        if not self.context.server.alive:
            return False
        self._received += 1
        self.context.server.when_awake(lambda: self._call_back(message))
        return True

    def _call_back(self, message: Message) -> None:
        text = f'{{"Data":{message.text},"Sent":{message.sent_us / 1_000_000!r}}}'
        for connection in tuple(self._connections.get(message.topic, ())):
            if connection.connected:
                connection.fire(JsonText(text))

    def _disconnected(self, topic: str, connection: Connection) -> None:
        connections = self._connections.get(topic, [])
        if connection in connections:
            connections.remove(connection)
        if not connections:
            self._connections.pop(topic, None)
            self.topics.unsubscribe(topic, self)

    # -- the door ----------------------------------------------------------------------------

    def _check_topic(self, topic: str) -> None:
        """Topic names are 1..80 characters (documented)."""
        limit = self.rules.topic_characters_max
        if not topic:
            raise StubError(ERRORS["empty_topic"])
        if byte_length(topic) > limit:
            raise StubError(ERRORS["long_topic"].format(limit=limit))

    def _round_trip(
        self,
        request: Request,
        operation: str,
        topic: str,
        perform: Callable[[], None],
        done: Callable[[], None],
        failed: Callable[[], None] = lambda: None,
    ) -> None:
        """To the backend and back. A message once sent is accepted even if its server is gone."""
        context = self.context
        site = Site(operation, topic, server=self.index)
        context.faults.sent(site, context.clock.now_us)
        total_us = self._latency.total_us(site)
        there_us = total_us // 2

        def fail(text: str) -> None:
            self._refused += operation == "PublishAsync"
            failed()
            request.fail(text)

        def arrive() -> None:
            answer = done
            outcome = "ok"
            try:
                self._raise_if("outage", site)
                self._raise_if("throttle", site)
                self._raise_if("error", site)
                perform()
            except StubError as error:
                outcome = text = str(error)
                answer = lambda: fail(text)  # noqa: E731 (one of two answers)
            context.trace.append(
                "messaging", operation=operation, server=self.index, topic=topic, outcome=outcome
            )
            if context.server.alive:
                context.after(total_us - there_us, answer)

        context.agenda.schedule_after(there_us, arrive)

    def _raise_if(self, kind: str, site: Site) -> None:
        fault = self.context.faults.bite("messaging", kind, site, self.context.clock.now_us)
        if fault is not None:
            default = {"outage": "disconnected", "throttle": "throttled"}.get(kind, "rejected")
            raise StubError(fault.text or ERRORS[default])
