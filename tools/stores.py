"""Looking into a file of data stores, and in and out of it as JSON; what `luau-bridge store` shows.

Every function takes the open file and gives text or changes the file; none reads the wall clock,
so what is written by hand is dated one second after the newest entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from difflib import unified_diff
from typing import Any

from bridge.errors import StubError, UsageError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.datastore import Storage, StoreHandle
from bridge.stubs.datastore.address import ORDERED, STANDARD, Address
from bridge.stubs.datastore.errors import DataStoreError
from bridge.stubs.datastore.limits import check_key, check_name, check_ordered_value, check_value
from bridge.stubs.datastore.versions import KeyRecord, Version, version_id
from bridge.stubs.datastore.views import encode
from bridge.stubs.profiles import profile

__all__ = [
    "diff_versions",
    "export_store",
    "import_store",
    "list_keys",
    "list_stores",
    "list_versions",
    "read_export",
    "set_value",
    "show_value",
]

EPOCH_US = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z, where a universe begins; the date of a first entry made by hand."""


def list_stores(storage: Storage) -> Iterator[str]:
    """One line per store and scope: family, name, scope, how many keys hold a value."""
    for family, name, scope, count in storage.count_keys():
        yield f"{family:8}  {name}  {scope}  {count} key{'s' * (count != 1)}"


def list_keys(storage: Storage, store: str, scope: str, family: str = STANDARD) -> Iterator[str]:
    """One line per key that holds a value: time of the last write, bytes of JSON, key.

    Raises:
        UsageError: there is no such store; the text names those there are.
    """
    _need_store(storage, Address(store, scope, "", family))
    for address, record in storage.load(name=store).items():
        current = record.current
        if (address.name, address.scope, address.family) == (store, scope, family) and current:
            size = byte_length(current.text)
            yield f"{_time(current.created_us)}  {size:>7} B  {address.key}"


def show_value(storage: Storage, address: Address, version_id: str | None = None) -> str:
    """The value of a key, or of one of its versions, as indented JSON.

    Raises:
        UsageError: there is no such key or version.
    """
    return _pretty(_version(storage, address, version_id))


def list_versions(storage: Storage, address: Address) -> Iterator[str]:
    """One line per version that is kept, oldest first: time, id, what it is, what belongs to it."""
    record = _record(storage, address)
    for version in _versions(record):
        kind = "removed" if version.deleted else f"{len(version.text)} B"
        mark = "  (current)" if version is record.current else ""
        users = f"  users {', '.join(map(str, version.user_ids))}" if version.user_ids else ""
        metadata = f"  metadata {version.metadata}" if version.metadata != "[]" else ""
        yield f"{_time(version.created_us)}  {version.id}  {kind}{users}{metadata}{mark}"


def diff_versions(
    storage: Storage, address: Address, first: str | None = None, second: str | None = None
) -> Iterator[str]:
    """A unified diff of two versions; left out: the version before, and the current one."""
    versions = _versions(_record(storage, address))
    new = versions[-1] if second is None else _version(storage, address, second)
    if first is not None:
        old = _version(storage, address, first)
    elif len(versions) > 1:
        old = versions[-2]
    else:
        raise UsageError(f"{address.key}: there is one version only, and nothing to compare it to")
    left, right = (_pretty(each).splitlines() for each in (old, new))
    return unified_diff(left, right, old.id, new.id, lineterm="")


def set_value(storage: Storage, address: Address, text: str) -> None:
    """Writes a value given as JSON, which keeps neither user ids nor metadata, as SetAsync.

    Raises:
        UsageError: it is not JSON, or nothing that a game could store there.
    """
    rules = profile("2026").datastore
    try:
        value = json.loads(text, parse_constant=_no_number)
    except ValueError as problem:
        hint = f"; a text is written {json.dumps(text)}" if text.isidentifier() else ""
        raise UsageError(f"{text!r} is not JSON: {problem}{hint}") from problem
    if value is None:
        raise UsageError("a key cannot hold null")
    try:
        if address.name:  # the global data store has no name
            check_name("DataStore name", address.name, rules)
        check_name("DataStore scope", address.scope, rules)
        check_key(address.key, rules)
        if address.family == ORDERED:
            check_ordered_value(encode(value), None)
        else:
            check_value(encode(value), None, rules)
    except (DataStoreError, StubError) as problem:
        raise UsageError(f"{address.key!r} cannot hold that: {problem}") from problem
    last_us = storage.last_written_us()
    now_us = EPOCH_US if last_us is None else last_us + 1_000_000
    backend = StoreHandle(rules, lambda: now_us, storage, only=address)
    backend.set(address.name, address.key, value, address.scope, family=address.family)


def _no_number(name: str) -> float:
    raise ValueError(
        f"{name} is no number of JSON; data stores keep such numbers as "
        '{"m":null,"t":"numeric","v":"nan"}, with "inf" and "-inf" likewise'
    )


