"""Constructors of faults, one class per service, in the words a test author uses.

Knows only the fault value; times are given in seconds and held in microseconds.
"""

from __future__ import annotations

from typing import ClassVar, Unpack

from bridge.errors import UsageError
from bridge.faults.fault import Fault, Where, Window

__all__ = ["DataStoreFault", "HttpFault", "MemoryStoreFault", "MessagingFault"]


def microseconds(seconds: float) -> int:
    """Seconds as a user writes them, in the integer unit of simulated time."""
    return round(seconds * 1_000_000)


def _fault(
    service: str,
    kind: str,
    where: Window,
    *,
    delay_seconds: tuple[float, float] = (0.0, 0.0),
    text: str = "",
) -> Fault:
    unknown = sorted(set(where) - set(Window.__annotations__))
    if unknown:
        raise UsageError(f"unknown fault filter(s): {', '.join(unknown)}")
    end_seconds = where.get("end_seconds")
    return Fault(
        service=service,
        kind=kind,
        probability=where.get("probability", 1.0),
        operations=tuple(where.get("operations", ())),
        name=where.get("name"),
        key=where.get("key"),
        server=where.get("server"),
        start_us=microseconds(where.get("start_seconds", 0.0)),
        end_us=None if end_seconds is None else microseconds(end_seconds),
        times=where.get("times"),
        occurrences=tuple(where.get("occurrences", ())),
        minimum_us=microseconds(delay_seconds[0]),
        maximum_us=microseconds(delay_seconds[1]),
        text=text,
    )


class _ServiceFault:
    """Constructors every service's faults share; each also takes the filters of `Window`."""

    SERVICE: ClassVar[str]

    @classmethod
    def error(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """Any call fails and has no effect."""
        return _fault(cls.SERVICE, "error", where, text=text)

    @classmethod
    def outage(
        cls, start_seconds: float, end_seconds: float, *, text: str = "", **where: Unpack[Where]
    ) -> Fault:
        """Every call that reaches the backend in the window fails and has no effect."""
        window: Window = {**where, "start_seconds": start_seconds, "end_seconds": end_seconds}
        return _fault(cls.SERVICE, "outage", window, text=text)

    @classmethod
    def latency(
        cls, minimum_seconds: float, maximum_seconds: float, **where: Unpack[Window]
    ) -> Fault:
        """Calls take a time drawn from these bounds instead of the profile's."""
        bounds = (minimum_seconds, maximum_seconds)
        return _fault(cls.SERVICE, "latency", where, delay_seconds=bounds)


class _StoringFault(_ServiceFault):
    """Constructors of services that store."""

    @classmethod
    def error_after_write(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A writing call fails although the write landed (Roblox documents that this happens)."""
        return _fault(cls.SERVICE, "error_after_write", where, text=text)

    @classmethod
    def throttle(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """The backend refuses because of its own limits, e.g. 429 Too Many Requests."""
        return _fault(cls.SERVICE, "throttle", where, text=text)

    @classmethod
    def late_reply(
        cls, minimum_seconds: float, maximum_seconds: float, **where: Unpack[Window]
    ) -> Fault:
        """The request takes effect in time, its reply comes this much later."""
        bounds = (minimum_seconds, maximum_seconds)
        return _fault(cls.SERVICE, "late_reply", where, delay_seconds=bounds)


class DataStoreFault(_StoringFault):
    """Faults of DataStoreService; `name` filters by data store."""

    SERVICE = "datastore"

    @classmethod
    def error_before_write(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A writing call fails and nothing was written."""
        return _fault(cls.SERVICE, "error_before_write", where, text=text)

    @classmethod
    def read_error(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A reading call, or the reading half of UpdateAsync, fails."""
        return _fault(cls.SERVICE, "read_error", where, text=text)

    @classmethod
    def stale_read(
        cls, minimum_seconds: float = 0.0, maximum_seconds: float = 4.0, **where: Unpack[Window]
    ) -> Fault:
        """GetAsync answers with what the key held this long ago."""
        bounds = (minimum_seconds, maximum_seconds)
        return _fault(cls.SERVICE, "stale_read", where, delay_seconds=bounds)


class MessagingFault(_ServiceFault):
    """Faults of MessagingService; `name` filters by topic, `server` by the one that receives."""

    SERVICE = "messaging"

    @classmethod
    def error_after_publish(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """PublishAsync fails although the message was accepted and will be delivered."""
        return _fault(cls.SERVICE, "error_after_publish", where, text=text)

    @classmethod
    def loss(cls, **where: Unpack[Window]) -> Fault:
        """A delivery to one server never arrives."""
        return _fault(cls.SERVICE, "loss", where)

    @classmethod
    def duplication(cls, **where: Unpack[Window]) -> Fault:
        """A delivery to one server arrives twice."""
        return _fault(cls.SERVICE, "duplication", where)

    @classmethod
    def reordering(
        cls, minimum_seconds: float = 0.5, maximum_seconds: float = 3.0, **where: Unpack[Window]
    ) -> Fault:
        """A delivery is held back this much longer and may be overtaken."""
        bounds = (minimum_seconds, maximum_seconds)
        return _fault(cls.SERVICE, "reordering", where, delay_seconds=bounds)

    @classmethod
    def delay(
        cls, minimum_seconds: float, maximum_seconds: float, **where: Unpack[Window]
    ) -> Fault:
        """The way from publish to delivery takes a time drawn from these bounds, in order."""
        bounds = (minimum_seconds, maximum_seconds)
        return _fault(cls.SERVICE, "delay", where, delay_seconds=bounds)


class MemoryStoreFault(_StoringFault):
    """Faults of MemoryStoreService; `name` filters by map or queue."""

    SERVICE = "memorystore"


class HttpFault(_ServiceFault):
    """Faults of HttpService's requests; `name` filters by the host of the address."""

    SERVICE = "http"
