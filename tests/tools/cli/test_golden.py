"""`luau-bridge golden`: exit codes and the share that must pass."""

import json

import pytest
from click.testing import CliRunner

from bridge.tools.cli import cli


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "c.jsonl"
    rows = [
        {"id": "a/good", "source": "print(1)", "stdout": "1\n", "error": None},
        {"id": "b/bad", "source": "print(1)", "stdout": "2\n", "error": None},
    ]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return str(path)


@pytest.mark.parametrize(
    ("options", "code"), [((), 1), (("--min-pass", "0.5"), 0), (("--min-pass", "0.51"), 1)]
)
def test_the_share_that_passes_decides_the_exit_code(corpus, options, code):
    result = CliRunner().invoke(cli, ["golden", corpus, *options])
    assert result.exit_code == code
    assert result.output.splitlines() == ["FAILED b/bad", "1 passed, 1 failed"]


def test_only_selects_cases_by_the_beginning_of_their_id(corpus):
    result = CliRunner().invoke(cli, ["golden", corpus, "--only", "a/"])
    assert (result.exit_code, result.output) == (0, "1 passed, 0 failed\n")


def test_no_case_at_all_is_a_failure(corpus):
    assert CliRunner().invoke(cli, ["golden", corpus, "--only", "zz"]).exit_code == 1


def test_diff_shows_both_sides(corpus):
    output = CliRunner().invoke(cli, ["golden", corpus, "--diff", "--only", "b"]).output
    assert "expected '2\\n' None" in output
    assert "got      '1\\n' None" in output
