"""Histories of one key that one register can explain, and those it cannot."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import UNSEEN, Change, Operation, Outcome
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import check_linearizability, linearizability

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


def test_a_search_that_takes_too_long_says_so(monkeypatch):
    monkeypatch.setattr(linearizability, "TRIES_MAX", 3)
    operations = [write(0, 9, str(number)) for number in range(5)] + [read(10, 11, "7")]
    violation = check_linearizability(operations)
    assert violation.undecided
    assert "in the first 3 tries, after which it was given up" in str(violation)
    monkeypatch.undo()
    violation = check_linearizability(operations)
    assert not violation.undecided and "given up" not in str(violation)


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


seen_calls = st.builds(
    lambda at, length, seen, change, ok: call(at, at + length, seen=seen, change=change, ok=ok),
    st.integers(0, 4),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(0, 6).map(str)),
    st.none(),
    st.just(True),
)
failed_calls = st.builds(
    lambda at, change: call(at, at, change=change, ok=False),
    st.integers(0, 4),
    changes.filter(bool),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(seen_calls, min_size=1, max_size=3), st.lists(failed_calls, max_size=3))
def test_the_verdict_is_that_of_the_definition_where_most_is_uncertain(reads, failed):
    operations = [*reads, *failed]
    assert (check_linearizability(operations) is None) == explained_by_brute_force(operations)


def test_the_order_that_happened_is_no_proof_of_the_contrary():
    """Two writes at once, and reads that are right if they came in the other order."""
    first, second = write(0, 10, "1"), write(0, 10, "2")
    first.looked, first.landed, second.looked, second.landed = 0, 1, 1, 2
    late = read(11, 12, "1")
    late.looked = 2
    assert fine(first, second, late)
    late.seen = "3"
    assert not fine(first, second, late)


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


# -- every kind of call -------------------------------------------------------------------------


def run(universe, source, *arguments):
    server = universe.start_server()
    head = "local service = game:GetService('DataStoreService')\n"
    server.run(head + source, *arguments, timeout_seconds=10_000)
    return server


def recorded(universe, source, *arguments):
    log = universe.datastores.record()
    run(universe, source, *arguments)
    return log.operations


def test_what_a_key_held_before_is_no_violation(universe):
    universe.datastores.set("S", "k", 5)
    operations = recorded(universe, "assert(service:GetDataStore('S'):GetAsync('k') == 5)")
    assert [each.method for each in operations] == ["held before", "GetAsync"]
    assert fine(*operations)
    operations[1].seen = None
    assert not fine(*operations)


def test_what_a_test_writes_is_part_of_the_history(universe):
    universe.datastores.set("S", "k", 5)
    log = universe.datastores.record()
    read = "local v = service:GetDataStore('S'):GetAsync(...) return v"
    universe.datastores.set("S", "k", 6)
    run(universe, read, "k")
    universe.datastores.remove_key("S", "k")
    run(universe, read, "k")
    methods = [each.method for each in log.operations]
    assert methods == ["held before", "set", "GetAsync", "remove_key", "GetAsync"]
    assert fine(*log.operations)


def test_a_store_that_was_deleted_for_good_holds_nothing(universe):
    universe.datastores.record()
    read = "local v = service:GetDataStore('S'):GetAsync('k') return v"
    run(universe, "service:GetDataStore('S'):SetAsync('k', 1)")
    universe.datastores.delete_store("S")
    universe.run_for(hours=24 * 31)
    run(universe, read)
    operations = universe.datastores.record().operations
    assert [each.method for each in operations] == ["SetAsync", "GetAsync", "delete_store"]
    assert fine(*operations)


def test_the_history_tells_a_batch_as_a_read_of_each_key(universe):
    operations = recorded(
        universe,
        """
        local board = service:GetOrderedDataStore("Board")
        board:SetAsync("a", 3)
        board:BatchGetAsync({ "a", "b" })
        """,
    )
    reads = [each for each in operations if each.method == "BatchGetAsync"]
    assert [(each.address.key, each.seen) for each in reads] == [("a", "3"), ("b", None)]
    assert fine(*operations)
    reads[1].seen = "3"
    assert not fine(*operations)


def test_ordered_stores_are_judged_apart_from_standard_ones(universe):
    operations = recorded(
        universe,
        """
        service:GetDataStore("S"):SetAsync("k", 1)
        assert(service:GetOrderedDataStore("S"):GetAsync("k") == nil)
        assert(service:GetOrderedDataStore("S"):IncrementAsync("k", 2) == 2)
        assert(service:GetOrderedDataStore("S"):RemoveAsync("k") == 2)
        """,
    )
    assert len({each.address for each in operations}) == 2
    assert fine(*operations)


def test_old_versions_are_no_reads_of_the_key_and_removing_the_current_one_empties_it(universe):
    operations = recorded(
        universe,
        """
        local store = service:GetDataStore("S")
        local fresh = Instance.new("DataStoreGetOptions")
        fresh.UseCache = false
        local first = store:SetAsync("k", 1)
        task.wait(3600)
        local second = store:SetAsync("k", 2)
        assert(store:GetVersionAsync("k", first) == 1)
        store:RemoveVersionAsync("k", first)
        assert(store:GetAsync("k", fresh) == 2)
        store:RemoveVersionAsync("k", second)
        assert(store:GetAsync("k", fresh) == nil)
        """,
    )
    removals = [each for each in operations if each.method == "RemoveVersionAsync"]
    assert [each.change for each in removals] == [None, Change("remove")]
    assert fine(*operations)


def test_an_update_that_gives_up_after_a_conflict_has_changed_nothing(universe):
    universe.faults.add(DataStoreFault.conflict(times=1))
    operations = recorded(
        universe,
        """
        local store, runs = service:GetDataStore("S"), 0
        store:SetAsync("k", 1)
        store:UpdateAsync("k", function(old)
            runs += 1
            return if runs == 1 then old + 1 else nil
        end)
        assert(runs == 2)
        local fresh = Instance.new("DataStoreGetOptions")
        fresh.UseCache = false
        assert(store:GetAsync("k", fresh) == 1)
        """,
    )
    assert operations[1].change is None and not operations[1].acknowledged
    assert fine(*operations)


def test_a_number_in_another_notation_is_added_to_as_the_store_does(universe):
    operations = recorded(
        universe,
        """
        local store = service:GetDataStore("S")
        store:SetAsync("k", 1e22)
        assert(store:IncrementAsync("k", 1) == 1e22)
        """,
    )
    assert not operations[0].change.text.isdigit()
    assert fine(*operations)


def test_an_old_answer_of_the_cache_is_told_apart_from_a_stale_one_of_the_store(universe):
    log = universe.datastores.record()
    server = run(universe, "service:GetDataStore('S'):GetAsync('k')")
    run(universe, "service:GetDataStore('S'):SetAsync('k', 1)")
    server.run("assert(game:GetService('DataStoreService'):GetDataStore('S'):GetAsync('k') == nil)")
    assert [each.cached for each in log.operations] == [False, False, True]
    assert [each.looked for each in log.operations] == [0, 0, None]
    assert fine(*log.operations)
