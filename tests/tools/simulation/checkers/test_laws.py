"""Laws at the end of a run, and all along."""

from __future__ import annotations

import pytest

from bridge.errors import LostWrite, UsageError
from bridge.tools.simulation import Universe
from bridge.tools.simulation.checkers import (
    Finding,
    linearizable,
    no_lost_writes,
    nothing_vanishes,
    one_owner,
    receipts_granted,
)

SET = "game:GetService('DataStoreService'):GetDataStore('S'):SetAsync('k', ...)"


@pytest.mark.parametrize(
    "law",
    [
        no_lost_writes(),
        linearizable(),
        nothing_vanishes(keep=lambda value: value),
        one_owner(owner=lambda value, info: None),
    ],
)
def test_laws_about_calls_say_when_nothing_was_recorded(universe, law):
    with pytest.raises(UsageError, match=r"begin it with universe.watch\(...\)"):
        universe.check(law)
    universe.datastores.record()
    universe.check(law)


def test_laws_about_saved_values_need_no_record(universe):
    universe.check(receipts_granted(granted=lambda value: ()))


def test_to_check_nothing_is_refused(universe):
    with pytest.raises(UsageError, match="no law to check"):
        universe.check()


def test_what_a_function_of_the_user_raises_says_where(universe):
    universe.datastores.record()
    universe.datastores.set("S", "k", {"coins": 1})
    with pytest.raises(KeyError) as caught:
        universe.check(nothing_vanishes(keep=lambda value: value["items"]))
    (note,) = caught.value.__notes__
    assert note.startswith(
        'a law asked <lambda>(value) about S/global/k after write 1: {"coins": 1}; '
    )


def test_what_is_no_law_is_refused(universe):
    universe.datastores.record()
    with pytest.raises(UsageError, match="call it first"):
        universe.check(no_lost_writes)


def test_a_violation_names_the_seed_beneath_once():
    universe = Universe(seed=7)
    universe.watch(nothing_vanishes(keep=lambda value: value))
    universe.datastores.set("S", "k", 2)
    universe.datastores.set("S", "k", 1)
    with pytest.raises(LostWrite, match="seed 7") as caught:
        universe.check()
    assert [note.split(",")[0] for note in caught.value.__notes__] == ["seed: 7"]


def test_a_watched_law_is_broken_in_the_instant_it_happens(universe):
    universe.watch(nothing_vanishes("S", keep=lambda value: value))
    server = universe.start_server()
    server.run(SET, 2)
    with pytest.raises(LostWrite, match="S/global/k: it fell from 2 to 1") as caught:
        server.run("task.wait(5)" + SET + "task.wait(60)", 1)
    assert 5 < universe.now_seconds < 7
    assert any(note.startswith("seed: ") for note in caught.value.__notes__)


def test_watching_looks_at_the_keys_that_changed_only(universe):
    seen = []

    class Spy:
        def find(self, history, only=None):
            seen.extend(key.address.key for key in history.keys((), only))
            return iter(())

    universe.datastores.set("S", "old", 1)
    universe.watch(Spy())
    universe.start_server().run(SET, 1)
    universe.run_until_idle()
    assert set(seen) == {"k"}
    assert universe.report()
    assert seen[-2:] == ["k", "old"]


def test_a_law_of_ones_own_is_any_object_with_find(universe):
    class Small:
        def find(self, history, only=None):
            for key in history.keys(("S",), only):
                if key.value(len(key.writes)) > 3:
                    yield Finding(LostWrite, f"{key.address.key} is too big")

    universe.watch(Small())
    with pytest.raises(LostWrite, match="k is too big"):
        universe.start_server().run(SET + " task.wait(10)", 4)


def test_watching_changes_nothing_that_happens():
    digests = set()
    for laws in ((), (no_lost_writes(), linearizable())):
        universe = Universe(seed=3)
        if laws:
            universe.watch(*laws)
        universe.start_server().run("for i = 1, 5 do " + SET + " end", 1)
        universe.run_for(seconds=5)
        digests.add(universe.trace.digest())
    assert len(digests) == 1
