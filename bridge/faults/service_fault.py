"""Constructors that the faults of several services share: errors, outages, throttles, delays.

Knows only the fault value and which service its class is for.
"""

from __future__ import annotations

from typing import ClassVar, Unpack

from bridge.faults.construction import Shortest, bounded, make_fault, spread
from bridge.faults.fault import Fault, Where, Window

__all__ = ["ServiceFault", "StoringFault", "WritingFault"]


class ServiceFault:
    """Constructors every service's faults share; each also takes the filters of `Window`."""

    SERVICE: ClassVar[str]

    @classmethod
    def error(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """Any call fails and has no effect."""
        return make_fault(cls.SERVICE, "error", where, text=text)

    @classmethod
    def outage(
        cls, start_seconds: float, end_seconds: float, *, text: str = "", **where: Unpack[Where]
    ) -> Fault:
        """Every call that reaches the backend in the window fails and has no effect."""
        window: Window = {**where, "start_seconds": start_seconds, "end_seconds": end_seconds}
        return make_fault(cls.SERVICE, "outage", window, text=text)

    @classmethod
    def throttle(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """The call is refused because of a limit, e.g. 429 Too Many Requests."""
        return make_fault(cls.SERVICE, "throttle", where, text=text)

    @classmethod
    def latency(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """Calls take a time drawn from these bounds instead of the profile's."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault(cls.SERVICE, "latency", where, delay=delay)


class WritingFault(ServiceFault):
    """Constructors of services that write something down."""

    @classmethod
    def error_after_write(cls, *, text: str = "", **where: Unpack[Window]) -> Fault:
        """A writing call fails although the write landed (Roblox documents that this happens)."""
        return make_fault(cls.SERVICE, "error_after_write", where, text=text)

    @classmethod
    def late_reply(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """The request takes effect in time, its reply comes this much later."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault(cls.SERVICE, "late_reply", where, delay=delay)


class StoringFault(WritingFault):
    """Constructors of services that store under keys."""

    @classmethod
    def conflict(cls, **where: Unpack[Window]) -> Fault:
        """The write of UpdateAsync is refused because another server wrote meanwhile: the transform
        runs again. Five times in all unless the filters say when it ends."""
        return make_fault(cls.SERVICE, "conflict", bounded(where))

    @classmethod
    def partial_page(cls, **where: Unpack[Window]) -> Fault:
        """A page of a listing holds half of what it could, or nothing, and is not the last."""
        return make_fault(cls.SERVICE, "partial_page", where)
