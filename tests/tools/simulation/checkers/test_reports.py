"""How findings are told."""

from __future__ import annotations

import pytest

from bridge.errors import InvariantViolation, LostWrite, SessionConflict
from bridge.tools.simulation.checkers import Finding, Report

ONE = Finding(LostWrite, "S/global/k: lost", ("first", "second"))
TWO = Finding(SessionConflict, "S/global/k: owned twice")


def test_a_clean_report_is_true_and_raises_nothing():
    report = Report((), 5, 1.5)
    assert report
    assert str(report) == "every law held"
    report.raise_if_broken()


def test_a_report_tells_everything_and_the_seed():
    report = Report((ONE, TWO), 5, 1.5)
    assert not report
    assert str(report).splitlines() == [
        "2 things went against what must hold:",
        "S/global/k: lost",
        "  first",
        "  second",
        "S/global/k: owned twice",
        "seed 5, found at 1.5 simulated seconds",
    ]
    assert str(Report((TWO,), 5, 1.5)).startswith("S/global/k: owned twice\nseed 5")


def test_the_first_finding_says_what_is_raised():
    with pytest.raises(LostWrite, match="owned twice") as caught:
        Report((ONE, TWO), 5, 1.5).raise_if_broken()
    assert caught.value.findings == (ONE, TWO)
    assert isinstance(caught.value, InvariantViolation)
    assert isinstance(caught.value, AssertionError)
