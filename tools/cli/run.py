"""`luau-bridge run`: one script as the `luau` command would, or a server from a Rojo project."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from bridge.tools.cli_types import DURATION

__all__ = ["command"]


@click.command("run", short_help="Run a file, or the server of a project.")
@click.argument("file", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    help="Rojo project, folder with default.project.json, sourcemap.json, place or model file.",
)
@click.option(
    "--for",
    "duration_us",
    type=DURATION,
    default="10m",
    show_default=True,
    help="Simulated time to run a project for, at most: 90s, 10m, 1.5h.",
)
@click.option(
    "--players",
    default="",
    metavar="NAMES",
    help="Who joins a project's server at once: Ada,Grace.",
)
@click.option(
    "--deadline",
    "deadline_us",
    type=DURATION,
    help="Wall time after which the run is killed: for code that may hang or crash the process.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of everything random.")
@click.option(
    "--iteration",
    type=click.Choice(["sorted", "shuffled", "native"]),
    default="sorted",
    show_default=True,
    help="Order of tables; shuffled draws it from the seed, to find code that depends on it.",
)
@click.option(
    "--check-determinism",
    is_flag=True,
    help="Run twice with the same seed; print the first difference, if any, and exit with 1.",
)
@click.option(
    "--loadmodule",
    is_flag=True,
    help="Give a project's scripts debug.loadmodule, which Jest Lua needs and no live server has.",
)
@click.option(
    "--faults",
    "faults_file",
    type=click.Path(path_type=Path),
    help="Fault plan of a project's run as JSON, see bridge/faults/CATALOGUE.md.",
)
@click.option(
    "--trace",
    "trace_file",
    type=click.Path(path_type=Path),
    help="Write the trace of a project's run to this file while it runs.",
)
@click.option(
    "--store",
    "store_file",
    type=click.Path(path_type=Path),
    help="Keep a project's data stores in this file, for the next run and `luau-bridge store`.",
)
@click.option(
    "--profile",
    default="2026",
    show_default=True,
    metavar="YEAR",
    help="Year of the services' rules in a project: 2026, 2022 or 2018.",
)
@click.option(
    "--secrets",
    "secrets_file",
    type=click.Path(path_type=Path),
    help='What a project\'s HttpService:GetSecret finds: {"name": ["text in base64", "domain"]}.',
)
def command(
    file: Path | None,
    project: Path | None,
    duration_us: int,
    players: str,
    deadline_us: int | None,
    seed: int,
    iteration: str,
    check_determinism: bool,
    loadmodule: bool,
    faults_file: Path | None,
    trace_file: Path | None,
    store_file: Path | None,
    secrets_file: Path | None,
    profile: str,
) -> None:
    """Run FILE (`-` for standard input), or the server Scripts of a project.

    A project runs until nothing is scheduled or --for is over. Exit code 1 when a script fails or
    --deadline is over. A failing run leaves a replay file in .luau-bridge/ and names it.
    """
    from bridge.tools.project_runs import ProjectRun, read_plan, run_project  # lazily: loads lupa
    from bridge.tools.running import run_file

    if (file is None) == (project is None):
        raise click.UsageError("name a FILE or a --project, and not both")
    deadline_s = None if deadline_us is None else deadline_us / 1_000_000
    if file is not None:
        if any((players, faults_file, trace_file, store_file, secrets_file)) or profile != "2026":
            raise click.UsageError(
                "--players, --faults, --trace, --store, --secrets, --profile belong to --project"
            )
        sys.exit(
            run_file(
                file,
                seed=seed,
                iteration=iteration,
                check_determinism=check_determinism,
                deadline_s=deadline_s,
                replays=Path(),
            )
        )
    assert project is not None
    if store_file is not None and check_determinism:
        raise click.UsageError("--check-determinism wants two equal runs, and --store changes")
    run = ProjectRun(
        project,
        duration_us,
        seed,
        iteration,
        loadmodule,
        store=store_file,
        secrets=secrets_file,
        profile=profile,
        players=tuple(each.strip() for each in players.split(",") if each.strip()),
    )
    if faults_file is not None:
        run = replace(run, faults=read_plan(faults_file))
    sys.exit(
        run_project(
            run,
            check_determinism=check_determinism,
            deadline_s=deadline_s,
            trace=trace_file,
            replays=Path(),
        )
    )
