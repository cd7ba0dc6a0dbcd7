"""Secrets: who has which, where they may go, and that no script reads them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest

from bridge.errors import UsageError
from bridge.stubs.http import Secret, Secrets
from bridge.stubs.profiles import HttpRules
from bridge.tools.simulation import ServerSettings, Universe

pytestmark = pytest.mark.rule("HttpService.GetSecret", source="CD-SEC")

HTTP = 'game:GetService("HttpService")'
TEXT = "hidden-text"
MISSING = "Can't find secret with given key"
SECRET = f'local secret = {HTTP}:GetSecret("key") '


def with_secret(make_cloud: Callable, domain: str = "*", **more: object):
    """A cloud whose servers have the secret `key`, and a web that answers everywhere."""
    cloud = make_cloud(**more)
    cloud.universe.secrets.set("key", TEXT, domain)
    for scheme in ("http://", "https://"):
        cloud.universe.http.route(scheme, lambda _: "ok")
    return cloud


# -- what a script gets -----------------------------------------------------------------------


def test_a_secret_is_printed_as_its_name(make_cloud: Callable) -> None:
    cloud = with_secret(make_cloud)
    cloud.run(f"{SECRET} print(secret)")
    assert cloud.output("print") == ["Secret(key)"]
    assert cloud.run(f"{SECRET} return typeof(secret), type(secret)") == ("Secret", "userdata")


def test_prefix_and_suffix_show_and_the_text_does_not(make_cloud: Callable) -> None:
    cloud = with_secret(make_cloud)
    source = f"""{SECRET}
        local url = secret:AddPrefix("https://my.example.com/endpoint?apiKey=")
        return tostring(url:AddSuffix("&user=username")), tostring(url), tostring(secret)
    """
    assert cloud.run(source) == (
        "https://my.example.com/endpoint?apiKey=Secret(key)&user=username",
        "https://my.example.com/endpoint?apiKey=Secret(key)",
        "Secret(key)",
    )


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("secret .. 'x'", "attempt to concatenate Secret with string"),
        ("#secret", "attempt to get length of a Secret value"),
        ("secret.Text", "Text is not a valid member of Secret"),
        ("secret:AddPrefix()", "missing argument #1 to 'AddPrefix' (string expected)"),
        ("secret:AddSuffix(secret)",
         "invalid argument #1 to 'AddSuffix' (string expected, got Secret)"),
        ("secret.AddPrefix('x')", "Expected ':' not '.' calling member function AddPrefix"),
    ],
)  # fmt: skip
def test_nothing_else_can_be_done_with_one(
    make_cloud: Callable, expression: str, text: str
) -> None:
    cloud = with_secret(make_cloud)
    ok, error = cloud.run(f"{SECRET} return pcall(function() return {expression} end)")
    assert (ok, str(error).endswith(text)) == (False, True)


@pytest.mark.parametrize(
    "way",
    [
        'game:GetService("DataStoreService"):GetDataStore("S"):SetAsync("k", secret)',
        'game:GetService("MemoryStoreService"):GetHashMap("m"):SetAsync("k", secret, 60)',
        'game:GetService("MessagingService"):PublishAsync("t", secret)',
        'workspace:SetAttribute("a", secret)',
        f'{HTTP}:PostAsync("https://a.example/", secret)',
        f'{HTTP}:RequestAsync({{Url = "https://a.example/", Method = "POST", Body = secret}})',
    ],
)
def test_no_other_way_leads_out(make_cloud: Callable, way: str) -> None:
    """You can't include secrets in the HTTP request body, only the URL and headers."""
    cloud = with_secret(make_cloud)
    ok, text = cloud.run(f"{SECRET} return pcall(function() {way} end)")
    assert (ok, TEXT in str(text)) == (False, False)
    assert cloud.universe.http.history() == ()


