"""Counts of calls: how many came, were cached, queued, throttled, dropped, failed, landed.

Made of records of calls whenever somebody asks; nothing is counted while a run goes on. Knows no
service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol, TypeVar

from bridge.stubs.outcome import Outcome

__all__ = ["CallRecord", "Counts", "count_calls", "counts_by", "is_throttled", "table"]

R = TypeVar("R", bound="CallRecord")


class CallRecord(Protocol):
    """What is asked of the record of one call.

    Attributes:
        error: what pcall saw; empty for a call that has not failed.
        cached: answered without a request.
        queued: how often it waited in a queue.
        dropped: refused because its queue was full.
        landed: which write it made; None when it made none, or nobody knows.
    """

    @property
    def outcome(self) -> Outcome: ...
    @property
    def error(self) -> str: ...
    @property
    def cached(self) -> bool: ...
    @property
    def queued(self) -> int: ...
    @property
    def dropped(self) -> bool: ...
    @property
    def landed(self) -> int | None: ...


class Counts(NamedTuple):
    """Counts of calls; prints what is not zero.

    Attributes:
        calls: that came.
        ok, failed, pending: what their callers know of them; these add up to `calls`.
        cached: answered without a request.
        queued: that waited in a queue.
        throttled: that failed because of a limit, though not of a full queue.
        dropped: that failed because their queue was full.
        landed: writes that took effect, whatever their callers were told.
    """

    calls: int = 0
    ok: int = 0
    failed: int = 0
    pending: int = 0
    cached: int = 0
    queued: int = 0
    throttled: int = 0
    dropped: int = 0
    landed: int = 0

    def __repr__(self) -> str:
        return f"Counts({self.shown(', ')})"

    def shown(self, separator: str = " ") -> str:
        """`calls=3 ok=2 failed=1`: what is not zero."""
        return separator.join(f"{name}={n}" for name, n in self._asdict().items() if n)


def is_throttled(record: CallRecord) -> bool:
    """Whether a call failed because of a limit other than the length of its queue."""
    text = record.error
    return not record.dropped and (
        "Throttle" in text or "429" in text or "OverLimit" in text or "throttled" in text
        or "too many" in text or "exceeded limit" in text
    )  # fmt: skip


def count_calls(records: Iterable[CallRecord]) -> Counts:
    """Counts of these calls."""
    found = list(records)
    outcomes = [record.outcome for record in found]
    return Counts(
        calls=len(found),
        ok=outcomes.count(Outcome.OK),
        failed=outcomes.count(Outcome.FAILED),
        pending=outcomes.count(Outcome.PENDING),
        cached=sum(record.cached for record in found),
        queued=sum(record.queued > 0 for record in found),
        throttled=sum(map(is_throttled, found)),
        dropped=sum(record.dropped for record in found),
        landed=sum(record.landed is not None for record in found),
    )


def counts_by(records: Iterable[R], name_of: Callable[[R], str]) -> dict[str, Counts]:
    """Counts of calls that have something in common, in the order of its name."""
    groups: dict[str, list[R]] = {}
    for record in records:
        groups.setdefault(name_of(record), []).append(record)
    return {name: count_calls(groups[name]) for name in sorted(groups)}


def table(title: str, counts: Mapping[str, Counts]) -> str:
    """Counts as text, a line each: what a history prints as."""
    lines = [f"  {name}: {each.shown()}" for name, each in counts.items()]
    return "\n".join([f"<{title}", *lines]) + ">"
