"""The door every data store request of one server passes: budget, queue, latency, faults.

A request first needs a token of its type (else it waits in a queue of 30), then travels to the
backend, takes effect there or not, and its answer travels back. Knows no Luau value and no method;
what a request does at the backend is the caller's function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from bridge.faults import Fault, Site
from bridge.instances.byte_strings import byte_length
from bridge.stubs.context import ServerContext
from bridge.stubs.datastore.backend import DataStoreBackend
from bridge.stubs.datastore.budget import Budgets
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.errors import (
    QUEUE_FULL,
    DataStoreError,
    backend_failure,
    experience_throttled,
    game_server_throttled,
    parse_error,
    request_dropped,
    store_error,
    studio_denied,
)
from bridge.stubs.datastore.notes import RequestNotes
from bridge.stubs.datastore.queues import RequestQueues, Waiting
from bridge.stubs.latency import Latency
from bridge.stubs.profiles import DataStoreRules

__all__ = ["DoorStatistics", "RequestDoor"]

T = TypeVar("T")

SERVER_ERROR = "HTTP 500 (Internal Server Error)"
TOO_MANY_REQUESTS = "HTTP 429 (Too Many Requests)"


class DoorStatistics(NamedTuple):
    """Counts of one server: requests sent, queued, dropped by a full queue, answered by errors."""

    sent: int
    queued: int
    dropped: int
    failed: int


class RequestDoor:
    """The door of one server.

    Attributes:
        instant: the rules give no latency, so calls are answered before they return.
    """

    def __init__(
        self,
        context: ServerContext,
        backend: DataStoreBackend,
        budgets: Budgets,
        rules: DataStoreRules,
    ) -> None:
        self._context = context
        self._backend = backend
        self._budgets = budgets
        self._rules = rules
        self._latency = Latency(context, "datastore", rules)
        self.instant = rules.latency_maximum_us == 0
        self._queues = RequestQueues(context, budgets, rules)
        self._closed = False
        self._denied = context.server.api_access == "denied"
        self._raised_for_closing = False
        self._dropped = self._failed = 0
        self._note = RequestNotes(context.trace, context.server.index).note

    def send(
        self,
        call: Call,
        leg: Leg,
        perform: Callable[[], T],
        then: Callable[[T], None],
        *,
        cools: bool = False,
        requests: int = 1,
    ) -> None:
        """A request from end to end: `submit`, then `round_trip`."""
        self.submit(
            call,
            leg.request_type,
            lambda: self.round_trip(call, leg, perform, then),
            cools=cools,
            requests=requests,
        )

    # -- admission ---------------------------------------------------------------------------

    def submit(
        self,
        call: Call,
        request_type: str,
        go: Callable[[], None],
        *,
        cools: bool = False,
        requests: int = 1,
    ) -> None:
        """Lets `go` run as soon as the budget allows, or fails the call.

        Parameters:
            requests: how many of the budget's requests it takes.
            cools: whether the rule of so many seconds between writes of one key applies.
        """
        now_us = self._context.clock.now_us
        if self._closed or self._denied:
            self.fail(call, self._denial(call))
            return
        if self._context.server.closing and not self._raised_for_closing:
            self._raised_for_closing = True
            self._budgets.raise_for_closing(now_us)
        bucket = self._budgets.bucket_of(call.operation, request_type)
        if self._bites("budget_exhaustion", call):
            self._budgets.set(bucket, 0, now_us)
        queue, length_max = self._rules.queues.get(request_type, ""), self._rules.queue_length_max
        cools = cools and self._rules.write_cooldown_us > 0
        waiting = Waiting(call, bucket, cools, go, requests)
        if self._queues.send_now(queue, waiting):
            return
        # Listing and version requests have no queue: they are dropped at once (documented texts).
        full = not queue or self._queues.length(queue) >= length_max
        if full or self._bites("queue_overflow", call):
            self._dropped += 1
            call.is_dropped()
            self.fail(call, self._full(call, request_type))
        else:
            call.waits()
            self._queues.add(queue, waiting)

    def pump(self) -> None:
        """Sends what may go now: a budget has changed."""
        self._queues.pump()

    def players_changed(self) -> None:
        """Somebody has joined or left: budgets come in at another rate."""
        self._budgets.players_changed(self._context.clock.now_us)
        self.pump()

    def close(self) -> None:
        """The DataModel is gone: what was queued is lost, what was sent still takes effect."""
        self._closed = True
        self._queues.clear()

    def _denial(self, call: Call) -> DataStoreError:
        """Nothing is sent when the DataModel is gone or Studio has no access (documented)."""
        return studio_denied(call.operation) if self._denied else store_error("DataModelNoAccess")

    def _full(self, call: Call, request_type: str) -> DataStoreError:
        if self._rules.named_throttle_errors:
            return game_server_throttled(request_type)
        if call.operation not in QUEUE_FULL:
            return request_dropped(call.operation)
        return store_error(QUEUE_FULL[call.operation], queue=self._rules.queue_full_text)

    # -- the trip ----------------------------------------------------------------------------

    def round_trip(
        self,
        call: Call,
        leg: Leg,
        perform: Callable[[], T],
        then: Callable[[T], None],
    ) -> None:
        """Travels to the backend, performs there, and brings the result to `then`.

        The way there belongs to the universe: a request once sent takes effect even if its server
        is gone by then. The way back belongs to the server. A way that takes no time is not put on
        the agenda: the call is answered before it returns.
        """
        context = self._context
        if self.instant and call.request.opening and not context.faults.concerns("datastore"):
            answer = self._attempt(call, leg, perform, then)
            if context.server.alive:
                answer()
            return
        site = self._site(call)
        if leg.first:
            context.faults.sent(site, context.clock.now_us)
        total_us = self._latency.total_us(site)
        # Half of the trip is the way there (inferred; nothing is known about the split).
        there_us = total_us // 2

        def arrive() -> None:
            answer = self._attempt(call, leg, perform, then)
            self._latency.deliver(site, total_us - there_us, answer)

        context.agenda.schedule_after(there_us, arrive)

    def _attempt(
        self, call: Call, leg: Leg, perform: Callable[[], T], then: Callable[[T], None]
    ) -> Callable[[], None]:
        """Does it at the backend, or not; gives what the answer does once it is back."""
        try:
            result = self._apply(call, leg, perform)
        except DataStoreError as error:
            failure = error
            self._note(call.operation, call.address, failure.name)
            return lambda: self.fail(call, failure)
        self._note(call.operation, call.address, "ok")
        return lambda: then(result)

    def conflicts(self, call: Call) -> bool:
        """Whether a fault lets another server have written since this update's read."""
        return self._bites("conflict", call)

    def shortens_page(self, call: Call) -> bool:
        """Whether a fault makes a page of a listing shorter than it could be."""
        return self._bites("partial_page", call)

    def stale_us(self, call: Call) -> int | None:
        """The Unix time a read answers as of, when a fault makes it stale."""
        context, now_us = self._context, self._context.clock.now_us
        if not context.faults.concerns("datastore"):
            return None
        age_us = context.faults.delay_us("datastore", "stale_read", self._site(call), now_us)
        if age_us is None:
            return None
        stale_us = context.unix_us() - age_us
        if call.record is not None:
            call.record.looked = self._backend.count_writes(call.address, stale_us)
        return stale_us

    def fail(self, call: Call, error: DataStoreError) -> None:
        """Ends a call with an error, in both channels."""
        self._failed += 1
        call.was_refused(error)
        self._context.log("error", error.output_line(call.operation, call.address.name))
        call.request.fail(str(error))

    def statistics(self) -> DoorStatistics:
        """What went through so far."""
        return DoorStatistics(self._queues.sent, self._queues.queued, self._dropped, self._failed)

    def _apply(self, call: Call, leg: Leg, perform: Callable[[], T]) -> T:
        """What happens at the backend, in order: outage, refusal, faults, limits, the deed."""
        context, backend = self._context, self._backend
        now_us = context.clock.now_us
        writes, faulty = leg.write_size is not None, context.faults.concerns("datastore")
        backend.count(call.operation)
        if faulty:
            site = self._site(call)
            self._raise_if("outage", site, SERVER_ERROR)
            if leg.first:
                self._raise_if("error", site, SERVER_ERROR)
                self._raise_if("throttle", site, TOO_MANY_REQUESTS)
            self._raise_if("error_before_write" if writes else "read_error", site, SERVER_ERROR)
        if backend.deleted_stores:
            backend.deleted_stores.check(call.address)
        players = context.universe.number_of_players
        if not backend.admit_experience(leg.request_type, players, now_us):
            raise experience_throttled(leg.request_type)
        if leg.write_size is not None:
            kind, size = "write", leg.write_size
        else:
            current = backend.read(call.address)
            kind, size = "read", byte_length(current.text) if current else 0
        if not backend.admit_throughput(call.address, kind, size, now_us):
            raise store_error("KeyThrottled")
        result = self._perform(call, perform)
        if writes and faulty:
            self._raise_if("error_after_write", site, SERVER_ERROR)
        return result

    def _perform(self, call: Call, perform: Callable[[], T]) -> T:
        """Does it; a history learns which write of its key it met, and which it made."""
        record, backend = call.record, self._backend
        if record is None:
            return perform()
        before = record.looked = backend.count_writes(call.address)
        result = perform()
        if (count := backend.count_writes(call.address)) > before:
            record.landed = count
            backend.note_landed(call.address)
        return result

    def _raise_if(self, kind: str, site: Site, detail: str) -> None:
        context = self._context
        fault: Fault | None = context.faults.bite("datastore", kind, site, context.clock.now_us)
        if fault is not None:
            raise parse_error(fault.text) if fault.text else backend_failure(detail)

    def _bites(self, kind: str, call: Call) -> bool:
        context = self._context
        if not context.faults.concerns("datastore"):
            return False
        site, now_us = self._site(call), context.clock.now_us
        return context.faults.bite("datastore", kind, site, now_us) is not None

    def _site(self, call: Call) -> Site:
        address = call.address
        return Site(call.operation, address.name, address.key, self._context.server.index)
