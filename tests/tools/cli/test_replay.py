"""`luau-bridge replay`: usage and exit codes."""

from click.testing import CliRunner

from bridge.tools.cli import cli


def test_a_run_can_be_replayed_from_the_path_it_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.luau").write_text("error('no')")
    result = CliRunner().invoke(cli, ["run", "a.luau"])
    assert result.exit_code == 1
    named = result.output.splitlines()[-1].removeprefix("replay: luau-bridge ").split()
    again = CliRunner().invoke(cli, named)
    assert again.exit_code == 0
    assert "replay: reproduced" in again.output


def test_a_file_that_is_not_there_is_a_usage_error(tmp_path):
    result = CliRunner().invoke(cli, ["replay", str(tmp_path / "gone.json")])
    assert result.exit_code == 2


def test_what_is_no_replay_file_is_one_line(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("{}")
    result = CliRunner().invoke(cli, ["replay", str(path)])
    assert result.exit_code == 1
    assert "not a replay file" in result.output
