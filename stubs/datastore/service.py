"""DataStoreService of one server: the methods scripts call.

Modelled on creator-docs, data-stores/ and reference classes DataStoreService, GlobalDataStore and
DataStore (2026-08). Versions and listings are in listing.py, OnUpdate in watching.py; budgets,
queues, latency and faults belong to the door.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.context import ServerContext
from bridge.stubs.datastore.address import ORDERED, STANDARD
from bridge.stubs.datastore.attributes import metadata_of
from bridge.stubs.datastore.budget import Budgets
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.calls import state_of
from bridge.stubs.datastore.door import DoorStatistics
from bridge.stubs.datastore.errors import UNPUBLISHED, DataStoreError
from bridge.stubs.datastore.handle import StoreHandle
from bridge.stubs.datastore.instant import InstantCalls
from bridge.stubs.datastore.instant_door import InstantDoor
from bridge.stubs.datastore.limits import (
    check_metadata,
    check_name,
    check_ordered_value,
    check_user_ids,
    check_value,
    stored_whole_number,
)
from bridge.stubs.datastore.listing import ListingMembers
from bridge.stubs.datastore.ordered import OrderedMembers
from bridge.stubs.datastore.stores import StoreState, class_of_store
from bridge.stubs.datastore.update import Update
from bridge.stubs.datastore.versions import Version
from bridge.stubs.service import (
    Callback,
    EnumItem,
    Instance,
    JsonValue,
    Request,
    method,
)

__all__ = ["DataStoreService"]

READ = {family: Leg(family + "Read") for family in (STANDARD, ORDERED)}

GLOBAL_SCOPE = "u"
"""Scope of GetGlobalDataStore (documented)."""


class DataStoreService(InstantCalls, ListingMembers, OrderedMembers):
    """One server's DataStoreService."""

    CLASS_NAME: ClassVar[str] = "DataStoreService"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.rules = context.universe.profile.datastore
        self.backend = StoreHandle.of(context.universe)
        server, now_us = context.server, context.clock.now_us
        self.budgets = Budgets(self.rules, lambda: server.number_of_players, now_us)
        self.door = InstantDoor(context, self.backend, self.budgets, self.rules)
        self.backend.budgets.join(context, self.budgets, self.door.pump)
        self._stores: dict[tuple[str, str, bool, str], Instance] = {}
        context.vm.exported("json.mixed")(self.rules.mixed_tables)

    def start(self) -> None:
        """Hears of players who join and leave: the rates of the budgets depend on them."""
        self.context.game.players.on_count.append(self.door.players_changed)

    def close(self) -> None:
        """The DataModel is gone; what was sent still takes effect, what was queued is lost."""
        self.door.close()
        self.backend.server_ended(self.context.server.index)

    def statistics(self) -> DoorStatistics:
        """Requests sent, queued, dropped and failed on this server."""
        return self.door.statistics()

    # -- DataStoreService --------------------------------------------------------------------

    @method(
        "GetDataStore",
        parameters=("name: string", "scope: string?", "options: DataStoreOptions?"),
        returns=("Instance",),
    )
    def get_data_store(
        self, target: Instance, name: str, scope: str | None, options: Instance | None
    ) -> Instance:
        """Same name and scope give the same object again (documented)."""
        check_name("DataStore name", name, self.rules)
        all_scopes = options is not None and bool(options.get("AllScopes"))
        if all_scopes and scope:
            raise StubError("DataStore scope must be empty when AllScopes is set.")
        if not all_scopes and scope is not None:
            check_name("DataStore scope", scope, self.rules)
        return self._store(name, "" if all_scopes else scope or "global", all_scopes)

    @method("GetGlobalDataStore", returns=("Instance",))
    def get_global_data_store(self, target: Instance) -> Instance:
        """The store without a name, with the fixed scope `u`; its ClassName is DataStore since
        API version 638 (forum)."""
        return self._store("", GLOBAL_SCOPE, False)

    @method(
        "GetOrderedDataStore",
        parameters=("name: string", "scope: string = global"),
        returns=("Instance",),
    )
    def get_ordered_data_store(self, target: Instance, name: str, scope: str) -> Instance:
        """A store of whole numbers in a namespace of its own."""
        check_name("DataStore name", name, self.rules)
        check_name("DataStore scope", scope, self.rules)
        return self._store(name, scope, False, ORDERED)

    @method(
        "GetRequestBudgetForRequestType",
        parameters=("requestType: Enum.DataStoreRequestType",),
        returns=("int",),
    )
    def get_request_budget_for_request_type(self, target: Instance, kind: EnumItem) -> int:
        """How many requests of that kind may go at once."""
        return self.budgets.available(kind.name, self.context.clock.now_us)

    @method(
        "SetRateLimitForRequestType",
        parameters=(
            "requestType: Enum.DataStoreRequestType",
            "baseLimit: int",
            "perPlayerLimit: int",
        ),
    )
    def set_rate_limit_for_request_type(
        self, target: Instance, kind: EnumItem, base: int, per_player: int
    ) -> None:
        """Another limit for this server, at once (documented)."""
        self.budgets.set_limit(kind.name, base, per_player, self.context.clock.now_us)
        self.door.pump()

    def _store(self, name: str, scope: str, all_scopes: bool, family: str = STANDARD) -> Instance:
        if self.context.server.api_access == "unpublished":
            raise StubError(UNPUBLISHED)
        identity = (name, scope, all_scopes, family)
        store = self._stores.get(identity)
        if store is None:
            is_known = self.world.table.find("DataStore") is not None
            class_name = class_of_store(name, family, self.rules, is_known)
            store = self.create(class_name, name=name or None)
            store.state = StoreState(name, scope, all_scopes, family)
            self._stores[identity] = store
        return store

    # -- GlobalDataStore ---------------------------------------------------------------------

    @method(
        "GetAsync",
        on="GlobalDataStore",
        parameters=("key: string", "options: DataStoreGetOptions.UseCache?"),
        returns=("json", "Instance"),
        yields=True,
        at_once="get_at_once",
    )
    def get_async(
        self, target: Instance, request: Request, key: str, use_cache: bool | None
    ) -> None:
        """The value and its key info, or nil and nil; a cached answer costs nothing."""
        call = self.call(target, request, "GetAsync", key)
        if call is None:
            return
        state, now_us = state_of(target), self.context.clock.now_us
        cached = state.cached(key, now_us)
        if cached is not None and use_cache is not False:
            call.saw(cached[0], self.context.unix_us, cached=True)
            # Whether a cached read yields is unknown: one resumption, no time (inferred).
            if self.door.instant:
                self.reply_value(request, cached[0])
            else:
                self.context.after(0, lambda: self.reply_value(request, cached[0]))
            return

        def arrived(version: Version | None) -> None:
            call.saw(version, self.context.unix_us)
            state.remember(key, version, self.context.clock.now_us, self.rules)
            self.reply_value(request, version)

        self.door.send(call, READ[state.family], lambda: self._read(call), arrived)

    @method(
        "SetAsync",
        on="GlobalDataStore",
        parameters=(
            "key: string",
            "value: json",
            "userIds: array?",
            "options: DataStoreSetOptions?",
        ),
        returns=("string",),
        yields=True,
        at_once="set_at_once",
    )
    def set_async(
        self,
        target: Instance,
        request: Request,
        key: str,
        value: JsonValue,
        user_ids: JsonValue | None,
        options: Instance | None,
    ) -> None:
        """Last writer wins. Replaces value, user ids and metadata together: left out means
        cleared (documented). Gives the new version id."""
        call = self.call(target, request, "SetAsync", key)
        if call is None:
            return
        try:
            user_ids, options = self.check_extras(target, user_ids, options)
            if call.address.family == ORDERED:
                text = check_ordered_value(value.text, value.problem)
            else:
                text = check_value(value.text, value.problem, self.rules)
            ids = check_user_ids(user_ids.text if user_ids else None, self.rules)
            metadata = check_metadata(metadata_of(options), self.rules)
        except DataStoreError as error:
            self.door.fail(call, error)
            return
        call.wants("set", text)

        def perform() -> Version:
            return self.backend.write(
                call.address,
                text,
                user_ids=ids,
                metadata=metadata,
                now_us=self.context.unix_us(),
                server=self.context.server.index,
                operation="SetAsync",
            )

        def arrived(version: Version) -> None:
            self._remember(target, key, version)
            if self.rules.key_infos:
                request.reply(None if call.address.family == ORDERED else version.id)
            else:
                request.reply()

        leg = Leg(call.address.family + "Write", write_size=byte_length(text))
        self.door.send(call, leg, perform, arrived, cools=True)

    @method(
        "UpdateAsync",
        on="GlobalDataStore",
        parameters=("key: string", "transformFunction: function"),
        returns=("json", "Instance"),
        yields=True,
    )
    def update_async(
        self, target: Instance, request: Request, key: str, transform: Callback
    ) -> None:
        """The value and key info after the write; nil when the transform gave nil."""
        call = self.call(target, request, "UpdateAsync", key)
        if call is None:
            return

        def done(version: Version) -> None:
            self._remember(target, key, version)
            self.reply_value(request, version)

        Update(
            self.context,
            self.backend,
            self.door,
            self.rules,
            call,
            request,
            transform,
            done,
        ).start()

    @method(
        "IncrementAsync",
        on="GlobalDataStore",
        parameters=(
            "key: string",
            "delta: int = 1",
            "userIds: array?",
            "options: DataStoreIncrementOptions?",
        ),
        returns=("json", "Instance"),
        yields=True,
    )
    def increment_async(
        self,
        target: Instance,
        request: Request,
        key: str,
        delta: int,
        user_ids: JsonValue | None,
        options: Instance | None,
    ) -> None:
        """A missing key starts at `delta`; user ids and metadata left out are cleared."""
        call = self.call(target, request, "IncrementAsync", key)
        if call is None:
            return
        try:
            user_ids, options = self.check_extras(target, user_ids, options)
            ids = check_user_ids(user_ids.text if user_ids else None, self.rules)
            metadata = check_metadata(metadata_of(options), self.rules)
        except DataStoreError as error:
            self.door.fail(call, error)
            return

        call.wants("add", delta=delta)

        def perform() -> tuple[Version | None, Version]:
            current = self.backend.read(call.address)
            number = 0 if current is None else stored_whole_number(current.text)
            return current, self.backend.write(
                call.address,
                str(number + delta),
                user_ids=ids,
                metadata=metadata,
                now_us=self.context.unix_us(),
                server=self.context.server.index,
                operation="IncrementAsync",
            )

        def arrived(versions: tuple[Version | None, Version]) -> None:
            before, version = versions
            call.saw(before, self.context.unix_us)
            self._remember(target, key, version)
            self.reply_value(request, version)

        leg = Leg(call.address.family + "Write", write_size=0)
        self.door.send(call, leg, perform, arrived, cools=True)

    @method(
        "RemoveAsync",
        on="GlobalDataStore",
        parameters=("key: string",),
        returns=("json", "Instance"),
        yields=True,
    )
    def remove_async(self, target: Instance, request: Request, key: str) -> None:
        """Leaves a tombstone; gives the value and key info from before, nil when missing."""
        call = self.call(target, request, "RemoveAsync", key)
        if call is None:
            return

        call.wants("remove")

        def perform() -> Version | None:
            return self.backend.remove(
                call.address, now_us=self.context.unix_us(), server=self.context.server.index
            )

        def arrived(before: Version | None) -> None:
            call.saw(before, self.context.unix_us)
            self._remember(target, key, None)
            self.reply_value(request, before)

        leg = Leg(call.address.family + "Remove", write_size=0)
        self.door.send(call, leg, perform, arrived, cools=True)

    # -- shared by the methods ---------------------------------------------------------------

    def _read(self, call: Call) -> Version | None:
        stale_us = self.door.stale_us(call)
        if stale_us is None:
            return self.backend.read(call.address)
        return self.backend.read_as_of(call.address, stale_us)

    def _remember(self, target: Instance, key: str, version: Version | None) -> None:
        state_of(target).remember(key, version, self.context.clock.now_us, self.rules)
        if self.watched:
            self.note_write(target, key, version)
