"""Counts of a test against counts in a store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import LostWrite
from bridge.faults import DataStoreFault
from bridge.tools.simulation.checkers.ledger import check_ledger, ledger_problems

counts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 3))


@pytest.mark.parametrize(("stored", "held"), [(1, False), (2, True), (3, True), (4, False)])
def test_what_is_stored_lies_between_acknowledged_and_attempted(stored, held):
    found = list(ledger_problems({"a": 2}, {"a": stored}, {"a": 3}))
    assert found == ([] if held else [f"a: {stored} stored, 2 acknowledged, 3 attempted"])


def test_what_is_not_named_is_none():
    assert list(ledger_problems({"a": 1}, {}, {"a": 1})) == [
        "a: 0 stored, 1 acknowledged, 1 attempted"
    ]
    assert list(ledger_problems({}, {"b": 1, 7: 1}, {})) == [
        "7: 1 stored, 0 acknowledged, 0 attempted",
        "b: 1 stored, 0 acknowledged, 0 attempted",
    ]


@given(counts, counts)
def test_what_is_stored_exactly_as_acknowledged_is_fine(counted, more):
    attempted = {name: counted.get(name, 0) + more.get(name, 0) for name in {*counted, *more}}
    check_ledger(counted, counted, attempted)
    check_ledger(counted, attempted, attempted)


def test_two_threads_of_one_server_that_get_and_set_are_caught(shape):
    for name, caught in (("GetThenSet", True), ("Update", False)):
        world = shape(name, servers=1)
        world.universe.faults.add(DataStoreFault.error_before_write(times=1))
        told = world.servers[0].run(
            """
            local Shape, saved, asked = ..., 0, 0
            local function add(n)
                asked += n
                if Shape.add("k", n) then saved += n end
            end
            for n = 1, 4 do task.spawn(add, n) end
            task.wait(30)
            return saved, asked
            """,
            world.module(0),
        )
        stored = {"k": world.universe.datastores.get("Counts", "k")}
        acknowledged, attempted = ({"k": count} for count in told)
        if caught:
            with pytest.raises(LostWrite, match=r"k: \d stored, "):
                check_ledger(acknowledged, stored, attempted)
        else:
            check_ledger(acknowledged, stored, attempted)
