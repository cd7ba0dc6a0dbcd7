"""HttpService as scripts see it: JSON, GUIDs, and requests to the handlers of a test."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from bridge.faults import HttpFault
from bridge.stubs.http import HttpFailure, HttpReply

HTTP = 'game:GetService("HttpService")'
URL = "https://api.example.com/v1"


def request(cloud, options: str) -> object:
    return cloud.error(f"{HTTP}:RequestAsync({options})")


def echo(cloud, reply: object = "ok") -> None:
    cloud.universe.http.route("https://api.example.com/", lambda _: reply)


# -- JSON -------------------------------------------------------------------------------------


@pytest.mark.rule(
    "HttpService.JSONEncode",
    source="W-RAD; class page HttpService",
)
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("{}", "[]"),
        ("{1, 2}", "[1,2]"),
        ('{b = 1, a = "x/y"}', '{"a":"x/y","b":1}'),
        ("{print, 1}", "[null,1]"),
        ('"text"', '"text"'),
    ],
)
def test_json_encode(cloud, value: str, text: str) -> None:
    assert cloud.run(f"return {HTTP}:JSONEncode({value})") == text


@pytest.mark.rule(
    "HttpService.JSONEncode",
    "HttpService.JSONDecode",
    source="W-RAD",
)
@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('JSONEncode("\\255")', "Can't convert to JSON"),
        ("JSONEncode((function() local t = {} t.t = t return t end)())", "tables cannot be cyclic"),
        ("JSONEncode(nil)", "Argument 1 missing or nil"),
        ('JSONDecode("{")', "Can't parse JSON"),
        ('JSONDecode("")', "Can't parse JSON"),
        ("JSONDecode()", "Argument 1 missing or nil"),
        ("JSONDecode({})", "Unable to cast value to string"),
    ],
)
def test_json_errors_are_the_engines(cloud, call: str, text: str) -> None:
    assert cloud.error(f"{HTTP}:{call}") == text


@pytest.mark.rule(
    "http.nonfinite_numbers",
    source="W-RAD",
)
@pytest.mark.parametrize(
    ("way", "text"), [("null", "null"), ("tagged", '{"m":null,"t":"numeric","v":"inf"}')]
)
def test_rules_say_how_infinity_is_written(make_cloud: Callable, way: str, text: str) -> None:
    cloud = make_cloud(http__nonfinite_numbers=way)
    assert cloud.run(f"return {HTTP}:JSONEncode(1/0)") == text


@pytest.mark.rule(
    "HttpService.JSONDecode",
    source="class page HttpService",
)
def test_json_decode(cloud) -> None:
    source = f"""
        local t = {HTTP}:JSONDecode('{{"a":[1,null,3],"b":"x"}}')
        return t.a[1], t.a[2], t.a[3], t.b
    """
    assert cloud.run(source) == (1, None, 3, "x")


@pytest.mark.rule(
    "HttpService.UrlEncode",
    source="class page HttpService",
)
def test_url_encode_escapes_all_but_letters_and_digits(cloud) -> None:
    assert cloud.run(f'return {HTTP}:UrlEncode("aZ9 ./?&\u00e9")') == "aZ9%20%2E%2F%3F%26%C3%A9"


# -- GUIDs ------------------------------------------------------------------------------------


@pytest.mark.rule(
    "HttpService.GenerateGUID",
    source="class page HttpService",
)
def test_guids_are_version_4_and_follow_from_the_seed(make_cloud: Callable) -> None:
    def draw(seed: int) -> list[str]:
        cloud = make_cloud(seed=seed)
        return [cloud.run(f"return {HTTP}:GenerateGUID(false)") for _ in range(20)]

    first = draw(1)
    shape = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
    assert all(shape.fullmatch(guid) for guid in first)
    assert len(set(first)) == 20
    assert first == draw(1)
    assert first != draw(2)


@pytest.mark.rule(
    "HttpService.GenerateGUID",
    source="class page HttpService",
)
def test_guids_wear_braces_unless_told_otherwise(cloud) -> None:
    guid = str(cloud.run(f"return {HTTP}:GenerateGUID()"))
    assert (guid[0], guid[-1], len(guid)) == ("{", "}", 38)


def test_servers_draw_different_guids(make_cloud: Callable) -> None:
    cloud = make_cloud(servers=2)
    assert cloud.run(f"return {HTTP}:GenerateGUID()") != cloud.run(
        f"return {HTTP}:GenerateGUID()", on=1
    )


# -- requests ---------------------------------------------------------------------------------


@pytest.mark.rule(
    "HttpService.HttpEnabled",
    "http.error.not_enabled",
    source="W-RAD; W-HTTPUSE",
)
@pytest.mark.parametrize(
    "call", [f'GetAsync("{URL}")', f'PostAsync("{URL}", "x")', f'RequestAsync({{Url = "{URL}"}})']
)
def test_without_a_handler_requests_are_not_enabled(cloud, call: str) -> None:
    text = "Http requests are not enabled. Enable via game settings"
    assert cloud.error(f"{HTTP}:{call}") == text
    assert cloud.run(f"return {HTTP}.HttpEnabled") is False


def test_a_handler_enables_requests(cloud) -> None:
    cloud.run(f"local _ = {HTTP}")
    echo(cloud)
    assert cloud.run(f"return {HTTP}.HttpEnabled") is True
    assert cloud.error(f"(function() {HTTP}.HttpEnabled = false end)()") is not None


@pytest.mark.rule(
    "HttpService.GetAsync",
    source="class page HttpService",
)
def test_get_gives_the_body(cloud) -> None:
    echo(cloud, "hello")
    source = f'return {HTTP}:GetAsync("{URL}?x=1", false, {{["X-Key"] = "k"}})'
    assert cloud.run(source) == "hello"
    (seen,) = cloud.universe.http.history()
    assert (seen.method, seen.url, seen.body) == ("GET", f"{URL}?x=1", "")
    assert (seen.headers["X-Key"], seen.headers["Accept"]) == ("k", "*/*")


@pytest.mark.rule(
    "HttpService.PostAsync",
    source="class page HttpService",
)
def test_post_sends_body_and_content_type(cloud) -> None:
    echo(cloud, "done")
    cloud.run(f'{HTTP}:PostAsync("{URL}", "a=1", Enum.HttpContentType.ApplicationUrlEncoded)')
    cloud.run(f'{HTTP}:PostAsync("{URL}", "{{}}")')
    types = [sent.headers["Content-Type"] for sent in cloud.universe.http.history()]
    assert types == ["application/x-www-form-urlencoded", "application/json"]


@pytest.mark.rule(
    "HttpService.GetAsync",
    "HttpService.RequestAsync",
    "http.error.status",
    source="W-RAD; class page HttpService",
)
@pytest.mark.parametrize("status", [199, 200, 299, 300, 404, 500])
def test_get_throws_for_a_status_and_request_does_not(cloud, status: int) -> None:
    echo(cloud, HttpReply("body", status, {"X-Thing": "v"}))
    error = cloud.error(f'{HTTP}:GetAsync("{URL}")')
    assert (error is None) is (200 <= status <= 299)
    if status == 404:
        assert error == "HTTP 404 (Not Found)"
    source = f"""
        local reply = {HTTP}:RequestAsync({{Url = "{URL}"}})
        return reply.Success, reply.StatusCode, reply.Headers["x-thing"], reply.Body
    """
    assert cloud.run(source) == (200 <= status <= 299, status, "v", "body")


@pytest.mark.rule(
    "http.error.empty_url",
    "http.error.trust",
    "http.error.roblox",
    "http.error.header",
    "http.error.body",
    "http.error.method",
    source="W-RAD",
)
@pytest.mark.parametrize(
    ("options", "text"),
    [
        ('{Url = ""}', "Empty URL"),
        ("{}", "Empty URL"),
        ('{Url = "ftp://a.example/"}', "ftp://a.example/: Trust check failed"),
        ('{Url = "nonsense"}', "nonsense: Trust check failed"),
        (
            '{Url = "https://api.roblox.com/"}',
            "HttpService is not allowed to access ROBLOX resources",
        ),
        (
            '{Url = "https://roblox.com/"}',
            "HttpService is not allowed to access ROBLOX resources",
        ),
        (
            f'{{Url = "{URL}", Headers = {{["User-Agent"] = "x"}}}}',
            'Header "User-Agent" is not allowed!',
        ),
        (
            f'{{Url = "{URL}", Body = "x"}}',
            "Invalid request options, Body should be empty for 'GET' or 'HEAD' method",
        ),
        (f'{{Url = "{URL}", Method = "get"}}', "Invalid request options, unknown method 'get'"),
    ],
)
def test_refused_options_raise_the_engines_text(cloud, options: str, text: str) -> None:
    echo(cloud)
    assert request(cloud, options) == text
    assert cloud.universe.http.history() == ()


@pytest.mark.rule(
    "HttpService.GetAsync",
    source="CD-HTTP",
)
@pytest.mark.parametrize(
    ("port", "fits"),
    [(79, False), (80, True), (81, False), (443, True), (1023, False), (1024, True), (1194, False)],
)
def test_low_ports_are_refused(cloud, port: int, fits: bool) -> None:
    cloud.universe.http.route("http://a.example", lambda _: "")
    assert (cloud.error(f'{HTTP}:GetAsync("http://a.example:{port}/")') is None) is fits


@pytest.mark.rule(
    "http.post_bytes_max",
    "http.error.too_large",
    source="W-RAD",
)
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_a_posted_body_has_at_most_1024_kb(cloud, extra: int) -> None:
    echo(cloud)
    length = 1024 * 1024 + extra
    error = cloud.error(f'{HTTP}:PostAsync("{URL}", string.rep("x", {length}))')
    expected = "Post data too large. Limit: 1024 KB. Post size: 1024 KB" if extra > 0 else None
    assert error == expected


@pytest.mark.rule(
    "http.requests_per_minute", "http.error.limit", source="class page HttpService; W-RAD"
)
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_each_server_sends_500_requests_a_minute(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    echo(cloud)
    source = f"""
        local fine = 0
        for i = 1, (...) do
            if pcall(function() {HTTP}:GetAsync("{URL}") end) then fine += 1 end
        end
        return fine
    """
    assert [cloud.run(source, count) for count in (499, 1, 1)] == [499, 1, 0]
    assert cloud.error(f'{HTTP}:GetAsync("{URL}")') == "Number of requests exceeded limit"
    others = [cloud.run(source, 1, on=on) for on in range(1, servers)]
    assert others == [1] * (servers - 1)
    cloud.universe.run_for(seconds=60)
    assert cloud.error(f'{HTTP}:GetAsync("{URL}")') is None
    assert cloud.server.game.service("HttpService").statistics() == (501, 2)


# -- options ----------------------------------------------------------------------------------

BINARY = r"\0\255\128ok"


@pytest.mark.rule("HttpService.RequestAsync", source="class page HttpService")
def test_a_body_may_be_any_bytes_both_ways(cloud) -> None:
    cloud.universe.http.route("https://api.example.com/", lambda sent: sent.body)
    options = f'Url = "{URL}", Method = "POST", Body = "{BINARY}"'
    source = f"""
        local reply = {HTTP}:RequestAsync({{{options}}})
        return reply.Body == "{BINARY}", {HTTP}:PostAsync("{URL}", "{BINARY}") == "{BINARY}"
    """
    assert cloud.run(source) == (True, True)
    assert [sent.body for sent in cloud.universe.http.history()] == ["\0\udcff\udc80ok"] * 2


@pytest.mark.rule("http.timeout_seconds", "http.error.timeout", source="class page HttpService")
@pytest.mark.parametrize(
    ("seconds", "fits"),
    [
        ("0", False), ("1", True), ("2", True), ("29", True), ("30", True), ("31", False),
        ("-1", False), ("1.5", False), ("'5'", False), ("true", False),
    ],
)  # fmt: skip
def test_a_timeout_is_a_whole_number_up_to_the_default(cloud, seconds: str, fits: bool) -> None:
    echo(cloud)
    text = "Invalid request options, Timeout must be between 1 and 30"  # of ours
    found = request(cloud, f'{{Url = "{URL}", Timeout = {seconds}}}')
    assert found == (None if fits else text)


@pytest.mark.parametrize(
    ("latency", "timeout", "text", "after"),
    [
        (4.9, "5", None, 4.9),
        (5.0, "5", None, 5.0),
        (5.1, "5", "HttpError: Timedout", 5.0),
        (29.0, "nil", None, 29.0),
        (31.0, "nil", "HttpError: Timedout", 30.0),
    ],
)
def test_an_answer_that_is_late_is_an_error_though_the_request_arrived(
    make_cloud: Callable, latency: float, timeout: str, text: str | None, after: float
) -> None:
    cloud = make_cloud(latency=True)
    echo(cloud)
    cloud.universe.faults.add(HttpFault.latency(latency, latency))
    assert request(cloud, f'{{Url = "{URL}", Timeout = {timeout}}}') == text
    assert cloud.universe.now_seconds == pytest.approx(after)
    assert len(cloud.universe.http.history()) == 1


@pytest.mark.rule("http.error.compress", source="class page HttpService")
@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("Enum.HttpCompression.None", True),
        ("Enum.HttpCompression.Gzip", True),
        ("true", False),
        ("Enum.Font.Arial", False),
    ],
)
def test_compression_is_chosen_by_its_enum(cloud, value: str, fits: bool) -> None:
    cloud.universe.http.route("https://api.example.com/", lambda sent: sent.body)
    options = f'Url = "{URL}", Method = "POST", Body = "text", Compress = {value}'
    text = "Invalid request options, Compress must be an HttpCompression"  # of ours
    assert request(cloud, f"{{{options}}}") == (None if fits else text)
    assert [sent.body for sent in cloud.universe.http.history()] == ["text"] * fits


@pytest.mark.rule("http.latency_minimum_us", "http.latency_maximum_us", source="inferred")
def test_requests_take_time(make_cloud: Callable) -> None:
    cloud = make_cloud(latency=True)
    echo(cloud)
    rules = cloud.universe.profile.http
    for _ in range(20):
        before_us = cloud.universe.clock.now_us
        cloud.run(f'return {HTTP}:GetAsync("{URL}")')
        taken_us = cloud.universe.clock.now_us - before_us
        assert rules.latency_minimum_us <= taken_us <= rules.latency_maximum_us


@pytest.mark.rule("HttpService.RequestAsync", source="CD-HTTP")
def test_a_port_that_cannot_be_used_is_answered_403(cloud) -> None:
    """Documented: "either a 403 Forbidden or ERR_ACCESS_DENIED"."""
    cloud.universe.http.route("http://a.example", lambda _: "")
    assert cloud.error(f'{HTTP}:GetAsync("http://a.example:81/")') == "HTTP 403 (Forbidden)"
    source = f'return {HTTP}:RequestAsync({{Url = "http://a.example:1194/"}}).StatusCode'
    assert cloud.run(source) == 403
    assert cloud.universe.http.history() == ()


@pytest.mark.rule("http.error.header", source="W-RAD")
@pytest.mark.parametrize("name", ["Content-Type", "content-encoding"])
def test_only_request_async_takes_headers_about_the_body(cloud, name: str) -> None:
    echo(cloud)
    headers, text = f'{{["{name}"] = "x"}}', f'Header "{name}" is not allowed!'
    assert cloud.error(f'{HTTP}:GetAsync("{URL}", false, {headers})') == text
    json = "Enum.HttpContentType.ApplicationJson"
    assert cloud.error(f'{HTTP}:PostAsync("{URL}", "{{}}", {json}, false, {headers})') == text
    options = f'{{Url = "{URL}", Method = "POST", Body = "x", Headers = {headers}}}'
    assert request(cloud, options) is None


@pytest.mark.rule("HttpService.RequestAsync", source="class page HttpService")
@pytest.mark.parametrize(("verb", "body"), [("GET", "ok"), ("HEAD", "")])
def test_the_answer_to_head_has_no_body(cloud, verb: str, body: str) -> None:
    echo(cloud)
    options = f'{{Url = "{URL}", Method = "{verb}"}}'
    assert cloud.run(f"return {HTTP}:RequestAsync({options}).Body") == body


@pytest.mark.rule("http.over_limit_stall_us", "http.error.limit", source="CD-HTTP")
@pytest.mark.parametrize("seconds", [0, 30])
def test_a_request_over_the_limit_fails_at_once_or_stalls(
    make_cloud: Callable, seconds: int
) -> None:
    cloud = make_cloud(http__requests_per_minute=1, http__over_limit_stall_us=seconds * 1_000_000)
    echo(cloud)
    assert cloud.error(f'{HTTP}:GetAsync("{URL}")') is None
    begin = cloud.universe.now_seconds
    assert cloud.error(f'{HTTP}:GetAsync("{URL}")') == "Number of requests exceeded limit"
    assert cloud.universe.now_seconds - begin == pytest.approx(seconds, abs=0.02)
    assert len(cloud.universe.http.history()) == 1


# -- transport --------------------------------------------------------------------------------


@pytest.mark.rule(
    "http.error.transport",
    source="W-RAD",
)
def test_a_handler_can_let_the_transport_fail(cloud) -> None:
    def handler(_: object) -> str:
        raise HttpFailure("Timedout")

    cloud.universe.http.route("https://api.example.com/", handler)
    assert request(cloud, f'{{Url = "{URL}"}}') == "HttpError: Timedout"
    assert request(cloud, '{Url = "https://other.example/"}') == "HttpError: DnsResolve"


def test_faults_hit_before_the_handler(cloud) -> None:
    echo(cloud)
    cloud.universe.faults.add(HttpFault.outage(0, 10))
    assert cloud.error(f'{HTTP}:GetAsync("{URL}")') == "HttpError: ConnectFail"
    assert cloud.universe.http.history() == ()
    cloud.universe.run_for(seconds=10)
    assert cloud.error(f'{HTTP}:GetAsync("{URL}")') is None


@pytest.mark.rule("HttpService.CreateWebStreamClient", source="class page HttpService")
def test_streams_are_refused_with_the_reason(cloud) -> None:
    error = cloud.error(f"{HTTP}:CreateWebStreamClient(Enum.WebStreamClientType.SSE, {{}})")
    reason = "is not modelled by luau-bridge (it is for Studio only)"
    assert error == f"CreateWebStreamClient of HttpService {reason}"


# -- faults -----------------------------------------------------------------------------------

GET = f'{HTTP}:GetAsync("{URL}")'


def test_a_request_may_be_refused_as_over_the_limit(cloud) -> None:
    echo(cloud)
    cloud.universe.faults.add(HttpFault.throttle(times=1))
    assert cloud.error(GET) == "Number of requests exceeded limit"
    assert cloud.universe.http.history() == ()
    assert cloud.error(GET) is None


def test_a_lost_request_is_told_of_after_its_timeout(cloud) -> None:
    echo(cloud)
    cloud.universe.faults.add(HttpFault.timeout(12, 12))
    assert cloud.error(GET) == "HttpError: Timedout"
    assert cloud.universe.now_seconds == 12
    assert cloud.universe.http.history() == ()


def test_an_answer_may_be_lost_although_the_request_was_received(cloud) -> None:
    echo(cloud)
    cloud.universe.faults.add(HttpFault.error_after_send())
    assert cloud.error(GET) == "HttpError: Timedout"
    assert len(cloud.universe.http.history()) == 1


def test_a_status_comes_in_the_place_of_the_handlers_answer(cloud) -> None:
    echo(cloud)
    cloud.universe.faults.add(HttpFault.status(503, text="later"))
    assert cloud.error(GET) == "HTTP 503 (Service Unavailable)"
    source = f'local r = {HTTP}:RequestAsync({{Url = "{URL}"}}) return r.StatusCode, r.Body'
    assert cloud.run(source) == (503, "later")
    assert cloud.universe.http.history() == ()


def test_half_a_body_may_arrive(cloud) -> None:
    echo(cloud, '{"coins": 12}')
    cloud.universe.faults.add(HttpFault.truncation())
    assert cloud.run(f"return {GET}") == '{"coin'
