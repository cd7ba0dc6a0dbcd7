"""What every method of a data store shares: its checks, its call at the door, its reply.

Knows no single method.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from bridge.errors import StubError
from bridge.stubs.datastore.address import ORDERED, Address
from bridge.stubs.datastore.attributes import StoreObjects, value_wire
from bridge.stubs.datastore.backend import DataStoreBackend
from bridge.stubs.datastore.call import Call
from bridge.stubs.datastore.door import RequestDoor
from bridge.stubs.datastore.errors import DataStoreError, store_error
from bridge.stubs.datastore.operations import Operation
from bridge.stubs.datastore.stores import StoreState
from bridge.stubs.datastore.versions import Version
from bridge.stubs.profiles import DataStoreRules
from bridge.stubs.service import Instance, JsonText, JsonValue, Request

__all__ = ["StoreCalls", "state_of"]


class StoreCalls(StoreObjects):
    """Base of the classes that hold methods of data stores.

    Attributes:
        rules: limits in force.
        backend: what all servers share.
        door: where every request of this server passes.
    """

    rules: DataStoreRules
    backend: DataStoreBackend
    door: RequestDoor

    def call(self, target: Instance, request: Request, operation: str, key: str) -> Call | None:
        """The call, or None after failing it because its key is refused."""
        state = state_of(target)
        try:
            address = state.address(key, self.rules)
        except DataStoreError as error:
            refused = Address(state.name, state.scope, key, state.family)
            self.door.fail(self._recorded(Call(operation, refused, request)), error)
            return None
        except StubError as error:
            request.fail(str(error))
            return None
        call = Call(operation, address, request)
        return call if self.backend.operations is None else self._recorded(call)

    def _recorded(self, call: Call) -> Call:
        """For the history, if one is kept: a call begins."""
        log = self.backend.operations
        if log is None:
            return call
        record = log.begin(self.context.server.index, call.operation, call.address)
        call.request.on_settled = partial(log.end, record)
        return call._replace(record=record)

    def recorded_listing(self, call: Call) -> Call:
        """For the history, if one is kept: a request for a page begins. The first page of what
        is about one key is the call itself."""
        log = self.backend.operations
        if log is None or call.record is not None:
            return call
        record = log.begin_listing(self.context.server.index, call.operation, call.address)
        call.request.on_settled = partial(log.end_listing, record)
        return call._replace(record=record)

    def record_reads(
        self, call: Call, addresses: Iterable[Address]
    ) -> tuple[Call, list[Operation]]:
        """For the history, if one is kept: a call that reads several keys, as a read of each. What
        becomes of the one request is what becomes of all of them."""
        log, server = self.backend.operations, self.context.server.index
        if log is None:
            return call, []
        reads = [log.begin(server, call.operation, each) for each in addresses]
        request = Operation(server, call.operation, call.address, log.now_us())

        def settled(ok: bool) -> None:
            for read in reads:
                read.error, read.queued, read.dropped = (
                    request.error, request.queued, request.dropped,
                )  # fmt: skip
                log.end(read, ok)

        call.request.on_settled = settled
        return call._replace(record=request), reads

    def check_extras(
        self, target: Instance, user_ids: JsonValue | None, options: Instance | None
    ) -> tuple[JsonValue | None, Instance | None]:
        """517: ordered stores take neither user ids nor options (live experiments, 2022). Before
        there were key infos, methods had no such parameters and more arguments were ignored."""
        if not self.rules.key_infos:
            return None, None
        if state_of(target).family == ORDERED:
            if user_ids is not None:
                raise store_error("ParameterNotAllowed", what="UserIds")
            if options is not None:
                raise store_error("ParameterNotAllowed", what="Options")
        return user_ids, options

    def reply_value(self, request: Request, version: Version | None) -> None:
        """Replies with value and key info, or with nil and nil. Ordered stores have no key info
        (documented); before 2021 no store had."""
        if not self.rules.key_infos:
            request.reply(None if version is None else JsonText(version.text))
        elif version is None:
            request.reply(None, None)
        elif state_of(request.target).family == ORDERED:
            request.reply(JsonText(version.text), None)
        else:
            request.reply_wire(*value_wire(version))


def state_of(store: Instance) -> StoreState:
    """What stands behind a DataStore object."""
    state = store.state
    assert isinstance(state, StoreState)
    return state
