"""Seeded injection: when faults bite, what they count, and that they do not disturb each other."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import (
    Armed,
    DataStoreFault,
    Delay,
    Fault,
    FaultPlan,
    Faults,
    MessagingFault,
    ServerFault,
    Site,
)
from bridge.scheduler import Streams

SITE = Site("SetAsync", "Profiles", "k", 0)


def faults(*entries: Fault, seed: int = 1) -> Faults:
    return Faults(Streams(seed).stream, FaultPlan(entries))


def bites(injector: Faults, kind: str, times: int) -> list[bool]:
    return [injector.bite("datastore", kind, SITE, at) is not None for at in range(times)]


def test_a_certain_fault_always_bites_and_an_impossible_one_never() -> None:
    injector = faults(DataStoreFault.error(), DataStoreFault.read_error(probability=0.0))
    assert all(bites(injector, "error", 20))
    assert not any(bites(injector, "read_error", 20))


def test_the_same_seed_gives_the_same_bites() -> None:
    fault = DataStoreFault.error(probability=0.3)
    first = bites(faults(fault), "error", 200)
    assert first == bites(faults(fault), "error", 200)
    assert first != bites(faults(fault, seed=2), "error", 200)
    assert 30 <= sum(first) <= 90


def test_another_fault_leaves_the_draws_of_the_first_alone() -> None:
    fault = DataStoreFault.error(probability=0.5)
    alone = bites(faults(fault), "error", 100)
    joined = faults(fault, DataStoreFault.throttle(probability=0.5), MessagingFault.loss())
    seen = []
    for at in range(100):
        joined.bite("datastore", "throttle", SITE, at)
        seen.append(joined.bite("datastore", "error", SITE, at) is not None)
    assert seen == alone


def test_times_ends_a_fault() -> None:
    assert bites(faults(DataStoreFault.error(times=3)), "error", 6) == [True] * 3 + [False] * 3


def test_occurrences_name_the_matching_requests() -> None:
    injector = faults(DataStoreFault.error(occurrences=(2, 4), key="k"))
    injector.bite("datastore", "error", SITE._replace(key="other"), 0)
    assert bites(injector, "error", 5) == [False, True, False, True, False]


def test_a_delay_lies_within_its_bounds() -> None:
    injector = faults(DataStoreFault.late_reply(1.0, 2.0))
    drawn = [injector.delay_us("datastore", "late_reply", SITE, 0) for _ in range(50)]
    assert all(value is not None and 1_000_000 <= value <= 2_000_000 for value in drawn)
    assert len(set(drawn)) > 10
    assert faults().delay_us("datastore", "late_reply", SITE, 0) is None


def test_statistics_count_questions_and_bites_of_each_fault() -> None:
    certain, never = DataStoreFault.error(), DataStoreFault.error(probability=0.0)
    injector = faults(certain, never)
    bites(injector, "error", 4)
    assert [entry[1:] for entry in injector.statistics()] == [(4, 4), (4, 0)]
    assert injector.total("datastore") == 4
    assert injector.total("datastore", ["read_error"]) == 0


def test_a_fault_outside_its_window_is_not_counted() -> None:
    injector = faults(DataStoreFault.outage(1.0, 2.0))
    assert injector.bite("datastore", "outage", SITE, 999_999) is None
    assert injector.bite("datastore", "outage", SITE, 1_000_000) is not None
    assert injector.bite("datastore", "outage", SITE, 2_000_000) is None
    assert [entry[1:] for entry in injector.statistics()] == [(1, 1)]


def test_faults_can_be_added_and_removed_while_running() -> None:
    injector = faults()
    fault = injector.add(DataStoreFault.error())
    assert bites(injector, "error", 1) == [True]
    assert injector.plan == FaultPlan((fault,))
    injector.remove(fault)
    assert bites(injector, "error", 1) == [False]
    with pytest.raises(UsageError, match="not in force"):
        injector.remove(fault)
    injector.add(fault)
    injector.clear()
    assert injector.plan == FaultPlan()
    assert bites(injector, "error", 1) == [False]


def test_faults_can_be_in_force_for_a_block() -> None:
    injector = faults()
    with injector.during(DataStoreFault.error(), MessagingFault.loss()):
        assert len(injector.plan.faults) == 2
        assert bites(injector, "error", 1) == [True]
    assert injector.plan == FaultPlan()
    lasting = injector.add(DataStoreFault.error(times=9))
    with injector.during(lasting):
        bites(injector, "error", 1)
    assert [entry.bitten for entry in injector.statistics()] == [1], "the equal one outside stays"
    with injector.during(DataStoreFault.read_error()):
        injector.clear()
    with pytest.raises(ZeroDivisionError), injector.during(DataStoreFault.error()):
        raise ZeroDivisionError
    assert injector.plan == FaultPlan()


def test_a_delay_of_another_shape_draws_from_the_stream_of_its_fault() -> None:
    fault = DataStoreFault.latency(Delay.lognormal(0.1, 1))
    alone, joined = faults(fault), faults(DataStoreFault.error(probability=0.5), fault)
    drawn = [alone.delay_us("datastore", "latency", SITE, 0) for _ in range(20)]
    assert len(set(drawn)) > 10
    for time_us in drawn:
        bites(joined, "error", 1)
        assert joined.delay_us("datastore", "latency", SITE, 0) == time_us


def test_an_armed_fault_shows_what_it_did() -> None:
    injector = faults(ServerFault.crash(times=1))
    (armed,) = injector.incidents
    armed.bites(SITE, 0)
    assert repr(armed) == f"<{armed.fault!r} bit 1 of 1 times>"


def test_faults_print_what_is_in_force_and_what_it_did() -> None:
    injector = faults(DataStoreFault.error().once())
    bites(injector, "error", 3)
    assert repr(injector) == (
        "<faults of a universe, 1 in force\n"
        "  Fault(service='datastore', kind='error', schedule='fails 1') bit 1 of 3 times>"
    )
    assert repr(faults()) == "<faults of a universe, 0 in force>"


def test_what_never_bit_is_named() -> None:
    certain, never = DataStoreFault.error(), DataStoreFault.error(probability=0.0)
    elsewhere = DataStoreFault.error(key="other")
    injector = faults(certain, never, elsewhere)
    assert injector.unused() == (certain, never, elsewhere)
    bites(injector, "error", 1)
    assert injector.unused() == (never, elsewhere)


def test_every_bite_is_told() -> None:
    told: list[tuple[Fault, Site]] = []
    fault = DataStoreFault.error(occurrences=(2,))
    injector = Faults(Streams(1).stream, FaultPlan((fault,)), lambda *bite: told.append(bite))
    bites(injector, "error", 3)
    assert told == [(fault, SITE)]


def test_incidents_at_requests_are_asked_when_one_is_sent() -> None:
    struck: list[Armed] = []
    injector = faults(
        ServerFault.crash(operations=("SetAsync",), occurrences=(2,)), ServerFault.crash(5.0)
    )
    injector.incident = lambda armed, _site: struck.append(armed)
    for _ in range(3):
        injector.sent(SITE, 0)
        injector.sent(SITE._replace(operation="GetAsync"), 0)
    assert [armed.fault.occurrences for armed in struck] == [(2,)]
    assert [armed.fault.start_us for armed in injector.incidents] == [5_000_000]


def test_an_incident_added_later_is_announced() -> None:
    announced: list[Armed] = []
    injector = faults()
    injector.incident_added = announced.append
    injector.add(ServerFault.crash(5.0))
    injector.add(ServerFault.crash(operations=("SetAsync",)))
    injector.add(DataStoreFault.error())
    assert [armed.fault for armed in announced] == [ServerFault.crash(5.0)]


@pytest.mark.parametrize(
    ("fault", "looks"),
    [
        (ServerFault.crash(times=2), 2),
        (ServerFault.crash(occurrences=(1, 3)), 3),
        (ServerFault.crash(probability=0.0), None),
    ],
)
def test_a_fault_is_spent_when_it_cannot_bite_again(fault: Fault, looks: int | None) -> None:
    injector = faults(fault)
    (armed,) = injector.incidents
    for look in range(1, 10):
        armed.bites(SITE, look)
        assert armed.spent is (looks is not None and look >= looks)
    injector.clear()
    assert armed.spent


def test_a_service_is_concerned_while_one_of_its_faults_is_in_force() -> None:
    injector = faults()
    assert not injector.concerns("datastore")
    added = injector.add(DataStoreFault.error(probability=0.0))
    assert (injector.concerns("datastore"), injector.concerns("messaging")) == (True, False)
    injector.remove(added)
    assert not injector.concerns("datastore")
    injector.add(DataStoreFault.error())
    injector.clear()
    assert not injector.concerns("datastore")
