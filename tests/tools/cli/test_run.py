"""`luau-bridge run`: usage, exit codes, one-line errors."""

from click.testing import CliRunner

from bridge.tools.cli import cli


def test_a_file_or_a_project_is_needed_and_not_both():
    for words in (["run"], ["run", "x.luau", "--project", "."]):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 2
        assert "name a FILE or a --project, and not both" in result.output


def test_errors_a_user_can_mend_are_one_line_without_a_traceback(tmp_path):
    result = CliRunner().invoke(cli, ["run", "--project", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output.startswith("luau-bridge: ")
    assert "no such project file" in result.output
    assert "Traceback" not in result.output


def test_a_wrong_span_of_time_is_a_usage_error(tmp_path):
    result = CliRunner().invoke(cli, ["run", "--project", str(tmp_path), "--for", "soon"])
    assert result.exit_code == 2
    assert "write 500ms, 90s, 10m or 1.5h" in result.output


def test_commands_are_the_files_of_the_folder():
    output = CliRunner().invoke(cli, ["--help"]).output
    assert all(name in output for name in ("run", "golden", "demo"))
    assert "..." not in output.split("Commands:")[1]  # every summary fits its line


def test_determinism_is_checked_with_any_order_of_tables(tmp_path):
    path = tmp_path / "a.luau"
    path.write_text("for k in { a = 1, b = 2 } do print(k) end")
    words = ["run", str(path), "--check-determinism", "--iteration", "shuffled"]
    assert CliRunner().invoke(cli, words).exit_code == 0


OF_PROJECTS = (
    ["--players", "Ada"],
    ["--faults", "plan.json"],
    ["--trace", "trace.txt"],
    ["--secrets", "s.json"],
    ["--profile", "2022"],
)


def test_a_plan_and_a_trace_belong_to_projects(tmp_path):
    for words in OF_PROJECTS:
        result = CliRunner().invoke(cli, ["run", "a.luau", *words])
        assert result.exit_code == 2
        assert "belong to --project" in result.output


def test_players_join_a_project_at_once(project):
    folder = project('game.Players.PlayerAdded:Connect(function(p) print("hello", p.Name) end)')
    words = ["run", "--project", str(folder), "--players", "Ada, Grace,"]
    result = CliRunner().invoke(cli, words)
    assert (result.exit_code, result.output) == (0, "hello Ada\nhello Grace\n")


def test_a_wrong_plan_is_one_line_that_names_the_file(tmp_path):
    (tmp_path / "plan.json").write_text('{"faults": [{"service": "mail", "kind": "loss"}]}')
    words = ["run", "--project", str(tmp_path), "--faults", str(tmp_path / "plan.json")]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 1
    assert "plan.json: fault 1: no fault service 'mail'; known: datastore, " in result.output
