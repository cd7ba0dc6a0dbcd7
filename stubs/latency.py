"""How long a request takes to a backend and back: drawn from the seed, unless a fault says.

For the services whose numbers of it stand in `profiles.py`; `door.py` has one of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bridge.faults import Site
from bridge.stubs.context import ServerContext

__all__ = ["Latency"]


class Bounds(Protocol):
    """The rules of a service, as far as they say how long its requests take, there and back."""

    @property
    def latency_minimum_us(self) -> int: ...
    @property
    def latency_maximum_us(self) -> int: ...


class Latency:
    """The latency of one service on one server.

    Parameters:
        service: as faults call it.
        bounds: of a request without faults.
    """

    def __init__(self, context: ServerContext, service: str, bounds: Bounds) -> None:
        self._context = context
        self._service = service
        self._bounds = bounds
        self._stream = context.stream(f"{service}.latency")

    def total_us(self, site: Site) -> int:
        """How long a request takes, there and back; drawn anew for each."""
        context = self._context
        faulty_us = context.faults.delay_us(self._service, "latency", site, context.clock.now_us)
        if faulty_us is not None:
            return faulty_us
        bounds = self._bounds
        return self._stream.integers(bounds.latency_minimum_us, bounds.latency_maximum_us)

    def deliver(self, site: Site, back_us: int, answer: Callable[[], None]) -> None:
        """Brings an answer back, later if a fault says so; a server that is gone gets none."""
        context = self._context
        late_us = context.faults.delay_us(self._service, "late_reply", site, context.clock.now_us)
        if context.server.alive:
            context.after(back_us + (late_us or 0), answer)
