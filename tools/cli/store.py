"""`luau-bridge store`: looks into the file that `luau-bridge run --store FILE` keeps."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bridge.instances.byte_strings import bytes_of

if TYPE_CHECKING:
    from bridge.stubs.datastore.address import Address

__all__ = ["command"]

F = TypeVar("F", bound=Callable[..., Any])

FILE = click.argument("file", type=click.Path(path_type=Path))
STORE = click.argument("store")
KEY = click.argument("key")
SCOPE = click.option(
    "--scope", default="global", show_default=True, help="Scope of the store, as in GetDataStore."
)
VERSION = click.option(
    "--version", "version_id", metavar="ID", help="A version that `store versions` lists."
)
ORDERED = click.option("--ordered", is_flag=True, help="An OrderedDataStore.")


@click.group("store", short_help="Look into a file of data stores.")
def command() -> None:
    """Look into a file of data stores, change it, and compare versions."""


def _subcommand(name: str, *parameters: Callable[[F], F]) -> Callable[[F], F]:
    def add(function: F) -> F:
        for parameter in reversed(parameters):
            function = parameter(function)
        command.command(name)(function)
        return function

    return add


def _address(store: str, key: str, scope: str, ordered: bool) -> Address:
    from bridge.stubs.datastore.address import ORDERED as ORDERED_FAMILY
    from bridge.stubs.datastore.address import STANDARD, Address

    return Address(store, scope, key, ORDERED_FAMILY if ordered else STANDARD)


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        # Names are byte strings; what is no UTF-8 is shown as \\xff instead of failing.
        data = bytes_of(line)
        sys.stdout.write(data.decode("utf-8", "backslashreplace") + "\n")


@_subcommand("ls", FILE, click.argument("store", required=False), SCOPE, ORDERED)
def ls(file: Path, store: str | None, scope: str, ordered: bool) -> None:
    """List the stores, or the keys of STORE."""
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import list_keys, list_stores

    with Storage(file, read_only=True) as storage:
        if store is None:
            stores = list(list_stores(storage))
            _write(stores)
            if not stores:
                click.echo(f"luau-bridge: {file} holds no data yet", err=True)
        else:
            _write(list_keys(storage, store, scope, _address(store, "", scope, ordered).family))


@_subcommand("get", FILE, STORE, KEY, SCOPE, ORDERED, VERSION)
def get(
    file: Path, store: str, key: str, scope: str, ordered: bool, version_id: str | None
) -> None:
    """Print the value of KEY, or of one of its versions, as JSON."""
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import show_value

    with Storage(file, read_only=True) as storage:
        _write([show_value(storage, _address(store, key, scope, ordered), version_id)])


@_subcommand("set", FILE, STORE, KEY, click.argument("value"), SCOPE, ORDERED)
def set_(file: Path, store: str, key: str, value: str, scope: str, ordered: bool) -> None:
    """Write VALUE, given as JSON, to KEY; the file is made where there is none.

    A text is JSON with its quotes: luau-bridge store set data.sqlite Names k '"Ada"'
    """
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import set_value

    with Storage(file) as storage:
        set_value(storage, _address(store, key, scope, ordered), value)


@_subcommand("versions", FILE, STORE, KEY, SCOPE)
def versions(file: Path, store: str, key: str, scope: str) -> None:
    """List the versions of KEY that are kept, oldest first."""
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import list_versions

    with Storage(file, read_only=True) as storage:
        _write(list_versions(storage, _address(store, key, scope, False)))


@_subcommand(
    "diff",
    FILE,
    STORE,
    KEY,
    click.argument("first", required=False),
    click.argument("second", required=False),
    SCOPE,
)
def diff(
    file: Path, store: str, key: str, first: str | None, second: str | None, scope: str
) -> None:
    """Compare two versions of KEY; by default the current one with the one before."""
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import diff_versions

    with Storage(file, read_only=True) as storage:
        _write(diff_versions(storage, _address(store, key, scope, False), first, second))


@_subcommand("export", FILE)
def export(file: Path) -> None:
    """Write everything to standard output as JSON."""
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import export_store

    with Storage(file, read_only=True) as storage:
        _write([export_store(storage)])


@_subcommand("import", FILE)
def import_(file: Path) -> None:
    """Read an export from standard input; its keys replace those of FILE.

    As in `luau-bridge store export a.sqlite | luau-bridge store import b.sqlite`.
    """
    from bridge.stubs.datastore import Storage
    from bridge.tools.stores import import_store, read_export

    # Read first: a text that is no export makes no file.
    records = read_export(sys.stdin.read())
    with Storage(file) as storage:
        import_store(storage, records)
    click.echo(f"{len(records)} key{'s' * (len(records) != 1)} imported", err=True)
