"""Data stores in a file: nothing acknowledged is lost, nothing is half written."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys

import pytest

from bridge.errors import UsageError
from bridge.scheduler import Streams
from bridge.stubs.datastore import Storage
from bridge.stubs.datastore.address import ORDERED, Address
from bridge.stubs.datastore.storage import LOADED_SERVER
from bridge.tools.simulation import Universe

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data.sqlite"


def run(path, source):
    universe = Universe(store=path)
    result = universe.start_server().run(STORE + source, timeout_seconds=36_000)
    universe.close()
    return result


def test_another_run_finds_what_the_first_one_wrote(path):
    run(path, 'store:SetAsync("k", { coins = 5, name = "naïve" }, { 7 })')
    source = """
        local value, info = store:GetAsync("k")
        return value.coins, value.name, info:GetUserIds()[1]
    """
    assert run(path, source) == (5, "naïve", 7)


def test_without_close_everything_is_in_the_file_too(path):
    universe = Universe(store=path)
    universe.start_server().run(STORE + 'store:SetAsync("k", 1)')
    copy = path.with_name("copy.sqlite")
    for suffix in ("", "-wal"):
        copy.with_name(copy.name + suffix).write_bytes(
            path.with_name(path.name + suffix).read_bytes()
        )
    universe.close()
    assert run(copy, 'return store:GetAsync("k")')[0] == 1


def test_the_clock_of_the_next_run_begins_after_the_last_write(path):
    run(path, 'task.wait(5000) store:SetAsync("k", 1)')
    source = """
        local _, info = store:GetAsync("k")
        return DateTime.now().UnixTimestampMillis > info.UpdatedTime
    """
    assert run(path, source) is True


def test_versions_backups_and_tombstones_outlive_the_run(path):
    run(path, 'store:SetAsync("k", 1) task.wait(3600) store:SetAsync("k", 2)')
    run(path, 'store:SetAsync("gone", 1) store:RemoveAsync("gone")')
    universe = Universe(store=path)
    stores = universe.datastores
    assert [version.text for version in stores.versions("S", "k")] == ["1", "2"]
    assert [version.deleted for version in stores.versions("S", "gone")] == [False, True]
    assert [entry.server for entry in stores.history("S", "k")] == [LOADED_SERVER] * 2
    assert stores.list_stores() == (("S", *stores.list_stores()[0][1:]),)
    universe.close()


def test_a_version_removed_for_good_is_not_in_the_file(path):
    run(
        path,
        """
        local first = store:SetAsync("k", 1)
        task.wait(3600)
        store:SetAsync("k", 2)
        store:RemoveVersionAsync("k", first)
    """,
    )
    with Storage(path) as storage:
        (record,) = storage.load().values()
    assert ([text for _, (_, text, *_) in record.backups], record.latest.text) == ([], "2")


def test_overwritten_versions_leave_the_file(path):
    run(path, 'for i = 1, 20 do store:SetAsync("k", i) end')
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*), max(text) FROM version").fetchone() == (1, "20")


def test_expired_backups_leave_the_file(path):
    run(path, 'store:SetAsync("k", 1) task.wait(3600) store:SetAsync("k", 2)')
    with Storage(path) as storage:
        last_us = storage.last_written_us()
        storage.prune(last_us + 30 * 86_400_000_000 - 1)
        assert len(storage.load()[Address("S", "global", "k")].backups) == 1
        storage.prune(last_us + 30 * 86_400_000_000)
        assert storage.load()[Address("S", "global", "k")].backups == []


def test_ordered_stores_keep_their_value_alone(path):
    run(
        path,
        """
        local board = game:GetService("DataStoreService"):GetOrderedDataStore("Board")
        board:SetAsync("a", 1)
        task.wait(3600)
        board:SetAsync("a", 2)
        board:SetAsync("b", 3)
        board:RemoveAsync("b")
    """,
    )
    with Storage(path) as storage:
        found = {address: record.latest for address, record in storage.load().items()}
    assert [found[Address("Board", "global", "a", ORDERED)].text, len(found)] == ["2", 1]


def test_names_that_are_no_utf8_come_back_as_they_were(path):
    run(path, r'store:SetAsync("\xff\0k", 1)')
    assert run(path, r'return store:GetAsync("\xff\0k")')[0] == 1


def test_one_process_at_a_time(path):
    universe = Universe(store=path)
    universe.start_server().run(STORE + 'store:SetAsync("k", 1)')
    for opens in (lambda: Universe(store=path), lambda: Storage(path, read_only=True)):
        with pytest.raises(UsageError, match="another process is using it"):
            opens()
    universe.close()
    Universe(store=path).close()


def test_one_key_or_one_store_can_be_read_alone(path):
    universe = Universe(store=path)
    for store, key in (("A", "x"), ("A", "y"), ("B\udcff", "x")):
        universe.datastores.set(store, key, 1)
    universe.datastores.remove_key("A", "y")
    universe.close()
    with Storage(path) as storage:
        everything = storage.load()
        address = Address("B\udcff", "global", "x")
        assert storage.load_key(address) == {address: everything[address]}
        assert storage.load_key(address._replace(key="z")) == {}
        assert [each.key for each in storage.load(name="A")] == ["x", "y"]
        assert list(storage.count_keys()) == [
            ("Standard", "A", "global", 1),
            ("Standard", "B\udcff", "global", 1),
        ]


def test_a_damaged_file_is_told_from_a_whole_one(path):
    universe = Universe(store=path)
    for number in range(200):
        universe.datastores.set("S", f"k{number}", "x" * 100)
    universe.close()
    data = bytearray(path.read_bytes())
    data[4096:4396] = b"\xff" * 300
    path.write_bytes(data)
    with Storage(path, read_only=True) as storage, pytest.raises(UsageError, match="is damaged"):
        storage.load()
    with pytest.raises(UsageError, match=r"data\.sqlite: the file is damaged"):
        Universe(store=path)
    path.write_bytes(data[:6000])
    with pytest.raises(UsageError, match="is damaged"):
        Storage(path)


def test_a_write_that_the_disk_refuses_is_said_and_leaves_the_file_as_it_was(path):
    universe = Universe(store=path)
    universe.datastores.set("S", "k", 1)
    universe.datastores._storage._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(UsageError, match=r"data\.sqlite: cannot be written: .*readonly"):
        universe.datastores.set("S", "k", 2)
    universe.close()
    again = Universe(store=path)
    assert again.datastores.get("S", "k") == 1
    again.close()


def test_a_file_in_a_place_where_nothing_can_be_written_is_read_all_the_same(path):
    universe = Universe(store=path)
    universe.datastores.set("S", "k", 1)
    universe.close()
    path.with_name(path.name + "-shm").mkdir()  # what SQLite wants to write beside the file
    with Storage(path, read_only=True) as storage:
        assert [address.key for address in storage.load()] == ["k"]


def test_other_files_are_refused_by_name(path, tmp_path):
    with pytest.raises(UsageError, match=r"is not there; `luau-bridge run --project P --store"):
        Storage(path, read_only=True)
    with pytest.raises(UsageError, match="is a folder"):
        Storage(tmp_path, read_only=True)
    text = tmp_path / "notes.txt"
    text.write_text("not a database, and long enough to look at " * 30)
    with pytest.raises(UsageError, match=r"notes\.txt: cannot be opened as a store"):
        Storage(text)
    with pytest.raises(UsageError, match="there is no folder"):
        Storage(tmp_path / "none" / "data.sqlite")
    sqlite3.connect(path).execute("CREATE TABLE mine (x)")
    with pytest.raises(UsageError, match="is no store of luau-bridge"):
        Storage(path)


def test_a_file_of_a_newer_release_is_refused(path):
    Storage(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(UsageError, match="written in format 99, this release reads format 1"):
        Storage(path)


# -- killed at any instant ------------------------------------------------------------------------

CHILD = """
import sys
from bridge.tools.simulation import Universe

