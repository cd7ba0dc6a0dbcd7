"""The golden corpus: Luau programs with the output of the real Luau, run in VMs of ours.

Every case runs in a fresh VM inside a child process, so that a case which crashes or never ends is
one failed case with its reason and not the end of the run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bridge.errors import ChildDied, ChildTimeout, LuauSyntaxError, ScriptError, UsageError
from bridge.tools.child import Child

__all__ = ["Case", "Outcome", "read_corpus", "render_report", "run_case", "run_corpus"]

DEADLINE_S = 20.0
"""Wall time after which a case counts as hung; a watchdog only, no result depends on it."""


@dataclass(frozen=True, slots=True)
class Case:
    """One program and what the real Luau made of it.

    Attributes:
        id: `area/name`.
        source: the program; its chunk is called `case`.
        stdout: everything it printed.
        error: the uncaught error's message, or None when it ended well.
    """

    id: str
    source: str
    stdout: str
    error: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case did here; `problem` is set when it came to no end (crash, hang, defect)."""

    case: Case
    stdout: str
    error: str | None
    problem: str | None = None

    @property
    def passed(self) -> bool:
        """True when output and error are exactly those of the real Luau."""
        same = self.stdout == self.case.stdout and self.error == self.case.error
        return same and self.problem is None


def read_corpus(path: Path) -> list[Case]:
    """Read a corpus of JSON lines.

    Raises:
        UsageError: a line is not a case; the text gives file and line.
    """
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            cases.append(Case(row["id"], row["source"], row["stdout"], row["error"]))
        except (ValueError, KeyError, TypeError) as problem:
            what = f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)
            raise UsageError(f"{path}:{number}: no golden case: {what}") from problem
    return cases


def run_case(case: Case) -> Outcome:
    """Run one case in a fresh VM in this process."""
    from bridge.vm import VM  # lazily: the parent process never needs lupa

    lines: list[str] = []
    vm = VM(output=lambda kind, text: lines.append(text + "\n"))
    error: str | None = None
    try:
        vm.run(case.source, name="case")
    except LuauSyntaxError as problem:
        error = problem.headline
    except ScriptError as problem:
        error = problem.message
    return Outcome(case, "".join(lines), error)


def run_corpus(cases: Sequence[Case]) -> list[Outcome]:
    """Run all cases in order, in a child process that is replaced when a case costs it its life."""
    child = Child(run_case, DEADLINE_S)
    try:
        return [_run_in(child, case) for case in cases]
    finally:
        child.stop()


def _run_in(child: Child[Case, Outcome], case: Case) -> Outcome:
    try:
        return child.run(case)
    except ChildTimeout as problem:
        return Outcome(case, "", None, f"hung: {problem}")
    except ChildDied as problem:
        return Outcome(case, "", None, f"crashed: {problem}")
    except Exception as problem:  # a defect of ours is that case's result, not the run's end
        return Outcome(case, "", None, f"{type(problem).__name__}: {problem}")


def render_report(outcomes: Sequence[Outcome], *, diff: bool = False) -> str:
    """The failing ids, one a line, and the closing line `N passed, M failed`."""
    lines = []
    for outcome in outcomes:
        if outcome.passed:
            continue
        reason = f": {outcome.problem}" if outcome.problem else ""
        lines.append(f"FAILED {outcome.case.id}{reason}")
        if diff:
            lines += [
                f"  expected {outcome.case.stdout!r} {outcome.case.error!r}",
                f"  got      {outcome.stdout!r} {outcome.error!r}",
            ]
    failed = sum(not outcome.passed for outcome in outcomes)
    lines.append(f"{len(outcomes) - failed} passed, {failed} failed")
    return "\n".join(lines)
