"""Running the server of a project for the command line: output, faults, trace, replay file.

What a run is made of is a value, `ProjectRun`, so that it can be written down and run again.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.errors import LuauBridgeException, ProjectError, UsageError
from bridge.faults import FaultPlan
from bridge.project.rojo import other_projects
from bridge.scheduler import first_difference
from bridge.tools.repeating import RunRecord, Show, in_child, leave_replay, once_or_twice, tell

if TYPE_CHECKING:
    from bridge.tools.simulation import Server, Universe

__all__ = ["ProjectRun", "load_secrets", "perform", "read_plan", "run_project"]


@dataclass(frozen=True, slots=True)
class ProjectRun:
    """One server, started from a Rojo project and run in simulated time.

    Attributes:
        path: project file or folder.
        duration_us: simulated microseconds to run for, at most.
        seed: the universe's seed.
        iteration: order of tables, see `bridge.vm.VM`.
        loadmodule: as in `ServerSettings`.
        faults: what goes wrong.
        store: file the data stores are kept in.
        profile: year of the services' rules.
        players: names of those who join at once.
        secrets: file with the experience's secrets, in the form of Studio's local secrets.

    A run with one of these files is no function of code and seed alone: it leaves no replay file.
    """

    path: Path
    duration_us: int
    seed: int = 0
    iteration: str = "sorted"
    loadmodule: bool = False
    faults: FaultPlan = field(default_factory=FaultPlan)
    store: Path | None = None
    secrets: Path | None = None
    profile: str = "2026"
    players: tuple[str, ...] = ()


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise UsageError(f"{path}: cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise UsageError(f"{path}: cannot be read: it is no UTF-8 text") from problem


def read_plan(path: Path) -> FaultPlan:
    """The fault plan of a JSON file.

    Raises:
        UsageError: it cannot be read or is no plan; the text names the file.
    """
    text = _text_of(path)
    try:
        return FaultPlan.from_json(text)
    except UsageError as problem:
        raise UsageError(f"{path}: {problem}") from problem


def load_secrets(universe: Universe, path: Path) -> None:
    """Gives a universe the secrets of a JSON file.

    Raises:
        UsageError: it cannot be read or holds none; the text names the file and quotes nothing.
    """
    text = _text_of(path)
    try:
        universe.secrets.load_json(text)
    except UsageError as problem:
        raise UsageError(f"{path}: {problem}") from None


def perform(
    run: ProjectRun, show: Show, *, trace: Path | None = None, keep_trace: bool = False
) -> RunRecord:
    """Do a run and tell what became of it; faults that never bit are named at its end.

    Parameters:
        show: gets kind and text of every line of output.
        trace: file that gets the trace, line by line.
        keep_trace: whether `lines` is wanted.
    """
    from bridge.tools.simulation import ServerSettings, Universe  # lazily: loads lupa

    with ExitStack() as stack:
        file = None
        if trace is not None:
            try:
                file = stack.enter_context(trace.open("w", encoding="utf-8"))
            except OSError as problem:
                raise UsageError(f"{trace}: cannot be written: {problem.strerror}") from problem
        universe = Universe(
            seed=run.seed,
            faults=run.faults,
            trace_file=file,
            keep_trace=keep_trace,
            store=run.store,
            profile=run.profile,
        )
        if run.store is not None:
            stack.callback(universe.close)
        if run.secrets is not None:
            load_secrets(universe, run.secrets)
        failure = ""

        def listen(kind: str, text: str) -> None:
            show(kind, text)
            for speaking in universe.servers if kind == "error" else ():
                excerpt = speaking.vm.excerpt_later(text)()
                if excerpt:
                    show(kind, excerpt)

        try:
            settings = ServerSettings(iteration=run.iteration, loadmodule=run.loadmodule)
            server = universe.start_server(
                project=run.path, players=run.players, output=listen, settings=settings
            )
            if not server.game.scripts():
                show("info", _nothing_runs(server, run.path))
            universe.run_until_idle(limit_us=run.duration_us)
            if server.errors:
                failure = str(server.errors[0]).partition("\n")[0]
        except LuauBridgeException as problem:
            if not universe.projects or isinstance(problem, ProjectError):
                raise
            failure = str(problem).partition("\n")[0]
            show("error", str(problem))
        for fault in universe.faults.unused():
            show("warn", f"fault never bit: {fault!r}")
        log = universe.trace
        lines = log.lines() if keep_trace else ()
        return RunRecord(universe.code_digest(), log.digest(), log.count, lines, failure)


def _nothing_runs(server: Server, path: Path) -> str:
    """What a library or a place without Scripts is told instead of nothing."""
    storage = server.game.service_instance("ReplicatedStorage")
    modules = [each for each in storage.children if each.class_name == "ModuleScript"]
    hint = f" Its module is game.{modules[0].full_name()}." if modules else ""
    others = [name for name in other_projects(path) if name != "default.project.json"]
    there = f", perhaps {' or '.join(others)}" if others else ""
    return (
        f"{path}: no Script of this project runs on a server.{hint} To run a library or its tests, "
        f"name a place project that holds it and a Script{there}"
    )


def run_project(
    run: ProjectRun,
    *,
    check_determinism: bool = False,
    deadline_s: float | None = None,
    trace: Path | None = None,
    replays: Path | None = None,
) -> int:
    """Do a run for the command line.

    Parameters:
        check_determinism: does it twice; it is a failure when output or traces differ.
        deadline_s: does it in a child process that is killed after so many seconds of wall time.
        trace: file that gets the trace, line by line.
        replays: folder in whose `.luau-bridge` a failing run leaves a replay file.

    Returns:
        The exit code: 0, or 1 when a script failed with an error nobody caught or the process died.

    Raises:
        ProjectError: the project cannot be read.
        UsageError: the trace file cannot be written.
    """
    return in_child(_run_project, (run, check_determinism, trace, replays), deadline_s)


def _run_project(job: tuple[ProjectRun, bool, Path | None, Path | None]) -> int:
    run, check_determinism, trace, replays = job
    records: list[RunRecord] = []

    def once(show: Show) -> int:
        file = trace if not records else None
        records.append(perform(run, show, trace=file, keep_trace=check_determinism))
        return 1 if records[-1].failure else 0

    code = once_or_twice(once, check_determinism)
    if records[0].failure and replays is not None and (run.store, run.secrets) == (None, None):
        options = {
            "duration_us": run.duration_us,
            "iteration": run.iteration,
            "loadmodule": run.loadmodule,
            "profile": run.profile,
            "players": list(run.players),
        }
        leave_replay("project", run.path, run.seed, records[0], options, run.faults, replays)
    difference = first_difference(*(each.lines for each in records)) if check_determinism else None
    if difference is None:
        return code
    tell(f"not deterministic: the traces of two runs differ at {difference}")
    return 1
