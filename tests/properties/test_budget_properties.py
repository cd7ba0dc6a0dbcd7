"""Request budgets against token buckets, and counts per minute against a list of times.

The reference bucket integrates the rate over time in fractions: whoever joins or leaves changes the
rate from that moment on, and what was saved up is never more than the cap allows to come in.
"""

from __future__ import annotations

import math
import os
from fractions import Fraction
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.stubs.datastore.budget import LIMIT_RANGES, Budgets
from bridge.stubs.profiles import DataStoreRules, Rate, profile
from bridge.stubs.windows import SlidingMaximum, SlidingWindow
from bridge.tools.simulation import Universe

EXAMPLES = 150
SWEEP = max(1, round(30_000 * float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))))
YEARS = ("2026", "2022", "2018")
SECOND, MINUTE = 1_000_000, 60_000_000
CAP_MINUTES = {"OnUpdate": 1}
"""What else than the profile's saves up (MockDataStoreService)."""


class Step(NamedTuple):
    """What happens after so many microseconds, to the n-th bucket."""

    after_us: int
    name: str
    bucket: int
    number: int


times = st.one_of(
    st.integers(0, 3 * SECOND), st.integers(0, 4 * MINUTE), st.sampled_from([0, 1, SECOND, MINUTE])
)
steps = st.lists(
    st.one_of(
        st.builds(Step, times, st.just("take"), st.integers(0, 9), st.integers(1, 200)),
        st.builds(Step, times, st.just("players"), st.just(0), st.integers(0, 20)),
        st.builds(Step, times, st.just("limit"), st.integers(0, 9), st.integers(0, 90)),
    ),
    max_size=30,
)


class Bucket:
    """A token bucket that looks at every moment."""

    def __init__(self, rules: DataStoreRules, kind: str, players: int) -> None:
        self.rate, self.players, self.at_us = rules.requests_per_minute[kind], players, 0
        self.cap_minutes = Fraction(CAP_MINUTES.get(kind, rules.budget_cap_minutes))
        known = rules.budget_start.get(kind)
        self.level = Fraction(self.per_minute * rules.budget_start_minutes)
        self.level = self.level if known is None else Fraction(known)

    @property
    def per_minute(self) -> int:
        return int(self.rate.at(self.players))

    @property
    def cap(self) -> Fraction:
        return self.per_minute * self.cap_minutes

    def advance(self, now_us: int) -> None:
        gained = Fraction(self.per_minute * (now_us - self.at_us), MINUTE)
        if self.level < self.cap:
            self.level = min(self.cap, self.level + gained)
        self.at_us = now_us

    def wait_us(self, requests: int) -> int | None:
        """Microseconds until it holds so many at this rate."""
        if self.level >= requests:
            return 0
        if requests > self.cap:
            return None
        return math.ceil((requests - self.level) * MINUTE / self.per_minute)


