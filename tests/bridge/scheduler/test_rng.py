"""Seeded streams: stable numbers, independent purposes."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.scheduler import Stream, Streams

FROZEN_BITS = [628398601, 1293788535, 2127123497]
FROZEN_UNIFORM = 0.17469185392526665


def test_numbers_are_the_same_on_every_platform() -> None:
    """Frozen values: a change of them changes every recorded seed."""
    stream = Streams(7).stream("datastore.latency")
    assert [stream.bits(32) for _ in range(3)] == FROZEN_BITS
    assert stream.uniform() == FROZEN_UNIFORM


def test_a_stream_depends_on_seed_and_name_only() -> None:
    one, other = Streams(1), Streams(1)
    other.stream("b").bits(320)
    assert one.stream("a").bits(256) == other.stream("a").bits(256)
    assert Streams(1).stream("a").bits(64) != Streams(2).stream("a").bits(64)
    assert Streams(1).stream("a").bits(64) != Streams(1).stream("b").bits(64)
    assert one.stream("a") is one.stream("a")


def test_draws_stay_in_their_ranges() -> None:
    stream = Stream(1)
    assert {stream.integers(3, 5) for _ in range(200)} == {3, 4, 5}
    assert stream.integers(4, 4) == 4
    assert all(0 <= stream.uniform() < 1 for _ in range(200))
    assert all(2 <= stream.uniform_between(2, 3) < 3 for _ in range(200))
    assert len(stream.bytes(13)) == 13
    assert stream.bits(0) == 0
    assert {stream.choice("abc") for _ in range(100)} == set("abc")


def test_a_chance_bites_about_as_often_as_it_says() -> None:
    stream = Stream(3)
    assert 2300 < sum(stream.chance(0.25) for _ in range(10_000)) < 2700
    assert not any(stream.chance(0) for _ in range(100))
    assert all(stream.chance(1) for _ in range(100))


def test_exponential_has_the_wanted_mean() -> None:
    stream = Stream(4)
    mean = sum(stream.exponential(10) for _ in range(10_000)) / 10_000
    assert 9.5 < mean < 10.5


def test_normal_numbers_have_the_wanted_mean_and_deviation() -> None:
    stream = Stream(7)
    drawn = [stream.normal(10, 2) for _ in range(10_000)]
    mean = sum(drawn) / len(drawn)
    deviation = (sum((each - mean) ** 2 for each in drawn) / len(drawn)) ** 0.5
    assert (mean, deviation) == (pytest.approx(10, abs=0.1), pytest.approx(2, abs=0.1))
    assert 0.67 < sum(abs(each - 10) < 2 for each in drawn) / len(drawn) < 0.70


def test_log_normal_numbers_have_the_wanted_percentiles() -> None:
    stream = Stream(8)
    drawn = sorted(stream.lognormal(100, 1500) for _ in range(10_000))
    assert drawn[5_000] == pytest.approx(100, rel=0.1)
    assert drawn[9_900] == pytest.approx(1500, rel=0.2)
    assert drawn[0] > 0


def test_drawn_numbers_are_the_same_on_every_platform() -> None:
    """Written down once: a change would change every run of every seed."""
    stream = Stream(9)
    assert [round(stream.normal(0, 1), 12) for _ in range(2)] == [0.473959847764, 0.999585745965]
    assert [round(stream.lognormal(1, 10), 12) for _ in range(2)] == [
        2.75304380041,
        22.903180475613,
    ]


def test_shuffle_permutes_and_every_order_appears() -> None:
    stream = Stream(5)
    orders = set()
    for _ in range(200):
        items = [1, 2, 3]
        stream.shuffle(items)
        orders.add(tuple(items))
    assert len(orders) == 6


def test_statistics_count_the_draws_of_each_stream() -> None:
    streams = Streams(1)
    streams.stream("b").bits(64)
    streams.stream("a")
    assert streams.statistics() == {"a": 0, "b": 2}


def test_impossible_draws_are_refused() -> None:
    stream = Stream(1)
    with pytest.raises(UsageError, match="empty interval"):
        stream.integers(2, 1)
    with pytest.raises(UsageError, match="lognormal"):
        stream.lognormal(2, 1)
    with pytest.raises(UsageError, match="nothing to choose"):
        stream.choice([])
    with pytest.raises(UsageError, match="negative"):
        stream.bits(-1)
