"""Every documented error of data stores, in both channels: what pcall sees and what is printed.

The wording is the documents', or the one captured where a capture exists (reference, section 4).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.errors import UsageError
from bridge.faults import DataStoreFault
from bridge.stubs.datastore.errors import ERRORS
from bridge.tools.simulation import ServerSettings, Universe

SERVICE = 'game:GetService("DataStoreService")'
STORE = f'{SERVICE}:GetDataStore("S")'
ORDERED = f'{SERVICE}:GetOrderedDataStore("S")'
TYPES = (
    "StandardRead",
    "StandardWrite",
    "StandardList",
    "StandardRemove",
    "OrderedRead",
    "OrderedWrite",
    "OrderedList",
    "OrderedRemove",
)
CALLS = {
    "StandardRead": (f'{STORE}:GetAsync("k")', "GetAsync"),
    "StandardWrite": (f'{STORE}:SetAsync("k", 1)', "SetAsync"),
    "StandardList": (f"{STORE}:ListKeysAsync()", "ListKeysAsync"),
    "StandardRemove": (f'{STORE}:RemoveAsync("k")', "RemoveAsync"),
    "OrderedRead": (f'{ORDERED}:GetAsync("k")', "GetAsync"),
    "OrderedWrite": (f'{ORDERED}:SetAsync("k", 1)', "SetAsync"),
    "OrderedList": (f"{ORDERED}:GetSortedAsync(true, 10)", "GetSortedAsync"),
    "OrderedRemove": (f'{ORDERED}:RemoveAsync("k")', "RemoveAsync"),
}
"""A call of each request type."""

UNSTORABLE = "Cannot store {} in data store. Data stores can only accept valid UTF-8 characters."
METADATA = """(function()
    local options = Instance.new("DataStoreSetOptions")
    options:SetMetadata({a = ("x"):rep(300)})
    return options
end)()"""


def both(cloud, expression: str) -> tuple[object, list[str]]:
    """What pcall sees of an expression, and the error lines it prints."""
    before = len(cloud.output("error"))
    return cloud.error(expression), cloud.output("error")[before:]


def line(name: str, text: str, method: str) -> str:
    return f"DataStoreService: {name}: {text} API: {method}, Data Store: S"


@pytest.mark.rule(
    "datastore.error.KeyNameEmpty",
    "datastore.error.KeyNameLimit",
    "datastore.error.ValueNotAllowed",
    "datastore.error.CantStoreValue",
    "datastore.error.ValueTooLarge",
    "datastore.error.MinValueInvalid",
    "datastore.error.MaxValueInvalid",
    "datastore.error.PageSizeLesser",
    "datastore.error.PageSizeGreater",
    "datastore.error.MinMaxOrderInvalid",
    "datastore.error.AttributeSizeTooLarge",
    "datastore.error.UserIdLimitExceeded",
    "datastore.error.UserIdFormatError",
    "datastore.error.MetadataFormatError",
    "datastore.error.ParameterNotAllowed",
    source="CD-ERR; W-FORUM; W-PM",
)
@pytest.mark.parametrize(
    ("expression", "code", "name", "text", "method"),
    [
        (f'{STORE}:GetAsync("")', 101, "KeyNameEmpty", "Key name can't be empty.", "GetAsync"),
        (
            f'{STORE}:RemoveAsync(("k"):rep(51))',
            102,
            "KeyNameLimit",
            "Key name exceeds the 50 character limit.",
            "RemoveAsync",
        ),
        (
            f'{ORDERED}:SetAsync("k", 1.5)',
            103,
            "ValueNotAllowed",
            "double is not allowed in data stores.",
            "SetAsync",
        ),
        (
            f'{STORE}:SetAsync("k", CFrame.new())',
            104,
            "CantStoreValue",
            UNSTORABLE.format("CoordinateFrame"),
            "SetAsync",
        ),
        (
            f'{STORE}:UpdateAsync("k", function() return {{ Color3.new() }} end)',
            104,
            "CantStoreValue",
            UNSTORABLE.format("Array"),
            "UpdateAsync",
        ),
        (
            f'{STORE}:SetAsync("k", ("x"):rep(4194303))',
            105,
            "ValueTooLarge",
            "Serialized value exceeds 4MB limit.",
            "SetAsync",
        ),
        (
            f"{ORDERED}:GetSortedAsync(true, 10, 0.5)",
            106,
            "MinValueInvalid",
            "MinValue must be an integer.",
            "GetSortedAsync",
        ),
        (
            f"{ORDERED}:GetSortedAsync(true, 10, nil, 0.5)",
            106,
            "MaxValueInvalid",
            "MaxValue must be an integer.",
            "GetSortedAsync",
        ),
        (
            f"{ORDERED}:GetSortedAsync(true, 0)",
            106,
            "PageSizeLesser",
            "PageSize must be within a predefined range.",
            "GetSortedAsync",
        ),
        (
            f"{ORDERED}:GetSortedAsync(true, 101)",
            106,
            "PageSizeGreater",
            "PageSize must be within a predefined range.",
            "GetSortedAsync",
        ),
        (
            f"{ORDERED}:GetSortedAsync(true, 10, 2, 1)",
            107,
            "MinMaxOrderInvalid",
            "MaxValue must be greater than or equal to MinValue.",
            "GetSortedAsync",
        ),
        (
            f'{STORE}:SetAsync("k", 1, nil, {METADATA})',
            511,
            "AttributeSizeTooLarge",
            "Metadata attribute size exceeds 300 bytes limit.",
            "SetAsync",
        ),
        (
            f'{STORE}:SetAsync("k", 1, {{1, 2, 3, 4, 5}})',
            512,
            "UserIdLimitExceeded",
            "UserID size exceeds limit of 4",
            "SetAsync",
        ),
        (
            f'{STORE}:IncrementAsync("k", 1, {{"x"}})',
            513,
            "AttributeFormatError",
            "Attribute userId format is invalid",
            "IncrementAsync",
        ),
        (
            f'{STORE}:UpdateAsync("k", function() return 1, nil, 5 end)',
            513,
            "AttributeFormatError",
            "Attribute metadata format is invalid.",
            "UpdateAsync",
        ),
        (
            f'{ORDERED}:SetAsync("k", 1, {{7}})',
            517,
            "ParameterNotAllowed",
            "Additional parameter UserIds not allowed",
            "SetAsync",
        ),
        (
            f'{ORDERED}:SetAsync("k", 1, nil, Instance.new("DataStoreSetOptions"))',
            517,
            "ParameterNotAllowed",
            "Additional parameter Options not allowed",
            "SetAsync",
        ),
    ],
)
def test_refused_calls_show_a_number_in_pcall_and_a_name_in_the_output(
    cloud, expression: str, code: int, name: str, text: str, method: str
) -> None:
    assert both(cloud, expression) == (f"{code}: {text}", [line(name, text, method)])
    assert cloud.universe.datastores.get("S", "k") is None


@pytest.mark.rule(
    "datastore.error.InvalidTimestamp",
    "datastore.error.InvalidVersion",
    "datastore.error.InvalidExclusiveStartKey",
    source="CD-ERR; PS",
)
@pytest.mark.parametrize(
    ("expression", "name", "method"),
    [
        (f'{STORE}:GetVersionAtTimeAsync("k", 0)', "InvalidTimestamp", "GetVersionAtTimeAsync"),
        (f'{STORE}:GetVersionAsync("k", "x")', "InvalidVersion", "GetVersionAsync"),
        (f'{STORE}:ListKeysAsync("", 0, "?")', "InvalidExclusiveStartKey", "ListKeysAsync"),
    ],
)
def test_errors_without_a_number_show_their_name_in_both(
    cloud, expression: str, name: str, method: str
) -> None:
    text = ERRORS[name][1]
    assert both(cloud, expression) == (f"{name}: {text}", [line(name, text, method)])


@pytest.mark.rule(
    "datastore.error.StandardReadGameServerThrottled",
    "datastore.error.StandardWriteGameServerThrottled",
    "datastore.error.StandardListGameServerThrottled",
    "datastore.error.StandardRemoveGameServerThrottled",
    "datastore.error.OrderedReadGameServerThrottled",
    "datastore.error.OrderedWriteGameServerThrottled",
    "datastore.error.OrderedListGameServerThrottled",
    "datastore.error.OrderedRemoveGameServerThrottled",
    source="CD-ERR; W-ST",
)
@pytest.mark.parametrize("kind", TYPES)
def test_each_request_type_is_throttled_by_its_server_with_its_name(cloud, kind: str) -> None:
    expression, method = CALLS[kind]
    cloud.run(
        f"{SERVICE}:SetRateLimitForRequestType(Enum.DataStoreRequestType.{kind}, 0, 0) "
        f"for _ = 1, 30 do task.spawn(pcall, function() return {expression} end) end"
    )
    name = f"{kind}GameServerThrottled"
    text = f"{kind} request was throttled by game server limits or the request queue was full."
    assert both(cloud, expression) == (f"{name}: {text}", [line(name, text, method)])


@pytest.mark.rule(
    "datastore.error.StandardReadExperienceThrottled",
    "datastore.error.StandardWriteExperienceThrottled",
    "datastore.error.StandardListExperienceThrottled",
    "datastore.error.StandardRemoveExperienceThrottled",
    "datastore.error.OrderedReadExperienceThrottled",
    "datastore.error.OrderedWriteExperienceThrottled",
    "datastore.error.OrderedListExperienceThrottled",
    "datastore.error.OrderedRemoveExperienceThrottled",
    source="CD-ERR",
)
@pytest.mark.parametrize("kind", TYPES)
def test_each_request_type_is_throttled_by_the_experience_with_its_name(
    make_cloud: Callable, kind: str
) -> None:
    part = kind.removeprefix("Standard").removeprefix("Ordered")
    cloud = make_cloud(**{f"datastore__experience_per_minute__{part}": 1})
    expression, method = CALLS[kind]
    # A second read of the same key would come from the cache.
    other = expression.replace('"k"', '"other"') if kind.endswith("Read") else expression
    cloud.run(f"return {other}")
    name = f"{kind}ExperienceThrottled"
    text = f"{kind} request was throttled by experience limits."
    assert both(cloud, expression) == (f"{name}: {text}", [line(name, text, method)])


@pytest.mark.rule(
    "datastore.error.GetAsyncThrottle",
    "datastore.error.SetAsyncThrottle",
    "datastore.error.IncreAsyncThrottle",
    "datastore.error.UpdateAsyncThrottle",
    "datastore.error.GetSortedThrottle",
    "datastore.error.RemoveAsyncThrottle",
    "datastore.error.GetVersionAsyncThrottle",
    "datastore.error.GetVersionAtTimeAsyncThrottle",
    "datastore.error.ListDataStoresAsyncThrottle",
    "datastore.error.ListKeysAsyncThrottle",
    "datastore.error.ListVersionsAsyncThrottle",
    "datastore.error.RemoveVersionAsyncThrottle",
    source="CD-ERR",
)
@pytest.mark.parametrize(
    ("expression", "kind", "code", "name", "method", "shown"),
    [
        (f'{STORE}:GetAsync("k")', "StandardRead", 301, "GetAsyncThrottle", "GetAsync", ""),
        (f'{STORE}:SetAsync("k", 1)', "StandardWrite", 302, "SetAsyncThrottle", "SetAsync", ""),
        (
            f'{STORE}:IncrementAsync("k")',
            "StandardWrite",
            303,
            "IncreAsyncThrottle",
            "IncrementAsync",
            "",
        ),
        (
            f'{STORE}:UpdateAsync("k", tostring)',
            "StandardRead",
            304,
            "UpdateAsyncThrottle",
            "UpdateAsync",
            "",
        ),
        (
            f"{ORDERED}:GetSortedAsync(true, 10)",
            "OrderedList",
            305,
            "GetSortedThrottle",
            "GetSortedAsync",
            "GetSorted",
        ),
        (
            f'{STORE}:RemoveAsync("k")',
            "StandardRemove",
            306,
            "RemoveAsyncThrottle",
            "RemoveAsync",
            "",
        ),
        (
            f'{STORE}:GetVersionAsync("k", "{"0" * 16}.{"0" * 10}.{"0" * 16}.01")',
            "StandardRead",
            None,
            "GetVersionAsyncThrottle",
            "GetVersionAsync",
            "",
        ),
        (
            f'{STORE}:GetVersionAtTimeAsync("k", 1)',
            "StandardRead",
            None,
            "GetVersionAtTimeAsyncThrottle",
            "GetVersionAtTimeAsync",
            "",
        ),
        (
            f"{SERVICE}:ListDataStoresAsync()",
            "StandardList",
            None,
            "ListDataStoresAsyncThrottle",
            "ListDataStoresAsync",
            "",
        ),
        (
            f"{STORE}:ListKeysAsync()",
            "StandardList",
            None,
            "ListKeysAsyncThrottle",
            "ListKeysAsync",
            "",
        ),
        (
            f'{STORE}:ListVersionsAsync("k")',
            "StandardList",
            None,
            "ListVersionsAsyncThrottle",
            "ListVersionsAsync",
            "",
        ),
        (
            f'{STORE}:RemoveVersionAsync("k", "{"0" * 16}.{"0" * 10}.{"0" * 16}.01")',
            "RemoveVersionAsync",
            None,
            "RemoveVersionAsyncThrottle",
            "RemoveVersionAsync",
            "",
        ),
    ],
)
def test_each_method_has_an_error_of_its_own_in_the_older_form(
    make_cloud: Callable,
    expression: str,
    kind: str,
    code: int | None,
    name: str,
    method: str,
    shown: str,
) -> None:
    cloud = make_cloud(datastore__named_throttle_errors=False)
    cloud.run(
        f"{SERVICE}:SetRateLimitForRequestType(Enum.DataStoreRequestType.{kind}, 0, 0) "
        f"for _ = 1, 30 do task.spawn(pcall, function() return {expression} end) end"
    )
    text = f"{shown or method} request dropped. Request was throttled"
    text += "." if code is None else " but queue was full."
    seen, printed = both(cloud, expression)
    assert seen == f"{code or name}: {text}"
    assert [each.partition(" API: ")[0] for each in printed] == [
        f"DataStoreService: {name}: {text}"
    ]


@pytest.mark.rule(
    "datastore.error.TransformThrottle",
    "datastore.error.DataModelNoAccess",
    "datastore.error.LuaWebSrvsNoAccess",
    "datastore.error.StudioAccessToApisNotAllowed",
    "datastore.error.StudioReadsNotAllowed",
    "datastore.error.InternalError404",
    "datastore.error.InternalError501",
    "datastore.error.InternalError503",
    "datastore.error.InternalError504",
    "datastore.error.InternalError505",
    "datastore.error.OperationNotAllowed",
    "datastore.error.DatastoreDeleted",
    "datastore.error.DatastoreThrottled",
    "datastore.error.InternalServerError",
    "datastore.error.InvalidPlace",
    "datastore.error.InvalidTarget",
    "datastore.error.InvalidUniverse",
    "datastore.error.InvalidUserIds",
    "datastore.error.KeyNotFound",
    "datastore.error.KeyThrottled",
    source="CD-ERR",
)
@pytest.mark.parametrize(
    ("name", "printed_name"),
    [
        ("DataModelNoAccess", ""),
        ("LuaWebSrvsNoAccess", ""),
        ("StudioAccessToApisNotAllowed", ""),
        ("StudioReadsNotAllowed", "StudioAccessToApisNotAllowed"),
        ("InternalError404", "InternalError"),
        ("InternalError501", "InternalError"),
        ("InternalError503", "InternalError"),
        ("InternalError504", "InternalError"),
        ("InternalError505", "InternalError"),
        ("OperationNotAllowed", ""),
        ("DatastoreDeleted", ""),
        ("DatastoreThrottled", ""),
        ("InternalServerError", ""),
        ("InvalidPlace", ""),
        ("InvalidTarget", ""),
        ("InvalidUniverse", ""),
        ("InvalidUserIds", ""),
        ("KeyNotFound", ""),
        ("KeyThrottled", ""),
    ],
)
def test_a_fault_can_raise_any_documented_error_by_name(
    cloud, name: str, printed_name: str
) -> None:
    cloud.universe.faults.add(DataStoreFault.error(text=name))
    code, text = ERRORS[name]
    shown = printed_name or name
    seen = f"{shown if code is None else code}: {text}"
    assert both(cloud, f'{STORE}:GetAsync("k")') == (seen, [line(shown, text, "GetAsync")])
    cloud.universe.faults.clear()
    cloud.universe.faults.add(DataStoreFault.error(text=seen))
    assert both(cloud, f'{STORE}:SetAsync("k", 1)') == (seen, [line(shown, text, "SetAsync")])


@pytest.mark.rule("datastore.error.TransformThrottle", source="CD-ERR")
def test_an_update_is_dropped_with_304_at_either_half(make_cloud: Callable) -> None:
    assert ERRORS["TransformThrottle"] == ERRORS["UpdateAsyncThrottle"]
    cloud = make_cloud(datastore__named_throttle_errors=False)
    kind = "Enum.DataStoreRequestType.StandardWrite"
    update = f'{STORE}:UpdateAsync("k", function() return 1 end)'
    cloud.run(
        f"{SERVICE}:SetRateLimitForRequestType({kind}, 0, 0) "
        f"for _ = 1, 30 do task.spawn(pcall, function() return {update} end) end"
    )
    assert str(cloud.error(update)).startswith("304: UpdateAsync request dropped.")


# -- Studio -----------------------------------------------------------------------------------


def studio(**settings: str):
    universe = Universe()
    return universe.start_server(settings=ServerSettings(environment="studio", **settings))


@pytest.mark.rule(
    "datastore.error.StudioAccessToApisNotAllowed",
    "datastore.error.StudioReadsNotAllowed",
    source="W-CON; CD-ERR",
)
@pytest.mark.parametrize(
    ("call", "method", "text"),
    [
        (
            'SetAsync("____PS", 1)',
            "SetAsync",
            "Cannot write to DataStore from studio if API access is not enabled.",
        ),
        ('GetAsync("k")', "GetAsync", "Studio access to APIs is not allowed."),
    ],
)
def test_studio_without_access_fails_every_request(call: str, method: str, text: str) -> None:
    server = studio(api_access="denied")
    ok, seen = server.run(f"return pcall(function() return {STORE}:{call} end)")
    assert (ok, seen) == (False, f"403: {text}")
    name = "StudioAccessToApisNotAllowed"
    printed = [text for kind, text in server.output if kind == "error"]
    assert printed == [line(name, text, method)]


@pytest.mark.parametrize("call", ['GetDataStore("S")', "GetGlobalDataStore()"])
def test_an_unpublished_place_has_no_stores(call: str) -> None:  # W, many repositories
    server = studio(api_access="unpublished")
    ok, text = server.run(f"return pcall(function() return {SERVICE}:{call} end)")
    assert ok is False
    assert text == "You must publish this place to the web to access DataStore."


def test_studio_with_access_and_live_servers_answer() -> None:
    assert studio().run(f'return {STORE}:SetAsync("k", 1) ~= nil') is True
    with pytest.raises(UsageError, match="a matter of Studio"):
        ServerSettings(api_access="denied")
