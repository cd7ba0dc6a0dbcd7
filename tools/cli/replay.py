"""`luau-bridge replay`: a failed run again, byte for byte."""

from __future__ import annotations

import sys
from pathlib import Path

import click

__all__ = ["command"]


@click.command("replay", short_help="Run a failed run or test again.")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(file: Path) -> None:
    """Run again what FILE describes: a replay file that a failing run or test has left.

    Exit code 0 when it failed in the same way, byte for byte; 1 when it did not.
    """
    from bridge.tools.replaying import replay  # lazily: loads lupa

    sys.exit(replay(file))
