"""common/SharedQuota: one limit for the whole universe."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import ScriptError
from bridge.faults import MemoryStoreFault

# A server that wants a unit `rate` times a second, asking as callers are told to.
GREEDY = """
local limit, rate, seconds, name = ...
local quota = require(Common.SharedQuota).new(Deps.default(), { name = name or "q", limit = limit })
local lastAsked = -math.huge
local stop = os.clock() + seconds
local owed = 0
while os.clock() < stop do
    owed = math.min(owed + rate / 10, 20)
    while owed >= 1 and quota:take() do
        owed -= 1
        print("take")
    end
    if owed >= 1 and quota:held() == 0 and os.clock() - lastAsked >= 1 then
        lastAsked = os.clock()
        task.spawn(function()
            local before = quota:status().granted
            quota:prefetch(math.floor(owed))
            for _ = before + 1, quota:status().granted do print("grant") end
        end)
    end
    task.wait(0.1)
end
"""


def times_of(lab, word):
    """When any server printed a word, in true microseconds."""
    lines = (line.split(" ", 2) for line in lab.universe.trace.lines())
    return [int(at) for at, kind, rest in lines if kind == "output" and f'text="{word}"' in rest]


def most_in_a_minute(times):
    first = 0
    most = 0
    for last, moment in enumerate(times):
        while moment - times[first] >= 60_000_000:
            first += 1
        most = max(most, last - first + 1)
    return most


@settings(max_examples=6, deadline=None)
@given(
    seed=st.integers(0, 2**16),
    skews=st.lists(st.sampled_from([-5, -2, 0, 3, 5]), min_size=1, max_size=5),
    rate=st.sampled_from([0.5, 3]),
    error=st.sampled_from([0, 0.3]),
)
def test_no_true_minute_holds_more_than_the_limit(open_lab, seed, skews, rate, error):
    faults = [
        MemoryStoreFault.error(probability=error),
        MemoryStoreFault.error_after_write(probability=error / 2),
        MemoryStoreFault.latency(0, 1.5),
    ]
    lab = open_lab(seed=seed, servers=0, faults=faults)
    lab.servers = [lab.start(skew=skew) for skew in skews]
    for index in range(len(skews)):
        lab.begin(GREEDY, 30, rate, 170, on=index)
    lab.advance(175)
    times = times_of(lab, "take")
    assert most_in_a_minute(times) <= 30
    assert times


def test_one_busy_server_is_granted_the_whole_limit_every_90_seconds(open_lab):
    lab = open_lab()
    lab.begin(GREEDY, 140, 20, 400)
    lab.advance(400)
    grants, takes = times_of(lab, "grant"), times_of(lab, "take")
    for start in range(300):
        assert sum(start <= moment / 1e6 < start + 90 for moment in grants) >= 140
    # Units that arrive when their bucket is over are lost; that is rare.
    assert len(takes) >= 0.95 * len(grants)


def test_an_outage_grants_nothing_and_ends_without_a_trace(open_lab):
    lab = open_lab(faults=[MemoryStoreFault.outage(0, 30)])
    lab.begin(GREEDY, 140, 5, 60)
    lab.advance(61)
    assert min(times_of(lab, "take")) >= 30_000_000


def test_units_are_held_until_their_bucket_ends_and_counted(lab):
    assert lab.run("""
        local quota = require(Common.SharedQuota).new(Deps.default(), { name = "q", limit = 10 })
        task.wait(10 - os.time() % 10) -- the start of a bucket
        quota:prefetch(3)
        local held, took = quota:held(), quota:take()
        task.wait(10)
        local later, refused = quota:held(), quota:take()
        return held, took, later, refused, quota:status()
    """) == [3, True, 0, False, {"held": 0, "granted": 3, "refused": 1, "errors": 0}]


def test_a_damaged_record_is_treated_as_empty(lab):
    assert (
        lab.run("""
        local map = game:GetService("MemoryStoreService"):GetHashMap("SharedQuota")
        map:SetAsync("q", { x = "y", ["12"] = "many", ["99999999999"] = -5 }, 300)
        local quota = require(Common.SharedQuota).new(Deps.default(), { name = "q", limit = 10 })
        quota:prefetch(3)
        return quota:held()
    """)
        == 3
    )


@pytest.mark.parametrize("config", ['{ name = "q", limit = 0 }', '{ name = "", limit = 1 }'])
def test_a_quota_without_limit_or_name_is_refused(pure, config):
    with pytest.raises(ScriptError, match="SharedQuota"):
        pure.run(f"require(Common.SharedQuota).new(Deps.default(), {config})")
