"""`luau-bridge replay`: runs a failed run again and says whether it did the same, byte for byte."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.errors import UsageError
from bridge.stubs.profiles import PROFILES
from bridge.tools.project_runs import ProjectRun, perform
from bridge.tools.repeating import RunRecord, show, tell
from bridge.tools.running import perform_file
from bridge.tools.simulation.replay import FOLDER, Replay, read_replay

__all__ = ["replay"]


def replay(path: Path) -> int:
    """Run what a replay file describes.

    Its output is the run's own; what replay has to say about it goes to standard error.

    Returns:
        The exit code: 0 when the run failed again and its trace is the same, byte for byte; 1 when
        not.

    Raises:
        UsageError: the file cannot be read or is no replay file.
        ProjectError: the project cannot be read any more.
    """
    found = read_replay(path)
    place = path.resolve().parent
    folder = place.parent if place.name == FOLDER else place
    with contextlib.chdir(folder):
        record = _PERFORM[found.kind](found)
    return _compare(found, record)


def _file(found: Replay) -> RunRecord:
    try:
        data = Path(found.subject).read_bytes()
    except OSError as problem:
        raise UsageError(f"{found.subject}: cannot be read: {problem.strerror}") from problem
    name = str(found.options.get("name", found.subject))
    return perform_file(data, name, found.seed, str(found.options.get("iteration", "sorted")), show)


def _project(found: Replay) -> RunRecord:
    duration_us = found.options.get("duration_us")
    if not isinstance(duration_us, int):
        raise UsageError("not a replay file: duration_us is missing")
    players = found.options.get("players", [])
    if not isinstance(players, list):
        raise UsageError("not a replay file: players is no list")
    run = ProjectRun(
        path=Path(found.subject),
        duration_us=duration_us,
        seed=found.seed,
        iteration=str(found.options.get("iteration", "sorted")),
        loadmodule=bool(found.options.get("loadmodule")),
        profile=str(found.options.get("profile", "2026")),
        faults=found.faults,
        players=tuple(map(str, players)),
    )
    return perform(run, show)


def _test(found: Replay) -> RunRecord:
    """Run the one test in a process of its own; its replay file tells what became of it."""
    with TemporaryDirectory() as folder:
        # -P: the current folder must not hide packages (see README, Troubleshooting).
        command = [sys.executable, "-P", "-m", "pytest", found.subject]
        command += [f"--luau-seed={found.seed}", f"--luau-replays={folder}", "--luau-replaying"]
        if found.options.get("profile") in PROFILES:
            command.append(f"--luau-profile={found.options['profile']}")
        sys.stdout.flush()
        subprocess.run(command, check=False)
        left = sorted((Path(folder) / FOLDER).glob("*.json"))
        if not left:
            return RunRecord(code=found.code, trace="", entries=0, lines=(), failure="")
        again = read_replay(left[0])
    return RunRecord(again.code, again.trace, again.entries, (), again.failure or "it failed")


_PERFORM: Mapping[str, Callable[[Replay], RunRecord]] = {
    "file": _file,
    "project": _project,
    "test": _test,
}


def _compare(found: Replay, record: RunRecord) -> int:
    """Say whether it is the same run, and if not, why it may not be."""
    same_code = record.code == found.code
    if not same_code:
        tell(f"replay: the code has changed since ({found.code[:12]}, now {record.code[:12]})")
    if not record.failure:
        tell("replay: not reproduced: nothing failed this time")
        return 1
    if record.trace == found.trace and record.entries == found.entries:
        tell(f"replay: reproduced: {found.entries} entries, trace {found.trace[:12]}")
        return 0
    why = "" if same_code else ", as the code has changed"
    tell(
        f"replay: not reproduced: it failed with another trace{why}: {found.entries} entries "
        f"{found.trace[:12]}, now {record.entries} entries {record.trace[:12]}"
    )
    return 1
