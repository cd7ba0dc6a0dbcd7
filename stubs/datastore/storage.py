"""Data stores in an SQLite file: what a universe holds when the process ends, whichever way.

A write is in the file before its caller is told of it, whole or not at all: SQLite's transactions
see to that, so a process that is killed loses nothing it acknowledged. What is kept are the
versions of each key; the history of a run (who wrote what when) belongs to the run.

Knows no server, no limit and no clock; times are Unix microseconds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bridge.errors import UsageError
from bridge.instances.byte_strings import bytes_of, text_of
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.versions import HistoryEntry, KeyRecord, Version

__all__ = ["FORMAT", "LOADED_SERVER", "Storage"]

LOADED_SERVER = -2
"""Server index, in a history, of versions that an earlier run left."""

FORMAT = 1
"""Number of the layout below, kept in the file (`PRAGMA user_version`)."""

APPLICATION_ID = 0x4C424453
"""Marks the file as ours (`PRAGMA application_id`): the letters LBDS."""

LAYOUT = """
CREATE TABLE version (
    family TEXT NOT NULL, store TEXT NOT NULL, scope TEXT NOT NULL, key TEXT NOT NULL,
    id TEXT NOT NULL, text TEXT NOT NULL,
    object_created_us INTEGER NOT NULL, created_us INTEGER NOT NULL, counter INTEGER NOT NULL,
    user_ids TEXT NOT NULL, metadata TEXT NOT NULL, deleted INTEGER NOT NULL,
    expires_us INTEGER,  -- NULL: the current version, or the tombstone in its place
    PRIMARY KEY (family, store, scope, key, id)
) WITHOUT ROWID;
"""

WHERE = "family = ? AND store = ? AND scope = ? AND key = ?"


class Storage:
    """One file of data stores; `close` it, or use it in a `with` statement.

    Parameters:
        path: the file; made when it does not exist.
        read_only: open an existing file and change nothing.

    Raises:
        UsageError: the file is no such store, is of a newer release, is missing (`read_only`), or
            another process is using it.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        if read_only and not path.is_file():
            what = "a folder, and no file" if path.is_dir() else "not there"
            raise UsageError(
                f"{path}: is {what}; `luau-bridge run --project P --store FILE` makes a file of "
                "data stores"
            )
        if not path.absolute().parent.is_dir():
            raise UsageError(f"{path}: there is no folder {path.parent}")
        try:
            self._connect("mode=ro" if read_only else "mode=rwc", read_only)
        except sqlite3.Error as problem:
            raise UsageError(
                f"{path}: cannot be opened as a store: {_reason(problem)}"
            ) from problem

    def __enter__(self) -> Storage:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self, query: str, read_only: bool) -> None:
        uri = f"{self.path.absolute().as_uri()}?{query}"
        self._connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)
        try:
            self._open(read_only)
        except (sqlite3.Error, UsageError) as problem:
            self._connection.close()
            # SQLite wants files of its own beside the store; where nothing may be written, and
            # nobody was killed and left a log there, the file alone is all there is.
            log = self.path.with_name(self.path.name + "-wal")
            name = getattr(problem, "sqlite_errorname", "")
            blocked = name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
            if not (read_only and blocked and "immutable" not in query and not log.exists()):
                raise
            self._connect("mode=ro&immutable=1", read_only)

    def _open(self, read_only: bool) -> None:
        run = self._connection.execute
        if not read_only:
            # One process at a time: two runs over one file would each believe their own memory.
            run("PRAGMA locking_mode = EXCLUSIVE")
            run("PRAGMA journal_mode = WAL")
            # A killed process loses nothing that the operating system has; NORMAL keeps the file
            # sound through a power cut too.
            run("PRAGMA synchronous = NORMAL")
        found = run("PRAGMA application_id").fetchone()[0]
        if found == 0 and not read_only and not run("SELECT 1 FROM sqlite_master").fetchone():
            run("BEGIN IMMEDIATE")
            run(LAYOUT)
            run(f"PRAGMA application_id = {APPLICATION_ID}")
            run(f"PRAGMA user_version = {FORMAT}")
            run("COMMIT")
            return
        version = run("PRAGMA user_version").fetchone()[0]
        if found != APPLICATION_ID:
            raise UsageError(f"{self.path}: this SQLite file is no store of luau-bridge")
        if version != FORMAT:
            raise UsageError(
                f"{self.path}: written in format {version}, this release reads format {FORMAT}"
            )

    def close(self) -> None:
        """The file is whole without this; it lets others open it."""
        self._connection.close()

    def load(self, *, name: str | None = None) -> dict[Address, KeyRecord]:
        """What is in the file, in the order of the keys; histories begin with what it held.

        Parameters:
            name: of the one store to load.
        """
        if name is None:
            return self._load("TRUE", ())
        return self._load("store = ?", (_bytes(name),))

    def load_key(self, address: Address) -> dict[Address, KeyRecord]:
        """The same of one key; empty when the file knows nothing of it."""
        return self._load(WHERE, _key(address))

    def count_keys(self) -> Iterator[tuple[str, str, str, int]]:
        """Family, name and scope of every store, and how many keys hold a value, in order."""
        rows = self._ask(
            "SELECT family, store, scope, sum(expires_us IS NULL AND NOT deleted) FROM version"
            " GROUP BY family, store, scope ORDER BY family, store, scope"
        )
        for family, name, scope, count in rows:
            yield family, _text(name), _text(scope), count

    def _load(self, where: str, values: tuple[str | bytes, ...]) -> dict[Address, KeyRecord]:
        records: dict[Address, KeyRecord] = {}
        for address, version, expires_us in self._rows(where, values):
            record = records.setdefault(address, KeyRecord())
            entry = HistoryEntry(version.created_us, LOADED_SERVER, "load", version)
            record.history.append(entry)
            if expires_us is None:
                record.latest = version
            else:
                record.backups.append((expires_us, version))
        return records

    def prune(self, now_us: int) -> None:
        """Drops the backups that have expired."""
        self._ask("DELETE FROM version WHERE expires_us <= ?", (now_us,))

    def last_written_us(self) -> int | None:
        """When the newest version was made; None in an empty file."""
        ((found,),) = self._ask("SELECT max(created_us) FROM version")
        return None if found is None else int(found)

    def save(self, address: Address, record: KeyRecord, removed: Iterable[Version]) -> None:
        """Makes the file hold what a key now is.

        Parameters:
            record: the key after the change.
            removed: versions the change may have dropped or moved to the backups.

        Raises:
            UsageError: the disk is full, or the like; the file is as it was before.
        """
        gone = {version.id for version in removed}
        kept = [entry for entry in record.backups if entry[1].id in gone]
        run = self._connection.execute
        try:
            with self._connection:  # commits, or takes all of it back
                run("BEGIN IMMEDIATE")
                for each in gone:
                    run(f"DELETE FROM version WHERE {WHERE} AND id = ?", (*_key(address), each))
                for expires_us, version in kept:
                    self._insert(address, version, expires_us)
                if record.latest is not None:
                    self._insert(address, record.latest, None)
        except sqlite3.Error as problem:
            raise UsageError(f"{self.path}: cannot be written: {_reason(problem)}") from problem

    def _insert(self, address: Address, version: Version, expires_us: int | None) -> None:
        self._connection.execute(
            f"INSERT OR REPLACE INTO version VALUES ({', '.join('?' * 13)})",
            (
                *_key(address),
                version.id,
                version.text,
                version.object_created_us,
                version.created_us,
                version.counter,
                json.dumps(version.user_ids),
                version.metadata,
                version.deleted,
                expires_us,
            ),
        )

    def _ask(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of an answer.

        Raises:
            UsageError: the file is damaged, or may not be written.
        """
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as problem:
            raise UsageError(f"{self.path}: {_reason(problem)}") from problem

    def _rows(
        self, where: str, values: tuple[str | bytes, ...]
    ) -> Iterator[tuple[Address, Version, int | None]]:
        rows = self._ask(
            f"SELECT * FROM version WHERE {where} ORDER BY family, store, scope, key,"
            " expires_us IS NULL, created_us, counter",
            values,
        )
        for family, store, scope, key, name, text, made, at, counter, ids, meta, gone, end in rows:
            address = Address(_text(store), _text(scope), _text(key), family)
            user_ids = tuple(json.loads(ids))
            version = Version(name, text, made, at, counter, user_ids, meta, bool(gone))
            yield address, version, end


def _reason(problem: sqlite3.Error) -> str:
    """What SQLite says, and what it means here."""
    name = getattr(problem, "sqlite_errorname", "")
    if name.startswith("SQLITE_BUSY"):
        return f"another process is using it ({problem})"
    if name.startswith("SQLITE_CORRUPT"):
        return f"the file is damaged ({problem}); an export or a copy is what is left"
    return str(problem)


def _key(address: Address) -> tuple[str | bytes, ...]:
    return (
        address.family,
        _bytes(address.name),
        _bytes(address.scope),
        _bytes(address.key),
    )


def _bytes(text: str) -> str | bytes:
    """Names are byte strings to Luau; one that is no UTF-8 is kept as a blob."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return bytes_of(text)
    return text


def _text(data: str | bytes) -> str:
    return data if isinstance(data, str) else text_of(data)
