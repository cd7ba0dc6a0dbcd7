"""How writes that may have landed lead a key from one state to another."""

from __future__ import annotations

from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.operations import UNSEEN, Change, Operation, Outcome
from bridge.tools.simulation.checkers.uncertain import UncertainWrites, Use, Way, apply

KEY = Address("S", "global", "k")


def uncertain(*changes, seen=UNSEEN):
    """Writes that failed, one beginning at 0, the next at 1, and so on."""
    return UncertainWrites(
        [
            Operation(0, "Call", KEY, at_us, at_us, Outcome.FAILED, seen, change)
            for at_us, change in enumerate(changes)
        ]
    )


def add(delta):
    return Change("add", delta=delta)


def write(text):
    return Change("set", text)


def kinds(writes, state, target, until_us=100):
    return [way.kinds for way in writes.ways(state, target, 0, until_us)]


def test_a_write_leads_to_its_text_from_anywhere_once_it_has_begun():
    writes = uncertain(write("5"), Change("remove"))
    assert kinds(writes, "x", "5") == [(0,)]
    assert kinds(writes, None, "5") == [(0,)]
    assert kinds(writes, "5", None) == [(1,)]
    assert kinds(writes, "5", None, until_us=0) == []
    assert kinds(writes, "5", "6") == []


def test_additions_add_up_also_from_what_was_set_or_removed():
    writes = uncertain(add(1), add(10), write("100"), Change("remove"))
    assert kinds(writes, "5", "6") == [(0,)]
    assert sorted(kinds(writes, "5", "16")[0]) == [0, 1]
    assert sorted(kinds(writes, "5", "111")[0]) == [0, 1, 2]
    assert sorted(kinds(writes, "70", "11")[0]) == [0, 1, 3]
    assert kinds(writes, "5", "4") == [(0, 0, 0, 0, 3)]
    assert kinds(writes, "5", "text") == []
    assert kinds(writes, "5", "-1") == []
    counted = uncertain(add(1), add(10), write("100"), Change("remove"))
    counted.count(counted.all)
    assert kinds(counted, "5", "4") == []


def test_an_update_leads_on_from_what_it_saw_only():
    writes = uncertain(write("7"), seen="5")
    assert kinds(writes, "5", "7") == [(0,)]
    assert kinds(writes, "6", "7") == []


def test_there_are_as_many_of_a_kind_as_one_likes_until_they_are_found_scarce():
    writes = uncertain(add(1), add(1), write("90"))
    assert kinds(writes, "5", "7") == [(0, 0)]
    assert not writes.run_out([Use((0,), 100), Use((0,), 100)])
    assert writes.scarce == 0
    assert writes.run_out([Use((0, 0), 100), Use((0,), 100)])
    assert writes.scarce == 0b11
    assert writes.ways("5", "7", 0, 100) == [Way(0b11, (0, 0))]
    assert writes.ways("5", "7", 0b1, 100) == []
    assert writes.ways("5", "6", 0b1, 100) == [Way(0b11, (0,))]
    assert writes.ways("5", "7", 0, 0) == []


def test_a_write_used_before_it_began_has_run_out():
    writes = uncertain(write("1"), add(1), add(1))
    assert writes.run_out([Use((1, 1), 1)])
    assert writes.scarce == 0b110


def test_single_steps_reach_every_state_that_one_of_them_makes():
    writes = uncertain(write("1"), add(2), Change("remove"))
    writes.count(writes.all)
    assert dict(writes.steps("5", 0, 100)) == {
        "1": Way(0b1, (0,)),
        "7": Way(0b10, (1,)),
        None: Way(0b100, (2,)),
    }
    assert dict(writes.steps("text", 0b1, 100)) == {None: Way(0b101, (2,))}


def test_a_call_meets_the_state_it_saw_or_does_nothing():
    assert apply(UNSEEN, None, "5") == ("5", True)
    assert apply("5", write("6"), "5") == ("6", True)
    assert apply("4", write("6"), "5") == ("5", False)
    assert apply(UNSEEN, add(2), None) == ("2", True)
    assert apply(UNSEEN, add(2), "1e+22")[1]
    assert apply(UNSEEN, add(2), "text") == ("text", False)
    assert apply(None, Change("remove"), None) == (None, True)
