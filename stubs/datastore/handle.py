"""The test handle of a universe's data stores: what is in them, and the history of what was done.

`universe.datastores`: reading and writing here costs no budget and takes no time. One store at a
time is more pleasant through `store` and `ordered`, which behave as dictionaries. Knows no Lua.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from bridge.errors import UsageError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.context import UniverseView
from bridge.stubs.datastore.address import ORDERED, STANDARD, Address
from bridge.stubs.datastore.backend import DataStoreBackend
from bridge.stubs.datastore.operations import TEST_SERVER, Change, OperationLog
from bridge.stubs.datastore.versions import HistoryEntry, Version
from bridge.stubs.datastore.views import OrderedStoreView, StoreView, encode

__all__ = ["StorageUse", "StoreHandle"]

DAY_US = 24 * 3600 * 1_000_000


class StorageUse(NamedTuple):
    """What an experience stores, beside what it may.

    Attributes:
        used_bytes: JSON of the latest versions. Roblox counts them compressed, in a form it does
            not tell: so many bytes at most.
        limit_bytes: infinite where the year's rules have no limit.
    """

    used_bytes: int
    limit_bytes: float


class StoreHandle(DataStoreBackend):
    """Every data store of a universe, with what tests do with them."""

    @classmethod
    def of(cls, universe: UniverseView) -> StoreHandle:
        """The data stores of a universe, the same for all its servers and tests."""
        epoch_us, clock = universe.epoch_us, universe.clock
        rules = universe.profile.datastore
        return universe.backend("datastore", lambda: cls(rules, lambda: epoch_us + clock.now_us))

    def take_snapshot(self) -> bool:
        """A snapshot of all stores, as Open Cloud and the manager's page take one: the next write
        of every key keeps what was there, whatever the hour (documented).

        Returns:
            False when one was taken this UTC day already: at most one a day.
        """
        now_us, before_us = self._unix_us(), self._keeping.snapshot_us
        if before_us >= 0 and before_us // DAY_US == now_us // DAY_US:
            return False
        self._keeping = self._keeping._replace(snapshot_us=now_us)
        return True

    def delete_store(self, name: str) -> None:
        """Schedules a store for deletion, as Open Cloud does: requests fail with DatastoreDeleted,
        after 30 days its keys are gone for good (a test sees them until a request comes). Kept in
        memory only: a file of data stores does not tell of it."""
        self.deleted_stores.add(name)

    def restore_store(self, name: str) -> None:
        """Takes a deletion back within the 30 days.

        Raises:
            UsageError: the store is not scheduled for deletion.
        """
        self.deleted_stores.restore(name)

    def __repr__(self) -> str:
        held: dict[str, int] = {}
        for address, record in sorted(self._records.items()):
            kind = "ordered " if address.family == ORDERED else ""
            scope = "" if address.scope == "global" else f" in {address.scope!r}"
            place = f"{kind}{address.name!r}{scope}"
            held[place] = held.get(place, 0) + (record.current is not None)
        shown = ", ".join(f"{place} {count} keys" for place, count in held.items())
        return f"<data stores of a universe: {shown or 'none in use'}>"

    # -- one store at a time -----------------------------------------------------------------

    def store(self, name: str, scope: str = "global") -> StoreView:
        """A data store as a dictionary: `universe.datastores.store("Coins")["Player_7"]`."""
        return StoreView(self, name, scope)

    def ordered(self, name: str, scope: str = "global") -> OrderedStoreView:
        """An ordered data store as a dictionary of whole numbers, with `top`."""
        return OrderedStoreView(self, name, scope)

    # -- any store ---------------------------------------------------------------------------

    def record(self) -> OperationLog:
        """Keeps the history of calls from now on, for `bridge.tools.simulation.checkers`."""
        if self.operations is None:
            self.operations = OperationLog(self._unix_us, self._held)
        return self.operations

    def _held(self, address: Address) -> tuple[str | None, int]:
        version = self.read(address)
        return None if version is None else version.text, self.count_writes(address)

    def get(self, store: str, key: str, scope: str = "global", *, family: str = STANDARD) -> object:
        """The value of a key as Python data; None when missing or removed."""
        version = self.read(Address(store, scope, key, family))
        return None if version is None else json.loads(version.text)

    def version(
        self, store: str, key: str, scope: str = "global", *, family: str = STANDARD
    ) -> Version | None:
        """The current version with its ids, times and attributes."""
        return self.read(Address(store, scope, key, family))

    def set(
        self,
        store: str,
        key: str,
        value: object,
        scope: str = "global",
        *,
        family: str = STANDARD,
        user_ids: tuple[int, ...] = (),
        metadata: dict[str, object] | None = None,
    ) -> Version:
        """Writes a value as if another server had."""
        if value is None:
            raise UsageError("a key cannot hold None; use remove(store, key)")
        address, text = Address(store, scope, key, family), encode(value)
        before = self.read(address)
        made = self.write(
            address,
            text,
            user_ids=user_ids,
            metadata=encode(metadata or []),
            now_us=self._unix_us(),
            server=TEST_SERVER,
            operation="set",
        )
        self._note("set", address, Change("set", text), before)
        return made

    def remove_key(
        self, store: str, key: str, scope: str = "global", *, family: str = STANDARD
    ) -> None:
        """Removes a key as if another server had."""
        address = Address(store, scope, key, family)
        before = self.remove(address, now_us=self._unix_us(), server=TEST_SERVER)
        if before is not None:
            self._note("remove_key", address, Change("remove"), before)

    def history(
        self, store: str, key: str, scope: str = "global", *, family: str = STANDARD
    ) -> tuple[HistoryEntry, ...]:
        """Every write of a key that took effect, in order, acknowledged or not."""
        record = self._records.get(Address(store, scope, key, family))
        return tuple(record.history) if record else ()

    def versions(self, store: str, key: str, scope: str = "global") -> tuple[Version, ...]:
        """The versions that can still be fetched, oldest first, tombstones included."""
        record = self._records.get(Address(store, scope, key))
        return record.versions(self._unix_us()) if record else ()

    def keys(self, store: str, scope: str = "global", *, family: str = STANDARD) -> tuple[str, ...]:
        """Keys that hold a value, in byte order."""
        return tuple(
            sorted(
                address.key
                for address, record in self._records.items()
                if (*address[:2], address.family) == (store, scope, family)
                and record.current is not None
            )
        )

    def addresses(self) -> tuple[Address, ...]:
        """Every key of either family that was ever written, in byte order."""
        return tuple(sorted(self._records))

    def stores(self) -> tuple[tuple[str, str], ...]:
        """(name, scope) of every store of either family that was written, in byte order."""
        return tuple(sorted({address[:2] for address in self._records}))

    def storage_use(self, lifetime_users: int) -> StorageUse:
        """How much of the experience's storage its data stores take, ordered ones included.

        Latest versions only: removed keys and superseded versions are free (documented, CD-ERR).
        What exceeds the limit is charged; no document says that a write fails.

        Parameters:
            lifetime_users: how many users ever joined the experience.
        """
        held = (record.current for record in self._records.values())
        used = sum(byte_length(version.text) for version in held if version is not None)
        return StorageUse(used, self._rules.storage_bytes.at(lifetime_users))

    def requests(self) -> dict[str, int]:
        """How many requests of each method reached the backend so far, by name."""
        return dict(sorted(self._requests.items()))