def check_budgets(script: list[Step], players: int, year: str) -> None:
    rules, count = profile(year).datastore, [players]
    budgets = Budgets(rules, lambda: count[0], 0)
    buckets = {kind: Bucket(rules, kind, players) for kind in rules.requests_per_minute}
    now_us = 0
    for after_us, name, place, number in script:
        now_us += after_us
        kind = list(buckets)[place % len(buckets)]
        for bucket in buckets.values():
            bucket.advance(now_us)
        if name == "take":
            bucket = buckets[kind]
            assert budgets.wait_us(kind, now_us, number) == bucket.wait_us(number)
            fits = bucket.level >= number
            assert budgets.take(kind, now_us, number) is fits
            bucket.level -= number * fits
        elif name == "players":
            count[0] = number
            budgets.players_changed(now_us)
            for bucket in buckets.values():
                bucket.players = number
        elif kind in LIMIT_RANGES:
            base, per_player = LIMIT_RANGES[kind]
            rate = Rate(min(number, base), min(number // 10, per_player))
            budgets.set_limit(kind, int(rate.base), int(rate.per_unit), now_us)
            buckets[kind].rate = rate
            buckets[kind].level = min(buckets[kind].level, buckets[kind].cap)
        assert budgets.levels(now_us) == {
            kind: math.floor(bucket.level) for kind, bucket in buckets.items()
        }


@pytest.mark.rule(
    "datastore.requests_per_minute",
    "datastore.budget_start",
    "datastore.budget_start_minutes",
    "datastore.budget_cap_minutes",
    source="CD-ERR, M-MDS",
)
@settings(max_examples=EXAMPLES, deadline=None)
@given(steps, st.integers(0, 10), st.sampled_from(YEARS))
def test_budgets_are_token_buckets(script: list[Step], players: int, year: str) -> None:
    check_budgets(script, players, year)


@pytest.mark.slow
@settings(max_examples=SWEEP, deadline=None)
@given(steps, st.integers(0, 10), st.sampled_from(YEARS))
def test_budgets_are_token_buckets_in_a_long_sweep(
    script: list[Step], players: int, year: str
) -> None:
    check_budgets(script, players, year)


@pytest.mark.rule("datastore.requests_per_minute", source="CD-ERR")
@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["join", "leave", "read"]), st.floats(0, 40)),
        min_size=1,
        max_size=20,
    )
)
def test_a_servers_budget_follows_its_players(script: list[tuple[str, float]]) -> None:
    """The same through a running server, whose players join and leave."""
    universe = Universe()
    server = universe.start_server()
    budget = """
        local service = game:GetService("DataStoreService")
        if ... then
            local options = Instance.new("DataStoreGetOptions")
            options.UseCache = false
            service:GetDataStore("S"):GetAsync("missing", options)
        end
        return service:GetRequestBudgetForRequestType(Enum.DataStoreRequestType.StandardRead)
    """
    bucket = Bucket(universe.profile.datastore, "StandardRead", 0)
    assert server.run(budget) == 60
    for number, (name, pause) in enumerate(script):
        universe.run_for(seconds=pause)
        bucket.advance(universe.clock.now_us)
        if name == "join":
            server.join(f"Player{number}")
        elif name == "leave" and server.players:
            server.leave(server.players[0])
        bucket.players = len(server.players)
        assert universe.datastores.budgets.levels(0)["StandardRead"] == math.floor(bucket.level)
        if name == "read" and bucket.level >= 1:
            server.run(budget, True)
            bucket.level -= 1
            bucket.advance(universe.clock.now_us)
        assert server.run(budget) == math.floor(bucket.level)


# -- counts per minute --------------------------------------------------------------------------

windows = st.lists(
    st.tuples(times, st.integers(0, 5), st.sampled_from(["admit", "take", "total"])), max_size=40
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(windows, st.integers(0, 12))
def test_a_sliding_window_is_a_list_of_times(
    script: list[tuple[int, int, str]], limit: int
) -> None:
    window, taken, now_us = SlidingWindow(), [], 0
    for after_us, amount, name in script:
        now_us += after_us
        total = sum(each for at_us, each in taken if at_us > now_us - MINUTE)
        assert window.total(now_us) == total
        if name == "admit":
            fits = total + amount <= limit
            assert window.admit(amount, limit, now_us) is fits
            taken += [(now_us, amount)] * fits
        elif name == "take":
            window.take(amount, now_us)
            taken.append((now_us, amount))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.tuples(times, st.integers(0, 9)), max_size=20), times)
def test_a_sliding_maximum_is_the_highest_of_a_history(
    script: list[tuple[int, int]], since_us: int
) -> None:
    number, now_us = SlidingMaximum(4), 0
    held = [(0, 4)]  # since when, what
    for after_us, value in script:
        now_us += after_us
        number.set(value, now_us)
        held.append((now_us, value))
    ends = [at_us for at_us, _ in held[1:]] + [math.inf]
    expected = max(
        value for (_, value), end_us in zip(held, ends, strict=True) if end_us >= since_us
    )
    assert number.highest_since(since_us) == expected
