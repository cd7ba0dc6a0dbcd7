"""The calls scripts made of every service: who, what, with which arguments, and what came of it.

`log = universe.calls.record()`, then `log.count("AwardBadgeAsync", badgeId=7).failed`. Arguments go
by Roblox's own names for them. Kept only when a test asks for it; calls of data stores come from
their own history (stubs/datastore/operations.py), which knows more. Knows no single service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bridge.errors import StubError, UsageError
from bridge.instances.byte_strings import text_of
from bridge.instances.tree import Instance
from bridge.instances.world import Answer
from bridge.stubs.context import ServerContext, UniverseView
from bridge.stubs.counts import Counts, count_calls, counts_by, table
from bridge.stubs.datastore.handle import StoreHandle
from bridge.stubs.datastore.operations import Operation
from bridge.stubs.outcome import Outcome

if TYPE_CHECKING:
    from bridge.instances.world import Member
    from bridge.stubs.service import MethodRecord

__all__ = ["CallLog", "ServiceCall"]

DATASTORES = "DataStoreService"

NOT_WAITED_FOR = ("AnalyticsService", "MarketplaceService", "TeleportService")
"""Services whose methods count as calls although most of them do not yield."""

DATASTORE_PAGES = (
    "DataStoreKeyPages", "DataStoreListingPages", "DataStorePages", "DataStoreVersionPages",
)  # fmt: skip
"""Pages whose requests stand in the history of data stores, as further calls of the listing."""

PLAIN = ("string", "text", "int", "number", "boolean")
"""Kinds of parameters whose values are kept."""


@dataclass(slots=True)
class ServiceCall:
    """One call of a script.

    Attributes:
        server: index of the caller's server.
        service: class name of the service, or of pages that are turned.
        on: name of the object whose method it was: a data store, a map, a player; empty for the
            service itself.
        arguments: texts, numbers, booleans and names of instances, by the parameter's name.
        invoked_us, returned_us: simulated time; `returned_us` None while it is pending.
        error: what pcall saw.
        cached, queued, dropped, landed: of data stores only, see `Operation`.
    """

    server: int
    service: str
    method: str
    on: str
    arguments: Mapping[str, object]
    invoked_us: int
    returned_us: int | None = None
    outcome: Outcome = Outcome.PENDING
    error: str = ""
    cached: bool = False
    queued: int = 0
    dropped: bool = False
    landed: int | None = None

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.arguments.items())
        told = f": {self.error}" if self.error else ""
        return (
            f"server {self.server} at {self.invoked_us / 1_000_000} s "
            f"{_place(self)}({shown}) {self.outcome.value}{told}"
        )


@dataclass(slots=True, repr=False)
class CallLog:
    """The calls of all servers of a universe.

    Attributes:
        kept: whether calls are written down.
    """

    universe: UniverseView
    kept: bool = False
    _calls: list[ServiceCall] = field(default_factory=list)
    _waiting: dict[tuple[int, int], ServiceCall] = field(default_factory=dict)

    @classmethod
    def of(cls, universe: UniverseView) -> CallLog:
        """The calls of a universe, the same for all its servers and tests."""
        return universe.backend("calls", lambda: cls(universe))

    # What tests do --------------------------------------------------------------------------

    def record(self) -> CallLog:
        """Writes calls down from now on, those of data stores too."""
        self.kept = True
        StoreHandle.of(self.universe).record()
        return self

    def __repr__(self) -> str:
        if not self.kept:
            return "<calls of services, not recorded>"
        found = self.select()
        title = f"calls of services, {len(found)} call{'s' * (len(found) != 1)}"
        return table(title, counts_by(found, _place))

    def select(
        self,
        method: str | None = None,
        *,
        service: str | None = None,
        on: str | None = None,
        server: int | None = None,
        **arguments: object,
    ) -> list[ServiceCall]:
        """The calls that are all of this, in the order they began.

        Parameters:
            arguments: by the parameter's own name: `key="k"`, `topic="news"`, `userId=7`.

        Raises:
            UsageError: nothing is recorded.
        """
        if not self.kept:
            raise UsageError("calls: call `record` before what is to be counted")
        found = [
            call
            for call in (*self._calls, *self._of_data_stores())
            if method in (None, call.method)
            and service in (None, call.service)
            and on in (None, call.on)
            and server in (None, call.server)
            and all(
                name in call.arguments and call.arguments[name] == value
                for name, value in arguments.items()
            )
        ]
        return sorted(found, key=lambda call: call.invoked_us)

    def count(
        self,
        method: str | None = None,
        *,
        service: str | None = None,
        on: str | None = None,
        server: int | None = None,
        **arguments: object,
    ) -> Counts:
        """How many calls came, and what became of them; parameters as for `select`."""
        return count_calls(self.select(method, service=service, on=on, server=server, **arguments))

    def counts_by_method(self) -> dict[str, Counts]:
        """Counts by service, object and method, as the log prints them."""
        return counts_by(self.select(), _place)

    def counts_by_server(self) -> dict[int, Counts]:
        """Counts by index of the server."""
        indexes = sorted({call.server for call in self.select()})
        return {index: self.count(server=index) for index in indexes}

    def _of_data_stores(self) -> list[ServiceCall]:
        log, epoch_us = StoreHandle.of(self.universe).operations, self.universe.epoch_us
        return [] if log is None else [_of_operation(each, epoch_us) for each in log.select()]

    # What servers do ------------------------------------------------------------------------

    def watched(
        self, context: ServerContext, service: str, record: MethodRecord, member: Member
    ) -> Member:
        """A member of a service whose calls are written down while the log is kept."""
        if service == DATASTORES or not (record.yields or service in NOT_WAITED_FOR):
            return member

        def call_member(target: Instance, wire: Sequence[object]) -> Answer:
            if not self.kept or target.class_name in DATASTORE_PAGES:
                return member(target, wire)
            call = self._begin(context, service, record, target, wire)
            try:
                answer = member(target, wire)
            except StubError as error:
                self._end(call, False, str(error))
                raise
            kind = _text(answer[0])
            if kind == "w":
                self._wait(context, answer[1], call)
            else:
                self._end(call, kind != "e", _text(answer[1]) if kind == "e" else "")
            return answer

        return call_member

    def _begin(
        self,
        context: ServerContext,
        service: str,
        record: MethodRecord,
        target: Instance,
        wire: Sequence[object],
    ) -> ServiceCall:
        arguments: dict[str, object] = {}
        for parameter, raw in zip(record.parameters, wire, strict=True):
            if raw is None:
                continue
            if parameter.kind in PLAIN:
                arguments[parameter.name] = _text(raw) if isinstance(raw, str | bytes) else raw
            elif parameter.kind in ("Instance", "Player") and isinstance(raw, int | float):
                arguments[parameter.name] = context.tree[int(raw)].name
        name = "" if target.class_info.is_service else target.name
        if record.on == "Pages":  # of several services: the class tells more
            service, name = target.class_name, ""
        now_us = context.clock.now_us
        call = ServiceCall(context.server.index, service, record.name, name, arguments, now_us)
        self._calls.append(call)
        return call

    def _wait(self, context: ServerContext, token: object, call: ServiceCall) -> None:
        assert isinstance(token, int)
        self._waiting[context.server.index, token] = call
        context.server.on_answer = self._answered

    def _answered(self, server: int, token: int, ok: bool, values: Sequence[object]) -> None:
        call = self._waiting.pop((server, token), None)
        if call is not None:
            self._end(call, ok, "" if ok else _text(values[0]))

    def _end(self, call: ServiceCall, ok: bool, error: str) -> None:
        call.returned_us = self.universe.clock.now_us
        call.outcome, call.error = (Outcome.OK if ok else Outcome.FAILED), error


def _place(call: ServiceCall) -> str:
    """What was called, as a reader writes it."""
    return f"{call.service}{f' {call.on!r}' if call.on else ''}:{call.method}"


def _text(raw: object) -> str:
    return text_of(raw) if isinstance(raw, bytes) else str(raw)


def _of_operation(operation: Operation, epoch_us: int) -> ServiceCall:
    """A call of a data store, from its own history."""
    name, scope, key, _ = operation.address
    returned_us = operation.returned_us
    return ServiceCall(
        operation.server,
        DATASTORES,
        operation.method,
        name,
        {"key": key, "scope": scope},
        operation.invoked_us - epoch_us,
        None if returned_us is None else returned_us - epoch_us,
        operation.outcome,
        operation.error,
        operation.cached,
        operation.queued,
        operation.dropped,
        operation.landed,
    )
