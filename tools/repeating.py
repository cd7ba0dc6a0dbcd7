"""What runs of the command line share: where output goes, running twice, running in a child.

Knows nothing of what is run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from bridge.errors import ChildDied, ChildTimeout
from bridge.faults import FaultPlan
from bridge.scheduler import first_difference
from bridge.tools.child import Job, run_in_child

__all__ = ["RunRecord", "Show", "in_child", "leave_replay", "once_or_twice", "show", "tell"]

Show = Callable[[str, str], None]


@dataclass(slots=True)
class RunRecord:
    """What became of a run.

    Attributes:
        code: digest of the project.
        trace: digest of the trace.
        entries: number of its entries.
        lines: the trace itself, where it was asked for.
        failure: first line of the first error nobody caught; empty when there was none.
    """

    code: str
    trace: str
    entries: int
    lines: Sequence[str]
    failure: str


def show(kind: str, text: str) -> None:
    """Print output as the engine's console does: errors and warnings go to standard error."""
    stream = sys.stdout if kind == "print" else sys.stderr
    try:
        stream.write(text + "\n")
    except BrokenPipeError:
        # Whoever read the output has left, as `head` does: end like any other program.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(1) from None


def tell(text: str) -> None:
    """Say something about a run, after what it has printed itself."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")


def leave_replay(
    kind: str,
    subject: Path,
    seed: int,
    record: RunRecord,
    options: Mapping[str, object],
    faults: FaultPlan,
    folder: Path,
) -> None:
    """Write the replay file of a failed run and say how to use it.

    Parameters:
        kind, seed, options, faults: see `Replay`.
        subject: the file or project.
        folder: where `.luau-bridge` is or will be.
    """
    from bridge.tools.simulation.replay import Replay, write_replay  # lazily: loads lupa

    path = write_replay(
        Replay(
            kind=kind,
            subject=Path(relpath(subject, folder)).as_posix(),
            seed=seed,
            code=record.code,
            trace=record.trace,
            entries=record.entries,
            failure=record.failure,
            faults=faults,
            options=dict(options),
        ),
        folder,
    )
    tell(f"replay: luau-bridge replay {path}")


def once_or_twice(run: Callable[[Show], int], check_determinism: bool) -> int:
    """`run(show)`, and again with nothing shown to see whether it says the same."""
    if not check_determinism:
        return run(show)
    said: tuple[list[str], list[str]] = ([], [])

    def first(kind: str, text: str) -> None:
        said[0].append(f"{kind}: {text}")
        show(kind, text)

    code = run(first)
    again = run(lambda kind, text: said[1].append(f"{kind}: {text}"))
    difference = first_difference(*said)
    if difference is None and code == again:
        return code
    where = difference or f"exit code {code}, then {again}"
    tell(f"not deterministic: two runs with the same seed differ at {where}")
    return 1


def in_child(work: Callable[[Job], int], job: Job, deadline_s: float | None) -> int:
    """`work(job)`, with a deadline in a child process; losing the child is exit code 1."""
    if deadline_s is None:
        return work(job)
    try:
        return run_in_child(work, job, deadline_s=deadline_s)
    except (ChildTimeout, ChildDied) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
