"""Running a file or a project for the command line: streams and exit codes."""

import itertools
import json

import pytest

from bridge.errors import UsageError
from bridge.tools.running import run_file, run_project
from bridge.vm import VM


def test_a_file_prints_to_standard_output(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("print('hi', 1 // 2)")
    assert run_file(path) == 0
    assert capsys.readouterr().out == "hi\t0\n"


def test_a_file_that_fails_prints_its_error_and_exits_with_1(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("print('before')\nerror('no')")
    assert run_file(path) == 1
    streams = capsys.readouterr()
    assert streams.out == "before\n"
    assert f"{path}:2: no" in streams.err


def test_the_failing_expression_is_marked(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("local t = {}\nprint(t.x.y + t.x.z)\n")
    assert run_file(path) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{path}:2: attempt to index nil with 'y'",
        "1 | local t = {}",
        "2 | print(t.x.y + t.x.z)",
        "  |       ^^^^^",
        "3 |",
        f"{path}:2",
    ]


def test_a_file_that_does_not_parse_shows_line_and_column(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("local x = \n")
    assert run_file(path) == 1
    assert f"{path}:2:" in capsys.readouterr().err


def test_a_missing_file_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        run_file(tmp_path / "gone.luau")


@pytest.fixture
def project(tmp_path):
    def build(source):
        tree = {"$className": "DataModel", "ServerScriptService": {"$path": "src"}}
        (tmp_path / "default.project.json").write_text(json.dumps({"name": "P", "tree": tree}))
        (tmp_path / "src").mkdir()
        (tmp_path / "src" / "Main.server.luau").write_text(source)
        return tmp_path

    return build


def test_a_project_runs_until_nothing_is_scheduled(project, capsys):
    path = project("task.wait(30) print('after', math.floor(time()))")
    assert run_project(path, duration_us=600_000_000) == 0
    assert capsys.readouterr().out == "after 30\n"


def test_a_project_ends_at_its_limit(project, capsys):
    path = project("while true do task.wait(1) end")
    assert run_project(path, duration_us=5_000_000) == 0


def test_an_uncaught_script_error_gives_exit_code_1(project, capsys):
    path = project("task.wait(1)\nlocal t = nil\nprint(t.x)")
    assert run_project(path, duration_us=600_000_000) == 1
    streams = capsys.readouterr()
    assert streams.err.splitlines()[:4] == [
        "ServerScriptService.Main:3: attempt to index nil with 'x'",
        "2 | local t = nil",
        "3 | print(t.x)",
        "  |       ^^^",
    ]


def test_a_deadline_ends_what_no_counter_can(tmp_path, capfd):
    path = tmp_path / "a.luau"
    stuck = "('a'):rep(5000):find(('a?'):rep(180) .. ('a'):rep(180) .. 'b')"
    path.write_text(f"print('before')\nprint({stuck})")
    assert run_file(path, deadline_s=2.0) == 1
    streams = capfd.readouterr()
    assert streams.out == "before\n"
    assert streams.err == "no end within 2 s of wall time\n"


def test_a_run_within_its_deadline_is_like_any_other(tmp_path, capfd):
    path = tmp_path / "a.luau"
    path.write_text("print('before')\nerror('no')")
    assert run_file(path, deadline_s=60.0) == 1
    streams = capfd.readouterr()
    assert streams.out == "before\n"
    assert f"{path}:2: no" in streams.err


def test_a_project_too_may_have_a_deadline(project, capfd):
    path = project("print('ready')")
    assert run_project(path, duration_us=1_000_000, deadline_s=60.0) == 0
    assert capfd.readouterr().out == "ready\n"


def test_a_file_may_be_checked_for_determinism(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("print({}, math.random())\nfor k in { b = 1, a = 2 } do print(k) end")
    assert run_file(path, check_determinism=True) == 0
    out = capsys.readouterr().out
    assert out.count("table: 0x") == 1
    assert out.endswith("a\nb\n")


def test_the_first_line_that_differs_between_two_runs_is_shown(tmp_path, capsys, monkeypatch):
    path = tmp_path / "a.luau"
    path.write_text("print('same')\nprint(math.random())")
    seeds = itertools.count()
    monkeypatch.setattr("bridge.vm.VM", lambda **options: VM(**{**options, "seed": next(seeds)}))
    assert run_file(path, check_determinism=True) == 1
    streams = capsys.readouterr()
    assert streams.out.startswith("same\n")
    assert "not deterministic: two runs with the same seed differ at entry 1:" in streams.err
    assert "second run: print: " in streams.err


def test_a_failing_file_fails_alike_twice(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("error('no')")
    assert run_file(path, check_determinism=True) == 1
    streams = capsys.readouterr()
    assert streams.err.count("a.luau:1: no") == 1
    assert "not deterministic" not in streams.err


def test_the_order_of_tables_may_be_shuffled(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("for k in { a = 1, b = 2, c = 3, d = 4, e = 5, f = 6 } do print(k) end")
    assert run_file(path, iteration="shuffled", seed=1) == 0
    shuffled = capsys.readouterr().out
    assert run_file(path) == 0
    ordered = capsys.readouterr().out
    assert shuffled != ordered
    assert sorted(shuffled) == sorted(ordered)


def test_a_project_may_be_checked_for_determinism(project, capsys):
    path = project("task.wait(1) print('once', math.random(1000))")
    arguments = {"iteration": "shuffled", "check_determinism": True}
    assert run_project(path, duration_us=5_000_000, **arguments) == 0
    assert capsys.readouterr().out.count("once") == 1
