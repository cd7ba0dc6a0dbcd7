"""Messages against a model of subscriptions: who gets what, how often, and what a limit stops.

Servers subscribe, disconnect, publish and gain and lose players at random while time passes, calls
fail before or after the backend has them, and single deliveries are lost or doubled. A message
takes one second, so that the model can say exactly which handler gets which message: each once
unless doubled, in order, and never after Disconnect.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import FaultPlan, MessagingFault
from bridge.stubs.profiles import MessagingRules, Rate, profile
from bridge.tools.simulation import Server, Universe

EXAMPLES = 25
SWEEP = max(1, round(3000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
SERVERS = 3
TOPICS = ("s", "t")
RULES = profile("2026").override(
    messaging__sent_per_minute=Rate(4, 2),
    messaging__received_by_topic_per_minute=Rate(2, 1),
    messaging__received_by_universe_per_minute=Rate(4, 1),
    messaging__subscriptions=Rate(2, 1),
    messaging__subscribe_requests_per_minute=Rate(4),
)

SCRIPT = """
local service, http = game:GetService("MessagingService"), game:GetService("HttpService")
local connections, got = {}, {}
function shared.subscribe(topic, number)
    local ok, connection = pcall(service.SubscribeAsync, service, topic, function(message)
        table.insert(got, { number, message.Data })
    end)
    if ok then connections[number] = connection end
    return ok
