"""The golden runner: it passes what is equal, and says what happened to the rest."""

import json

import pytest

from bridge.errors import UsageError
from bridge.tools.golden import Case, Outcome, read_corpus, render_report, run_case, run_corpus


def test_output_and_error_are_compared_exactly():
    case = Case("a/b", "print(1) error('x', 0)", "1\n", "x")
    assert run_case(case).passed
    assert not run_case(Case("a/b", case.source, "1\n", None)).passed
    assert not run_case(Case("a/b", case.source, "1", "x")).passed


def test_a_program_that_does_not_parse_gives_its_syntax_error():
    outcome = run_case(Case("s/x", "x =\n", "", None))
    assert outcome.error == ("case:2: Expected identifier when parsing expression, got <eof>")


def test_cases_run_in_order_in_a_child_process():
    outcomes = run_corpus([Case("a/1", "print('one')", "one\n", None), Case("a/2", "x", "", "?")])
    assert [outcome.passed for outcome in outcomes] == [True, False]


def test_the_report_names_failures_and_ends_with_the_counts():
    good = Outcome(Case("a/1", "", "", None), "", None)
    bad = Outcome(Case("a/2", "", "x", None), "", None, "crashed: the process ended with code -11")
    assert render_report([good, bad]).splitlines() == [
        "FAILED a/2: crashed: the process ended with code -11",
        "1 passed, 1 failed",
    ]


def test_a_broken_corpus_line_is_named(tmp_path):
    path = tmp_path / "c.jsonl"
    good = {"id": "a/1", "source": "", "stdout": "", "error": None}
    path.write_text(json.dumps(good) + "\n{}\n")
    with pytest.raises(UsageError, match=r"c\.jsonl:2: no golden case: 'id' is missing"):
        read_corpus(path)
