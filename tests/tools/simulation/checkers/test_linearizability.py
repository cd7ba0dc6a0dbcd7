"""Histories of one key that one register can explain, and those it cannot."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import UNSEEN, Change, Operation, Outcome
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import check_linearizability

KEY = Address("S", "global", "k")


def call(invoked_us, returned_us, *, seen=UNSEEN, change=None, ok=True, cached=False):
    outcome = Outcome.OK if ok else Outcome.FAILED
    return Operation(0, "Call", KEY, invoked_us, returned_us, outcome, seen, change, cached)


def read(invoked_us, returned_us, value, **more):
    return call(invoked_us, returned_us, seen=value, **more)


def write(invoked_us, returned_us, text, *, ok=True, seen=UNSEEN):
    return call(invoked_us, returned_us, change=Change("set", text), ok=ok, seen=seen)


def fine(*operations):
    return check_linearizability(operations) is None


def test_a_read_sees_the_last_write_before_it():
    assert fine(read(0, 1, None), write(2, 3, "1"), read(4, 5, "1"))
    assert not fine(write(0, 1, "1"), read(2, 3, None))
    assert not fine(write(0, 1, "1"), write(2, 3, "2"), read(4, 5, "1"))


def test_calls_at_the_same_time_may_come_in_either_order():
    assert fine(write(0, 10, "1"), write(0, 10, "2"), read(11, 12, "1"))
    assert fine(write(0, 10, "1"), write(0, 10, "2"), read(11, 12, "2"))
    assert fine(write(0, 10, "1"), read(3, 4, None), read(5, 6, "1"))
    assert not fine(write(0, 10, "1"), read(3, 4, "1"), read(5, 6, None))


def test_two_updates_cannot_both_have_seen_the_same_value():
    first, second = (write(0, 10, text, seen=None) for text in ("1", "2"))
    assert not fine(first, second)
    assert fine(first, write(0, 10, "2", seen="1"))


def test_a_failed_write_may_have_landed_at_any_later_time_or_never():
    failed = write(0, 1, "1", ok=False)
    assert fine(failed, read(2, 3, None))
    assert fine(failed, read(2, 3, "1"))
    assert fine(failed, read(2, 3, None), write(4, 5, "2"), read(6, 7, "1"))
    assert not fine(failed, read(2, 3, "1"), read(4, 5, None))
    assert not fine(write(4, 5, "1", ok=False), read(2, 3, "1"))


def test_a_failed_increment_counts_once_at_most():
    failed = call(0, 1, change=Change("add", delta=1), ok=False)
    assert fine(failed, read(2, 3, "1"))
    assert not fine(failed, read(2, 3, "2"))
    assert fine(failed, call(2, 3, change=Change("add", delta=1), seen="1"), read(4, 5, "2"))


def test_an_increment_that_saw_nothing_still_adds_to_a_failed_write():
    """Found by the law below."""
    added = call(0, 0, change=Change("add", delta=1))
    assert fine(write(0, 0, "1", ok=False), added, read(0, 0, "2"))


def test_a_removal_leaves_nothing():
    removed = call(2, 3, change=Change("remove"), seen="1")
    assert fine(write(0, 1, "1"), removed, read(4, 5, None))
    assert not fine(write(0, 1, "1"), removed, read(4, 5, "1"))


def test_reads_from_the_cache_are_nobodys_promise():
    assert fine(write(0, 1, "1"), write(2, 3, "2"), read(4, 5, "1", cached=True))


def test_a_report_names_the_key_the_state_and_what_cannot_come_next():
    violation = check_linearizability([write(0, 1, "1"), read(2, 3, "7")])
    text = str(violation)
    assert text.startswith("S/global/k is not linearizable: 1 calls have an order")
    assert "holds 1" in text and "server 0 Call(k) 2 us to 3 us ok: saw 7" in text


# -- laws ---------------------------------------------------------------------------------------

texts = st.sampled_from(["1", "2", "3"])
changes = st.one_of(
    st.none(),
    texts.map(lambda text: Change("set", text)),
    st.integers(1, 2).map(lambda delta: Change("add", delta=delta)),
    st.just(Change("remove")),
)
sights = st.one_of(st.just(UNSEEN), st.none(), texts)
calls = st.builds(
    lambda at, length, seen, change, ok: call(at, at + length, seen=seen, change=change, ok=ok),
    st.integers(0, 8),
    st.integers(0, 5),
    sights,
    changes,
    st.sampled_from([True, True, True, False]),
)


def apply(operation, state):
    if operation.seen is not UNSEEN and operation.seen != state:
        raise ValueError
    change = operation.change
    if change is None:
        return state
    if change.kind == "add":
        return str(int(state or "0") + change.delta)
    return change.text if change.kind == "set" else None


def explains(order):
    """The definition, word for word: real time is kept, and every sight is right."""
    for index, later in enumerate(order):
        for earlier in order[:index]:
            returned_us = later.returned_us if later.outcome is Outcome.OK else float("inf")
            if returned_us < earlier.invoked_us:
                return False
    state = None
    try:
        for operation in order:
            state = apply(operation, state)
    except ValueError:
        return False
    return True


def explained_by_brute_force(operations):
    certain = [each for each in operations if each.outcome is Outcome.OK]
    doubtful = [each for each in operations if each.outcome is not Outcome.OK and each.change]
    for chosen in range(1 << len(doubtful)):
        taken = [each for index, each in enumerate(doubtful) if chosen >> index & 1]
        if any(explains(order) for order in permutations(certain + taken)):
            return True
    return False


@settings(deadline=None)
@given(st.lists(calls, max_size=5))
def test_the_verdict_is_that_of_the_definition(operations):
    assert (check_linearizability(operations) is None) == explained_by_brute_force(operations)


# -- the simulated stores -----------------------------------------------------------------------

CLIENT = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
local fresh = Instance.new("DataStoreGetOptions")
fresh.UseCache = false
return function(seed)
    local random = Random.new(seed)
    for i = 1, 12 do
        local pick = random:NextInteger(1, 4)
        pcall(function()
            if pick == 1 then store:GetAsync("k", fresh)
            elseif pick == 2 then store:SetAsync("k", random:NextInteger(1, 3))
            elseif pick == 3 then store:IncrementAsync("k", 1)
            else store:UpdateAsync("k", function(old) return (old or 0) + 10 end) end
        end)
        task.wait(random:NextNumber() * 2)
    end
end
"""


def history(seed, *faults):
    universe = Universe(seed=seed)
    for fault in faults:
        universe.faults.add(fault)
    log = universe.datastores.record()
    for number in range(3):
        server = universe.start_server()
        server.spawn(server.run(CLIENT), 10 * seed + number)
    universe.run_for(minutes=2)
    return log.operations


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10_000))
def test_the_stores_are_linearizable_whatever_fails(seed):
    operations = history(
        seed,
        DataStoreFault.error_after_write(probability=0.2),
        DataStoreFault.error_before_write(probability=0.2),
        DataStoreFault.late_reply(0.1, 5.0, probability=0.2),
    )
    assert len(operations) > 20
    assert check_linearizability(operations) is None


def test_a_stale_read_is_found():
    found = [
        check_linearizability(history(seed, DataStoreFault.stale_read(1.0, 4.0)))
        for seed in range(5)
    ]
    assert any(found)
