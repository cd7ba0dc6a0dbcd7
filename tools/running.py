"""Running programs for the command line: a single file, or the servers of a project."""

from __future__ import annotations

import sys
from pathlib import Path

from bridge.errors import LuauSyntaxError, ScriptError, UsageError
from bridge.source import Source

__all__ = ["run_file", "run_project"]


def _show(kind: str, text: str) -> None:
    """Print output as the engine's console does: errors and warnings go to standard error."""
    stream = sys.stdout if kind == "print" else sys.stderr
    stream.write(text + "\n")


def run_file(path: Path, *, seed: int = 0) -> int:
    """Run one script in a bare VM, as the `luau` command does.

    Parameters:
        path: the file, or `-` for standard input.
        seed: seed of `math.random`.

    Returns:
        The exit code: 0, or 1 when the file does not parse or the script fails.

    Raises:
        UsageError: the file cannot be read.
    """
    from bridge.vm import VM  # lazily: loads lupa

    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as problem:
        raise UsageError(f"{path}: cannot be read: {problem.strerror}") from problem
    name = "stdin" if str(path) == "-" else str(path)
    try:
        VM(seed=seed, output=_show).run(Source(data, name), name=name)
    except (LuauSyntaxError, ScriptError) as problem:
        sys.stdout.flush()
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def run_project(path: Path, *, duration_us: int, seed: int = 0) -> int:
    """Start one server from a Rojo project and run its Scripts in simulated time.

    Parameters:
        path: project file or folder.
        duration_us: simulated microseconds to run for, at most.
        seed: the universe's seed.

    Returns:
        The exit code: 0, or 1 when a script failed with an error nobody caught.

    Raises:
        ProjectError: the project cannot be read.
    """
    from bridge.tools.simulation import Universe  # lazily: loads lupa

    universe = Universe(seed=seed)
    server = universe.start_server(project=path, output=_show)
    universe.run_until_idle(limit_us=duration_us)
    return 1 if server.errors else 0
