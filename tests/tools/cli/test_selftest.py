"""`luau-bridge selftest`: the place here, and logs of Studio."""

import pytest
from click.testing import CliRunner

from bridge.tools.cli import cli
from bridge.tools.selftest import World, run_place

GROUPS = "luau,http"


@pytest.fixture
def log(tmp_path):
    """A log as Studio writes it, of a run of ours, with one text replaced in it."""

    def write(old="", new=""):
        (results,) = run_place(World(groups=GROUPS))
        lines = [
            f"  14:00:00.001  SELFTEST {each.kind} {each.outcome} {each.id} "
            f'{{"expected": {quoted(each.expected)}, "seen": {quoted(each.seen)}, '
            f'"source": {quoted(each.source)}}}  -  Server - Start:1'
            for each in results.values()
        ]
        path = tmp_path / "studio.txt"
        path.write_text("\n".join(lines).replace(old, new) if old else "\n".join(lines))
        return path

    return write


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def invoke(*words):
    result = CliRunner().invoke(cli, ["selftest", *map(str, words)])
    return result.exit_code, result.output


def test_the_place_holds_here():
    code, text = invoke("--groups", GROUPS, "--seed", "3")
    assert code == 0
    assert text.endswith(" ok, 0 different, 0 skipped\n")


def test_no_group_is_wrong_usage():
    code, text = invoke("--groups", ",")
    assert code == 2
    assert "--groups names none" in text


def test_a_log_like_ours_differs_in_nothing(log):
    code, text = invoke(log())
    assert code == 0
    assert ", 0 different (0 of them open questions)\n" in text


def test_a_difference_is_shown_with_its_source(log):
    code, text = invoke(log('"seen": "error: Can\'t parse JSON"', '"seen": "error: Bad JSON"'))
    assert code == 1
    assert "http.decode.bad (fact; source: W-BUG)\n  there: error: Bad JSON\n" in text
    assert "http.decode.nan (open question; source: open: serialization)\n" in text


@pytest.mark.parametrize("content", [None, "no results in here"])
def test_a_file_without_results_is_wrong_usage(tmp_path, content):
    path = tmp_path / "log.txt"
    if content is not None:
        path.write_text(content)
    code, text = invoke(path)
    assert code == 2
    assert "log.txt" in text


def test_where_the_place_lies_is_told():
    code, text = invoke("--where")
    assert code == 0
    assert text.rstrip().endswith("place")
