"""`luau-bridge demo`: exit code and what goes where."""

from click.testing import CliRunner

from bridge.tools.cli import cli


def test_the_report_goes_to_standard_output_and_the_wall_time_does_not():
    result = CliRunner().invoke(cli, ["demo", "--minutes", "7", "--seed", "1"])
    assert result.exit_code == 0
    assert "7 simulated minutes, seed 1" in result.stdout
    assert "wall time" in result.stderr
    assert "wall time" not in result.stdout


def test_a_run_too_short_to_settle_is_a_usage_error():
    assert CliRunner().invoke(cli, ["demo", "--minutes", "6"]).exit_code == 2
