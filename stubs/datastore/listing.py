"""Versions and listings of standard data stores.

Documented in creator-docs versioning-listing-and-caching.md and on the class pages DataStore and
DataStoreService (2026-08). Entries come in byte order; the engine promises none. Knows no queue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.calls import state_of
from bridge.stubs.datastore.errors import DataStoreError, store_error
from bridge.stubs.datastore.pages import Entry, Listing, ListingCalls, start_of
from bridge.stubs.datastore.versions import Version, is_version_id
from bridge.stubs.service import EnumItem, Instance, Request, method

__all__ = ["ListingMembers"]

KEYS_PER_PAGE = 50
STORES_PER_PAGE = 32
VERSIONS_PER_PAGE = 1024
FUTURE_US = 600 * 1_000_000
"""GetVersionAtTimeAsync takes times up to ten minutes ahead (documented)."""


class ListingMembers(ListingCalls):
    """Members of DataStore and DataStoreService that list or read versions."""

    # -- DataStoreService --------------------------------------------------------------------

    @method(
        "ListDataStoresAsync",
        parameters=('prefix: string = ""', "pageSize: int = 0", 'cursor: string = ""'),
        returns=("Instance",),
        yields=True,
    )
    def list_data_stores_async(
        self, target: Instance, request: Request, prefix: str, page_size: int, cursor: str
    ) -> None:
        """Stores with at least one object."""

        def info(name: str, created_us: int, updated_us: int) -> Callable[[], Instance]:
            return lambda: self.create(
                "DataStoreInfo",
                pinned=False,
                DataStoreName=name,
                CreatedTime=created_us // 1000,
                UpdatedTime=updated_us // 1000,
            )

        def load(after: str | None) -> list[Entry]:
            return [
                (name, info(name, created_us, updated_us))
                for name, created_us, updated_us in self.backend.list_stores()
                if name.startswith(prefix) and (after is None or name > after)
            ]

        call = Call("ListDataStoresAsync", Address("", "", ""), request)
        size = page_size or STORES_PER_PAGE
        self._start_listing(request, call, size, cursor, load, "DataStoreListingPages")

    # -- DataStore ---------------------------------------------------------------------------

    @method(
        "ListKeysAsync",
        on="DataStore",
        parameters=(
            'prefix: string = ""',
            "pageSize: int = 0",
            'cursor: string = ""',
            "excludeDeleted: boolean = false",
        ),
        returns=("Instance",),
        yields=True,
    )
    def list_keys_async(
        self,
        target: Instance,
        request: Request,
        prefix: str,
        page_size: int,
        cursor: str,
        exclude_deleted: bool,
    ) -> None:
        """Keys, those removed within 30 days included unless `excludeDeleted` (documented). An
        AllScopes object lists `scope/key`."""
        state = state_of(target)

        def load(after: str | None) -> list[Entry]:
            scope = None if state.all_scopes else state.scope
            found = []
            for address, holds_value in self.backend.list_keys(state.name, scope):
                name = f"{address.scope}/{address.key}" if state.all_scopes else address.key
                if name.startswith(prefix) and (holds_value or not exclude_deleted):
                    found.append(name)
            return [
                (name, self._key(name)) for name in sorted(found) if after is None or name > after
            ]

        call = Call("ListKeysAsync", Address(state.name, state.scope, ""), request)
        size = page_size or KEYS_PER_PAGE
        self._start_listing(request, call, size, cursor, load, "DataStoreKeyPages")

    @method(
        "ListVersionsAsync",
        on="DataStore",
        parameters=(
            "key: string",
            "sortDirection: Enum.SortDirection = Ascending",
            "minDate: int = 0",
            "maxDate: int = 0",
            "pageSize: int = 0",
        ),
        returns=("Instance",),
        yields=True,
    )
    def list_versions_async(
        self,
        target: Instance,
        request: Request,
        key: str,
        direction: EnumItem,
        minimum_ms: int,
        maximum_ms: int,
        page_size: int,
    ) -> None:
        """Versions created within bounds that are inclusive (documented); 0 is no bound
        (inferred)."""
        call = self.call(target, request, "ListVersionsAsync", key)
        if call is None:
            return

        def load(after: str | None) -> list[Entry]:
            versions = [
                version
                for version in self.backend.list_versions(call.address)
                if version.created_us // 1000 >= minimum_ms
                and (not maximum_ms or version.created_us // 1000 <= maximum_ms)
            ]
            if direction.name == "Descending":
                versions.reverse()
            ids = [version.id for version in versions]
            begin = ids.index(after) + 1 if after in ids else 0
            return [(version.id, self._version_info(version)) for version in versions[begin:]]

        size = page_size or VERSIONS_PER_PAGE
        self._start_listing(request, call, size, "", load, "DataStoreVersionPages")

    @method(
        "GetVersionAsync",
        on="DataStore",
        parameters=("key: string", "version: string"),
        returns=("json", "Instance"),
        yields=True,
    )
    def get_version_async(self, target: Instance, request: Request, key: str, version: str) -> None:
        """One version; nil when it is gone (captured: 204 without a body)."""
        call = self.call(target, request, "GetVersionAsync", key)
        if call is None:
            return
        if not is_version_id(version):
            self.door.fail(call, store_error("InvalidVersion"))
            return
        self._read_version(request, call, lambda: self.backend.read_version(call.address, version))

    @method(
        "GetVersionAtTimeAsync",
        on="DataStore",
        parameters=("key: string", "timestamp: int"),
        returns=("json", "Instance"),
        yields=True,
    )
    def get_version_at_time_async(
        self, target: Instance, request: Request, key: str, timestamp_ms: int
    ) -> None:
        """The version current at a time, nil when none is available."""
        call = self.call(target, request, "GetVersionAtTimeAsync", key)
        if call is None:
            return
        if timestamp_ms <= 0 or timestamp_ms * 1000 > self.context.unix_us() + FUTURE_US:
            self.door.fail(call, store_error("InvalidTimestamp"))
            return
        # A millisecond names everything written within it.
        until_us = timestamp_ms * 1000 + 999
        self._read_version(request, call, lambda: self.backend.read_at(call.address, until_us))

    @method(
        "RemoveVersionAsync",
        on="DataStore",
        parameters=("key: string", "version: string"),
        yields=True,
    )
    def remove_version_async(
        self, target: Instance, request: Request, key: str, version: str
    ) -> None:
        """Deletes one version for good, without a tombstone (documented on the class page)."""
        call = self.call(target, request, "RemoveVersionAsync", key)
        if call is None:
            return
        if not is_version_id(version):
            self.door.fail(call, store_error("InvalidVersion"))
            return

        def perform() -> bool:
            current = self.backend.read(call.address)
            if current is not None and current.id == version:
                call.wants("remove")  # the key holds nothing then
            now_us, server = self.context.unix_us(), self.context.server.index
            return self.backend.remove_version(call.address, version, now_us=now_us, server=server)

        leg = Leg("RemoveVersionAsync", write_size=0)
        self.door.send(call, leg, perform, lambda _: request.reply())

    # -- shared ------------------------------------------------------------------------------

    def _read_version(
        self, request: Request, call: Call, perform: Callable[[], Version | None]
    ) -> None:
        """Version reads use the read budget and are never cached (documented)."""
        leg = Leg("StandardRead")
        self.door.send(call, leg, perform, lambda version: self.reply_value(request, version))

    def _start_listing(
        self,
        request: Request,
        call: Call,
        page_size: int,
        cursor: str,
        load: Callable[[str | None], Sequence[Entry]],
        class_name: str,
    ) -> None:
        try:
            if page_size < 0:
                raise store_error("PageSizeLesser")
            start = start_of(cursor)
        except DataStoreError as error:
            self.door.fail(call, error)
            return
        listing = Listing(call, "StandardList", page_size, load, last=start)
        self.begin_listing(request, listing, class_name)

    def _key(self, name: str) -> Callable[[], Instance]:
        return lambda: self.create("DataStoreKey", pinned=False, KeyName=name)

    def _version_info(self, version: Version) -> Callable[[], Instance]:
        return lambda: self.create(
            "DataStoreObjectVersionInfo",
            pinned=False,
            Version=version.id,
            CreatedTime=version.created_us // 1000,
            IsDeleted=version.deleted,
        )
