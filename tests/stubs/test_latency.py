"""Latency of requests: within the bounds of the rules, a fault's where there is one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bridge.faults import DataStoreFault, Faults, Site
from bridge.scheduler import Agenda, Clock, Streams
from bridge.stubs.latency import Latency

SITE = Site("GetAsync", "S", "k", 0)


class Setup:
    def __init__(self) -> None:
        clock, streams = Clock(), Streams(1)
        self.agenda = Agenda(clock)
        self.faults = Faults(streams.stream)
        self.server = SimpleNamespace(alive=True)
        self.context = SimpleNamespace(
            clock=clock,
            faults=self.faults,
            server=self.server,
            stream=streams.stream,
            after=self.agenda.schedule_after,
        )
        bounds = SimpleNamespace(latency_minimum_us=3, latency_maximum_us=5)
        self.latency = Latency(self.context, "datastore", bounds)
        self.told: list[int] = []

    def deliver(self) -> list[int]:
        """When the answer of a way back of 7 us comes."""
        self.latency.deliver(SITE, 7, lambda: self.told.append(self.context.clock.now_us))
        self.agenda.run_until(10_000_000)
        return self.told


@pytest.fixture
def setup() -> Setup:
    return Setup()


def test_every_number_between_the_bounds_is_drawn(setup: Setup) -> None:
    assert {setup.latency.total_us(SITE) for _ in range(100)} == {3, 4, 5}


def test_a_fault_has_bounds_of_its_own(setup: Setup) -> None:
    setup.faults.add(DataStoreFault.latency(2))
    assert setup.latency.total_us(SITE) == 2_000_000


def test_an_answer_takes_its_way_back(setup: Setup) -> None:
    assert setup.deliver() == [7]


def test_a_late_reply_comes_later(setup: Setup) -> None:
    setup.faults.add(DataStoreFault.late_reply(1))
    assert setup.deliver() == [1_000_007]


def test_a_server_that_is_gone_gets_no_answer(setup: Setup) -> None:
    setup.server.alive = False
    assert setup.deliver() == []
