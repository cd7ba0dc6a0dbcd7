"""Who owns a key: good and bad locks of scripts, under what happens to servers."""

from __future__ import annotations

import json
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.errors import SessionConflict, UsageError
from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import Change, Operation, Outcome
from bridge.stubs.datastore.versions import HistoryEntry, Version
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import (
    LAPIS,
    PROFILE_SERVICE,
    PROFILE_STORE,
    field_lock,
    metadata_lock,
    no_lost_writes,
    nothing_vanishes,
    one_owner,
)
from bridge.tools.simulation.checkers.histories import KeyHistory
from bridge.tools.simulation.checkers.locks import SessionRule

OWNER = field_lock("owner", "expires")


def law(**options):
    items = itemgetter("items")
    return one_owner("Records", owner=OWNER, data=items, one_time=True, **options)


def found(world, **options):
    return [each.headline for each in world.universe.report(law(**options)).findings]


def test_a_lock_that_is_looked_at_and_then_set_has_two_owners(shape):
    world = shape("SetLock")
    world.universe.datastores.record()
    for on in (0, 1):
        world.spawn(on, "open", "k")
    world.universe.run_for(seconds=5)
    (headline,) = found(world)
    assert "both believed to own it for" in headline
    with pytest.raises(SessionConflict):
        world.universe.check(law())
    assert not found(world, overlap_seconds=60)


def test_two_owners_are_told_at_the_instant_in_which_the_second_believes(shape):
    """Nothing may happen to the key after that."""
    world = shape("SetLock")
    world.universe.watch(law())
    for on in (0, 1):
        world.spawn(on, "open", "k")
    with pytest.raises(SessionConflict, match=r"both believed to own it from \d"):
        world.universe.run_for(seconds=5)
    assert world.universe.now_seconds < 5
    world.universe.conclude()  # told once


def test_one_after_the_other_is_fine(shape):
    for name in ("SetLock", "Lease"):
        world = shape(name)
        world.universe.watch(law())
        for number in range(4):
            assert world.call(number % 2, "open", "k")
            assert world.call(number % 2, "add", "k", number)
            world.call(number % 2, "close", "k")
            world.universe.run_for(seconds=10)
        world.universe.check()


def test_a_lock_without_an_end_outlives_its_server(shape):
    world = shape("Lease")
    world.switch("eternal")
    world.universe.datastores.record()
    assert world.call(0, "open", "k")
    world.servers[0].crash()
    world.universe.run_for(minutes=11)
    assert not world.call(1, "open", "k")
    assert found(world) == []  # it may still be on its way to it
    world.universe.run_for(seconds=60)
    (headline,) = found(world)
    assert headline == "Records/global/k: server 0 is gone and still owns it"
    assert found(world, dead_after_seconds=3600) == []
    assert found(world, takeover_seconds=3600) == []


def test_a_lock_of_an_earlier_run_is_one_of_the_dead(shape, tmp_path):
    first = Universe(store=tmp_path / "data.sqlite")
    first.datastores.set("Records", "k", {"items": [], "owner": "somebody"})
    first.close()
    world = shape("Lease", servers=1, store=tmp_path / "data.sqlite")
    world.universe.datastores.record()
    world.universe.run_for(minutes=11)
    assert not world.call(0, "open", "k")
    world.universe.run_for(minutes=2)
    assert found(world) == [
        "Records/global/k: a server of an earlier run is gone and still owns it"
    ]
    world.universe.close()


def test_a_lock_that_ends_is_taken_over(shape):
    world = shape("Lease")
    world.universe.watch(law())
    assert world.call(0, "open", "k")
    world.servers[0].crash()
    assert not world.call(1, "open", "k")
    world.universe.run_for(seconds=70)
    assert world.call(1, "open", "k")
    assert world.call(1, "add", "k", "sword")
    world.universe.check()


def test_a_session_that_lost_its_key_and_saves_all_the_same_is_found(shape):
    world = shape("Lease")
    world.switch("careless")
    world.universe.datastores.record()
    world.call(0, "open", "k")
    world.call(0, "add", "k", "sword")
    world.servers[0].pause(100)
    world.universe.run_for(seconds=80)
    assert world.call(1, "open", "k")
    assert world.call(1, "add", "k", "shield")
    world.universe.run_for(seconds=30)
    world.call(0, "add", "k", "bow")
    world.universe.run_for(seconds=5)
    headlines = found(world)
    assert any("wrote after it had lost it" in headline for headline in headlines)
    assert any("both believed to own it" in headline for headline in headlines)
    assert not world.universe.report(nothing_vanishes("Records", keep=lambda v: v["items"]))
    assert world.universe.report(no_lost_writes())  # updates only


