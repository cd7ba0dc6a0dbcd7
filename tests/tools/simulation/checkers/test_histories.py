"""What laws read of a run."""

from __future__ import annotations

from bridge.faults import DataStoreFault
from bridge.stubs.datastore.address import ORDERED, Address
from bridge.tools.simulation.checkers.histories import History, shorten, where

SCRIPT = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
store:SetAsync("k", { n = 1 }, { 7 }, (function()
    local options = Instance.new("DataStoreSetOptions")
    options:SetMetadata({ LockId = "x" })
    return options
end)())
store:IncrementAsync("n", 2)
store:RemoveAsync("k")
task.wait(10)
pcall(store.SetAsync, store, "k", string.rep("a", 100))
"""


def test_a_key_is_told_write_by_write(universe):
    universe.datastores.record()
    universe.faults.add(DataStoreFault.error_after_write(start_seconds=5))
    universe.start_server().run(SCRIPT)
    key = History(universe).key(Address("S", "global", "k"))
    assert [key.value(number) for number in range(3)] == [None, {"n": 1}, None]
    info = key.info(1)
    assert (info.user_ids, info.metadata) == ((7,), {"LockId": "x"})
    assert info.updated_seconds == key.writes[0].at_us / 1e6
    assert key.info(0) is None and key.info(2) is None
    assert [key.maker(number) for number in (1, 2, 3)] == [0, 1, 2]
    lines = [key.step(call) for call in key.calls]
    assert lines[0].endswith('s  server 0   SetAsync wrote {"n":1}')
    assert lines[1].endswith('server 0   RemoveAsync saw {"n":1}')
    assert lines[2].endswith("... (failed but has landed)")
    assert key.write_step(2, "gone").endswith("  <- gone")


def test_writes_nobody_recorded_are_told_from_the_store(universe):
    universe.datastores.set("S", "k", 1)
    universe.datastores.remove_key("S", "k")
    key = History(universe).key(Address("S", "global", "k"))
    assert key.maker(1) is None
    assert key.write_step(1).endswith("the test   set left 1")
    assert key.write_step(2).endswith("the test   RemoveAsync left nothing")


def test_keys_come_by_name_and_of_the_wanted_stores(universe):
    for store, key in (("B", "x"), ("A", "y"), ("A", "x")):
        universe.datastores.set(store, key, 1)
    universe.datastores.set("A", "x", 1, family=ORDERED)
    history = History(universe)
    names = [where(key.address) for key in history.keys(())]
    assert names == ["A/global/x (ordered)", "A/global/x", "A/global/y", "B/global/x"]
    assert [key.address.key for key in history.keys(("B",))] == ["x"]
    assert list(history.keys(("B",), Address("A", "global", "x"))) == []


def test_a_history_can_be_read_on(universe):
    universe.datastores.record()
    history = History(universe)
    address = Address("S", "global", "k")
    for number in range(1, 4):
        universe.datastores.set("S", "k", number)
        (key,) = history.keys(("S",))
        assert (len(key.writes), len(key.calls), key.value(number)) == (number, number, number)
    assert key is history.key(address)


def test_long_values_are_shortened():
    assert shorten(None) == "nothing"
    assert shorten("a" * 60) == "a" * 60
    assert len(shorten("a" * 61)) == 60
