"""Running a project for the command line: streams, exit codes, faults, traces, replay files."""

from __future__ import annotations

import pytest

from bridge.errors import ProjectError, UsageError
from bridge.faults import DataStoreFault, FaultPlan, ServerFault
from bridge.tools.project_runs import ProjectRun, perform, read_plan, run_project
from bridge.tools.simulation.replay import read_replay


def test_a_project_runs_until_nothing_is_scheduled(project, capsys):
    path = project("task.wait(30) print('after', math.floor(time()))")
    assert run_project(ProjectRun(path, 600_000_000)) == 0
    assert capsys.readouterr().out == "after 30\n"


def test_a_project_ends_at_its_limit(project, capsys):
    path = project("while true do task.wait(1) end")
    assert run_project(ProjectRun(path, 5_000_000)) == 0


def test_an_uncaught_script_error_gives_exit_code_1(project, capsys):
    path = project("task.wait(1)\nlocal t = nil\nprint(t.x)")
    assert run_project(ProjectRun(path, 600_000_000)) == 1
    streams = capsys.readouterr()
    assert streams.err.splitlines()[:4] == [
        "ServerScriptService.Main:3: attempt to index nil with 'x'",
        "2 | local t = nil",
        "3 | print(t.x)",
        "  |       ^^^",
    ]


def test_a_project_too_may_have_a_deadline(project, capfd):
    path = project("print('ready')")
    assert run_project(ProjectRun(path, 1_000_000), deadline_s=60.0) == 0
    assert capfd.readouterr().out == "ready\n"


def test_a_project_may_be_checked_for_determinism(project, capsys):
    path = project("task.wait(1) print('once', math.random(1000))")
    run = ProjectRun(path, 5_000_000, iteration="shuffled")
    assert run_project(run, check_determinism=True) == 0
    assert capsys.readouterr().out.count("once") == 1


def quiet(kind, text):
    """Nobody listens."""


SAVES = """
local store = game:GetService("DataStoreService"):GetDataStore("S")
for number = 1, 3 do
    print(number, pcall(store.SetAsync, store, "k", number))
end
"""


def test_a_plan_lets_things_go_wrong(project, capsys):
    plan = FaultPlan((DataStoreFault.error(occurrences=(2,), text="500: bad"),))
    assert run_project(ProjectRun(project(SAVES), 60_000_000, faults=plan)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines] == ["true", "false", "true"]


def test_faults_that_never_bit_are_named_at_the_end(project, capsys):
    never = ServerFault.crash(3600.0)
    plan = FaultPlan((DataStoreFault.error(occurrences=(2,)), never))
    run_project(ProjectRun(project(SAVES), 60_000_000, faults=plan))
    assert capsys.readouterr().err.splitlines()[-1] == f"fault never bit: {never!r}"


def test_a_plan_is_read_from_a_file(tmp_path):
    plan = FaultPlan((DataStoreFault.error(probability=0.5), ServerFault.pause(1, 2)))
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json())
    assert read_plan(path) == plan
    path.write_text("{}")
    with pytest.raises(UsageError, match=r"plan\.json: a fault plan is"):
        read_plan(path)
    with pytest.raises(UsageError, match=r"gone\.json: cannot be read"):
        read_plan(tmp_path / "gone.json")


def test_a_trace_is_streamed_to_a_file(project, tmp_path, capsys):
    run = ProjectRun(project("print('x') task.wait(5) print('y')"), 60_000_000)
    trace = tmp_path / "trace.txt"
    assert run_project(run, trace=trace) == 0
    lines = trace.read_text().splitlines()
    assert lines[0].startswith("0 server.start server=0 job=")
    assert lines[-1] == '5000000 output server=0 kind="print" text="y"'
    record = perform(run, quiet, keep_trace=True)
    assert (list(record.lines), record.entries) == (lines, len(lines))
    with pytest.raises(UsageError, match="cannot be written"):
        run_project(run, trace=tmp_path / "no" / "trace.txt")


SECRET = """
local secret = game:GetService("HttpService"):GetSecret("key")
print(secret)
error("failed")
"""


