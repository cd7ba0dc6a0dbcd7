"""HttpService of one server: GenerateGUID, secrets, and requests to the handlers of a test.

JSONEncode, JSONDecode and UrlEncode live in prelude/http.lua, where no host call is needed. What is
refused before a request leaves is in outgoing.py. Left out: CreateWebStreamClient, which is for
Studio.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar, NamedTuple

from bridge.errors import StubError
from bridge.faults import Fault, Site
from bridge.instances.byte_strings import byte_length
from bridge.instances.structures import Octets, SecretText
from bridge.stubs.context import ServerContext
from bridge.stubs.http.outgoing import ERRORS, LOCKED_IN_SHORT_CALLS, Outgoing, outgoing
from bridge.stubs.http.routes import HttpFailure, HttpReply, HttpRoutes, HttpSent
from bridge.stubs.http.secrets import SecretBook, Secrets
from bridge.stubs.latency import Latency
from bridge.stubs.service import (
    EnumItem,
    Instance,
    Request,
    Service,
    StructureText,
    method,
    refused,
    structure,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["HttpService", "HttpStatistics"]

KILOBYTE = 1024
SECOND_US = 1_000_000
SURROGATE = re.compile("[\ud800-\udfff]")
"""A byte that is no UTF-8, in a text of Python's."""

CONTENT_TYPES = {
    "ApplicationJson": "application/json",
    "ApplicationXml": "application/xml",
    "ApplicationUrlEncoded": "application/x-www-form-urlencoded",
    "TextPlain": "text/plain",
    "TextXml": "text/xml",
}


BLOCKED = HttpReply(status=403)
"""The answer to a request for a port that cannot be used: "either a 403 Forbidden or
ERR_ACCESS_DENIED" (cloud-services/http-service.md)."""


class HttpStatistics(NamedTuple):
    """Counts of one server: requests sent, and those refused before they were."""

    sent: int
    refused: int


class _Trip(NamedTuple):
    """The ways of a request: lost on the way there, or answered too late."""

    there_us: int
    back_us: int
    lost: bool
    late: bool


