"""The door of a request on its way to a backend and back: latency, then what goes wrong.

The plain door, for services that need no queues of their own; those that do build theirs on the
same `Faults`. Knows no single service: a fault kind is asked for by the service's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bridge.errors import StubError
from bridge.faults import KINDS, Site
from bridge.stubs.context import ServerContext
from bridge.stubs.requests import Request

__all__ = ["FORMS", "REASONS", "Door"]

ONE_WAY_LATENCY_US = 30_000
"""From a server to a backend of the platform, or back: a round trip of 60 ms (an assumption)."""

REASONS: Final[Mapping[str, str]] = {
    "error": "HTTP 500 (Internal Server Error)",
    "error_after_write": "HTTP 500 (Internal Server Error)",
    "outage": "HTTP 503 (Service Unavailable)",
    "throttle": "HTTP 429 (Too Many Requests)",
}
"""What a fault without a text of its own says, in the words the engine has for statuses (W)."""

FORMS: Final[Mapping[str, str]] = {
    # Seen in a log of 2026: "UserService: Request Failed because HTTP 429 (Too Many Requests)".
    "user": "UserService: Request Failed because {reason}",
    # Class page of 2020 for getProductInfo; by analogy (inferred) for the other methods.
    "marketplace": "MarketplaceService:{method}() failed because {reason}",
    # Shipped code compares with "Players:GetNameFromUserIdAsync() failed: Unknown user"; that
    # other reasons stand in its place, and Player's methods name their class, is inferred.
    "players": "{class_name}:{method}() failed: {reason}",
    "badge": "{method} failed: {reason}",  # inferred
}
"""How a service's failed request reads in pcall, where somebody has seen it."""

FORM: Final = "{class_name}:{method}() failed: {reason}"
"""Of services whose text nobody has published (inferred, from that of Players)."""


class Door:
    """The door of one server."""

    def __init__(self, context: ServerContext) -> None:
        self._context = context

    def pass_through(
        self,
        request: Request,
        service: str,
        subject: str,
        perform: Callable[[], object],
        then: Callable[[Any], object] | None,
        *,
        key: str = "",
        writes: bool = False,
        otherwise: Callable[[str], object] | None = None,
    ) -> None:
        """Lets `perform` happen when the request arrives, and the answer come back later.

        Parameters:
            service: as faults call it.
            subject, key: what faults filter by as `name` and `key`.
            writes: whether faults may report an error although it was performed.
            otherwise: called with the text of an error instead of letting the request fail.
        """
        context = self._context
        site = Site(request.method, subject, key, context.server.index)
        context.faults.sent(site, context.clock.now_us)
        there_us = self._delay_us(service, "latency", site)
        one_way_us = ONE_WAY_LATENCY_US if there_us is None else there_us // 2
        back_us = one_way_us + (self._delay_us(service, "late_reply", site) or 0)

        def fail(text: str) -> None:
            context.after(back_us, lambda: (otherwise or request.fail)(text))

        def bites(*kinds: str) -> str | None:
            return self._bites(service, kinds, site, request)

        def arrive() -> None:
            refused = bites("error", "outage", "throttle")
            if refused is not None:
                fail(refused)
                return
            try:
                result = perform()
            except StubError as error:
                fail(str(error))
                return
            failed_after = bites("error_after_write") if writes else None
            if failed_after is not None:
                fail(failed_after)
                return
            context.after(back_us, lambda: self._deliver(request, result, then))

        context.after(one_way_us, arrive)

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

    def _bites(
        self, service: str, kinds: tuple[str, ...], site: Site, request: Request
    ) -> str | None:
        """The error of the first of these kinds that bites now, None when nothing does."""
        for kind in kinds:
            if kind in KINDS.get(service, ()):
                now_us = self._context.clock.now_us
                fault = self._context.faults.bite(service, kind, site, now_us)
                if fault is not None:
                    class_name = request.target.class_name
                    form = FORMS.get(service, FORM)
                    return fault.text or form.format(
                        class_name=class_name, method=request.method, reason=REASONS[kind]
                    )
        return None
