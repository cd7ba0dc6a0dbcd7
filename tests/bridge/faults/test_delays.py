"""Delays: their shapes, their bounds, and that they travel."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.faults import Delay
from bridge.scheduler import Stream
from bridge.tools.strategies.faults import delays

DRAWN = 4000


def drawn(delay: Delay, seed: int = 1) -> list[int]:
    stream = Stream(seed)
    return sorted(delay.draw_us(stream) for _ in range(DRAWN))


def at(times: list[int], percentage: float) -> float:
    """The seconds that so many per cent of the times stay below."""
    return times[int(len(times) * percentage / 100)] / 1_000_000


def test_a_normal_delay_lies_around_its_mean() -> None:
    times = drawn(Delay.normal(1.0, 0.1))
    assert sum(times) / DRAWN == pytest.approx(1_000_000, rel=0.01)
    assert at(times, 15.87) == pytest.approx(0.9, abs=0.02)
    assert at(times, 84.13) == pytest.approx(1.1, abs=0.02)


def test_a_log_normal_delay_has_the_median_and_the_99th_percentile_it_was_given() -> None:
    times = drawn(Delay.lognormal(0.08, 1.2))
    assert at(times, 50) == pytest.approx(0.08, rel=0.1)
    assert at(times, 99) == pytest.approx(1.2, rel=0.35)
    assert times[0] > 0


def test_a_table_of_percentiles_is_met() -> None:
    table = {50: 0.08, 95: 0.4, 99: 1.2}
    times = drawn(Delay.percentiles(table, minimum_seconds=0.02, maximum_seconds=5))
    for percentage, seconds in table.items():
        below = sum(time < seconds * 1_000_000 for time in times) * 100 / DRAWN
        assert below == pytest.approx(percentage, abs=3 if percentage == 50 else 1)
    assert at(times, 25) == pytest.approx(0.05, rel=0.1)
    assert times[0] >= 20_000 and 1_200_000 < times[-1] <= 5_000_000


def test_without_a_maximum_nothing_takes_longer_than_the_last_entry() -> None:
    assert drawn(Delay.percentiles({50: 0.1, 90: 0.2}))[-1] == 200_000


@pytest.mark.parametrize(
    "delay",
    [
        Delay.normal(1, 5, minimum_seconds=0.5, maximum_seconds=1.5),
        Delay.lognormal(0.5, 50, minimum_seconds=0.5, maximum_seconds=1.5),
    ],
)
def test_what_lies_outside_the_bounds_counts_as_the_bound(delay: Delay) -> None:
    times = drawn(delay)
    assert (times[0], times[-1]) == (500_000, 1_500_000)
    assert any(500_000 < time < 1_500_000 for time in times)


def test_without_bounds_no_delay_is_negative() -> None:
    assert drawn(Delay.normal(0.1, 1))[0] == 0


def test_the_same_seed_draws_the_same_times() -> None:
    delay = Delay.lognormal(0.08, 1.2)
    assert drawn(delay) == drawn(delay)
    assert drawn(delay) != drawn(delay, seed=2)


@given(delays(0, 5_000_000))
def test_a_delay_survives_json_and_repr(delay: Delay) -> None:
    assert Delay.from_data(json.loads(json.dumps(delay.to_data()))) == delay
    assert eval(repr(delay), {"Delay": Delay}) == delay


@given(delays(1000, 5000), st.integers(0, 100))
def test_drawn_delays_lie_within_their_bounds(delay: Delay, seed: int) -> None:
    assert 1000 <= delay.draw_us(Stream(seed)) <= 5000


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"shape": "cubic"}, "cubic"),
        ({"shape": "normal", "minimum_us": 5, "maximum_us": 4}, "bounds"),
        ({"shape": "normal", "minimum_us": -1}, "bounds"),
        ({"shape": "normal", "middle_us": -1}, "negative"),
        ({"shape": "lognormal", "middle_us": 0, "high_us": 5}, "median"),
        ({"shape": "lognormal", "middle_us": 6, "high_us": 5}, "median"),
        ({"shape": "percentiles"}, "percentiles"),
        ({"shape": "percentiles", "table": ((50, 5), (50, 6))}, "percentiles"),
        ({"shape": "percentiles", "table": ((101, 5),)}, "percentiles"),
        ({"shape": "percentiles", "table": ((50, 5), (90, 4))}, "times"),
        ({"shape": "percentiles", "table": ((50, 5),), "maximum_us": 4}, "times"),
    ],
)
def test_impossible_delays_are_refused(fields: dict[str, Any], part: str) -> None:
    with pytest.raises(UsageError, match=part):
        Delay(**fields)


@pytest.mark.parametrize(
    "data",
    [[], {}, {"shape": "normal", "mean": 3}, {"shape": "normal", "middle_us": "3"},
     {"shape": "percentiles", "table": [[50]]}, {"shape": "percentiles", "table": [["50", 1]]}],
)  # fmt: skip
def test_what_is_no_delay_is_refused(data: object) -> None:
    with pytest.raises(UsageError, match="delay"):
        Delay.from_data(data)
