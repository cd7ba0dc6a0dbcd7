"""A call tells the history what it saw and wanted, if one is kept."""

from __future__ import annotations

from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.operations import Change, Operation
from bridge.stubs.datastore.versions import KeyRecord

KEY = Address("S", "global", "k")


def test_without_a_history_nothing_is_told() -> None:
    call = Call("GetAsync", KEY, None)
    call.saw(None, lambda: 7)
    call.wants("set", "1")
    assert call.record is None


def test_sight_and_wish_are_written_down() -> None:
    record = Operation(0, "UpdateAsync", KEY, 0)
    call = Call("UpdateAsync", KEY, None, record)
    call.saw(KeyRecord().write("5", (), "[]", 0, 0), lambda: 7, cached=True)
    call.wants("add", delta=2)
    assert (record.seen, record.cached, record.change) == ("5", True, Change("add", delta=2))
    assert record.told_us == 7
    call.wants_nothing()
    assert record.change is None


def test_a_trip_without_a_size_only_reads() -> None:
    assert Leg("StandardRead") == ("StandardRead", None, True)
