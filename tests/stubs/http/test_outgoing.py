"""What is refused of a request before it leaves: the rules of Open Cloud."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.instances.structures import SecretText
from bridge.stubs.http.outgoing import LOCKED_HEADERS, outgoing
from bridge.stubs.http.secrets import Secret, SecretBook

BOOK = SecretBook({"APIKey": Secret("APIKey", "real", "apis.roblox.com")})
KEY = SecretText("APIKey")
GROUP = "https://apis.roblox.com/cloud/v2/groups/1/memberships/2"
ROBLOX = "HttpService is not allowed to access ROBLOX resources"


def refusal(url: str, headers: dict[str, object], verb: str = "GET") -> str | None:
    try:
        outgoing(BOOK, verb, url, headers, "")
    except StubError as error:
        return str(error)
    return None


@pytest.mark.rule("HttpService.RequestAsync", source="CD-HTTP")
@pytest.mark.parametrize("name", ["x-api-key", "X-Api-Key"])
def test_open_cloud_is_called_with_a_secret_key(name: str) -> None:
    headers = {name: KEY, "Content-Type": "application/json"}
    found = outgoing(BOOK, "PATCH", GROUP, headers, "{}")
    assert found.open_cloud
    sent = found.sent_headers(1)
    assert (sent[name], sent["Content-Type"]) == ("real", "application/json")


@pytest.mark.parametrize(
    ("url", "headers", "text"),
    [
        (GROUP, {}, ROBLOX),
        (GROUP, {"x-api-key": "real"}, ROBLOX),  # must be a Secret
        (GROUP.replace("https", "http"), {"x-api-key": KEY}, ROBLOX),
        (GROUP + "/../x", {"x-api-key": KEY}, ROBLOX),
        ("https://www.roblox.com/", {"x-api-key": KEY}, ROBLOX),
        (GROUP, {"x-api-key": KEY, "Accept": "*/*"}, 'Header "Accept" is not allowed!'),
        (GROUP, {"x-api-key": SecretText("gone")}, "Can't find secret with given key"),
    ],
)
def test_other_calls_of_roblox_are_refused(url: str, headers: dict[str, object], text: str) -> None:
    assert refusal(url, headers) == text


@pytest.mark.rule("http.error.secret_body", source="CD-SEC")
def test_a_body_is_no_secret() -> None:
    with pytest.raises(StubError, match="Secret"):
        outgoing(BOOK, "POST", "https://a.example/", {}, KEY)


@pytest.mark.rule(
    "http.open_cloud_requests_per_minute", "http.error.open_cloud_limit", source="CD-HTTP"
)
@pytest.mark.parametrize("servers", [1, 3])
def test_a_server_sends_2500_requests_a_minute_to_open_cloud(make_cloud, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    cloud.universe.secrets.set("APIKey", "real", "apis.roblox.com")
    cloud.universe.http.route("https://", lambda _: "ok")
    source = f"""
        local http, fine = game:GetService("HttpService"), 0
        local headers = {{["x-api-key"] = http:GetSecret("APIKey")}}
        for _ = 1, (...) do
            if pcall(http.GetAsync, http, "{GROUP}", false, headers) then fine += 1 end
        end
        local _, text = pcall(http.GetAsync, http, "{GROUP}", false, headers)
        return fine, text, (pcall(http.GetAsync, http, "https://a.example/"))
    """
    assert cloud.run(source, 2499) == (2499, "ok", True)
    text = "Number of Open Cloud requests exceeded limit"
    assert cloud.run(source, 1) == (0, text, True)
    assert cloud.run(source, 2500, on=servers - 1)[0] == (2500 if servers > 1 else 0)


@pytest.mark.rule("http.error.header", source="W-RAD")
@pytest.mark.parametrize("name", sorted(LOCKED_HEADERS))
def test_headers_that_roblox_sets_are_locked_however_they_are_written(name: str) -> None:
    for written in (name, name.title(), name.upper()):
        assert (
            refusal("https://a.example/", {written: "x"}) == f'Header "{written}" is not allowed!'
        )


@pytest.mark.rule("HttpService.RequestAsync", source="W-RAD")
def test_every_request_has_headers_of_its_own_unless_a_script_overrides_them() -> None:
    request = outgoing(BOOK, "POST", "https://a.example/", {"accept": "text/plain"}, "\u00e9")
    assert request.sent_headers(7) == {
        "accept": "text/plain",
        "Accept-Encoding": "gzip, deflate",
        "Cache-Control": "no-cache",
        "Content-Length": "2",
        "Roblox-Id": "7",
        "User-Agent": "RobloxGameCloud/1.0 (+http://www.roblox.com)",
    }
    bare = outgoing(BOOK, "GET", "https://a.example/", {}, "")
    assert bare.sent_headers(7, studio=True)["User-Agent"] == "RobloxStudio/WinInet"
    assert "Content-Length" not in bare.sent_headers(7)