def test_secrets_are_read_from_a_file_and_shown_nowhere(project, tmp_path, capsys):
    file, trace = tmp_path / "secrets.json", tmp_path / "trace"
    file.write_text('{"key": ["aGlkZGVuLXRleHQ=", "*.example.com"]}', encoding="utf-8")
    run = ProjectRun(project(SECRET), 5_000_000, secrets=file)
    assert run_project(run, trace=trace, replays=tmp_path) == 1
    streams = capsys.readouterr()
    assert streams.out == "Secret(key)\n"
    assert "hidden-text" not in streams.err + trace.read_text(encoding="utf-8")
    assert not (tmp_path / ".luau-bridge").exists()


@pytest.mark.parametrize("text", ["", '{"key": "hidden-text"}'])
def test_a_file_without_secrets_is_named(project, tmp_path, text):
    file = tmp_path / "secrets.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"secrets\.json: secrets are written") as caught:
        run_project(ProjectRun(project("print(1)"), 5_000_000, secrets=file))
    assert "hidden-text" not in str(caught.value)
    with pytest.raises(UsageError, match=r"^\S*nothing\.json: cannot be read: No such file"):
        run_project(ProjectRun(project("print(1)"), 5_000_000, secrets=tmp_path / "nothing.json"))


def test_a_failing_run_leaves_what_is_needed_to_run_it_again(project, tmp_path, capsys):
    path = project("task.wait(1) error('no')")
    plan = FaultPlan((ServerFault.pause(0.5, 0.5, 0.25),))
    assert run_project(ProjectRun(path, 60_000_000, 7, faults=plan), replays=tmp_path) == 1
    (left,) = (tmp_path / ".luau-bridge").glob("*.json")
    assert f"replay: luau-bridge replay {left}" in capsys.readouterr().err
    replay = read_replay(left)
    assert (replay.kind, replay.subject, replay.seed, replay.faults) == ("project", ".", 7, plan)
    assert replay.failure == "ServerScriptService.Main:1: no"
    assert replay.options == {
        "duration_us": 60_000_000,
        "iteration": "sorted",
        "loadmodule": False,
        "profile": "2026",
        "players": [],
    }


def test_a_run_that_does_not_fail_leaves_none(project, tmp_path, capsys):
    run = ProjectRun(project("print('fine')"), 60_000_000)
    assert run_project(run, replays=tmp_path) == 0
    assert not (tmp_path / ".luau-bridge").exists()


def test_a_server_that_a_fault_crashed_is_no_failure(project, capsys):
    plan = FaultPlan((ServerFault.crash(1.5),))
    path = project("while true do task.wait(1) print('beat') end")
    assert run_project(ProjectRun(path, 10_000_000, faults=plan)) == 0
    assert capsys.readouterr().out == "beat\n"


def test_a_library_says_that_nothing_runs_and_where_it_stands(tmp_path, capsys):
    (tmp_path / "default.project.json").write_text('{"name": "Lib", "tree": {"$path": "src"}}')
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "init.luau").write_text("return 1")
    (tmp_path / "test.project.json").write_text("{}")
    assert run_project(ProjectRun(tmp_path, 1_000_000)) == 0
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "no Script of this project runs on a server. Its module is game." in streams.err
    assert "game.ReplicatedStorage.Lib." in streams.err
    assert streams.err.endswith(" and a Script, perhaps test.project.json\n")


def test_a_project_that_cannot_be_made_is_no_failed_run(tmp_path, capsys):
    tree = '{"$className": "DataModel", "Workspace": {"$properties": {"Gravity": "low"}}}'
    (tmp_path / "default.project.json").write_text(f'{{"name": "P", "tree": {tree}}}')
    with pytest.raises(ProjectError, match=r"Workspace\.Gravity: a number expected, got \"low\""):
        run_project(ProjectRun(tmp_path, 1_000_000), replays=tmp_path)
    assert not (tmp_path / ".luau-bridge").exists()


OLD = 'print(pcall(function() return game:GetService("MemoryStoreService") end))'


@pytest.mark.parametrize(("year", "there"), [("2026", True), ("2022", True), ("2018", False)])
def test_a_run_keeps_the_rules_of_a_year(project, capsys, year, there):
    assert run_project(ProjectRun(project(OLD), 5_000_000, profile=year)) == 0
    assert capsys.readouterr().out.startswith("true" if there else "false")


def test_an_unknown_year_is_named(project):
    with pytest.raises(UsageError, match="unknown profile '1999'; known: 2026, 2022, 2018"):
        run_project(ProjectRun(project(OLD), 5_000_000, profile="1999"))
