"""Constructors that several services share."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.errors import UsageError
from bridge.faults import (
    BadgeFault,
    DataStoreFault,
    Delay,
    Fault,
    HttpFault,
    MessagingFault,
    UserFault,
)


@pytest.mark.parametrize(
    ("made", "service"),
    [
        (DataStoreFault, "datastore"),
        (MessagingFault, "messaging"),
        (BadgeFault, "badge"),
        (UserFault, "user"),
    ],
)
def test_a_class_makes_faults_of_its_own_service(made: type[DataStoreFault], service: str) -> None:
    assert made.error(text="x") == Fault(service=service, kind="error", text="x")
    assert made.throttle(times=2) == Fault(service=service, kind="throttle", times=2)
    assert made.outage(1, 2) == Fault(
        service=service, kind="outage", start_us=1_000_000, end_us=2_000_000
    )


def test_one_time_is_a_constant_two_are_bounds_and_a_delay_is_itself() -> None:
    shape = Delay.normal(0.1, 0.02)
    plain: dict[str, Any] = {"service": "datastore", "kind": "latency"}
    for fault, fields in (
        (DataStoreFault.latency(0.2), {"minimum_us": 200_000, "maximum_us": 200_000}),
        (DataStoreFault.latency(0.1, 0.5), {"minimum_us": 100_000, "maximum_us": 500_000}),
        (DataStoreFault.latency(shape), {"delay": shape}),
    ):
        assert fault == Fault(**plain, **fields)


def test_kinds_with_usual_bounds_take_a_delay_too() -> None:
    shape = Delay.lognormal(0.1, 3)
    assert DataStoreFault.stale_read(shape).delay == shape
    usual = DataStoreFault.stale_read()
    assert (usual.minimum_us, usual.maximum_us) == (0, 4_000_000)
    for made in (DataStoreFault.stale_read, HttpFault.timeout, MessagingFault.reordering):
        fixed, up_to = made(7), made(maximum_seconds=2)
        assert (fixed.minimum_us, fixed.maximum_us) == (7_000_000, 7_000_000)
        assert (up_to.minimum_us, up_to.maximum_us) == (0, 2_000_000)


def test_a_delay_beside_a_bound_is_refused() -> None:
    for made in (DataStoreFault.latency, DataStoreFault.stale_read):
        with pytest.raises(UsageError, match="bounds of its own"):
            made(Delay.normal(0.1, 0.02), 3.0)
    with pytest.raises(UsageError, match="bounds of its own"):
        Fault(service="datastore", kind="latency", maximum_us=1, delay=Delay.normal(1, 1))