def test_a_session_that_looks_before_it_saves_is_not(shape):
    world = shape("Lease")
    world.universe.watch(law(), nothing_vanishes("Records", keep=lambda v: v["items"]))
    world.call(0, "open", "k")
    world.call(0, "add", "k", "sword")
    world.servers[0].pause(100)
    world.universe.run_for(seconds=80)
    assert world.call(1, "open", "k")
    assert world.call(1, "add", "k", "shield")
    world.universe.run_for(seconds=30)
    assert world.call(0, "add", "k", "bow") is False
    world.universe.check()


STRANGER = """
game:GetService("DataStoreService"):GetDataStore("Records"):UpdateAsync("k", function(old)
    old[...] = { "gift" }
    return old
end)
"""


@pytest.mark.parametrize("field", ["items", "messages"])
def test_a_stranger_may_leave_messages_but_not_touch_the_data(shape, field):
    world = shape("Lease")
    world.universe.datastores.record()
    world.call(0, "open", "k")
    world.servers[1].run(f"local field = '{field}'" + STRANGER.replace("...", "field"))
    wrong = ["Records/global/k: server 1 wrote without owning it: server 0 owned it"]
    assert found(world) == (wrong if field == "items" else [])
    whole = one_owner("Records", owner=OWNER)
    assert len(world.universe.report(whole).findings) == 1


def test_a_stranger_at_a_key_that_nobody_owns_now_is_found(shape):
    world = shape("Lease")
    world.universe.datastores.record()
    world.call(0, "open", "k")
    world.call(0, "close", "k")
    assert found(world) == []
    world.servers[1].run("local field = 'items'" + STRANGER.replace("...", "field"))
    assert found(world) == ["Records/global/k: server 1 wrote without owning it: nobody owned it"]


def test_keys_that_never_had_an_owner_are_left_alone(shape):
    world = shape("NoLock")
    world.universe.watch(law())
    for on in (0, 1):
        world.call(on, "open", "k")
        world.call(on, "add", "k", "sword")


def test_an_owner_of_another_kind_is_refused(shape):
    world = shape("NoLock", servers=1)
    world.universe.datastores.record()
    world.call(0, "open", "k")
    world.call(0, "add", "k", "sword")
    with pytest.raises(UsageError, match="owner gave 5"):
        world.universe.check(one_owner(owner=lambda value, info: 5))


HAND_OVER = """
local store = game:GetService("DataStoreService"):GetDataStore("Records")
store:UpdateAsync("k", function(old)
    old = old or { items = {} }
    if old.owner and old.owner ~= game.JobId and old.expires > os.time() then return nil end
    old.owner, old.expires = game.JobId, os.time() + 5
    table.insert(old.items, "x")
    return old
end)
"""


def test_a_server_may_come_back_to_a_key_whose_lock_was_over(shape):
    world = shape("NoLock")
    world.universe.datastores.record()
    for on in (0, 1, 0):
        world.servers[on].run(HAND_OVER)
        world.universe.run_for(seconds=10)
    by_job = one_owner(owner=OWNER, data=lambda value: value["items"])
    assert world.universe.report(by_job)
    assert found(world) == [
        "Records/global/k: server 0 wrote after it had lost it: server 1 owned it"
    ]


@pytest.mark.parametrize(
    ("name", "rule", "seconds"),
    [
        ("lapis", LAPIS, 1800),
        ("profile", PROFILE_STORE, 630),
        ("profile", PROFILE_SERVICE, 1800),
        ("metadata", SessionRule(metadata_lock(expire_seconds=900), lambda value: value), 900),
    ],
)
def test_locks_of_libraries_are_read_in_what_they_store(shape, name, rule, seconds):
    world = shape("ForeignLocks")
    law = one_owner("Records", owner=rule)
    world.universe.watch(law)
    assert world.call(0, "take", name, seconds)
    assert not world.call(1, "take", name, seconds)
    world.universe.run_for(seconds=seconds + 2)
    assert world.call(1, "take", name, seconds)
    world.universe.check()
    impatient = shape("ForeignLocks")
    impatient.universe.watch(law)
    impatient.call(0, "take", name, seconds)
    impatient.universe.run_for(seconds=60)
    with pytest.raises(SessionConflict, match="servers 0 and 1 both believed to own it"):
        impatient.call(1, "take", name, 30)
        impatient.universe.run_for(seconds=60)
        impatient.universe.check()


