"""Counts of calls: what adds up, what is left out of the text."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bridge.stubs.counts import Counts, count_calls, counts_by, is_throttled, table
from bridge.stubs.outcome import Outcome


@dataclass
class Record:
    outcome: Outcome = Outcome.OK
    error: str = ""
    cached: bool = False
    queued: int = 0
    dropped: bool = False
    landed: int | None = None


def test_calls_are_counted_by_what_became_of_them() -> None:
    records = [
        Record(),
        Record(cached=True),
        Record(queued=2, landed=1),
        Record(Outcome.FAILED, "KeyThrottled: too fast"),
        Record(Outcome.FAILED, "301: dropped", dropped=True),
        Record(Outcome.PENDING, landed=2),
    ]
    assert count_calls(records) == Counts(
        calls=6, ok=3, failed=2, pending=1, cached=1, queued=1, throttled=1, dropped=1, landed=2
    )
    assert count_calls([]) == Counts()


def test_what_is_zero_is_not_shown() -> None:
    assert repr(Counts(calls=3, ok=3, landed=2)) == "Counts(calls=3, ok=3, landed=2)"
    assert Counts(calls=3, ok=3).shown() == "calls=3 ok=3"
    assert eval(repr(Counts(calls=1, failed=1)), {"Counts": Counts}) == Counts(1, failed=1)


def test_groups_come_in_the_order_of_their_names() -> None:
    groups = counts_by([Record(error="b"), Record(error="a"), Record(error="b")], lambda r: r.error)
    assert list(groups.items()) == [("a", Counts(1, 1)), ("b", Counts(2, 2))]
    assert table("calls", groups) == "<calls\n  a: calls=1 ok=1\n  b: calls=2 ok=2>"


@pytest.mark.parametrize(
    ("error", "throttled"),
    [
        ("KeyThrottled: The request rate exceeds the allowed maximum for the key.", True),
        ("502: API Services rejected request with error. HTTP 429 (Too Many Requests)", True),
        ("MemoryStoreService: TotalRequestsOverLimit: ...", True),
        ("MessagingService: The request was throttled: too many messages sent.", True),
        ("GetPolicyInfoForPlayerAsync is called too many times", True),
        ("Number of requests exceeded limit", True),
        ("502: API Services rejected request with error. HTTP 500 (Internal Server Error)", False),
        ("", False),
    ],
)
def test_texts_of_limits_are_known(error: str, throttled: bool) -> None:
    assert is_throttled(Record(Outcome.FAILED, error)) is throttled
    assert not is_throttled(Record(Outcome.FAILED, error, dropped=True))
