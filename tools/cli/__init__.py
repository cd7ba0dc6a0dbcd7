"""The `luau-bridge` command: finds its subcommands as files of this folder and loads one at a time.

A command file holds options, one call into a library, and an exit code; it computes nothing.
Exit codes: 0 ok, 1 failed, 2 wrong usage.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from importlib import import_module

import click

from bridge import __version__
from bridge.errors import LuauBridgeException

__all__ = ["cli", "main"]


class _CommandFolder(click.Group):
    """A group whose commands are the modules of this package, each loaded when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(each.name for each in pkgutil.iter_modules(__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        # Errors a user can mend are one message, never a Python traceback.
        try:
            return super().invoke(ctx)
        except LuauBridgeException as problem:
            click.echo(f"luau-bridge: {problem}", err=True)
            ctx.exit(1)


@click.group(cls=_CommandFolder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="luau-bridge")
def cli() -> None:
    """Run Roblox server code in Luau, unmodified, in simulated time."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit.

    Parameters:
        arguments: the words after the command's name; `sys.argv` when None.
    """
    cli.main(args=None if arguments is None else list(arguments), prog_name="luau-bridge")
