"""Lowered chunks on disk: whole, found again, never trusted when broken."""

import os

import pytest

from bridge.errors import LuauSyntaxError
from bridge.lowering import LoweringOptions, cache, lower
from bridge.source import Source

PROGRAM = "local function f(...)\n\treturn ...\nend\nprint(f(1), '\u00e9')\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A disk cache of this test alone, and an empty one in memory."""
    monkeypatch.setenv("LUAU_BRIDGE_CACHE", str(tmp_path))
    monkeypatch.setattr(cache, "_memory", {})
    return tmp_path


def forget(monkeypatch):
    monkeypatch.setattr(cache, "_memory", {})


def entries(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_an_entry_gives_back_the_same_chunk(folder, monkeypatch):
    expected = lower(Source(PROGRAM))
    assert cache.lowered(Source(PROGRAM)) == expected
    assert len(entries(folder)) == 1
    forget(monkeypatch)
    monkeypatch.setattr(cache, "lower", None)
    assert cache.lowered(Source(PROGRAM)) == expected


def test_a_second_request_in_one_process_needs_no_disk(folder):
    first = cache.lowered(Source(PROGRAM))
    for path in entries(folder):
        path.unlink()
    assert cache.lowered(Source(PROGRAM)) is first


@pytest.mark.parametrize("damage", [b"", b"{", b"[1, 2]\nx", b'["0", []]\nreturn 1', b"\xff\xfe"])
def test_a_broken_entry_is_made_anew(folder, monkeypatch, damage):
    expected = cache.lowered(Source(PROGRAM))
    (path,) = entries(folder)
    path.write_bytes(damage)
    forget(monkeypatch)
    assert cache.lowered(Source(PROGRAM)) == expected
    assert path.read_bytes() != damage


def test_a_cut_entry_is_made_anew(folder, monkeypatch):
    expected = cache.lowered(Source(PROGRAM))
    (path,) = entries(folder)
    path.write_bytes(path.read_bytes()[:-5])
    forget(monkeypatch)
    assert cache.lowered(Source(PROGRAM)) == expected


def test_options_and_content_have_entries_of_their_own(folder):
    cache.lowered(Source(PROGRAM))
    cache.lowered(Source(PROGRAM), LoweringOptions(budget=False))
    cache.lowered(Source(PROGRAM + " "))
    cache.lowered(Source(PROGRAM, "another name"))
    assert len(entries(folder)) == 3


def test_a_change_of_the_front_end_makes_old_entries_strangers(folder, monkeypatch):
    before = cache.entry_key(Source(PROGRAM), LoweringOptions())
    monkeypatch.setattr(cache, "front_end_version", lambda: "other")
    assert cache.entry_key(Source(PROGRAM), LoweringOptions()) != before


def test_programs_that_do_not_parse_are_not_kept(folder):
    with pytest.raises(LuauSyntaxError):
        cache.lowered(Source("x ="))
    assert entries(folder) == []


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LUAU_BRIDGE_CACHE", str(tmp_path / "file" / "cache"))
    forget(monkeypatch)
    assert cache.lowered(Source(PROGRAM)) == lower(Source(PROGRAM))


def test_an_empty_variable_turns_the_disk_off(monkeypatch):
    monkeypatch.setenv("LUAU_BRIDGE_CACHE", "")
    assert cache.cache_folder() is None


def test_without_a_variable_the_platform_decides(monkeypatch, tmp_path):
    monkeypatch.delenv("LUAU_BRIDGE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache.sys, "platform", "linux")
    assert cache.cache_folder() == tmp_path / "luau-bridge" / "lowered"


def test_trimming_removes_the_oldest_half(folder):
    disk = cache.DiskCache(folder)
    chunk = lower(Source(PROGRAM))
    for age in range(6):
        disk.write(f"{age:064x}", chunk)
        os.utime(folder / "00" / f"{age:062x}.luajit", ns=(age, age))
    disk.trim(6)
    assert len(entries(folder)) == 6
    disk.trim(5)
    assert [disk.read(f"{age:064x}") is not None for age in range(6)] == [False] * 3 + [True] * 3
