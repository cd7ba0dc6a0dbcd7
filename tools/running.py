"""Running a single file for the command line, as the `luau` command does."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

from bridge.errors import LuauSyntaxError, ScriptError, UsageError
from bridge.faults import FaultPlan
from bridge.instances.byte_strings import bytes_of
from bridge.source import Source
from bridge.tools.repeating import RunRecord, Show, in_child, leave_replay, once_or_twice

__all__ = ["perform_file", "run_file"]


FILE_BUDGET = 2_000_000_000
"""Loop iterations and calls that a file may use up: ten times those of a server's resumption. The
`luau` command has no limit and runs benchmarks to their end; an endless loop should end too."""


def run_file(
    path: Path,
    *,
    seed: int = 0,
    iteration: str = "sorted",
    check_determinism: bool = False,
    deadline_s: float | None = None,
    replays: Path | None = None,
) -> int:
    """Run one script in a bare VM, as the `luau` command does.

    Parameters:
        path: the file, or `-` for standard input.
        seed: seed of `math.random`.
        iteration: order of tables, see `bridge.vm.VM`.
        check_determinism: runs it twice; it is a failure when the outputs differ.
        deadline_s: runs in a child process that is killed after so many seconds of wall time.
        replays: folder in whose `.luau-bridge` a failing run leaves a replay file.

    Returns:
        The exit code: 0, or 1 when the file does not parse, the script fails or its process dies.

    Raises:
        UsageError: the file cannot be read.
    """
    from_stream = str(path) == "-"
    try:
        data = sys.stdin.buffer.read() if from_stream else path.read_bytes()
    except IsADirectoryError as problem:
        raise UsageError(f"{path}: is a folder; run a project with --project {path}") from problem
    except OSError as problem:
        raise UsageError(f"{path}: cannot be read: {problem.strerror}") from problem
    name = "stdin" if from_stream else str(path)
    # A stream is gone when it has been read: nothing could be run again.
    place = None if from_stream else replays
    return in_child(
        _run_source, (data, name, seed, iteration, check_determinism, place), deadline_s
    )


def _run_source(job: tuple[bytes, str, int, str, bool, Path | None]) -> int:
    data, name, seed, iteration, check_determinism, replays = job
    records: list[RunRecord] = []

    def once(show: Show) -> int:
        records.append(perform_file(data, name, seed, iteration, show))
        return 1 if records[-1].failure else 0

    code = once_or_twice(once, check_determinism)
    if records[0].failure and replays is not None:
        options = {"name": name, "iteration": iteration}
        leave_replay("file", Path(name), seed, records[0], options, FaultPlan(), replays)
    return code


def perform_file(data: bytes, name: str, seed: int, iteration: str, show: Show) -> RunRecord:
    """Run a program and tell what became of it; its output is its trace.

    Parameters:
        name: as error messages have it.
        show: gets kind and text of every line of output.
    """
    from bridge.tools.file_modules import EXTENSION, FileModules  # lazily: loads lupa
    from bridge.vm import VM, Limits

    said: list[str] = []
    failure = ""

    def hear(kind: str, text: str) -> None:
        said.append(f"{kind}: {text}")
        show(kind, text)

    vm = VM(
        seed=seed,
        iteration=iteration,
        output=hear,
        extensions=(EXTENSION,),
        limits=Limits(budget=FILE_BUDGET),
    )
    modules = FileModules(vm, name, Path(name))
    try:
        vm.run(Source(data, name), name=name)
    except LuauSyntaxError as problem:
        failure = str(problem)
    except ScriptError as problem:
        parts = (problem.message, problem.excerpt, problem.traceback.rstrip())
        failure = "\n".join(part for part in parts if part)
    if failure:
        sys.stdout.flush()
        hear("error", failure)
    trace = sha256(bytes_of("\n".join(said))).hexdigest()
    headline = failure.partition("\n")[0]
    return RunRecord(modules.digest(data), trace, len(said), said, headline)
