"""Constructors of the faults of cloud services, one class per service, in a test author's words.

Knows only the fault value; times are given in seconds and held in microseconds.
"""

from __future__ import annotations

from typing import Unpack

from bridge.faults.construction import Shortest, make_fault, spread
from bridge.faults.fault import Fault, Window
from bridge.faults.service_fault import ServiceFault, StoringFault

__all__ = [
    "DataStoreFault",
    "HttpFault",
    "MarketplaceFault",
    "MemoryStoreFault",
    "MessagingFault",
    "RemoteFault",
    "TeleportFault",
]


class DataStoreFault(StoringFault):
    """Faults of DataStoreService; `name` filters by data store."""

    SERVICE = "datastore"

    @classmethod
    def error_before_write(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A writing call fails and nothing was written."""
        return make_fault(cls.SERVICE, "error_before_write", where, text=text)

    @classmethod
    def read_error(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A reading call, or the reading half of UpdateAsync, fails."""
        return make_fault(cls.SERVICE, "read_error", where, text=text)

    @classmethod
    def stale_read(
        cls,
        minimum_seconds: Shortest | None = None,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """GetAsync answers with what the key held this long ago, 0 to 4 s by default."""
        delay = spread(minimum_seconds, maximum_seconds, (0.0, 4.0))
        return make_fault(cls.SERVICE, "stale_read", where, delay=delay)

    @classmethod
    def budget_exhaustion(cls, **where: Unpack[Window]) -> Fault:
        """A call finds the server's budget of its request type empty: it queues, or is dropped."""
        return make_fault(cls.SERVICE, "budget_exhaustion", where)

    @classmethod
    def queue_overflow(cls, **where: Unpack[Window]) -> Fault:
        """A call finds its request queue full and is dropped, with the documented error."""
        return make_fault(cls.SERVICE, "queue_overflow", where)


class MessagingFault(ServiceFault):
    """Faults of MessagingService; `name` filters by topic, `server` by the one that receives."""

    SERVICE = "messaging"

    @classmethod
    def error_after_publish(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """PublishAsync fails although the message was accepted and will be delivered."""
        return make_fault(cls.SERVICE, "error_after_publish", where, text=text)

    @classmethod
    def loss(cls, **where: Unpack[Window]) -> Fault:
        """A delivery to one server never arrives."""
        return make_fault(cls.SERVICE, "loss", where)

    @classmethod
    def duplication(cls, **where: Unpack[Window]) -> Fault:
        """A delivery to one server arrives twice."""
        return make_fault(cls.SERVICE, "duplication", where)

    @classmethod
    def reordering(
        cls,
        minimum_seconds: Shortest | None = None,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """A delivery is held back this much longer, 0.5 to 3 s by default, and may be overtaken."""
        delay = spread(minimum_seconds, maximum_seconds, (0.5, 3.0))
        return make_fault(cls.SERVICE, "reordering", where, delay=delay)

    @classmethod
    def delay(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """The way from publish to delivery takes a time drawn from these bounds, in order."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault(cls.SERVICE, "delay", where, delay=delay)


class MemoryStoreFault(StoringFault):
    """Faults of MemoryStoreService; `name` filters by map or queue."""

    SERVICE = "memorystore"

    @classmethod
    def early_expiry(cls, **where: Unpack[Window]) -> Fault:
        """An item of a map is gone when a call looks for it: expired or evicted before its time."""
        return make_fault(cls.SERVICE, "early_expiry", where)

    @classmethod
    def memory_full(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A writing call fails because the experience's memory is used up."""
        return make_fault(cls.SERVICE, "memory_full", where, text=text)

    @classmethod
    def redelivery(cls, **where: Unpack[Window]) -> Fault:
        """What a queue's ReadAsync returned is visible to other readers at once."""
        return make_fault(cls.SERVICE, "redelivery", where)


class HttpFault(ServiceFault):
    """Faults of HttpService's requests; `name` filters by the host of the address, `key` by the
    address, `operations` by the HTTP method."""

    SERVICE = "http"

    @classmethod
    def error_after_send(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """The request was received and answered, but its answer never arrives: an error."""
        return make_fault(cls.SERVICE, "error_after_send", where, text=text)

    @classmethod
    def timeout(
        cls,
        minimum_seconds: Shortest | None = None,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """The request is lost; its error comes after this long, by default 30 s (an assumption)."""
        delay = spread(minimum_seconds, maximum_seconds, (30.0, 30.0))
        return make_fault(cls.SERVICE, "timeout", where, delay=delay)

    @classmethod
    def status(cls, status: int, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """Answered with this HTTP status and the body `text`; no handler sees the request."""
        return make_fault(cls.SERVICE, "status", where, text=text, number=status)

    @classmethod
    def truncation(cls, **where: Unpack[Window]) -> Fault:
        """Only the first half of the answer's body arrives."""
        return make_fault(cls.SERVICE, "truncation", where)


class TeleportFault(ServiceFault):
    """Faults of TeleportService; `name` filters by the place's id as text, `key` by the player's
    name."""

    SERVICE = "teleport"

    @classmethod
    def failure(cls, result: str = "Failure", **where: Unpack[Window]) -> Fault:
        """A player's teleport fails after the call succeeded: TeleportInitFailed with this item of
        Enum.TeleportResult."""
        return make_fault(cls.SERVICE, "failure", where, text=result)

    @classmethod
    def loss(cls, **where: Unpack[Window]) -> Fault:
        """A player leaves and never arrives."""
        return make_fault(cls.SERVICE, "loss", where)

    @classmethod
    def delay(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """From leaving to arriving a player takes a time drawn from these bounds."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault(cls.SERVICE, "delay", where, delay=delay)


class MarketplaceFault(ServiceFault):
    """Faults of MarketplaceService; `name` filters by the id of the product or pass as text, `key`
    by the user's id as text; `operations` by the method, "Receipt" or "Record"."""

    SERVICE = "marketplace"

    @classmethod
    def unrecorded(cls, **where: Unpack[Window]) -> Fault:
        """A receipt that was granted is not recorded: the purchase comes again."""
        return make_fault(cls.SERVICE, "unrecorded", where)

    @classmethod
    def late_receipt(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """A receipt is processed this much later than it could be."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault(cls.SERVICE, "late_receipt", where, delay=delay)


class RemoteFault:
    """Faults on the way between clients and servers; `operations` filters by "ToServer" and
    "ToClient", `name` by the remote's Name, `key` by the player's."""

    @classmethod
    def loss(cls, **where: Unpack[Window]) -> Fault:
        """An event of an UnreliableRemoteEvent never arrives; reliable ones always do."""
        return make_fault("remote", "loss", where)

    @classmethod
    def delay(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """A message takes this much longer, and so do the reliable ones behind it."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault("remote", "delay", where, delay=delay)
