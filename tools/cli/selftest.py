"""`luau-bridge selftest`: the self-test place here, or a run of it in Studio compared with ours."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bridge.errors import UsageError

__all__ = ["command"]


@click.command("selftest", short_help="Run the self-test place; compare Studio.")
@click.argument("result_file", required=False, type=click.Path(path_type=Path))
@click.option("--groups", default="all", show_default=True, help="Groups to run, with commas.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of everything random.")
@click.option("--where", is_flag=True, help="Print the folder of the place and end.")
def command(result_file: Path | None, groups: str, seed: int, where: bool) -> None:
    """Run the self-test place; or compare RESULT_FILE, the output of a run in Studio, with it.

    RESULT_FILE holds what Studio's output window showed, or the JSON of its last line. Exit code 0
    when nothing differs, 1 when something does, 2 when there are no results in the file.
    """
    from bridge.tools.selftest import (  # lazily: loads lupa
        World,
        compare,
        place_folder,
        read_results,
        render_comparison,
        render_results,
        run_place,
    )

    if where:
        click.echo(place_folder())
        return
    if not groups.strip(", "):
        raise click.UsageError("--groups names none; all and quick stand for several")
    if result_file is None:
        (results,) = run_place(World(groups=groups, seed=seed))
        click.echo(render_results(results.values()))
        sys.exit(any(each.outcome == "different" for each in results.values()))
    try:
        theirs = read_results(result_file.read_text("utf-8", "replace"), str(result_file))
    except OSError as problem:
        text = f"{result_file}: cannot be read: {problem.strerror}"
        raise click.UsageError(text) from problem
    except UsageError as problem:
        raise click.UsageError(str(problem)) from problem
    (ours,) = run_place(World.like(theirs))
    comparison = compare(theirs, ours)
    click.echo(render_comparison(comparison))
    sys.exit(bool(comparison.different))
