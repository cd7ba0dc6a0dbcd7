"""Files of data stores, looked into from outside."""

import json

import pytest

from bridge.errors import UsageError
from bridge.stubs.datastore import Storage
from bridge.stubs.datastore.address import ORDERED, Address
from bridge.tools.simulation import Universe
from bridge.tools.stores import (
    diff_versions,
    export_store,
    import_store,
    list_keys,
    list_stores,
    list_versions,
    set_value,
    show_value,
)

KEY = Address("Coins", "global", "Player_7")

SCRIPT = """
local service = game:GetService("DataStoreService")
local store = service:GetDataStore("Coins")
store:SetAsync("Player_7", { coins = 5 }, { 7 })
task.wait(3600)
store:SetAsync("Player_7", { coins = 6 })
store:SetAsync("gone", true)
store:RemoveAsync("gone")
service:GetOrderedDataStore("Board"):SetAsync("Player_7", 6)
"""


@pytest.fixture
def storage(tmp_path):
    universe = Universe(store=tmp_path / "data.sqlite")
    universe.start_server().run(SCRIPT, timeout_seconds=10_000)
    universe.close()
    with Storage(tmp_path / "data.sqlite") as opened:
        yield opened


def test_stores_and_keys_are_listed(storage):
    assert list(list_stores(storage)) == [
        "Ordered   Board  global  1 key",
        "Standard  Coins  global  1 key",
    ]
    (line,) = list_keys(storage, "Coins", "global")
    assert line.endswith("11 B  Player_7")
    (line,) = list_keys(storage, "Board", "global", ORDERED)
    assert line.endswith("1 B  Player_7")


def test_a_value_is_shown_as_indented_json(storage):
    assert show_value(storage, KEY) == '{\n  "coins": 6\n}'
    with pytest.raises(UsageError, match="no key 'x' in Coins / global"):
        show_value(storage, KEY._replace(key="x"))
    with pytest.raises(UsageError, match="has been removed"):
        show_value(storage, KEY._replace(key="gone"))


def test_versions_are_listed_and_compared(storage):
    first, second = list_versions(storage, KEY)
    assert second.endswith("11 B  (current)")
    number = first.split()[2]
    assert show_value(storage, KEY, number) == '{\n  "coins": 5\n}'
    assert list(diff_versions(storage, KEY))[3:] == [" {", '-  "coins": 5', '+  "coins": 6', " }"]
    assert list(diff_versions(storage, KEY, number, number)) == []
    with pytest.raises(UsageError, match="has no version nope"):
        show_value(storage, KEY, "nope")
    with pytest.raises(UsageError, match="one version only"):
        diff_versions(storage, Address("Board", "global", "Player_7", ORDERED))


def test_a_value_is_written_after_everything_else(storage):
    before = storage.last_written_us()
    set_value(storage, KEY, '{"coins": 99}')
    assert show_value(storage, KEY) == '{\n  "coins": 99\n}'
    assert storage.last_written_us() == before + 1_000_000
    with pytest.raises(UsageError, match="is not JSON"):
        set_value(storage, KEY, "{coins}")
    with pytest.raises(UsageError, match="null"):
        set_value(storage, KEY, "null")


def test_an_export_is_read_back_whole(storage, tmp_path):
    text = export_store(storage)
    with Storage(tmp_path / "copy.sqlite") as copy:
        assert import_store(copy, text) == 3
        assert export_store(copy) == text
        set_value(copy, KEY, "1")
        import_store(copy, text)
        assert export_store(copy) == text


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.pop("keys"),
        lambda data: data.update(format=2),
        lambda data: data["keys"][0].pop("scope"),
        lambda data: data["keys"][0]["versions"][0].update(text="{"),
        lambda data: data["keys"][0]["versions"][0].update(id="mine"),
        lambda data: data["keys"][0]["versions"][0].update(created_us=5),
    ],
)
def test_what_is_no_export_changes_nothing(storage, change):
    text = export_store(storage)
    data = json.loads(text)
    change(data)
    with pytest.raises(UsageError, match="no export of a store"):
        import_store(storage, json.dumps(data))
    assert export_store(storage) == text
