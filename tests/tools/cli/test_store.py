"""`luau-bridge store` over a file that `run --store` made."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bridge.stubs.datastore import Storage
from bridge.tools.cli import cli

SCRIPT = """
local store = game:GetService("DataStoreService"):GetDataStore("Visits")
local count = store:IncrementAsync("all", 1)
print("visits", count)
"""


@pytest.fixture
def run(project, monkeypatch):
    folder = project(SCRIPT)
    monkeypatch.chdir(folder)

    def invoke(*words, text=None, code=0):
        result = CliRunner().invoke(cli, list(words), input=text)
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def test_a_local_server_keeps_its_data(run):
    runs = [run("run", "--project", ".", "--store", "data.sqlite") for _ in range(3)]
    assert runs == [f"visits {count}\n" for count in (1, 2, 3)]
    assert run("store", "ls", "data.sqlite") == "Standard  Visits  global  1 key\n"
    assert run("store", "ls", "data.sqlite", "Visits").endswith("1 B  all\n")
    assert run("store", "get", "data.sqlite", "Visits", "all") == "3\n"
    run("store", "set", "data.sqlite", "Visits", "all", "41")
    assert run("run", "--project", ".", "--store", "data.sqlite") == "visits 42\n"
    assert run("store", "versions", "data.sqlite", "Visits", "all").endswith("(current)\n")


def test_data_move_as_json(run):
    run("run", "--project", ".", "--store", "data.sqlite")
    text = run("store", "export", "data.sqlite")
    assert json.loads(text)["keys"][0]["key"] == "all"
    assert run("store", "import", "copy.sqlite", text=text) == "1 key imported\n"
    assert run("store", "get", "copy.sqlite", "Visits", "all") == "1\n"


def test_a_diff_shows_what_changed(run):
    run("store", "set", "data.sqlite", "S", "k", "1")
    assert "one version only" in run("store", "diff", "data.sqlite", "S", "k", code=1)


def test_names_that_are_no_utf8_are_shown(run):
    run("store", "set", "data.sqlite", "S", "k\udcff", "1")
    assert run("store", "ls", "data.sqlite", "S").endswith("  k\\xff\n")
    assert run("store", "get", "data.sqlite", "S", "k\udcff") == "1\n"


def test_a_file_that_is_not_there_is_a_message(run):
    text = run("store", "ls", "nope.sqlite", code=1)
    assert text.startswith("luau-bridge: nope.sqlite: is not there; ")
    assert text.count("\n") == 1


def test_a_file_without_data_says_so(run, tmp_path):
    run("run", "--project", ".", "--store", "data.sqlite")
    Path("empty.sqlite").touch()
    Storage(Path("empty.sqlite")).close()
    assert run("store", "ls", "empty.sqlite") == "luau-bridge: empty.sqlite holds no data yet\n"


def test_what_is_no_export_makes_no_file(run):
    text = run("store", "import", "copy.sqlite", text="{}", code=1)
    assert "`luau-bridge store export` writes" in text
    assert not Path("copy.sqlite").exists()


def test_a_run_over_a_file_cannot_be_compared_with_itself(run):
    words = ("run", "--project", ".", "--store", "data.sqlite", "--check-determinism")
    assert "--store changes" in run(*words, code=2)
