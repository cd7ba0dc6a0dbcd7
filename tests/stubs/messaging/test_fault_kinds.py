"""Every kind of fault of MessagingService, end to end: what publishers hear, what arrives where."""

from __future__ import annotations

import pytest

from bridge.faults import KINDS, Fault, MessagingFault
from bridge.stubs.counts import Counts
from bridge.stubs.messaging.service import ERRORS

SUBSCRIBE = """
    game:GetService("MessagingService"):SubscribeAsync("news", function(message)
        print(message.Data)
    end)
"""


class World:
    """Two servers that hear of `news`; the first one publishes."""

    def __init__(self, make_cloud) -> None:
        self.cloud = make_cloud(servers=2, messaging__delivery_minimum_us=100_000,
                                messaging__delivery_maximum_us=100_000)  # fmt: skip
        for on in range(2):
            self.cloud.run(SUBSCRIBE, on=on)
        self.faults = self.cloud.universe.faults
        self.log = self.cloud.universe.calls.record()

    def publish(self, data: int) -> object:
        """What pcall sees; None when it works."""
        return self.cloud.error(f'game:GetService("MessagingService"):PublishAsync("news", {data})')

    def heard(self, seconds: float = 5) -> list[list[str]]:
        """What each server printed, some time later."""
        self.cloud.universe.run_for(seconds=seconds)
        return [self.cloud.output("print", on) for on in range(2)]


@pytest.fixture
def world(make_cloud) -> World:
    return World(make_cloud)


@pytest.mark.parametrize(
    ("fault", "error", "arrives"),
    [
        (MessagingFault.error(), "rejected", False),
        (MessagingFault.outage(0, 60), "disconnected", False),
        (MessagingFault.throttle(), "throttled", False),
        (MessagingFault.error_after_publish(), "rejected", True),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
def test_what_the_publisher_is_told_and_what_arrives(
    world: World, fault: Fault, error: str, arrives: bool
) -> None:
    world.faults.add(fault.on("PublishAsync").named("news").scheduled("works, fails, works"))
    assert [world.publish(number) for number in range(3)] == [None, ERRORS[error], None]
    expected = ["0", "1", "2"] if arrives else ["0", "2"]
    assert world.heard() == [expected, expected]
    throttled = error == "throttled"
    assert world.log.count("PublishAsync", topic="news") == Counts(
        calls=3, ok=2, failed=1, throttled=throttled
    )


@pytest.mark.parametrize(
    ("fault", "second"),
    [
        (MessagingFault.loss(), ["1"]),
        (MessagingFault.duplication(), ["0", "0", "1"]),
        (MessagingFault.delay(3), ["0", "1"]),
        (MessagingFault.reordering(3), ["1", "0"]),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else None,
)
def test_one_delivery_to_one_server(world: World, fault: Fault, second: list[str]) -> None:
    world.faults.add(fault.on_server(1).once())
    for number in range(2):
        assert world.publish(number) is None
    assert world.heard() == [["0", "1"], second]


def test_latency_is_that_of_the_call(world: World) -> None:
    world.faults.clear()
    world.faults.add(MessagingFault.latency(4).on("PublishAsync"))
    begin = world.cloud.universe.now_seconds
    world.publish(1)
    assert world.cloud.universe.now_seconds - begin == pytest.approx(4)


def test_every_kind_is_tried_above() -> None:
    assert set(KINDS["messaging"]) == {
        "error", "outage", "throttle", "error_after_publish", "loss", "duplication", "delay",
        "reordering", "latency",
    }  # fmt: skip