end
function shared.disconnect(number) connections[number]:Disconnect() end
function shared.publish(...) return (pcall(service.PublishAsync, service, ...)) end
function shared.got() return http:JSONEncode(got) end
"""


class Operation(NamedTuple):
    """What a server does; `number` is whatever the operation needs one for."""

    name: str
    server: int
    topic: str
    number: float


servers, topics = st.integers(0, SERVERS - 1), st.sampled_from(TOPICS)
operations = st.one_of(
    st.builds(Operation, st.just("publish"), servers, topics, st.just(0)),
    st.builds(Operation, st.just("publish"), servers, topics, st.just(0)),
    st.builds(Operation, st.just("subscribe"), servers, topics, st.just(0)),
    st.builds(Operation, st.just("disconnect"), servers, topics, st.integers(1, 5)),
    st.builds(Operation, st.sampled_from(["join", "leave"]), servers, topics, st.just(0)),
    st.builds(Operation, st.just("pause"), servers, topics, st.sampled_from([0.5, 1, 1, 2, 60])),
)
occurrences = st.lists(st.integers(1, 15), unique=True, max_size=4).map(lambda n: tuple(n) or (99,))
scripts = st.lists(operations, min_size=10, max_size=50)


class Window:
    """Times of the last minute."""

    def __init__(self) -> None:
        self._times: list[float] = []

    def has_room(self, limit: float, now: float) -> bool:
        return len([at for at in self._times if at > now - 60]) + 1 <= limit

    def add(self, now: float) -> None:
        self._times.append(now)


class Troubles(NamedTuple):
    """Which calls fail, and which deliveries go wrong, counted from 1."""

    failed: tuple[int, ...]
    failed_after: tuple[int, ...]
    lost: tuple[int, ...]
    doubled: tuple[int, ...]


troubles = st.builds(Troubles, occurrences, occurrences, occurrences, occurrences)


class Delivery(NamedTuple):
    due: float
    topic: str
    message: int
    server: int


class Model:
    """Who is subscribed to what, and what is on its way."""

    def __init__(self, troubles: Troubles) -> None:
        self.rules: MessagingRules = RULES.messaging
        self.troubles = troubles
        self._asked = Counter[str]()
        self.now = 0.0
        self.players = [0] * SERVERS
        # Per server: subscriptions by number; of each topic the servers in order of subscribing.
        self.subscriptions: list[dict[int, str]] = [{} for _ in range(SERVERS)]
        self.subscribers: dict[str, list[int]] = {topic: [] for topic in TOPICS}
        self.got: list[list[list[int]]] = [[] for _ in range(SERVERS)]
        self.accepted = self.dropped = 0
        self._on_the_way: list[Delivery] = []
        self._sent = [Window() for _ in range(SERVERS)]
        self._requests = [Window() for _ in range(SERVERS)]
        self._by_topic = {topic: Window() for topic in TOPICS}
        self._received = Window()

    def publish(self, server: int, topic: str, message: int) -> bool:
        limit = self.rules.sent_per_minute.at(self.players[server])
        if not self._sent[server].has_room(limit, self.now):
            return False
        self._sent[server].add(self.now)
        if self._goes_wrong("failed"):
            return False
        self.accepted += 1
        for receiver in self.subscribers[topic]:
            if self._goes_wrong("lost"):
                continue
            times = 2 if self._goes_wrong("doubled") else 1
            self._on_the_way += [Delivery(self.now + 1, topic, message, receiver)] * times
        return not self._goes_wrong("failed_after")

    def _goes_wrong(self, what: str) -> bool:
        self._asked[what] += 1
        return self._asked[what] in getattr(self.troubles, what)

    def subscribe(self, server: int, topic: str, number: int) -> bool:
        requests, mine = self._requests[server], self.subscriptions[server]
        limit = self.rules.subscribe_requests_per_minute.at(self.players[server])
        if not requests.has_room(limit, self.now):
            return False
        requests.add(self.now)
        if len(mine) + 1 > self.rules.subscriptions.at(self.players[server]):
            return False
        if self._goes_wrong("failed"):
            return False
        if topic not in mine.values():
            self.subscribers[topic].append(server)
        mine[number] = topic
        return True

    def disconnect(self, server: int, number: int) -> None:
        topic = self.subscriptions[server].pop(number)
        if topic not in self.subscriptions[server].values():
            self.subscribers[topic].remove(server)

    def advance(self, now: float) -> None:
        due = [each for each in self._on_the_way if each.due <= now]
        self._on_the_way = [each for each in self._on_the_way if each.due > now]
        for each in sorted(due, key=lambda each: each.due):
            self._arrive(each)
        self.now = now

    def _arrive(self, delivery: Delivery) -> None:
        due, topic, message, server = delivery
        if server not in self.subscribers[topic]:
            return
        windows = (
            (self._by_topic[topic], self.rules.received_by_topic_per_minute),
            (self._received, self.rules.received_by_universe_per_minute),
        )
        if not all(window.has_room(rate.at(SERVERS), due) for window, rate in windows):
            self.dropped += 1
            return
        for window, _ in windows:
            window.add(due)
        for number, subscribed in sorted(self.subscriptions[server].items()):
            if subscribed == topic:
                self.got[server].append([number, message])


class World:
    """A universe of three servers beside the model."""

    def __init__(self, troubles: Troubles) -> None:
        failed, failed_after, lost, doubled = troubles
        self.universe = Universe(
            profile=RULES,
            faults=FaultPlan(
                (
                    MessagingFault.latency(0, 0),
                    MessagingFault.delay(1, 1),
                    MessagingFault.error(probability=0.0, occurrences=failed),
                    MessagingFault.error_after_publish(probability=0.0, occurrences=failed_after),
                    MessagingFault.loss(probability=0.0, occurrences=lost),
                    MessagingFault.duplication(probability=0.0, occurrences=doubled),
                )
            ),
        )
        scripts = {"ServerScriptService.Main": SCRIPT}
        self.servers = [self.universe.start_server(scripts=scripts) for _ in range(SERVERS)]
        self.model = Model(troubles)
        self.number = 0

    def run(self, operation: Operation) -> None:
        """Does one operation on both sides and compares what it gave."""
        name, on, topic, number = operation
        server, model = self.servers[on], self.model
        self.number += 1
        if name == "pause":
            self.universe.run_for(seconds=number)
        elif name == "publish":
            told = server.run("return shared.publish(...)", topic, self.number)
            assert told is model.publish(on, topic, self.number)
        elif name == "subscribe":
            told = server.run("return shared.subscribe(...)", topic, self.number)
            assert told is model.subscribe(on, topic, self.number)
        elif name == "disconnect":
            mine = sorted(model.subscriptions[on])
            if mine:
                chosen = mine[int(number) % len(mine)]
                server.run("shared.disconnect(...)", chosen)
                model.disconnect(on, chosen)
        elif name == "join":
            server.join(f"Player{self.number}")
            model.players[on] += 1
        elif server.players:
            server.leave(server.players[0])
            model.players[on] -= 1
        model.advance(self.universe.now_seconds)

    def got(self, server: Server) -> list[list[int]]:
        """Numbers of subscription and message, as the handlers ran."""
        found: list[list[int]] = json.loads(server.run("return shared.got()"))
        return found

    def compare(self) -> None:
        model, topics = self.model, self.universe.topics
        assert [self.got(server) for server in self.servers] == model.got
        assert [list(topics.subscribers(topic)) for topic in TOPICS] == [
            model.subscribers[topic] for topic in TOPICS
        ]
        statistics = topics.statistics()
        assert (statistics.published, statistics.dropped) == (model.accepted, model.dropped)


def check(script: list[Operation], troubles: Troubles) -> None:
    world = World(troubles)
    begin = [Operation("subscribe", server, "t", 0) for server in range(SERVERS)]
    for operation in (*begin, *script):
        world.run(operation)
        if operation.name == "pause":
            world.compare()
    world.universe.run_for(seconds=2)
    world.model.advance(world.universe.now_seconds)
    world.compare()
    if troubles.doubled == (99,):
        for got in world.model.got:
            assert max(Counter(map(tuple, got)).values(), default=1) == 1


@pytest.mark.rule(
    "MessagingService.PublishAsync",
    "MessagingService.SubscribeAsync",
    "messaging.sent_per_minute",
    "messaging.received_by_topic_per_minute",
    "messaging.received_by_universe_per_minute",
    "messaging.subscriptions",
    "messaging.subscribe_requests_per_minute",
    source="class page MessagingService",
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(scripts, troubles)
def test_messages_reach_whom_a_model_of_subscriptions_says(
    script: list[Operation], troubles: Troubles
) -> None:
    check(script, troubles)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(scripts, troubles)
def test_messages_agree_with_the_model_in_a_long_sweep(
    script: list[Operation], troubles: Troubles
) -> None:
    check(script, troubles)
