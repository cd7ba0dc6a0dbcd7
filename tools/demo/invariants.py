"""What must hold after the demo, whatever the faults did. One function an invariant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bridge.tools.demo.world import DemoRun
from bridge.tools.simulation.checkers.ledger import ledger_problems

__all__ = ["Invariant", "check", "most_in_any_minute"]

MINUTE_US = 60_000_000
PLATFORM_LIMIT = 150
SAVE_FAILED = "Failed to save admin config"


@dataclass(frozen=True, slots=True)
class Invariant:
    """One promise and whether it held; `problem` says what broke it."""

    promise: str
    problem: str | None

    @property
    def held(self) -> bool:
        """True when nothing broke it."""
        return self.problem is None


def most_in_any_minute(times_us: Sequence[int]) -> int:
    """The largest number of events in any sliding window of 60 s; times ascend."""
    most = first = 0
    for last, time_us in enumerate(times_us):
        while time_us - times_us[first] >= MINUTE_US:
            first += 1
        most = max(most, last - first + 1)
    return most


def check(run: DemoRun) -> list[Invariant]:
    """Every invariant, in the order of the report."""
    return [Invariant(promise, holds(run)) for promise, holds in _PROMISES]


def _quota(run: DemoRun) -> str | None:
    if run.throttled:
        return f"the platform refused {run.throttled} publishes"
    most = most_in_any_minute(run.publishes_at_us)
    return f"{most} publishes within 60 s" if most > PLATFORM_LIMIT else None


def _once(run: DemoRun) -> str | None:
    repeated = sum(_number(server.notes["counts"]["repeated"]) for server in run.servers)
    return f"{repeated} messages were handled twice" if repeated else None


def _saves(run: DemoRun) -> str | None:
    acknowledged, attempted = (
        {
            key: sum(_number(server.notes[section].get(key, 0)) for server in run.servers)
            for key in run.saves_stored
        }
        for section in ("acknowledged", "attempted")
    )
    return next(ledger_problems(acknowledged, run.saves_stored, attempted), None)


def _laws(run: DemoRun) -> str | None:
    broken = run.broken_laws
    return f"{len(broken)} findings, the first: {broken[0]}" if broken else None


def _fresh(run: DemoRun) -> str | None:
    stale = sum(_number(server.notes["counts"]["stale"]) for server in run.servers)
    return f"{stale} reads were older than an acknowledged save" if stale else None


def _same_admins(run: DemoRun) -> str | None:
    lists = [server.admins for server in run.servers]
    return None if all(each == lists[0] for each in lists) else f"the lists differ: {lists}"


def _admin_edits(run: DemoRun) -> str | None:
    present: dict[str, bool] = {}
    unknown: set[str] = set()
    for edit in run.edits_in_order:
        user_id = str(edit["userId"])
        if edit["ok"]:
            present[user_id] = edit["op"] == "add"
            unknown.discard(user_id)
        elif edit["text"] in (SAVE_FAILED, "no answer"):
            # A failed write may have landed: this user's state is open until the next answer.
            unknown.add(user_id)
    for user_id in sorted(set(present) - unknown):
        if (user_id in run.servers[0].admins) != present[user_id]:
            return f"admin {user_id} is {'missing' if present[user_id] else 'back'}"
    return None


def _no_errors(run: DemoRun) -> str | None:
    errors = [error for server in run.servers for error in server.errors]
    return f"{len(errors)}, the first: {errors[0]}" if errors else None


def _number(value: object) -> int:
    assert isinstance(value, int | float)
    return int(value)


_PROMISES: tuple[tuple[str, Callable[[DemoRun], str | None]], ...] = (
    ("no publish went over the quota of the universe", _quota),
    ("no server handled one message twice", _once),
    ("no acknowledged save was lost, none counted twice", _saves),
    ("one store per key explains every answer, and keeps every acknowledged write", _laws),
    ("no read was older than an acknowledged save", _fresh),
    ("every server ends with the same admins", _same_admins),
    ("every acknowledged admin edit is in force", _admin_edits),
    ("no script raised an error nobody caught", _no_errors),
)