def test_json_has_no_secret(make_cloud: Callable) -> None:
    cloud = with_secret(make_cloud)
    assert cloud.run(f"{SECRET} return {HTTP}:JSONEncode({{secret}})") == "[null]"


# -- requests ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        'GetAsync(secret:AddPrefix("https://a.example/?k="))',
        'PostAsync(secret:AddPrefix("https://a.example/?k="), "body")',
        'RequestAsync({Url = secret:AddPrefix("https://a.example/?k=")})',
    ],
)
def test_the_handler_sees_the_real_address_and_the_trace_does_not(
    make_cloud: Callable, call: str
) -> None:
    cloud = with_secret(make_cloud)
    cloud.run(f"{SECRET} return {HTTP}:{call}")
    (sent,) = cloud.universe.http.history()
    assert sent.url == f"https://a.example/?k={TEXT}"
    trace = "\n".join(cloud.universe.trace.lines())
    assert "https://a.example/?k=Secret(key)" in trace
    assert TEXT not in trace


@pytest.mark.parametrize(
    "call",
    [
        'GetAsync("https://a.example/", false, headers)',
        'PostAsync("https://a.example/", "x", Enum.HttpContentType.TextPlain, false, headers)',
        'RequestAsync({Url = "https://a.example/", Headers = headers})',
    ],
)
def test_the_handler_sees_the_real_header(make_cloud: Callable, call: str) -> None:
    cloud = with_secret(make_cloud)
    cloud.run(
        f'{SECRET} local headers = {{auth = secret:AddPrefix("Bearer "), n = 1}} {HTTP}:{call}'
    )
    (sent,) = cloud.universe.http.history()
    assert (sent.headers["auth"], sent.headers["n"]) == (f"Bearer {TEXT}", "1")


@pytest.mark.parametrize(
    ("domain", "host", "allowed"),
    [
        ("*", "a.example", True),
        ("my.example.com", "my.example.com", True),
        ("my.example.com", "MY.example.COM", True),
        ("my.example.com", "example.com", False),
        ("my.example.com", "x.my.example.com", False),
        ("my.example.com", "my.example.com.evil.example", False),
        ("*.example.com", "my.example.com", True),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "example.com", False),  # inferred from "any subdomain"
        ("*.example.com", "notexample.com", False),
    ],
)
def test_a_secret_goes_to_its_domain_alone(
    make_cloud: Callable, domain: str, host: str, allowed: bool
) -> None:
    cloud = with_secret(make_cloud, domain)
    for call in (
        f'GetAsync("https://{host}/", false, {{auth = {HTTP}:GetSecret("key")}})',
        f'GetAsync({HTTP}:GetSecret("key"):AddPrefix("https://{host}/"))',
    ):
        error = cloud.error(f"{HTTP}:{call}")
        words = f"Secret(key) is not allowed to be sent to {host.lower()}"  # of ours
        assert error == (None if allowed else words)
    assert len(cloud.universe.http.history()) == (2 if allowed else 0)


def test_a_whole_address_may_be_secret(make_cloud: Callable) -> None:
    cloud = make_cloud()
    cloud.universe.secrets.set("hook", "https://hooks.example/abc", "hooks.example")
    cloud.universe.http.route("https://hooks.example/abc", lambda _: "ok")
    assert cloud.run(f'return {HTTP}:GetAsync({HTTP}:GetSecret("hook"))') == "ok"


def test_an_error_shows_the_name(make_cloud: Callable) -> None:
    cloud = with_secret(make_cloud)
    error = cloud.error(f'{HTTP}:GetAsync({HTTP}:GetSecret("key"))')
    assert error == "Secret(key): Trust check failed"


# -- who has which ----------------------------------------------------------------------------


def test_a_missing_secret_has_the_documented_text(cloud) -> None:
    assert cloud.error(f'{HTTP}:GetSecret("nope")') == MISSING
    assert cloud.error(f"{HTTP}:GetSecret()") == "Argument 1 missing or nil"


