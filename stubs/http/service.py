"""HttpService of one server: GenerateGUID and requests to the handlers of a test.

JSONEncode, JSONDecode and UrlEncode live in prelude/http.lua, where no host call is needed. Left
out so far: GetSecret and CreateWebStreamClient; calling them raises an error that names them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar, NamedTuple
from urllib.parse import urlsplit

from bridge.errors import StubError
from bridge.faults import Fault, Site
from bridge.stubs.context import ServerContext
from bridge.stubs.http.routes import HttpFailure, HttpReply, HttpRoutes, HttpSent
from bridge.stubs.service import EnumItem, Instance, JsonText, JsonValue, Request, Service, method
from bridge.stubs.windows import SlidingWindow

__all__ = ["ERRORS", "HttpService", "HttpStatistics"]

KILOBYTE = 1024

ERRORS = {  # seen word for word, unless marked (RobloxAPI/doc 2020-12, tests in public code)
    "not_enabled": "Http requests are not enabled. Enable via game settings",
    "limit": "Number of requests exceeded limit",
    "roblox": "HttpService is not allowed to access ROBLOX resources",
    "trust": "{url}: Trust check failed",
    "empty_url": "Empty URL",
    "header": 'Header "{name}" is not allowed!',
    "body": "Invalid request options, Body should be empty for 'GET' or 'HEAD' method",
    "too_large": "Post data too large. Limit: {limit} KB. Post size: {size} KB",
    "transport": "HttpError: {name}",
    "status": "HTTP {status} ({message})",
    "method": "Invalid request options, unknown method '{name}'",  # text inferred
}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")
LOCKED_HEADERS = ("content-length", "user-agent", "roblox-id", "host", "connection")
CONTENT_TYPES = {
    "ApplicationJson": "application/json",
    "ApplicationXml": "application/xml",
    "ApplicationUrlEncoded": "application/x-www-form-urlencoded",
    "TextPlain": "text/plain",
    "TextXml": "text/xml",
}
PORTS_BELOW_1024 = (80, 443)
PORTS_REFUSED = (1194,)


class HttpStatistics(NamedTuple):
    """Counts of one server: requests sent, and those refused before they were."""

    sent: int
    refused: int


class HttpService(Service):
    """One server's HttpService."""

    CLASS_NAME: ClassVar[str] = "HttpService"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.rules = context.universe.profile.http
        self.routes = HttpRoutes.of(context.universe)
        self._guids = context.stream("http.guid")
        self._latency = context.stream("http.latency")
        self._window = SlidingWindow()
        self._sent = self._refused = 0
        context.vm.exported("json.nonfinite")(self.rules.nonfinite_numbers)
        self.routes.observe(self._show_enabled)
        self._show_enabled()

    def statistics(self) -> HttpStatistics:
        """Counts so far."""
        return HttpStatistics(self._sent, self._refused)

    @method("GenerateGUID", parameters=("wrapInCurlyBraces: boolean = true",), returns=("string",))
    def generate_guid(self, target: Instance, wrap_in_curly_braces: bool) -> str:
        """A version 4 UUID in lower-case hex, from the run's seed."""
        bits = self._guids.bits(122)
        # 48 random bits, version 4, 12 random bits, variant 10, 62 random bits (RFC 9562).
        number = (bits >> 74) << 80 | 0x4 << 76 | (bits >> 62 & 0xFFF) << 64
        number |= 0b10 << 62 | bits & (1 << 62) - 1
        text = f"{number:032x}"
        guid = "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
        return "{" + guid + "}" if wrap_in_curly_braces else guid

    @method(
        "GetAsync",
        parameters=("url: string", "nocache: boolean = false", "headers: dictionary?"),
        returns=("string",),
        yields=True,
    )
    def get_async(
        self,
        target: Instance,
        request: Request,
        url: str,
        nocache: bool,
        headers: JsonValue | None,
    ) -> None:
        """The body; any status but 2xx is an error."""
        self._send(request, "GET", url, _headers(headers), "", self._body_or_error)

    @method(
        "PostAsync",
        parameters=(
            "url: string",
            "data: string",
            "content_type: Enum.HttpContentType = ApplicationJson",
            "compress: boolean = false",
            "headers: dictionary?",
        ),
        returns=("string",),
        yields=True,
    )
    def post_async(
        self,
        target: Instance,
        request: Request,
        url: str,
        data: str,
        content_type: EnumItem,
        compress: bool,
        headers: JsonValue | None,
    ) -> None:
        """The body of the answer; any status but 2xx is an error."""
        size, limit = len(data.encode("utf-8", "surrogateescape")), self.rules.post_bytes_max
        if size > limit:
            shown = ERRORS["too_large"].format(limit=limit // KILOBYTE, size=size // KILOBYTE)
            raise StubError(shown)
        sent = {"Content-Type": CONTENT_TYPES[content_type.name], **_headers(headers)}
        self._send(request, "POST", url, sent, data, self._body_or_error)

    @method(
        "RequestAsync",
        parameters=("requestOptions: dictionary",),
        returns=("json",),
        yields=True,
    )
    def request_async(self, target: Instance, request: Request, options: JsonValue) -> None:
        """A dictionary with the answer, whatever its status."""
        if options.text is None:
            raise StubError("Can't convert to JSON")
        data = json.loads(options.text)
        fields = data if isinstance(data, dict) else {}
        verb, body = fields.get("Method", "GET"), fields.get("Body", "")
        if verb not in METHODS:
            raise StubError(ERRORS["method"].format(name=verb))
        if body and verb in ("GET", "HEAD"):
            raise StubError(ERRORS["body"])
        headers = fields.get("Headers")
        sent = {str(k): str(v) for k, v in headers.items()} if isinstance(headers, dict) else {}
        self._send(request, verb, str(fields.get("Url", "")), sent, str(body), _reply_table)

    # -- the door ----------------------------------------------------------------------------

    def _send(
        self,
        request: Request,
        verb: str,
        url: str,
        headers: Mapping[str, str],
        body: str,
        result: Callable[[HttpReply], object],
    ) -> None:
        """Checks, then travels to the handler and back."""
        context, now_us = self.context, self.context.clock.now_us
        try:
            self._check(url, headers)
        except StubError:
            self._refused += 1
            raise
        site = Site(verb, urlsplit(url).hostname or "", url, context.server.index)
        context.faults.sent(site, now_us)
        if self._bites("throttle", site) is not None:
            self._refused += 1
            raise StubError(ERRORS["limit"])
        timeout_us = context.faults.delay_us("http", "timeout", site, now_us)
        total_us = context.faults.delay_us("http", "latency", site, now_us)
        if total_us is None:
            rules = self.rules
            total_us = self._latency.integers(rules.latency_minimum_us, rules.latency_maximum_us)
        there_us = min(total_us, timeout_us or total_us) // 2
        self._sent += 1

        def arrive() -> None:
            outcome = "ok"
            try:
                self._raise_if("outage", site, "ConnectFail")
                self._raise_if("error", site, "Timedout")
                if timeout_us is not None:
                    raise StubError(ERRORS["transport"].format(name="Timedout"))
                at_us, server = context.clock.now_us, context.server.index
                sent = HttpSent(verb, url, headers, body, server, at_us)
                reply = self._spoiled(site) or self.routes.answer(sent)
                self._raise_if("error_after_send", site, "Timedout")
                if self._bites("truncation", site) is not None:
                    reply = replace(reply, body=reply.body[: len(reply.body) // 2])
                value = result(reply)
                answer = lambda: request.reply(value)  # noqa: E731 (one of three answers)
            except HttpFailure as failure:
                outcome = text = ERRORS["transport"].format(name=failure.name)
                answer = lambda: request.fail(text)  # noqa: E731
            except StubError as error:
                outcome = text = str(error)
                answer = lambda: request.fail(text)  # noqa: E731
            context.trace.append("http", method=verb, server=site.server, url=url, outcome=outcome)
            if context.server.alive:
                context.after((timeout_us or total_us) - there_us, answer)

        context.agenda.schedule_after(there_us, arrive)

    def _check(self, url: str, headers: Mapping[str, str]) -> None:
        """Everything the engine refuses before a request leaves the server."""
        if not self.routes.enabled:
            raise StubError(ERRORS["not_enabled"])
        if not url:
            raise StubError(ERRORS["empty_url"])
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise StubError(ERRORS["trust"].format(url=url)) from None
        # Ports below 1024 except 80 and 443, and port 1194, are refused (documented).
        refused = port is not None and (
            (port < 1024 and port not in PORTS_BELOW_1024) or port in PORTS_REFUSED
        )
        if parts.scheme not in ("http", "https") or not host or refused:
            raise StubError(ERRORS["trust"].format(url=url))
        if host == "roblox.com" or host.endswith(".roblox.com"):
            raise StubError(ERRORS["roblox"])
        for name in headers:
            if name.lower() in LOCKED_HEADERS:
                raise StubError(ERRORS["header"].format(name=name))
        if not self._window.admit(1, self.rules.requests_per_minute, self.context.clock.now_us):
            raise StubError(ERRORS["limit"])

    def _bites(self, kind: str, site: Site) -> Fault | None:
        return self.context.faults.bite("http", kind, site, self.context.clock.now_us)

    def _spoiled(self, site: Site) -> HttpReply | None:
        """What a fault answers in a handler's place."""
        fault = self._bites("status", site)
        return None if fault is None else HttpReply(fault.text, fault.number)

    def _raise_if(self, kind: str, site: Site, name: str) -> None:
        fault = self._bites(kind, site)
        if fault is not None:
            raise StubError(fault.text or ERRORS["transport"].format(name=name))

    def _body_or_error(self, reply: HttpReply) -> str:
        if not 200 <= reply.status <= 299:
            raise StubError(ERRORS["status"].format(status=reply.status, message=reply.message))
        return reply.body

    def _show_enabled(self) -> None:
        if self.context.server.alive:
            self.instance.set("HttpEnabled", self.routes.enabled)


def _headers(headers: JsonValue | None) -> dict[str, str]:
    if headers is None or headers.text is None:
        return {}
    data = json.loads(headers.text)
    return {str(k): str(v) for k, v in data.items()} if isinstance(data, dict) else {}


def _reply_table(reply: HttpReply) -> JsonText:
    """Success, StatusCode, StatusMessage, Headers with lower-case names, Body (documented)."""
    return JsonText(
        json.dumps(
            {
                "Success": 200 <= reply.status <= 299,
                "StatusCode": reply.status,
                "StatusMessage": reply.message,
                "Headers": {name.lower(): value for name, value in reply.headers.items()},
                "Body": reply.body,
            },
            ensure_ascii=False,
        )
    )
