"""A request on its way out: its secrets filled in, and everything the engine refuses of it.

Sources: class page HttpService, cloud-services/http-service.md (2026-08) for ports and Open Cloud,
cloud-services/secrets.md for secrets; texts as in `ERRORS`. Knows no server, no limit and no time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from bridge.errors import StubError
from bridge.instances.byte_strings import byte_length
from bridge.stubs.http.secrets import Filled, SecretBook, check_domains

__all__ = ["ERRORS", "Outgoing", "outgoing"]

ERRORS = {  # seen word for word, unless marked (RobloxAPI/doc 2020-12, tests in public code)
    "not_enabled": "Http requests are not enabled. Enable via game settings",
    "limit": "Number of requests exceeded limit",
    "open_cloud_limit": "Number of Open Cloud requests exceeded limit",  # documented
    "roblox": "HttpService is not allowed to access ROBLOX resources",
    "trust": "{url}: Trust check failed",
    "empty_url": "Empty URL",
    "header": 'Header "{name}" is not allowed!',
    "body": "Invalid request options, Body should be empty for 'GET' or 'HEAD' method",
    "secret_body": "Invalid request options, Body can't be a Secret",  # text inferred
    "timeout": "Invalid request options, Timeout must be between 1 and {limit}",  # text inferred
    "compress": "Invalid request options, Compress must be an HttpCompression",  # text inferred
    "too_large": "Post data too large. Limit: {limit} KB. Post size: {size} KB",
    "transport": "HttpError: {name}",
    "status": "HTTP {status} ({message})",
    "method": "Invalid request options, unknown method '{name}'",  # text inferred
}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")
LOCKED_HEADERS = frozenset(
    (
        "accept-encoding",
        "connection",
        "content-length",
        "expect",
        "forwarded",
        "host",
        "proxy-connection",
        "roblox-id",
        "user-agent",
        "via",
        "x-att-deviceid",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-wap-profile",
    )
)
"""Class page, and measured (RobloxAPI/doc 2020-12)."""
LOCKED_IN_SHORT_CALLS = frozenset(("content-encoding", "content-type"))
"""What GetAsync and PostAsync refuse too: only RequestAsync takes them."""
PORTS_BELOW_1024 = (80, 443)
PORTS_REFUSED = (1194,)

DEFAULT_HEADERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate",
    "Cache-Control": "no-cache",
}
SERVER_AGENT = "RobloxGameCloud/1.0 (+http://www.roblox.com)"
STUDIO_AGENT = "RobloxStudio/WinInet"

OPEN_CLOUD_HOST = "apis.roblox.com"
OPEN_CLOUD_HEADERS = ("x-api-key", "content-type")


class Outgoing(NamedTuple):
    """A request that may leave.

    Attributes:
        open_cloud: it goes to Roblox's own interface, which has a limit of its own.
        blocked: its port may not be used; it is answered 403 (documented).
    """

    verb: str
    url: Filled
    headers: Mapping[str, Filled]
    body: str
    host: str
    open_cloud: bool
    blocked: bool

    def sent_headers(self, place_id: int, *, studio: bool = False) -> dict[str, str]:
        """Names and texts as they are sent: the script's, and what every request has unless a
        script has it otherwise (measured, RobloxAPI/doc 2020-12)."""
        own = {name: filled.text for name, filled in self.headers.items()}
        given = {name.lower() for name in own}
        agent = STUDIO_AGENT if studio else SERVER_AGENT
        every = {**DEFAULT_HEADERS, "Roblox-Id": f"{place_id}", "User-Agent": agent}
        if self.body:
            every["Content-Length"] = str(byte_length(self.body))
        return own | {name: text for name, text in every.items() if name.lower() not in given}


def outgoing(
    book: SecretBook, verb: str, url: object, headers: Mapping[str, object], body: object
) -> Outgoing:
    """The request a script asked for.

    Parameters:
        url: a text, or a `SecretText`; so are the values of `headers`.

    Raises:
        StubError: the engine refuses it before anything is sent; no message holds a secret.
    """
    if verb not in METHODS:
        raise StubError(ERRORS["method"].format(name=verb))
    if not isinstance(body, str):
        raise StubError(ERRORS["secret_body"])
    if body and verb in ("GET", "HEAD"):
        raise StubError(ERRORS["body"])
    address = book.fill(url)
    if not address.text:
        raise StubError(ERRORS["empty_url"])
    filled = {name: book.fill(value) for name, value in headers.items()}
    parts = _trusted(address)
    host = parts.hostname or ""
    open_cloud = False
    if host == "roblox.com" or host.endswith(".roblox.com"):
        _check_open_cloud(parts, filled)
        open_cloud = True
    for name in filled:
        if name.lower() in LOCKED_HEADERS:
            raise StubError(ERRORS["header"].format(name=name))
    check_domains([address, *filled.values()], host)
    return Outgoing(verb, address, filled, body, host, open_cloud, _is_blocked(parts))


def _trusted(address: Filled) -> SplitResult:
    """The parts of a URL."""
    try:
        parts = urlsplit(address.text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise StubError(ERRORS["trust"].format(url=address.shown)) from None
    if parts.scheme not in ("http", "https") or not host:
        raise StubError(ERRORS["trust"].format(url=address.shown))
    return parts


def _is_blocked(parts: SplitResult) -> bool:
    """Port 1194 and those below 1024 except 80 and 443 cannot be used (documented)."""
    port = parts.port
    return port is not None and (
        (port < 1024 and port not in PORTS_BELOW_1024) or port in PORTS_REFUSED
    )


def _check_open_cloud(parts: SplitResult, headers: Mapping[str, Filled]) -> None:
    """Of Roblox's addresses Open Cloud alone may be called: over HTTPS, with a Secret as
    `x-api-key`, with no other header but `content-type`, and without `..` in the path (documented).

    No texts are known but that of Roblox's addresses, which is used for all but the headers. Which
    endpoints there are changes with time; none is refused (inferred).
    """
    key = next((each for name, each in headers.items() if name.lower() == "x-api-key"), None)
    allowed = parts.hostname == OPEN_CLOUD_HOST and parts.scheme == "https"
    if not allowed or key is None or key.secret is None or ".." in parts.path:
        raise StubError(ERRORS["roblox"])
    for name in headers:
        if name.lower() not in OPEN_CLOUD_HEADERS:
            raise StubError(ERRORS["header"].format(name=name))
