"""`luau-bridge demo`: three servers under faults, and whether the invariants held."""

from __future__ import annotations

import sys
import time

import click

__all__ = ["command"]


@click.command("demo", short_help="Three servers under injected faults.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of everything random.")
@click.option(
    "--minutes",
    type=click.IntRange(min=7),
    default=30,
    show_default=True,
    help="Simulated minutes; the last six run without faults.",
)
def command(seed: int, minutes: int) -> None:
    """Run three servers with players on them under injected faults.

    Prints what happened; exits with 0 only if every invariant held. The report depends on the seed
    alone; the wall time goes to standard error.
    """
    from bridge.tools.demo import check, render, run_demo  # lazily: loads lupa

    started = time.perf_counter()
    run = run_demo(seed, seconds=minutes * 60)
    invariants = check(run)
    click.echo(render(run, invariants))
    click.echo(f"wall time {time.perf_counter() - started:.1f} s", err=True)
    sys.exit(0 if all(each.held for each in invariants) else 1)
