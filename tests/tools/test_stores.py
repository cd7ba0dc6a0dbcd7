"""Files of data stores, looked into from outside."""

import json
import re

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
    read_export,
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
    known = re.escape("there are: Board / global (Ordered), Coins / global (Standard)")
    with pytest.raises(UsageError, match=known):
        show_value(storage, KEY._replace(name="coins"))
    with pytest.raises(UsageError, match=known):
        list(list_keys(storage, "Board", "global"))
    with pytest.raises(UsageError, match="has been removed"):
        show_value(storage, KEY._replace(key="gone"))


def test_versions_are_listed_and_compared(storage):
    first, second = list_versions(storage, KEY)
    assert second.endswith("11 B  (current)")
    assert first.endswith("11 B  users 7")
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
    with pytest.raises(UsageError, match='a text is written "hello"'):
        set_value(storage, KEY, "hello")
    with pytest.raises(UsageError, match="null"):
        set_value(storage, KEY, "null")


@pytest.mark.parametrize(
    ("address", "text", "problem"),
    [
        (Address("Board", "global", "Player_7", ORDERED), "1.5", "double is not allowed"),
        (Address("Board", "global", "Player_7", ORDERED), "{}", "Dictionary is not allowed"),
        (KEY._replace(key="k" * 51), "1", "50 character limit"),
        (KEY._replace(key=""), "1", "can't be empty"),
        (KEY._replace(scope="s" * 51), "1", "50 character limit"),
        (KEY, '{"a": NaN}', "NaN is no number of JSON"),
        (KEY, '"' + "x" * 4_194_303 + '"', "exceeds 4MB limit"),
    ],
)
def test_what_no_game_could_store_is_not_written_by_hand_either(storage, address, text, problem):
    before = export_store(storage)
    with pytest.raises(UsageError, match=problem):
        set_value(storage, address, text)
    assert export_store(storage) == before
    set_value(storage, Address("", "u", "k" * 50), "1")  # the global store has no name


EVERYTHING = """
local service = game:GetService("DataStoreService")
local store = service:GetDataStore("All")
local options = Instance.new("DataStoreSetOptions")
options:SetMetadata({ LockId = "x" })
store:SetAsync("k", {
    nan = 0 / 0, inf = -math.huge, bytes = buffer.fromstring("a\\0b"), empty = {}, text = "\\u{e9}",
}, { 7, 8 }, options)
task.wait(3600)
store:SetAsync("k", { 1, 2 })
task.wait(3600)
store:RemoveAsync("k")
store:SetAsync("bytes\\255", 1)
service:GetOrderedDataStore("All"):SetAsync("k", -6)
"""

SAME = """
local store = game:GetService("DataStoreService"):GetDataStore("All")
local pages = store:ListVersionsAsync("k")
local first = pages:GetCurrentPage()[1].Version
local value, info = store:GetVersionAsync("k", first)
assert(value.nan ~= value.nan and value.inf == -math.huge)
assert(buffer.tostring(value.bytes) == "a\\0b" and #value.empty == 0 and value.text == "\\u{e9}")
assert(info:GetUserIds()[2] == 8 and info:GetMetadata().LockId == "x")
assert(store:GetAsync("k") == nil and store:GetAsync("bytes\\255") == 1)
assert(#pages:GetCurrentPage() == 3 and pages:GetCurrentPage()[3].IsDeleted)
"""


def test_everything_a_game_can_store_goes_out_and_in_again(tmp_path):
    universe = Universe(store=tmp_path / "a.sqlite")
    universe.start_server().run(EVERYTHING, timeout_seconds=10_000)
    universe.close()
    with Storage(tmp_path / "a.sqlite") as storage:
        text = export_store(storage)
    assert text.isascii()
    with Storage(tmp_path / "b.sqlite") as storage:
        import_store(storage, read_export(text))
        assert export_store(storage) == text
        first, *_ = list_versions(storage, Address("All", "global", "k"))
        assert first.endswith('B  users 7, 8  metadata {"LockId":"x"}')
    copy = Universe(store=tmp_path / "b.sqlite")
    copy.start_server().run(SAME)
    assert copy.datastores.get("All", "k", family=ORDERED) == -6
    copy.close()


def test_looking_at_one_key_reads_one_key(storage, monkeypatch):
    monkeypatch.setattr(Storage, "load", None)
    assert show_value(storage, KEY).startswith("{")
    assert len(list(list_versions(storage, KEY))) == 2
    assert list(diff_versions(storage, KEY))
    set_value(storage, KEY, "1")
    assert len(list(list_stores(storage))) == 2


def test_an_export_is_read_back_whole(storage, tmp_path):
    text = export_store(storage)
    with Storage(tmp_path / "copy.sqlite") as copy:
        import_store(copy, read_export(text))
        assert export_store(copy) == text
        set_value(copy, KEY, "1")
        import_store(copy, read_export(text))
        assert export_store(copy) == text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data.pop("keys"), "store export` writes"),
        (lambda data: data.update(format=2), "store export` writes"),
        (lambda data: data["keys"][0].pop("scope"), "key 1: 'scope' is missing"),
        (lambda data: data["keys"][1]["versions"][0].update(text="{"), "key 2: Expecting"),
        (lambda data: data["keys"][0]["versions"][0].update(text="1.5"), "ordered store holds 1.5"),
        (lambda data: data["keys"][0].update(family="Sorted"), "family Sorted"),
        (lambda data: data["keys"][0]["versions"][0].update(id="mine"), "does not agree"),
        (lambda data: data["keys"][0]["versions"][0].update(created_us=5), "does not agree"),
    ],
)
def test_what_is_no_export_says_where_it_goes_wrong(storage, change, problem):
    data = json.loads(export_store(storage))
    change(data)
    with pytest.raises(UsageError, match=f"no export of a store: .*{problem}"):
        read_export(json.dumps(data))
    with pytest.raises(UsageError, match="nor any JSON"):
        read_export("{")
