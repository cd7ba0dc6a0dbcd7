"""What must survive in a value, and values that lost it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import LostWrite, UsageError
from bridge.faults import DataStoreFault
from bridge.stubs.datastore.operations import Outcome
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import no_lost_writes, nothing_vanishes
from bridge.tools.simulation.checkers.vanishing import shortfall


@pytest.mark.parametrize(
    ("floor", "kept", "gone"),
    [
        (None, None, None),
        (3, 3, None),
        (3, 4, None),
        (3, 2, "it fell from 3 to 2"),
        (3, None, "it fell from 3 to nothing"),
        (True, False, "it fell from True to False"),
        ({"a"}, {"a", "b"}, None),
        ({"a", "b"}, ["b"], "'a' is gone"),
        (["a", "a"], ["a"], "'a' is gone"),
        (["a", "b"], ["b", "a"], None),
        ({"x": 1}, {"x": 2}, None),
        ({"x": 1, "y": {"z": [7]}}, {"x": 1, "y": {"z": []}}, "7 of y.z is gone"),
        ({"x": 1}, None, "x fell from 1 to nothing"),
    ],
)
def test_what_is_missing_is_said(floor, kept, gone):
    assert shortfall(floor, kept) == gone


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(UsageError, match="keep gave 'text'"):
        shortfall("text", "text")


counts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3))


@given(counts, counts, counts)
def test_to_contain_is_an_order(low, middle, high):
    assert shortfall(low, low) is None
    if shortfall(low, middle) is None and shortfall(middle, high) is None:
        assert shortfall(low, high) is None


values = st.lists(
    st.tuples(st.sampled_from(["ok", "failed", "removed"]), st.frozensets(st.integers(0, 3))),
    max_size=8,
)


@settings(deadline=None)
@given(values)
def test_the_verdict_is_that_of_the_definition(history):
    log = (universe := Universe()).datastores.record()
    for kind, members in history:
        if kind == "removed":
            universe.datastores.remove_key("S", "k")
            continue
        universe.datastores.set("S", "k", sorted(members))
        if kind == "failed":
            log.operations[-1].outcome = Outcome.FAILED
    writes = universe.datastores.history("S", "k")
    kept = [
        None if write.version.deleted else set(json.loads(write.version.text)) for write in writes
    ]
    acknowledged = {call.landed for call in log.operations if call.outcome is Outcome.OK}
    lost = any(
        not kept[early] <= kept[late]
        for late in range(len(kept))
        for early in range(late)
        if early + 1 in acknowledged and None not in kept[early : late + 1]
    )
    assert bool(universe.report(nothing_vanishes("S", keep=frozenset))) is not lost


def items(value):
    return value["items"]


def test_what_a_script_forgot_itself_is_found(shape):
    world = shape("Lease", servers=1)
    world.universe.watch(nothing_vanishes("Records", keep=items))
    world.call(0, "open", "k")
    world.call(0, "add", "k", "sword")
    drop = """
    game:GetService("DataStoreService"):GetDataStore("Records"):UpdateAsync("k", function(old)
        old.items = {}
        return old
    end)
    """
    with pytest.raises(LostWrite, match="Records/global/k: 'sword' is gone after it was saved"):
        world.servers[0].run(drop)
    assert world.universe.report(no_lost_writes())  # which sees nothing wrong in an update


def test_two_threads_of_one_server_lose_what_the_other_law_cannot_see(shape):
    world = shape("GetThenSet", servers=1)
    world.universe.datastores.record()
    world.universe.datastores.set("Counts", "k", 10)
    world.spawn(0, "add", "k", 1)
    world.spawn(0, "add", "k", 5)
    world.universe.run_for(seconds=10)
    assert world.universe.report(no_lost_writes())
    assert world.universe.datastores.get("Counts", "k") in (11, 15)


def test_a_write_that_failed_may_vanish(shape):
    world = shape("NoLock", servers=1)
    world.universe.datastores.record()
    world.call(0, "open", "k")
    world.universe.faults.add(DataStoreFault.error_after_write(times=1))
    assert world.call(0, "add", "k", "sword") is False
    world.universe.run_for(seconds=10)
    world.call(0, "open", "k")
    world.universe.datastores.set("Records", "k", {"items": []})
    assert world.universe.report(nothing_vanishes(keep=items))
    world.call(0, "add", "k", "shield")
    world.universe.datastores.set("Records", "k", {"items": []})
    assert not world.universe.report(nothing_vanishes(keep=items))


def test_an_acknowledged_removal_begins_anew(universe):
    universe.datastores.record()
    universe.datastores.set("S", "k", 5)
    universe.start_server().run(
        "game:GetService('DataStoreService'):GetDataStore('S'):RemoveAsync('k')"
    )
    universe.datastores.set("S", "k", 1)
    assert universe.report(nothing_vanishes("S", keep=lambda value: value))
    universe.datastores.set("S", "k", 0)
    assert not universe.report(nothing_vanishes("S", keep=lambda value: value))


@settings(deadline=None, max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_sums_that_are_updated_never_fall_whatever_fails(shape, seed):
    world = shape("Update", servers=3, seed=seed, faulty=True)
    world.universe.watch(nothing_vanishes("Counts", keep=lambda value: value))
    for number in range(4):
        for on in range(3):
            world.spawn(on, "add", "k", number)
        world.universe.run_for(seconds=3)
    world.universe.run_for(seconds=30)
    world.universe.check()
