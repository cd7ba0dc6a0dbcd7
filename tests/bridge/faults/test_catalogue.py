"""Constructors of faults: seconds become microseconds, names become kinds."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault, Fault, HttpFault, MemoryStoreFault, MessagingFault


def test_an_outage_takes_its_window_in_seconds() -> None:
    assert DataStoreFault.outage(1.5, 2, key="k") == Fault(
        service="datastore", kind="outage", start_us=1_500_000, end_us=2_000_000, key="k"
    )
    assert DataStoreFault.outage(60, 90, every_seconds=600).every_us == 600_000_000


def test_a_latency_takes_its_bounds_in_seconds() -> None:
    assert MessagingFault.latency(0, 0.25) == Fault(
        service="messaging", kind="latency", maximum_us=250_000
    )


def test_filters_reach_the_fault() -> None:
    fault = DataStoreFault.error_after_write(
        probability=0.1,
        operations=("SetAsync",),
        name="Profiles",
        server=1,
        start_seconds=1,
        end_seconds=2,
        times=5,
    )
    assert fault == Fault(
        service="datastore",
        kind="error_after_write",
        probability=0.1,
        operations=("SetAsync",),
        name="Profiles",
        server=1,
        start_us=1_000_000,
        end_us=2_000_000,
        times=5,
    )


def test_an_unknown_filter_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="probabilty"):
        MessagingFault.loss(probabilty=0.5)  # type: ignore[call-arg]


def test_a_conflict_ends_by_itself_unless_its_filters_say_when() -> None:
    """An UpdateAsync that always finds a conflict would try for ever."""
    for service in (DataStoreFault, MemoryStoreFault):
        assert service.conflict().times == 5
        assert service.conflict(times=2).times == 2
        assert service.conflict(probability=0.5).times is None
        assert service.conflict(occurrences=(1,)).times is None


def test_an_http_status_is_a_number_with_a_body() -> None:
    fault = HttpFault.status(503, text="later", name="example.com")
    assert (fault.number, fault.text, fault.name) == (503, "later", "example.com")