# -- against the definition ---------------------------------------------------------------------

KEY = Address("S", "global", "k")
TIMES = range(40)

calls = st.lists(
    st.tuples(
        st.integers(0, 2),  # server
        st.sampled_from(["look", "own", "own", "free"]),
        st.integers(0, 20),  # begins
        st.integers(0, 4),  # until it is at the store
        st.integers(0, 4),  # until it is answered
        st.booleans(),  # whether the answer arrives
        st.integers(1, 20),  # how long a lock lasts
    ),
    max_size=7,
)


def played(plans, ended):
    """A key whose values are `{o: server, x: seconds}`, a simulated second being an hour."""
    plans = sorted(plans, key=lambda plan: plan[2])
    made = [Operation(plan[0], "UpdateAsync", KEY, plan[2]) for plan in plans]
    writes = []
    for index in sorted(range(len(plans)), key=lambda i: (plans[i][2] + plans[i][3], i)):
        server, kind, begin, there, back, answered, lasts = plans[index]
        call = made[index]
        call.looked = len(writes)
        if kind != "look":
            value = {"o": str(server), "x": (begin + there + lasts) / 1e6}
            text = json.dumps(value if kind == "own" else {})
            version = Version(f"v{index}", text, 0, begin + there, 1)
            writes.append(HistoryEntry(begin + there, server, "UpdateAsync", version))
            call.change, call.landed = Change("set", text), len(writes)
        if answered:
            call.returned_us, call.outcome = begin + there + back, Outcome.OK
            call.told_us = call.returned_us
    key = KeyHistory(KEY, 0)
    key.read(writes, made, ended, max(TIMES))
    return key


def believes(key, server, at_us):
    """Whether a server believes to own the key at a time, word for word."""
    if at_us >= key.ended.get(server, max(TIMES)):
        return False

    def owner(number):
        value = key.value(number) if number else None
        return None if not value else int(value["o"])

    known = [0]
    for call in key.calls:
        if call.server != server:
            continue
        lets_go = call.landed and owner(call.landed - 1) == server != owner(call.landed)
        if lets_go and call.invoked_us <= at_us:
            known.append(call.landed)
        if call.outcome is Outcome.OK and call.returned_us <= at_us:
            known.append(call.landed or call.looked)
    newest = max(known)
    return owner(newest) == server and at_us < key.value(newest)["x"] * 1e6


@settings(deadline=None, max_examples=300)
@given(calls, st.dictionaries(st.integers(0, 2), st.integers(0, 30), max_size=1))
def test_two_owners_are_found_if_two_believe_so_at_one_time(plans, ended):
    key = played(plans, ended)

    class One:
        def need_calls(self, law):
            pass

        def keys(self, stores, only):
            return [key]

    both = any(sum(believes(key, server, at_us) for server in range(3)) > 1 for at_us in TIMES)
    rule = one_owner(owner=field_lock("o", "x"), data=lambda value: None)
    found = [each for each in rule.find(One()) if "both believed" in each.headline]
    assert bool(found) == both


steps = st.lists(
    st.tuples(
        st.integers(0, 2),  # server
        st.sampled_from(["visit", "visit", "open", "crash", "pause", "outage"]),
        st.sampled_from([0.0, 1.0, 20.0, 70.0]),  # then time passes
    ),
    min_size=2,
    max_size=8,
)

VISIT = """
local Shape, item = ...
if Shape.open("k") then
    for number = 1, 3 do
        Shape.add("k", item .. "/" .. number)
        task.wait(15)
    end
    Shape.close("k")
end
"""


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 10_000), plan=steps)
def test_a_lease_has_one_owner_whatever_happens(shape, seed, plan):
    world = shape("Lease", servers=3, seed=seed, faulty=True)
    universe = world.universe
    universe.watch(
        law(), no_lost_writes(), nothing_vanishes("Records", keep=lambda value: value["items"])
    )
    for number, (on, what, seconds) in enumerate(plan):
        server = world.servers[on]
        if what in ("visit", "open") and not server.paused:
            visit = server.run(f"return function(...) {VISIT} end")
            server.spawn(visit, world.module(on), f"{number}")
        elif what == "crash":
            server.crash()
            world.servers[on] = world.start()
        elif what == "pause":
            server.pause(50)
        elif what == "outage":
            now = universe.now_seconds
            universe.faults.add(DataStoreFault.outage(now, now + 40))
        universe.run_for(seconds=seconds)
    universe.run_for(minutes=3)
    universe.check()