def export_store(storage: Storage) -> str:
    """Everything in the file as one JSON text, which `read_export` reads."""
    keys = [
        {
            "family": address.family,
            "store": address.name,
            "scope": address.scope,
            "key": address.key,
            "versions": [_exported(record, version) for version in _versions(record)],
        }
        for address, record in storage.load().items()
    ]
    return json.dumps({"format": 1, "keys": keys}, indent=1, ensure_ascii=True)


def read_export(text: str) -> list[tuple[Address, KeyRecord]]:
    """The keys of an export.

    Raises:
        UsageError: the text is no export; it says where it goes wrong.
    """
    try:
        data = json.loads(text)
    except ValueError as problem:
        raise UsageError(f"this is no export of a store, nor any JSON: {problem}") from problem
    if not isinstance(data, dict) or data.get("format") != 1 or "keys" not in data:
        raise UsageError(
            "this is no export of a store: `luau-bridge store export` writes "
            '{"format": 1, "keys": [...]}'
        )
    records = []
    for number, entry in enumerate(data["keys"], 1):
        try:
            records.append(_imported(entry))
        except (ValueError, KeyError, TypeError) as problem:
            what = f"{problem} is missing" if isinstance(problem, KeyError) else str(problem)
            raise UsageError(f"this is no export of a store: key {number}: {what}") from problem
    return records


def import_store(storage: Storage, records: Iterable[tuple[Address, KeyRecord]]) -> None:
    """Puts every key of an export in the place of what the file holds under it."""
    for address, record in records:
        gone = _versions(storage.load_key(address).get(address, KeyRecord()))
        storage.save(address, record, (*gone, *(version for _, version in record.backups)))


def _exported(record: KeyRecord, version: Version) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": version.id,
        "object_created_us": version.object_created_us,
        "created_us": version.created_us,
        "counter": version.counter,
        "user_ids": list(version.user_ids),
        "metadata": version.metadata,
        "deleted": version.deleted,
        "text": version.text,
    }
    expires_us = {each.id: end for end, each in record.backups}.get(version.id)
    return entry if expires_us is None else {**entry, "expires_us": expires_us}


def _imported(entry: dict[str, Any]) -> tuple[Address, KeyRecord]:
    address = Address(*(str(entry[name]) for name in ("store", "scope", "key", "family")))
    if address.family not in (STANDARD, ORDERED):
        raise ValueError(f"family {address.family}")
    record = KeyRecord()
    for each in entry["versions"]:
        version = Version(
            str(each["id"]),
            str(each["text"]),
            int(each["object_created_us"]),
            int(each["created_us"]),
            int(each["counter"]),
            tuple(int(number) for number in each["user_ids"]),
            str(each["metadata"]),
            bool(each["deleted"]),
        )
        if not version.deleted:
            value = json.loads(version.text)
            if address.family == ORDERED and type(value) is not int:
                raise ValueError(f"{address.key!r} of an ordered store holds {version.text}")
        # Scripts are shown the times that the id holds.
        if version.id != version_id(version.object_created_us, version.counter, version.created_us):
            raise ValueError(f"version id {version.id!r} does not agree with times and counter")
        if "expires_us" in each:
            record.backups.append((int(each["expires_us"]), version))
        else:
            record.latest = version
    return address, record


def _need_store(storage: Storage, address: Address) -> None:
    stores = [(name, scope, family) for family, name, scope, _ in storage.count_keys()]
    if (address.name, address.scope, address.family) not in stores:
        known = ", ".join(f"{name} / {scope} ({family})" for name, scope, family in stores)
        where = f"{address.name} / {address.scope} ({address.family})"
        raise UsageError(f"{storage.path}: there is no store {where}; there are: {known or 'none'}")


def _record(storage: Storage, address: Address) -> KeyRecord:
    record = storage.load_key(address).get(address)
    if record is None:
        _need_store(storage, address)
        where = f"{address.name} / {address.scope}"
        raise UsageError(f"there is no key {address.key!r} in {where} ({address.family} stores)")
    return record


def _versions(record: KeyRecord) -> tuple[Version, ...]:
    return record.versions(0)


def _version(storage: Storage, address: Address, version_id: str | None) -> Version:
    record = _record(storage, address)
    if version_id is None:
        if record.current is None:
            raise UsageError(
                f"{address.key!r} has been removed; `store versions` shows what is left"
            )
        return record.current
    found: Iterable[Version] = (each for each in _versions(record) if each.id == version_id)
    version = next(iter(found), None)
    if version is None:
        raise UsageError(f"{address.key!r} has no version {version_id}")
    return version


def _pretty(version: Version) -> str:
    if version.deleted:
        return "(removed)"
    return json.dumps(json.loads(version.text), indent=2, sort_keys=True, ensure_ascii=False)


def _time(unix_us: int) -> str:
    return datetime.fromtimestamp(unix_us // 1_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S")
