"""Handlers of HTTP requests."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.instances.class_table import class_table
from bridge.stubs.http.routes import TRANSPORT_ERRORS, HttpFailure, HttpReply, HttpRoutes, HttpSent


def sent(url: str) -> HttpSent:
    return HttpSent("GET", url, {}, "", 0, 0)


def test_the_longest_prefix_answers() -> None:
    routes = HttpRoutes()
    routes.route("https://a.example/", lambda _: "short")
    routes.route("https://a.example/deep/", lambda request: HttpReply(request.url, 201))
    assert routes.answer(sent("https://a.example/x")) == HttpReply("short")
    found = routes.answer(sent("https://a.example/deep/x"))
    assert (found.body, found.status, found.message) == ("https://a.example/deep/x", 201, "Created")


def test_an_address_without_a_handler_does_not_resolve() -> None:
    routes = HttpRoutes()
    routes.route("https://a.example/", lambda _: "")
    with pytest.raises(HttpFailure, match="DnsResolve"):
        routes.answer(sent("https://b.example/"))
    assert [request.url for request in routes.history()] == ["https://b.example/"]


def test_the_first_handler_enables_requests_and_tells_observers() -> None:
    routes, told = HttpRoutes(), []
    routes.observe(lambda: told.append(routes.enabled))
    assert not routes.enabled
    routes.route("http://a.example/", lambda _: "")
    assert told == [True]


def test_a_handler_needs_a_full_address() -> None:
    with pytest.raises(UsageError, match="https"):
        HttpRoutes().route("a.example", lambda _: "")


def test_only_known_transport_errors_exist() -> None:
    with pytest.raises(UsageError, match="ConnectFail"):
        HttpFailure("Nothing")


def test_an_unknown_status_has_a_message_too() -> None:
    assert HttpReply(status=799).message == "Unknown"


def test_the_history_can_be_that_of_some_addresses() -> None:
    routes = HttpRoutes()
    routes.route("https://web.test/", lambda sent: "hi")
    for path in ("a", "b", "ab"):
        routes.answer(HttpSent("GET", f"https://web.test/{path}", {}, "", 0, 0))
    assert len(routes.history()) == 3
    assert [sent.url[-2:] for sent in routes.history("https://web.test/a")] == ["/a", "ab"]


@pytest.mark.rule("http.error.transport", source="CD-e:HttpError")
def test_every_failure_that_the_engine_names_can_be_raised() -> None:
    """`Timedout` is how the engine spells it; no name but it differs from the enum."""
    items = set(class_table().enum_items("HttpError") or ())
    here = {"OK", "TimedOut", "CreatorEnvironmentsNotSupportedByService"}
    assert {HttpFailure(name).name for name in TRANSPORT_ERRORS} == items - here | {"Timedout"}
