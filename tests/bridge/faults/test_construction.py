"""What all constructors share: units and filters."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import Fault
from bridge.faults.construction import STORM, bounded, make_fault, microseconds
from bridge.faults.fault import Window


def test_seconds_become_whole_microseconds() -> None:
    assert [microseconds(s) for s in (0, 0.1, 1e-6, 4.4e-7, -1.5)] == [0, 100_000, 1, 0, -1_500_000]


def test_a_fault_gets_its_filters_and_particulars() -> None:
    assert make_fault(
        "http", "status", {"key": "k", "start_seconds": 1}, delay=(1, 2), text="t", number=3
    ) == Fault(
        service="http",
        kind="status",
        key="k",
        start_us=1_000_000,
        minimum_us=1_000_000,
        maximum_us=2_000_000,
        text="t",
        number=3,
    )


def test_an_unknown_filter_is_named() -> None:
    with pytest.raises(UsageError, match="probabilty"):
        make_fault("http", "error", {"probabilty": 1})  # type: ignore[typeddict-unknown-key]


def test_only_what_nothing_ends_is_bounded() -> None:
    assert bounded({"key": "k"}) == {"key": "k", "times": STORM}
    endings: tuple[Window, ...] = (
        {"times": 1},
        {"occurrences": (1,)},
        {"probability": 0.9},
        {"end_seconds": 1.0},
    )
    for ending in endings:
        assert bounded(ending) == ending