class HttpService(Service):
    """One server's HttpService."""

    CLASS_NAME: ClassVar[str] = "HttpService"
    NOT_MODELLED = refused({"it is for Studio only": "CreateWebStreamClient"})
    OPEN_QUESTIONS = (
        "Whether GetSecret wants requests to be enabled: it does not.",
        "What a secret says that is sent to another domain, or as a body: words of ours.",
        "Whether a secret for *.example.com may be sent to example.com itself: it may not.",
        "A request for a port that cannot be used: is answered 403, and no handler sees it.",
        "Requests over the limit: fail at once; documented is that they may stall for about 30 s;"
        " `http__over_limit_stall_us`.",
        "What nocache changes: nothing, no answer is kept.",
        "Which endpoints of Open Cloud may be called: all, as far as a test answers them.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.rules = context.universe.profile.http
        self.routes = HttpRoutes.of(context.universe)
        self.secrets = Secrets.of(context.universe)
        self._guids = context.stream("http.guid")
        self._latency = Latency(context, "http", self.rules)
        self._window = SlidingWindow()
        self._open_cloud_window = SlidingWindow()
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

    @property
    def book(self) -> SecretBook:
        """The secrets this server has: those of its start, local ones in a playtest of Studio."""
        server = self.context.server
        local = server.environment.startswith("studio")
        return SecretBook(self.secrets.as_of(server.start_us, local=local))

    @method("GetSecret", parameters=("key: string",), returns=("Secret",))
    def get_secret(self, target: Instance, key: str) -> StructureText:
        """A Secret by its name (documented); its text never reaches a script."""
        return structure(SecretText(self.book.find(key).name))

    @method(
        "GetAsync",
        parameters=("url: text", "nocache: boolean = false", "headers: options?"),
        returns=("string",),
        yields=True,
    )
    def get_async(
        self,
        target: Instance,
        request: Request,
        url: object,
        nocache: bool,
        headers: object,
    ) -> None:
        """The body; any status but 2xx is an error."""
        self._send(request, "GET", url, _short_headers(headers), "", self._body_or_error)

    @method(
        "PostAsync",
        parameters=(
            "url: text",
            "data: string",
            "content_type: Enum.HttpContentType = ApplicationJson",
            "compress: boolean = false",
            "headers: options?",
        ),
        returns=("string",),
        yields=True,
    )
    def post_async(
        self,
        target: Instance,
        request: Request,
        url: object,
        data: str,
        content_type: EnumItem,
        compress: bool,
        headers: object,
    ) -> None:
        """The body of the answer; any status but 2xx is an error."""
        size, limit = byte_length(data), self.rules.post_bytes_max
        if size > limit:
            shown = ERRORS["too_large"].format(limit=limit // KILOBYTE, size=size // KILOBYTE)
            raise StubError(shown)
        sent = {"Content-Type": CONTENT_TYPES[content_type.name], **_short_headers(headers)}
        self._send(request, "POST", url, sent, data, self._body_or_error)

    @method(
        "RequestAsync",
        parameters=("requestOptions: options",),
        returns=("array",),
        yields=True,
    )
    def request_async(self, target: Instance, request: Request, options: object) -> None:
        """A dictionary with the answer, whatever its status."""
        fields = options if isinstance(options, dict) else {}
        verb, body = str(fields.get("Method", "GET")), fields.get("Body", "")
        if not isinstance(body, SecretText):
            body = str(body)
        sent = _headers(fields.get("Headers"))
        self._check_compression(fields.get("Compress"))
        limit_us = self._limit_us(fields.get("Timeout"))
        self._send(request, verb, fields.get("Url", ""), sent, body, _reply_table, limit_us)

    def _check_compression(self, wanted: object) -> None:
        """None or Gzip (documented); a handler gets the body as it was, as a server unpacks it."""
        if wanted is None or (isinstance(wanted, EnumItem) and wanted.enum == "HttpCompression"):
            return
        raise StubError(ERRORS["compress"])

    def _limit_us(self, wanted: object) -> int:
        """How long to wait for an answer: whole seconds, above 0 and at most the default
        (documented)."""
        most = self.rules.timeout_seconds
        if wanted is None:
            return most * SECOND_US
        if isinstance(wanted, bool) or not isinstance(wanted, int) or not 1 <= wanted <= most:
            raise StubError(ERRORS["timeout"].format(limit=most))
        return wanted * SECOND_US

    # -- the door ----------------------------------------------------------------------------

    def _send(
        self,
        request: Request,
        verb: str,
        url: object,
        headers: Mapping[str, object],
        body: object,
        result: Callable[[HttpReply], object],
        limit_us: int | None = None,
    ) -> None:
        """Checks, then travels to the handler and back."""
        context, now_us = self.context, self.context.clock.now_us
        try:
            if not self.routes.enabled:
                raise StubError(ERRORS["not_enabled"])
            leaving = outgoing(self.book, verb, url, headers, body)
        except StubError:
            self._refused += 1
            raise
        over = self._over_limit(leaving)
        if over:
            self._refused += 1
            stall_us = self.rules.over_limit_stall_us
            context.after(stall_us, lambda: request.fail(over))
            return
        shown = leaving.url.shown
        site = Site(verb, leaving.host, shown, context.server.index)
        context.faults.sent(site, now_us)
        if self._bites("throttle", site) is not None:
            self._refused += 1
            raise StubError(ERRORS["limit"])
        trip = self._trip(site, self._limit_us(None) if limit_us is None else limit_us)
        self._sent += 1

        def arrive() -> None:
            value, failed = None, None
            try:
                value = result(self._served(leaving, site, trip))
            except HttpFailure as failure:
                failed = ERRORS["transport"].format(name=failure.name)
            except StubError as error:
                failed = str(error)
            context.trace.append(
                "http", method=verb, server=site.server, url=shown, outcome=failed or "ok"
            )
            if context.server.alive:
                context.after(trip.back_us, lambda: answer(value, failed))

        def answer(value: object, failed: str | None) -> None:
            if failed is None:
                request.reply(value)
            else:
                request.fail(failed)

        context.agenda.schedule_after(trip.there_us, arrive)

    def _served(self, leaving: Outgoing, site: Site, trip: _Trip) -> HttpReply:
        """What the handler answers, as far as faults let it come back.

        Raises:
            HttpFailure, StubError: the script gets an error instead.
        """
        self._raise_if("outage", site, "ConnectFail")
        self._raise_if("error", site, "Timedout")
        if trip.lost:
            raise HttpFailure("Timedout")
        sent = self._sent_of(leaving)
        spoiled = BLOCKED if leaving.blocked else self._spoiled(site)
        reply = spoiled or self.routes.answer(sent)
        if leaving.verb == "HEAD":
            reply = replace(reply, body="")  # "a response without a Body" (class page)
        self._raise_if("error_after_send", site, "Timedout")
        if trip.late:
            raise HttpFailure("Timedout")
        if self._bites("truncation", site) is not None:
            reply = replace(reply, body=reply.body[: len(reply.body) // 2])
        return reply

    def _sent_of(self, leaving: Outgoing) -> HttpSent:
        """The request as a handler sees it, now."""
        server = self.context.server
        headers = leaving.sent_headers(server.place_id, studio=server.in_studio)
        now_us = self.context.clock.now_us
        return HttpSent(leaving.verb, leaving.url.text, headers, leaving.body, server.index, now_us)

    def _trip(self, site: Site, limit_us: int) -> _Trip:
        """How long the ways take; what lasts longer than the limit ends there, though the request
        has been received."""
        now_us = self.context.clock.now_us
        timeout_us = self.context.faults.delay_us("http", "timeout", site, now_us)
        total_us = self._latency.total_us(site)
        end_us = min(total_us, limit_us) if timeout_us is None else timeout_us
        there_us = min(total_us // 2, end_us)
        return _Trip(there_us, end_us - there_us, timeout_us is not None, total_us > limit_us)

    def _over_limit(self, leaving: Outgoing) -> str:
        """Counts a request, or the error of one too many: 500 requests a minute, and 2,500 to Open
        Cloud, which are counted apart (documented)."""
        limit, window, error = self.rules.requests_per_minute, self._window, "limit"
        if leaving.open_cloud:
            limit, window = self.rules.open_cloud_requests_per_minute, self._open_cloud_window
            error = "open_cloud_limit"
        fits = window.admit(1, limit, self.context.clock.now_us)
        return "" if fits else ERRORS[error]

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


def _headers(headers: object) -> dict[str, object]:
    """Names and values; a value that is no text is sent as its text."""
    return dict(headers) if isinstance(headers, dict) else {}


def _short_headers(headers: object) -> dict[str, object]:
    """Those of GetAsync and PostAsync, which say themselves what the body is."""
    given = _headers(headers)
    for name in given:
        if name.lower() in LOCKED_IN_SHORT_CALLS:
            raise StubError(ERRORS["header"].format(name=name))
    return given


def _reply_table(reply: HttpReply) -> StructureText:
    """Success, StatusCode, StatusMessage, Headers with lower-case names, Body (documented)."""
    return structure(
        {
            "Success": 200 <= reply.status <= 299,
            "StatusCode": reply.status,
            "StatusMessage": reply.message,
            "Headers": {name.lower(): _text(value) for name, value in reply.headers.items()},
            "Body": _text(reply.body),
        }
    )


def _text(text: str) -> str | Octets:
    """A body may be any bytes."""
    return Octets(text) if SURROGATE.search(text) else text
