"""Schedules: what their words mean, and that each has one way to be written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.faults.schedules import Phase, Schedule, read_schedule

PHASES = st.lists(st.builds(Phase, st.booleans(), st.integers(1, 5)), min_size=1, max_size=4)


def shown(text: str, requests: int = 8) -> str:
    """One letter a request: F fails, w works."""
    schedule = read_schedule(text)
    return "".join("F" if schedule.fails_at(n) else "w" for n in range(1, requests + 1))


@pytest.mark.parametrize(
    ("text", "expected", "written"),
    [
        ("fails", "Fwwwwwww", "fails 1"),
        ("fails 3", "FFFwwwww", "fails 3"),
        ("fails three times, then works", "FFFwwwww", "fails 3"),
        ("works, fails, fails, works", "wFFwwwww", "works 1, fails 2"),
        ("works twice, fails once, again", "wwFwwFww", "works 2, fails 1, again"),
        ("fails 2, works, and then again", "FFwFFwFF", "fails 2, works 1, again"),
        ("works 3, then fails for ever", "wwwFFFFF", "works 3, fails for ever"),
        ("fails forever", "FFFFFFFF", "fails for ever"),
        ("works 2, fails, works for ever", "wwFwwwww", "works 2, fails 1"),
        ("  Fails  2 ,works ", "FFwwwwww", "fails 2"),
    ],
)
def test_words_say_which_requests_fail(text: str, expected: str, written: str) -> None:
    assert shown(text) == expected
    assert str(read_schedule(text)) == written


@pytest.mark.parametrize(
    "text",
    ["", "works", "works 3, again", "fails 0", "sometimes", "fails 3 4", "again", "fails,,works",
     "fails for ever, works", "fails for ever, again", "fails 2 for ever", "fails -1"],
)  # fmt: skip
def test_what_is_no_schedule_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(UsageError, match="schedule"):
        read_schedule(text)


@given(PHASES, st.sampled_from(["", ", again", ", fails for ever"]))
def test_every_schedule_reads_back_from_its_text(phases: list[Phase], end: str) -> None:
    text = ", ".join(map(str, phases)) + end
    if not any(phase.fails for phase in phases) and end != ", fails for ever":
        return
    schedule = read_schedule(text)
    assert read_schedule(str(schedule)) == schedule
    plain = [phase.fails for phase in phases for _ in range(phase.requests)]
    for request in range(1, 2 * len(plain) + 3):
        if request <= len(plain):
            expected = plain[request - 1]
        elif end == ", again":
            expected = plain[(request - 1) % len(plain)]
        else:
            expected = bool(end)
        assert schedule.fails_at(request) is expected


def test_the_last_failing_request_is_known_where_there_is_one() -> None:
    assert read_schedule("works 2, fails 3, works 4").last == 5
    assert read_schedule("works 2, fails 3, again").last is None
    assert read_schedule("fails for ever").last is None
    assert Schedule((Phase(True, 2),)).last == 2
