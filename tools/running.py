"""Running programs for the command line: a single file, or the servers of a project."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bridge.errors import ChildDied, ChildTimeout, LuauSyntaxError, ScriptError, UsageError
from bridge.scheduler import first_difference
from bridge.source import Source
from bridge.tools.child import Job, run_in_child

__all__ = ["run_file", "run_project"]

Show = Callable[[str, str], None]


def _show(kind: str, text: str) -> None:
    """Print output as the engine's console does: errors and warnings go to standard error."""
    stream = sys.stdout if kind == "print" else sys.stderr
    stream.write(text + "\n")


def _once_or_twice(run: Callable[[Show], int], check_determinism: bool) -> int:
    """`run(show)`, and again with nothing shown to see whether it says the same."""
    if not check_determinism:
        return run(_show)
    said: tuple[list[str], list[str]] = ([], [])

    def first(kind: str, text: str) -> None:
        said[0].append(f"{kind}: {text}")
        _show(kind, text)

    code = run(first)
    again = run(lambda kind, text: said[1].append(f"{kind}: {text}"))
    difference = first_difference(*said)
    if difference is None and code == again:
        return code
    sys.stdout.flush()
    where = difference or f"exit code {code}, then {again}"
    sys.stderr.write(f"not deterministic: two runs with the same seed differ at {where}\n")
    return 1


def run_file(
    path: Path,
    *,
    seed: int = 0,
    iteration: str = "sorted",
    check_determinism: bool = False,
    deadline_s: float | None = None,
) -> int:
    """Run one script in a bare VM, as the `luau` command does.

    Parameters:
        path: the file, or `-` for standard input.
        seed: seed of `math.random`.
        iteration: order of tables, see `bridge.vm.VM`.
        check_determinism: runs it twice; it is a failure when the outputs differ.
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
    return _run(_run_source, (data, name, seed, iteration, check_determinism), deadline_s)


def _run(work: Callable[[Job], int], job: Job, deadline_s: float | None) -> int:
    """`work(job)`, with a deadline in a child process; losing the child is exit code 1."""
    if deadline_s is None:
        return work(job)
    try:
        return run_in_child(work, job, deadline_s=deadline_s)
    except (ChildTimeout, ChildDied) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def _run_source(job: tuple[bytes, str, int, str, bool]) -> int:
    from bridge.tools.file_modules import EXTENSION, FileModules  # lazily: loads lupa
    from bridge.vm import VM

    data, name, seed, iteration, check_determinism = job

    def run(show: Show) -> int:
        try:
            vm = VM(seed=seed, iteration=iteration, output=show, extensions=(EXTENSION,))
            FileModules(vm, name, Path(name))
            vm.run(Source(data, name), name=name)
        except LuauSyntaxError as problem:
            sys.stdout.flush()
            show("error", str(problem))
            return 1
        except ScriptError as problem:
            sys.stdout.flush()
            parts = (problem.message, problem.excerpt, problem.traceback.rstrip())
            show("error", "\n".join(part for part in parts if part))
            return 1
        return 0

    return _once_or_twice(run, check_determinism)


def run_project(
    path: Path,
    *,
    duration_us: int,
    seed: int = 0,
    iteration: str = "sorted",
    check_determinism: bool = False,
    loadmodule: bool = False,
    deadline_s: float | None = None,
) -> int:
    """Start one server from a Rojo project and run its Scripts in simulated time.

    Parameters:
        path: project file or folder.
        duration_us: simulated microseconds to run for, at most.
        seed: the universe's seed.
        iteration: as for `run_file`.
        check_determinism: as for `run_file`; the traces are compared too.
        loadmodule: as in `ServerSettings`.
        deadline_s: as for `run_file`.

    Returns:
        The exit code: 0, or 1 when a script failed with an error nobody caught or the process died.

    Raises:
        ProjectError: the project cannot be read.
    """
    job = (path, duration_us, seed, iteration, check_determinism, loadmodule)
    return _run(_run_project, job, deadline_s)


def _run_project(job: tuple[Path, int, int, str, bool, bool]) -> int:
    from bridge.tools.simulation import ServerSettings, Universe  # lazily: loads lupa

    path, duration_us, seed, iteration, check_determinism, loadmodule = job

    def run(show: Show) -> int:
        universe = Universe(seed=seed)
        settings = ServerSettings(iteration=iteration, loadmodule=loadmodule)

        def listen(kind: str, text: str) -> None:
            show(kind, text)
            excerpt = universe.servers[0].vm.excerpt_later(text)() if kind == "error" else ""
            if excerpt:
                show(kind, excerpt)

        server = universe.start_server(project=path, output=listen, settings=settings)
        universe.run_until_idle(limit_us=duration_us)
        if check_determinism:
            traces.append(universe.trace.lines())
        return 1 if server.errors else 0

    traces: list[Sequence[str]] = []
    code = _once_or_twice(run, check_determinism)
    difference = first_difference(*traces) if check_determinism else None
    if difference is None:
        return code
    sys.stderr.write(f"not deterministic: the traces of two runs differ at {difference}\n")
    return 1