universe = Universe(seed=int(sys.argv[2]), store=sys.argv[1])
server = universe.start_server(output=lambda kind, text: print(text, flush=True))
server.run('''
    local store = game:GetService("DataStoreService"):GetDataStore("S")
    print("ready")
    while true do
        local value = store:UpdateAsync("k", function(old)
            local count = if old then old.count + 1 else 1
            return { count = count, padding = string.rep(tostring(count % 10), 5000) }
        end)
        print(value.count)
    end
''', timeout_seconds=1e9)
"""


def killed_run(path, seed, lines):
    """Runs the child until it has said so many lines and kills it; the last count it said."""
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), str(seed)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        said = 0
        for _ in range(lines):
            line = child.stdout.readline().strip()
            said = int(line) if line.isdigit() else said
        os.kill(child.pid, signal.SIGKILL)
        rest = [int(line) for line in child.stdout.read().split() if line.isdigit()]
    return max([said, *rest])


def assert_survives_kills(path, times):
    stream = Streams(0).stream("kills")
    acknowledged = 0
    for number in range(times):
        acknowledged = max(acknowledged, killed_run(path, number, stream.integers(1, 40)))
        with Storage(path) as storage:
            records = storage.load()
        if acknowledged:
            value = json.loads(records[Address("S", "global", "k")].latest.text)
            assert value["count"] >= acknowledged
            assert value["padding"] == str(value["count"] % 10) * 5000
            acknowledged = value["count"]


def test_a_killed_process_loses_no_acknowledged_write(path):
    assert_survives_kills(path, 3)


@pytest.mark.slow
def test_two_hundred_kills_lose_no_acknowledged_write(path):
    share = float(os.environ.get("LUAU_BRIDGE_SWEEP", "1"))
    assert_survives_kills(path, max(1, round(200 * share)))
