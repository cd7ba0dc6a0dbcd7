"""Reports of the self-test place, as JSON and as lines of a log that Studio wrote."""

import json

import pytest

from bridge.errors import UsageError
from bridge.tools.selftest import Result, read_results, render_results

ROW = {
    "id": "topic.case",
    "kind": "check",
    "result": "different",
    "source": "CD-ERR",
    "expected": '"a"',
    "seen": "error: @ x",
}
RESULT = Result("topic.case", "check", "different", "CD-ERR", '"a"', "error: @ x")
LINE = (
    "  14:12:33.123  SELFTEST check different topic.case "
    '{"expected": "\\"a\\"", "seen": "error: @ x", "source": "CD-ERR"}  -  Server - Start:12\n'
)


def report(**change):
    return json.dumps({"format": 1, "results": [{**ROW, **change}]})


@pytest.mark.parametrize(
    "text",
    [
        report(),
        "\n " + report() + "\n",
        f"12:00:01.5  SELFTEST-JSON {report()}  -  Server - Start:3\nmore",
        LINE,
        "noise\n" + LINE + "SELFTEST summary: 0 ok, 1 different, 0 skipped\n",
        LINE + "SELFTEST-JSON " + report()[:40],
    ],
)
def test_results_are_found_in_any_of_their_forms(text):
    assert read_results(text) == {"topic.case": RESULT}


def test_the_report_and_the_lines_complete_each_other():
    text = "SELFTEST-JSON " + report(id="topic.other") + "\n" + LINE
    assert list(read_results(text)) == ["topic.other", "topic.case"]


@pytest.mark.parametrize(
    "text",
    ["", "nothing", "{}", '{"format": 1}', "SELFTEST check ok", "SELFTEST check ok id nonsense",
     '{"format": 1, "results": [1, {"id": "x"}]}', report(result="perhaps"), report(seen=None)],
)  # fmt: skip
def test_what_holds_no_result_is_an_error_that_says_what_to_copy(text):
    with pytest.raises(UsageError, match=r"log\.txt"):
        read_results(text, "log.txt")


def test_another_format_is_named():
    with pytest.raises(UsageError, match=r"format 2; this version reads 1"):
        read_results('{"format": 2, "results": []}')


def test_the_report_shows_what_is_different_with_its_source_and_why_cases_were_skipped():
    ok = Result("topic.fine", "probe", "ok", "s", "1", "1")
    alone = [Result(f"other.{n}", "probe", "skipped", "s", "1", "no player") for n in range(7)]
    assert render_results([ok, RESULT, *alone]).splitlines() == [
        "topic.case (check; source: CD-ERR)",
        '  expected: "a"',
        "  seen:     error: @ x",
        "7 skipped: no player (other.0, other.1, other.2, other.3, other.4, ...)",
        "1 checks, 8 probes",
        "1 ok, 1 different, 7 skipped",
    ]
