"""Running programs for the command line: a single file, or the servers of a project."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from bridge.errors import ChildDied, ChildTimeout, LuauSyntaxError, ScriptError, UsageError
from bridge.source import Source
from bridge.tools.child import Job, run_in_child

__all__ = ["run_file", "run_project"]


def _show(kind: str, text: str) -> None:
    """Print output as the engine's console does: errors and warnings go to standard error."""
    stream = sys.stdout if kind == "print" else sys.stderr
    stream.write(text + "\n")


def run_file(path: Path, *, seed: int = 0, deadline_s: float | None = None) -> int:
    """Run one script in a bare VM, as the `luau` command does.

    Parameters:
        path: the file, or `-` for standard input.
        seed: seed of `math.random`.
        deadline_s: runs in a child process that is killed after so many seconds of wall time.

    Returns:
        The exit code: 0, or 1 when the file does not parse, the script fails or its process dies.

    Raises:
        UsageError: the file cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as problem:
        raise UsageError(f"{path}: cannot be read: {problem.strerror}") from problem
    name = "stdin" if str(path) == "-" else str(path)
    return _run(_run_source, (data, name, seed), deadline_s)


def _run(work: Callable[[Job], int], job: Job, deadline_s: float | None) -> int:
    """`work(job)`, with a deadline in a child process; losing the child is exit code 1."""
    if deadline_s is None:
        return work(job)
    try:
        return run_in_child(work, job, deadline_s=deadline_s)
    except (ChildTimeout, ChildDied) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def _run_source(job: tuple[bytes, str, int]) -> int:
    from bridge.vm import VM  # lazily: loads lupa

    data, name, seed = job
    try:
        VM(seed=seed, output=_show).run(Source(data, name), name=name)
    except (LuauSyntaxError, ScriptError) as problem:
        sys.stdout.flush()
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def run_project(
    path: Path, *, duration_us: int, seed: int = 0, deadline_s: float | None = None
) -> int:
    """Start one server from a Rojo project and run its Scripts in simulated time.

    Parameters:
        path: project file or folder.
        duration_us: simulated microseconds to run for, at most.
        seed: the universe's seed.
        deadline_s: as for `run_file`.

    Returns:
        The exit code: 0, or 1 when a script failed with an error nobody caught or the process died.

    Raises:
        ProjectError: the project cannot be read.
    """
    return _run(_run_project, (path, duration_us, seed), deadline_s)


def _run_project(job: tuple[Path, int, int]) -> int:
    from bridge.tools.simulation import Universe  # lazily: loads lupa

    path, duration_us, seed = job
    universe = Universe(seed=seed)
    server = universe.start_server(project=path, output=_show)
    universe.run_until_idle(limit_us=duration_us)
    return 1 if server.errors else 0
