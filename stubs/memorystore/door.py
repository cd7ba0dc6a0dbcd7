"""The door every memory store request of one server passes: latency, faults, request units.

Knows no structure: what a request does at the backend is the caller's function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from bridge.faults import Site
from bridge.stubs.context import ServerContext
from bridge.stubs.latency import Latency
from bridge.stubs.memorystore.errors import ERRORS, MemoryStoreError, memory_error
from bridge.stubs.memorystore.items import StructureName
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.service import Request

__all__ = ["MemoryCall", "MemoryDoor"]

T = TypeVar("T")


class MemoryCall(NamedTuple):
    """One method call of a script: `method` as errors name it, e.g. `HashMap.SetAsync`."""

    request: Request
    method: str
    structure: StructureName
    key: str = ""

    @property
    def operation(self) -> str:
        """The method's own name, as faults name it."""
        return self.method.partition(".")[2]


class MemoryDoor:
    """The door of one server."""

    def __init__(
        self, context: ServerContext, stores: MemoryStores, rules: MemoryStoreRules
    ) -> None:
        self._context = context
        self._stores = stores
        self._rules = rules
        self._latency = Latency(context, "memorystore", rules)

    def round_trip(
        self,
        call: MemoryCall,
        units: int,
        perform: Callable[[], T],
        then: Callable[[T], None],
        *,
        writes: bool = False,
        first: bool = True,
        status: Callable[[T], str] = lambda _: "Success",
    ) -> None:
        """Travels to the backend, performs there, and brings the result to `then`.

        A request once sent takes effect even if its server is gone by then.

        Parameters:
            status: how the backend counts a result that is no error.
        """
        if self._context.server.place_id == 0:
            # A place that was never published has no id: documented as the client's own error.
            self.fail(call, memory_error("UnpublishedPlace"))
            return
        context = self._context
        site = Site(call.operation, call.structure[1], call.key, context.server.index)
        if first:
            context.faults.sent(site, context.clock.now_us)
        total_us = self._latency.total_us(site)
        there_us = total_us // 2
        back_us = total_us - there_us

        def arrive() -> None:
            try:
                result = self._apply(call, units, perform, site, writes=writes, first=first)
            except MemoryStoreError as error:
                failure = error
                self._count(call, failure.name)
                self._latency.deliver(site, back_us, lambda: self.fail(call, failure))
            else:
                self._count(call, status(result))
                self._latency.deliver(site, back_us, lambda: then(result))

        context.agenda.schedule_after(there_us, arrive)

    def fail(self, call: MemoryCall, error: MemoryStoreError) -> None:
        """Ends a call with an error, in both channels."""
        text = error.text(call.method, call.structure[1])
        self._context.log("error", text)
        call.request.fail(text)

    def _apply(
        self,
        call: MemoryCall,
        units: int,
        perform: Callable[[], T],
        site: Site,
        *,
        writes: bool,
        first: bool,
    ) -> T:
        self._raise_if("outage", site, "InternalError")
        if first:
            self._raise_if("error", site, "InternalError")
            self._raise_if("throttle", site, "RequestThrottled")
        if writes:
            self._raise_if("memory_full", site, "TotalMemoryOverLimit")
        self._stores.admit(call.structure, units, call.key, writes=writes)
        if call.key and self.bites("early_expiry", call):
            self._stores.remove(call.structure, call.key)
        result = perform()
        if writes:
            self._raise_if("error_after_write", site, "InternalError")
        return result

    def bites(self, kind: str, call: MemoryCall) -> bool:
        """Whether a fault of a kind bites at this call now."""
        context = self._context
        site = Site(call.operation, call.structure[1], call.key, context.server.index)
        return context.faults.bite("memorystore", kind, site, context.clock.now_us) is not None

    def _raise_if(self, kind: str, site: Site, name: str) -> None:
        """A fault's text is the message of the usual error, or the name of another one."""
        context = self._context
        fault = context.faults.bite("memorystore", kind, site, context.clock.now_us)
        if fault is not None and (not fault.text or fault.text in ERRORS):
            raise memory_error(fault.text or name)
        if fault is not None:
            raise MemoryStoreError(name, fault.text)

    def _count(self, call: MemoryCall, outcome: str) -> None:
        self._stores.count(call.method, outcome)
        self._context.trace.append(
            "memorystore",
            operation=call.method,
            server=self._context.server.index,
            structure=call.structure[1],
            key=call.key,
            outcome=outcome,
        )
