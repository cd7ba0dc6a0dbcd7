"""Acknowledged writes that are lost, in histories made by hand, by chance, and by scripts."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import LostWrite
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import Change, Operation, Outcome
from bridge.stubs.datastore.versions import HistoryEntry, Keeping, KeyRecord
from bridge.stubs.profiles import profile
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import no_lost_writes
from bridge.tools.simulation.checkers.histories import KeyHistory
from bridge.tools.simulation.checkers.lost_writes import NoLostWrites

KEY = Address("S", "global", "k")
KEEPING = Keeping(hour_us=0, kept_us=0)
METHODS = {"get": "GetAsync", "set": "SetAsync", "update": "UpdateAsync", "remove": "RemoveAsync"}


class Plan(NamedTuple):
    """A call: when it begins, when it is at the store, when its caller hears of it."""

    server: int
    kind: str
    begin: int
    there: int
    back: int
    outcome: Outcome = Outcome.OK
    lands: bool = True


def played(plans):
    """The history of a key whose calls go as planned, and each call with its plan."""
    plans = sorted(plans, key=lambda plan: plan.begin)
    calls = [Operation(plan.server, METHODS[plan.kind], KEY, plan.begin) for plan in plans]
    record, writes = KeyRecord(), []
    order = sorted(range(len(plans)), key=lambda index: (plans[index].there, index))
    for index in order:
        plan, call = plans[index], calls[index]
        call.looked, before = len(writes), record.current
        if plan.kind != "get":
            call.change = Change("remove" if plan.kind == "remove" else "set", str(index))
        if plan.kind != "get" and (plan.lands or plan.outcome is Outcome.OK):
            if plan.kind == "remove":
                record.remove(plan.there, KEEPING)
            else:
                record.write(str(index), (), "[]", plan.there, KEEPING)
            if plan.kind != "remove" or before is not None:
                entry = HistoryEntry(plan.there, plan.server, call.method, record.latest)
                writes.append(entry)
                call.landed = len(writes)
        call.outcome = plan.outcome
        if plan.outcome is not Outcome.PENDING:
            call.returned_us = plan.back
        if plan.outcome is Outcome.OK and plan.kind != "set":
            call.told_us, call.seen = plan.back, None if before is None else before.text
    key = KeyHistory(KEY, 0)
    key.read(writes, calls, {}, 1_000)
    return key


def lost(*plans, **options):
    """How many findings the law has."""
    return len(findings(played(plans), **options))


def findings(key, **options):
    class One:
        def need_calls(self, law):
            pass

        def keys(self, stores, only):
            return [key]

    return list(NoLostWrites(**options).find(One()))


def test_two_that_read_and_set_lose_one():
    first = [Plan(0, "get", 0, 1, 2), Plan(0, "set", 3, 4, 5)]
    assert lost(*first, Plan(1, "get", 0, 1, 2), Plan(1, "set", 3, 6, 7)) == 1
    assert lost(*first, Plan(1, "get", 6, 7, 8), Plan(1, "set", 9, 10, 11)) == 0


def test_an_update_builds_on_what_it_finds_and_is_lost_to_an_older_read():
    read, update = Plan(0, "get", 0, 1, 2), Plan(1, "update", 3, 4, 5)
    assert lost(read, update, Plan(2, "update", 3, 5, 6)) == 0
    assert lost(read, update, Plan(0, "set", 3, 6, 7)) == 1


def test_a_write_that_failed_may_be_lost():
    read = Plan(0, "get", 0, 1, 2)
    for outcome in (Outcome.FAILED, Outcome.PENDING):
        assert lost(read, Plan(1, "update", 3, 4, 5, outcome), Plan(0, "set", 6, 7, 8)) == 0


def test_a_failed_set_loses_what_it_lands_on():
    read, update = Plan(0, "get", 0, 1, 2), Plan(1, "update", 3, 4, 5)
    assert lost(read, update, Plan(0, "set", 6, 7, 8, Outcome.FAILED)) == 1
    assert lost(read, update, Plan(0, "set", 6, 7, 8, Outcome.FAILED, False)) == 0


def test_the_last_of_blind_writers_wins():
    plans = [Plan(0, "set", 0, 1, 2), Plan(1, "set", 3, 4, 5), Plan(0, "set", 6, 7, 8)]
    assert lost(*plans) == 0
    assert lost(*plans, blind_writes=True) == 2


def test_a_server_knows_its_own_writes_but_not_in_another_order():
    assert lost(Plan(0, "get", 0, 1, 2), Plan(0, "set", 3, 4, 9), Plan(0, "set", 5, 6, 9)) == 0
    assert lost(Plan(0, "set", 3, 8, 9), Plan(0, "set", 4, 5, 6)) == 1


def test_its_own_failed_increment_hides_nothing_of_others():
    others = Plan(1, "update", 3, 4, 5)
    own = Plan(0, "update", 3, 6, 7, Outcome.FAILED)
    assert lost(Plan(0, "get", 0, 1, 2), others, own, Plan(0, "set", 8, 9, 10)) == 1


def test_a_removal_ends_what_was_and_can_itself_be_lost():
    read, update = Plan(0, "get", 0, 1, 2), Plan(1, "update", 3, 4, 5)
    removal = Plan(1, "remove", 6, 7, 8)
    assert lost(read, update, Plan(0, "remove", 6, 7, 8)) == 0
    assert lost(read, update, Plan(0, "remove", 6, 7, 8), removals=True) == 1
    (found,) = findings(played([read, update, removal, Plan(0, "set", 9, 10, 11)]))
    assert found.headline == "S/global/k: an acknowledged write is lost"
    assert len(found.steps) == 3


def test_what_was_acknowledged_and_never_made_is_found():
    key = played([Plan(0, "update", 0, 1, 2)])
    key.calls[0].landed = None
    (found,) = findings(key)
    assert found.headline == "S/global/k: an acknowledged write was never made"


def test_a_report_tells_the_shortest_story():
    key = played(
        [
            Plan(0, "get", 0, 1, 2),
            Plan(1, "get", 0, 1, 2),
            Plan(1, "set", 3, 4, 5),
            Plan(1, "get", 6, 7, 8),
            Plan(0, "set", 6, 9, 10),
        ]
    )
    (found,) = findings(key)
    assert [line.split(" s  ")[1] for line in found.steps] == [
        "server 0   GetAsync saw nothing  <- the newest that server 0 knew of",
        "server 1   SetAsync wrote 2  <- acknowledged at 0.000 s, and is lost",
        "server 0   SetAsync wrote 4  <- overwrote it",
    ]


# -- laws ---------------------------------------------------------------------------------------

plans = st.lists(
    st.builds(
        lambda server, kind, begin, there, back, outcome, lands: Plan(
            server, kind, begin, begin + there, begin + there + back, outcome, lands
        ),
        st.integers(0, 2),
        st.sampled_from(["get", "get", "set", "set", "update", "remove"]),
        st.integers(0, 20),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from([Outcome.OK, Outcome.OK, Outcome.FAILED, Outcome.PENDING]),
        st.booleans(),
    ),
    max_size=8,
)


def by_definition(key, blind):
    """Pairs of a lost call and the one that overwrote it: the law, quantifier for quantifier."""
    calls = [call for call in key.calls if call.landed is not None]
    ends = [call for call in calls if call.method in ("SetAsync", "RemoveAsync")]
    for write in calls:
        if write.outcome is not Outcome.OK:
            continue
        later = [call for call in ends if call.landed > write.landed]
        if not later:
            continue
        end = min(later, key=lambda call: call.landed)
        if end.method != "SetAsync":
            continue
        own = write.server == end.server
        mine = [call for call in key.calls if call.server == end.server]
        begun_before = own and key.calls.index(write) < key.calls.index(end)
        shown = any(
            call.told_us is not None
            and call.told_us <= end.invoked_us
            and call.looked >= write.landed
            for call in mine
        )
        written = any(
            call.outcome is Outcome.OK
            and call.landed is not None
            and call.returned_us <= end.invoked_us
            and call.landed >= write.landed
            for call in mine
        )
        looked = any(c.told_us is not None and c.told_us <= end.invoked_us for c in mine)
        if not (begun_before or shown or written or not (own or looked or blind)):
            yield write.landed, end.landed


@settings(deadline=None)
@given(plans, st.booleans())
def test_the_verdict_is_that_of_the_definition(chosen, blind):
    key = played(chosen)
    expected = sorted({end for _, end in by_definition(key, blind)})
    found = findings(key, blind_writes=blind)
    assert len(found) == len(expected)


@settings(deadline=None)
@given(plans)
def test_updates_alone_lose_nothing(chosen):
    chosen = [plan for plan in chosen if plan.kind in ("get", "update")]
    assert not findings(played(chosen))


# -- scripts ------------------------------------------------------------------------------------


def count(world, rounds=3):
    for number in range(rounds):
        for on in range(len(world.servers)):
            world.spawn(on, "add", "k", number + 1)
        world.universe.run_for(seconds=4)
    world.universe.run_for(seconds=30)


def test_get_then_set_is_caught_in_the_act(shape):
    world = shape("GetThenSet")
    world.universe.watch(no_lost_writes())
    with pytest.raises(LostWrite, match="Counts/global/k: an acknowledged write is lost") as caught:
        count(world)
    assert "seed 0, found at 0." in str(caught.value)
    assert isinstance(caught.value, AssertionError)
    assert world.universe.now_seconds < 4


def test_get_then_set_by_one_server_after_the_other_is_fine(shape):
    world = shape("GetThenSet")
    world.universe.watch(no_lost_writes())
    for number in range(6):
        world.call(number % 2, "add", "k", 1)
        world.universe.run_for(seconds=5)
    assert world.universe.datastores.get("Counts", "k") == 6


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_updates_of_scripts_lose_nothing_whatever_fails(shape, seed):
    world = shape("Update", servers=3, seed=seed, faulty=True)
    world.universe.watch(no_lost_writes(blind_writes=True, removals=True))
    count(world)
    assert world.universe.report()


def test_sessions_without_a_lock_lose_each_others_saves(shape):
    world = shape("NoLock")
    world.universe.datastores.record()
    for on in (0, 1):
        world.call(on, "open", "k")
    for on in (0, 1):
        world.call(on, "add", "k", f"sword {on}")
    with pytest.raises(LostWrite):
        world.universe.check(no_lost_writes())


def test_a_write_that_a_test_makes_can_be_lost_too(shape):
    world = shape("NoLock", servers=1)
    world.universe.datastores.record()
    world.call(0, "open", "k")
    world.universe.datastores.set("Records", "k", {"items": ["gift"]})
    world.call(0, "add", "k", "sword")
    (found,) = world.universe.report(no_lost_writes()).findings
    assert "the test" in str(found)


def test_the_rule_by_which_an_equal_conflict_succeeds_loses_writes(shape):
    rules = profile("2026").override(datastore__equal_conflict_succeeds=True)
    universe = Universe(profile=rules)
    universe.watch(no_lost_writes())
    source = shape("Update").source
    for _ in range(2):
        server = universe.start_server(modules={"ServerScriptService.Shape": source})
        server.spawn(server.require("ServerScriptService.Shape").add, "k", 1)
    with pytest.raises(LostWrite, match="was never made"):
        universe.run_for(seconds=10)
