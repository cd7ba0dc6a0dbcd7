"""The door of a request on its way to a backend and back: latency, then what goes wrong.

The plain door, for services that need no queues of their own; those that do build theirs on the
same `Faults`. Knows no single service: a fault kind is asked for by the service's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bridge.errors import StubError
from bridge.faults import KINDS, Site
from bridge.stubs.context import ServerContext
from bridge.stubs.requests import Request

__all__ = ["Door"]

ONE_WAY_LATENCY_US = 30_000
"""From a server to a backend of the platform, or back: a round trip of 60 ms (an assumption)."""

DEFAULT_TEXT = "Internal server error"


class Door:
    """The door of one server."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context

    def pass_through(
        self,
        request: Request,
        kind: str,
        subject: str,
        perform: Callable[[], object],
        then: Callable[[Any], object] | None,
    ) -> None:
        """Lets `perform` happen when the request arrives, and the answer come back later."""
        service, _, operation = kind.partition(".")
        site = Site(operation, subject, server=self._context.server.index)
        self._context.faults.sent(site, self._context.clock.now_us)
        there_us = self._delay_us(service, "latency", site)
        one_way_us = ONE_WAY_LATENCY_US if there_us is None else there_us // 2
        back_us = one_way_us + (self._delay_us(service, "late_reply", site) or 0)

        def fail(text: str) -> None:
            self._context.after(back_us, lambda: request.fail(text or DEFAULT_TEXT))

        def arrive() -> None:
            refused = self._bites(service, ("error", "outage", "throttle"), site)
            if refused is not None:
                fail(refused)
                return
            try:
                result = perform()
            except StubError as error:
                fail(str(error))
                return
            failed_after = self._bites(service, ("error_after_write",), site)
            if failed_after is not None:
                fail(failed_after)
                return
            self._context.after(back_us, lambda: self._deliver(request, result, then))

        self._context.after(one_way_us, arrive)

    def _deliver(
        self, request: Request, result: object, then: Callable[[Any], object] | None
    ) -> None:
        if then is not None:
            then(result)
        elif isinstance(result, tuple):
            request.reply(*result)
        else:
            request.reply(result)

    def _delay_us(self, service: str, kind: str, site: Site) -> int | None:
        if kind not in KINDS.get(service, ()):
            return None
        return self._context.faults.delay_us(service, kind, site, self._context.clock.now_us)

    def _bites(self, service: str, kinds: tuple[str, ...], site: Site) -> str | None:
        for kind in kinds:
            if kind in KINDS.get(service, ()):
                now_us = self._context.clock.now_us
                fault = self._context.faults.bite(service, kind, site, now_us)
                if fault is not None:
                    return fault.text
        return None
