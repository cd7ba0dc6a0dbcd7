"""`luau-bridge golden`: compare us with what the real Luau printed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["command"]


@click.command("golden", short_help="Compare us with what the real Luau printed.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--min-pass",
    type=click.FloatRange(0, 1),
    default=1.0,
    show_default=True,
    help="Share of cases that must pass for exit code 0.",
)
@click.option("--only", default="", help="Run only the cases whose id begins with this text.")
@click.option(
    "--diff", is_flag=True, help="Show what was expected and what came, for each failure."
)
def command(file: Path, min_pass: float, only: str, diff: bool) -> None:
    """Run every case of FILE (JSON lines: id, source, stdout, error), each in a fresh VM.

    Prints the ids that fail and a closing line with the counts.
    """
    from bridge.tools.golden import read_corpus, render_report, run_corpus  # lazily: loads lupa

    outcomes = run_corpus([case for case in read_corpus(file) if case.id.startswith(only)])
    click.echo(render_report(outcomes, diff=diff))
    passed = sum(outcome.passed for outcome in outcomes)
    sys.exit(0 if outcomes and passed >= min_pass * len(outcomes) else 1)
