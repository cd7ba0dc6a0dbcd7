"""Running a file for the command line: streams, exit codes, replay files."""

import itertools

import pytest

from bridge.errors import UsageError
from bridge.tools.running import perform_file, run_file
from bridge.tools.simulation.replay import read_replay
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
    with pytest.raises(UsageError, match="is a folder; run a project with --project"):
        run_file(tmp_path)


def test_a_file_may_compute_for_longer_than_a_server(tmp_path, capsys):
    """The `luau` command has no limit at all."""
    path = tmp_path / "a.luau"
    count = VM().limits.budget + 1
    path.write_text(f"local n = 0 for i = 1, {count} do n += 1 end print(n)")
    assert run_file(path) == 0
    assert capsys.readouterr().out == f"{count}\n"


def test_a_deadline_ends_what_no_counter_can(tmp_path, capfd):
    path = tmp_path / "a.luau"
    stuck = "('a'):rep(5000):find(('a?'):rep(180) .. ('a'):rep(180) .. 'b')"
    path.write_text(f"print('before')\nprint({stuck})")
    assert run_file(path, deadline_s=5.0) == 1
    streams = capfd.readouterr()
    assert streams.out == "before\n"
    assert streams.err == "no end within 5 s of wall time\n"


def test_a_run_within_its_deadline_is_like_any_other(tmp_path, capfd):
    path = tmp_path / "a.luau"
    path.write_text("print('before')\nerror('no')")
    assert run_file(path, deadline_s=60.0) == 1
    streams = capfd.readouterr()
    assert streams.out == "before\n"
    assert f"{path}:2: no" in streams.err


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


def test_a_failing_file_leaves_a_replay_file_where_it_is_told_to(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("error('no')")
    assert run_file(path, seed=3, replays=tmp_path) == 1
    (left,) = (tmp_path / ".luau-bridge").glob("*.json")
    assert left.name == "file-a.luau-seed3.json"
    assert f"replay: luau-bridge replay {left}" in capsys.readouterr().err
    assert read_replay(left).failure == f"{path}:1: no"


def test_a_file_that_does_not_fail_leaves_none(tmp_path, capsys):
    path = tmp_path / "a.luau"
    path.write_text("print('fine')")
    assert run_file(path, replays=tmp_path) == 0
    assert not (tmp_path / ".luau-bridge").exists()


def test_a_record_tells_what_became_of_a_run():
    def record(source):
        said = []
        made = perform_file(source, "x", 0, "sorted", lambda *line: said.append(line))
        assert made.entries == len(said) == 2
        return made

    first, again = record(b"print(1)\nerror('no')"), record(b"print(1)\nerror('no')")
    assert first.failure == "x:2: no"
    assert (again.trace, again.code) == (first.trace, first.code)
    other = record(b"print(2)\nerror('no')")
    assert other.trace != first.trace
    assert other.code != first.code
