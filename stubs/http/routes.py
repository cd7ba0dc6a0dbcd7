"""What answers HTTP requests in a universe: handlers by address, and what was sent to them.

The test handle of HttpService. Knows no Lua, no limit and no time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias

from bridge.errors import UsageError
from bridge.stubs.context import UniverseView

__all__ = ["Handler", "HttpFailure", "HttpReply", "HttpRoutes", "HttpSent"]

TRANSPORT_ERRORS = (
    # Seen after `HttpError: `; note the spelling of Timedout.
    "ConnectFail",
    "DnsResolve",
    "Timedout",
    "SslConnectFail",
    # Documented as items of Enum.HttpError.
    "InvalidUrl",
    "OutOfMemory",
    "TooManyRedirects",
    "InvalidRedirect",
    "NetFail",
    "Aborted",
    "SslVerificationFail",
    "Unknown",
    "ConnectionClosed",
    "ServerProtocolError",
    "InactivityTimeout",
    "TooManyOutstandingRequests",
    "InvalidRangeResponse",
)


@dataclass(frozen=True, slots=True)
class HttpSent:
    """One request as a handler sees it. `body` is empty for GET and HEAD."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str
    server: int
    at_us: int


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What a handler answers."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The status in words, as `HTTP 404 (Not Found)` has it."""
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return "Unknown"


class HttpFailure(Exception):  # noqa: N818 (a transport's failure, in the engine's word)
    """Raised by a handler to let the transport fail: `HttpFailure("ConnectFail")`."""

    def __init__(self, name: str) -> None:
        if name not in TRANSPORT_ERRORS:
            known = ", ".join(TRANSPORT_ERRORS)
            raise UsageError(f"unknown transport error {name!r}; known: {known}")
        super().__init__(name)
        self.name = name


Handler: TypeAlias = Callable[[HttpSent], HttpReply | str]


class HttpRoutes:
    """Every handler of a universe; while there is none, requests are not enabled."""

    def __init__(self) -> None:
        self._routes: dict[str, Handler] = {}
        self._history: list[HttpSent] = []
        self._observers: list[Callable[[], None]] = []

    def __repr__(self) -> str:
        routes = ", ".join(sorted(self._routes)) or "no handlers"
        return f"<the web of a universe: {routes}; {len(self._history)} requests arrived>"

    @classmethod
    def of(cls, universe: UniverseView) -> HttpRoutes:
        """The handlers of a universe, the same for all its servers and tests."""
        return universe.backend("http", cls)

    @property
    def enabled(self) -> bool:
        """Whether HttpService.HttpEnabled shows true."""
        return bool(self._routes)

    def route(self, prefix: str, handler: Handler) -> None:
        """Lets `handler` answer every address that begins with `prefix`; the longest one wins."""
        if not prefix.startswith(("http://", "https://")):
            raise UsageError(f"an address begins with http:// or https:// but got {prefix!r}")
        self._routes[prefix] = handler
        for observer in self._observers:
            observer()

    def observe(self, observer: Callable[[], None]) -> None:
        """Calls `observer` whenever `enabled` may have changed."""
        self._observers.append(observer)

    def answer(self, sent: HttpSent) -> HttpReply:
        """What the handler says; without a handler for the address its host does not resolve."""
        self._history.append(sent)
        found = max(
            (prefix for prefix in self._routes if sent.url.startswith(prefix)),
            key=len,
            default=None,
        )
        if found is None:
            raise HttpFailure("DnsResolve")
        reply = self._routes[found](sent)
        return HttpReply(reply) if isinstance(reply, str) else reply

    def history(self, prefix: str = "") -> Sequence[HttpSent]:
        """Everything sent so far to addresses that begin so, in order of arrival."""
        return tuple(sent for sent in self._history if sent.url.startswith(prefix))