def test_a_server_has_the_secrets_of_its_start(make_cloud: Callable) -> None:  # staff post
    cloud = make_cloud()
    cloud.universe.secrets.set("early", "a")
    cloud.universe.run_for(seconds=1)
    cloud.universe.secrets.set("late", "b")
    cloud.universe.secrets.remove("early")
    cloud.servers.append(cloud.universe.start_server())
    errors = [
        cloud.error(f'{HTTP}:GetSecret("{name}")', on=on)
        for name in ("early", "late")
        for on in (0, 1)
    ]
    assert errors == [None, MISSING, MISSING, None]


@pytest.mark.parametrize(
    ("environment", "name"),
    [("live", "shared"), ("team_edit", "shared"), ("studio", "local"), ("studio_run", "local")],
)
def test_a_playtest_has_local_secrets_instead(environment: str, name: str) -> None:
    universe = Universe(seed=1)
    universe.secrets.set("shared", "a")
    universe.secrets.set("local", "b", local=True)
    server = universe.start_server(settings=ServerSettings(environment=environment))
    found = {
        each: server.run(f'return (pcall({HTTP}.GetSecret, {HTTP}, "{each}"))')
        for each in ("shared", "local")
    }
    assert found == {"shared": name == "shared", "local": name == "local"}


# -- the handle of a test ---------------------------------------------------------------------


def secrets() -> Secrets:
    return Secrets(HttpRules(), lambda: 0)


@pytest.mark.rule("http.secret_characters_max", source="CD-SEC")
@pytest.mark.parametrize(("length", "fits"), [(1023, True), (1024, True), (1025, False)])
def test_a_secret_has_at_most_1024_characters(length: int, fits: bool) -> None:
    book = secrets()
    if fits:
        book.set("key", "x" * length)
        assert len(book.as_of(0)["key"].text) == length
    else:
        with pytest.raises(UsageError, match="1024"):
            book.set("key", "x" * length)


@pytest.mark.rule("http.secrets_max", source="CD-SEC")
def test_an_experience_has_at_most_500_secrets() -> None:
    book = secrets()
    for number in range(500):
        book.set(f"key{number}", "x")
    book.set("key0", "y")  # another text for one there is
    with pytest.raises(UsageError, match="500"):
        book.set("one more", "x")
    book.remove("key0")
    book.set("one more", "x")
    assert len(book.as_of(0)) == 500


@pytest.mark.parametrize(
    "domain", ["", "a b", "*.", "*example.com", "https://a.example", "a.example/x"]
)
def test_a_domain_is_a_host_or_a_wildcard_before_one(domain: str) -> None:
    with pytest.raises(UsageError, match="domain"):
        secrets().set("key", "x", domain)


def test_a_secret_needs_a_name_and_only_what_is_there_is_removed() -> None:
    with pytest.raises(UsageError, match="name"):
        secrets().set("", "x")
    with pytest.raises(UsageError, match="no secret 'key'"):
        secrets().remove("key")


def test_its_repr_keeps_the_text_to_itself() -> None:
    assert repr(Secret("key", TEXT, "a.example")) == "Secret('key', domain='a.example')"


def test_studios_form_of_local_secrets_is_read() -> None:
    book = secrets()
    book.load_json('{"secretName": ["YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=", "*.example.com"]}')
    expected = {"secretName": Secret("secretName", "abcdefghijklmnopqrstuvwxyz", "*.example.com")}
    assert (book.as_of(0), book.as_of(0, local=True)) == (expected, expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", '{"a": "dGVzdA=="}', '{"a": ["not base64!", "*"]}', '{"a": ["dGVzdA=="]}',
        f'{{"a": ["{b64encode(TEXT.encode()).decode()}", 5]',
    ],
)  # fmt: skip
def test_a_text_of_another_form_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(UsageError, match="base64") as caught:
        secrets().load_json(text)
    assert caught.value.__cause__ is None
    assert not text or text not in str(caught.value)
