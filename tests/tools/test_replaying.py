"""Replays: files, projects and tests that fail again in the same way, or do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault, FaultPlan, ServerFault
from bridge.tools.project_runs import ProjectRun, run_project
from bridge.tools.replaying import replay
from bridge.tools.running import run_file

pytest_plugins = ["pytester"]

RACE = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
for number = 1, 30 do
    local ok, text = pcall(store.SetAsync, store, "k", number)
    print(number, ok, math.random(1000))
    if not ok then error("lost " .. number) end
    task.wait(1)
end
"""
PLAN = FaultPlan(
    (DataStoreFault.error(probability=0.1), ServerFault.pause(0.5, 2, probability=0.2))
)


def left_in(folder):
    (path,) = (folder / ".luau-bridge").glob("*.json")
    return path


def test_players_of_a_run_join_again(project, tmp_path, capsys):
    script = "game.Players.PlayerAdded:Connect(function(p) error(p.Name) end)"
    run = ProjectRun(project(script), 60_000_000, players=("Ada", "Grace"))
    assert run_project(run, replays=tmp_path) == 1
    capsys.readouterr()
    assert replay(left_in(tmp_path)) == 0
    assert "Grace" in capsys.readouterr().err


@pytest.fixture
def failed(project, tmp_path, capsys):
    """A project whose run failed under a plan: its replay file and the run's own output."""
    run = ProjectRun(project(RACE), 600_000_000, seed=5, faults=PLAN)
    assert run_project(run, replays=tmp_path) == 1
    return left_in(tmp_path), capsys.readouterr()


def test_a_project_fails_again_byte_for_byte(failed, capsys, monkeypatch, tmp_path):
    path, first = failed
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert replay(path) == 0
    again = capsys.readouterr()
    assert again.out == first.out
    assert "lost" in again.err
    assert "replay: reproduced: " in again.err.splitlines()[-1]


def test_a_change_of_the_code_is_told(failed, project, capsys):
    path, _ = failed
    project(RACE.replace("lost", "gone"))
    assert replay(path) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[-2].startswith("replay: the code has changed since (")
    assert "another trace, as the code has changed" in lines[-1]


def test_a_change_that_does_not_matter_still_reproduces(failed, project, capsys):
    path, _ = failed
    project(RACE + "-- a comment")
    assert replay(path) == 0
    err = capsys.readouterr().err
    assert "the code has changed since" in err
    assert "replay: reproduced" in err


def test_a_mended_program_does_not_fail_again(failed, project, capsys):
    path, _ = failed
    project("print('fine')")
    assert replay(path) == 1
    assert "nothing failed this time" in capsys.readouterr().err


def test_another_seed_is_another_run(failed, capsys):
    path, _ = failed
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "seed": 6}))
    assert replay(path) == 1
    assert "not reproduced" in capsys.readouterr().err


def test_a_file_fails_again(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.luau").write_text("print(math.random())\nerror('no')")
    assert run_file(Path("a.luau"), seed=2, replays=Path()) == 1
    first = capsys.readouterr()
    assert replay(left_in(tmp_path)) == 0
    again = capsys.readouterr()
    assert again.out == first.out
    assert "a.luau:2: no" in again.err
    assert "replay: reproduced" in again.err
    (tmp_path / "a.luau").unlink()
    with pytest.raises(UsageError, match=r"a\.luau: cannot be read"):
        replay(left_in(tmp_path))


TEST = """
from bridge.faults import DataStoreFault

def test_other(universe):
    pass

def test_saves(universe):
    universe.faults.add(DataStoreFault.error(probability=0.2))
    server = universe.start_server()
    server.run('''
        local store = game:GetService("DataStoreService"):GetDataStore("S")
        for number = 1, 50 do store:SetAsync("k", number) end
    ''')
"""


def test_a_test_fails_again(pytester, capfd):
    pytester.makepyfile(TEST)
    pytester.runpytest_subprocess("--luau-seed=4").assert_outcomes(passed=1, failed=1)
    path = left_in(pytester.path)
    assert path.name.startswith("test-test_a_test_fails_again.py-test_saves")
    capfd.readouterr()
    assert replay(path) == 0
    streams = capfd.readouterr()
    assert "1 failed" in streams.out
    assert "replay: luau-bridge replay" not in streams.out  # its file is gone by now
    assert "replay: reproduced" in streams.err


def test_a_test_that_passes_now_is_not_reproduced(pytester, capfd):
    source = pytester.makepyfile(TEST)
    pytester.runpytest_subprocess("--luau-seed=4")
    source.write_text(TEST.replace("probability=0.2", "probability=0.0"))
    assert replay(left_in(pytester.path)) == 1
    assert "nothing failed this time" in capfd.readouterr().err


def test_a_test_is_replayed_under_the_rules_it_had(pytester, capfd):
    pytester.makepyfile(TEST.replace("probability=0.2", 'text="KeyThrottled", probability=0.2'))
    pytester.runpytest_subprocess("--luau-seed=4", "--luau-profile=2018")
    path = left_in(pytester.path)
    capfd.readouterr()
    assert replay(path) == 0
    assert "replay: reproduced" in capfd.readouterr().err
