"""Both channels of a data store error."""

from __future__ import annotations

from bridge.stubs.datastore.errors import (
    ERRORS,
    backend_failure,
    experience_throttled,
    game_server_throttled,
    parse_error,
    store_error,
)


def test_pcall_sees_code_and_text() -> None:
    assert str(store_error("KeyNameEmpty")) == "101: Key name can't be empty."
    text = "502: API Services rejected request with error. HTTP 500 (Internal Server Error)"
    assert str(backend_failure("HTTP 500 (Internal Server Error)")) == text


def test_the_output_line_has_name_method_and_store() -> None:
    line = store_error("KeyNameEmpty").output_line("GetAsync", "Profiles")
    expected = (
        "DataStoreService: KeyNameEmpty: Key name can't be empty. "
        "API: GetAsync, Data Store: Profiles"
    )
    assert line == expected


def test_errors_without_a_number_show_their_name() -> None:
    text = str(game_server_throttled("StandardRead"))
    assert text == (
        "StandardReadGameServerThrottled: StandardRead request was throttled by game server "
        "limits or the request queue was full."
    )
    assert str(experience_throttled("OrderedList")).startswith("OrderedListExperienceThrottled: ")


def test_the_codes_are_the_documented_ones() -> None:
    codes = {name: code for name, (code, _) in ERRORS.items()}
    assert [codes[name] for name in ("GetAsyncThrottle", "RemoveAsyncThrottle")] == [301, 306]
    assert [codes[name] for name in ("DataModelNoAccess", "LuaWebSrvsNoAccess")] == [401, 402]
    assert codes["KeyThrottled"] is None


def test_a_test_can_give_the_text_it_wants() -> None:
    for text in ("403: Cannot write", "KeyThrottled: too fast", "something else entirely"):
        assert str(parse_error(text)).endswith(text)
    assert str(parse_error("403: Cannot write")) == "403: Cannot write"
    assert parse_error("KeyThrottled: too fast").name == "KeyThrottled"
