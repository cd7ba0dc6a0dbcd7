"""Constructors of faults: seconds become microseconds, names become kinds."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import (
    KINDS,
    DataStoreFault,
    Fault,
    HttpFault,
    MemoryStoreFault,
    MessagingFault,
)

CLASSES = {
    "datastore": DataStoreFault,
    "messaging": MessagingFault,
    "memorystore": MemoryStoreFault,
    "http": HttpFault,
}


def test_every_kind_has_a_constructor_of_its_name() -> None:
    for service, kinds in KINDS.items():
        assert [kind for kind in kinds if not hasattr(CLASSES[service], kind)] == []


def test_an_outage_takes_its_window_in_seconds() -> None:
    assert DataStoreFault.outage(1.5, 2, key="k") == Fault(
        service="datastore", kind="outage", start_us=1_500_000, end_us=2_000_000, key="k"
    )


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
