"""DataStoreService's errors: what pcall sees, and what the engine prints beside it.

Each failed request shows in two channels: the Lua error `<code>: <text>` without any position,
and an output line `DataStoreService: <name>: <text> API: <method>, Data Store: <store>` even when
the call stands in a pcall (both seen in console captures of 2026). Knows no request.
"""

from __future__ import annotations

from bridge.errors import StubError

__all__ = [
    "ERRORS",
    "QUEUE_FULL",
    "DataStoreError",
    "backend_failure",
    "experience_throttled",
    "game_server_throttled",
    "parse_error",
    "request_dropped",
    "store_error",
]

# name -> (code or None, text). Documented: creator-docs error-codes-and-limits.md (2026-08); the
# wording is the one seen by pcall where a capture exists.
ERRORS: dict[str, tuple[int | None, str]] = {
    "KeyNameEmpty": (101, "Key name can't be empty."),
    "KeyNameLimit": (102, "Key name exceeds the {limit} character limit."),
    "ValueNotAllowed": (103, "{what} is not allowed in data stores."),
    "CantStoreValue": (
        104,
        "Cannot store {what} in data store. Data stores can only accept valid UTF-8 characters.",
    ),
    "ValueTooLarge": (105, "Serialized value exceeds {limit} limit."),
    "GetAsyncThrottle": (
        301,
        "GetAsync request dropped. Request was throttled{queue}.",
    ),
    "SetAsyncThrottle": (
        302,
        "SetAsync request dropped. Request was throttled{queue}.",
    ),
    "IncreAsyncThrottle": (
        303,
        "IncrementAsync request dropped. Request was throttled{queue}.",
    ),
    "UpdateAsyncThrottle": (
        304,
        "UpdateAsync request dropped. Request was throttled{queue}.",
    ),
    "TransformThrottle": (304, "UpdateAsync request dropped. Request was throttled{queue}."),
    "GetSortedThrottle": (
        305,
        "GetSorted request dropped. Request was throttled{queue}.",
    ),
    "RemoveAsyncThrottle": (
        306,
        "RemoveAsync request dropped. Request was throttled{queue}.",
    ),
    "DataModelNoAccess": (
        401,
        "Request failed. DataModel is inaccessible while the experience is shutting down.",
    ),
    "LuaWebSrvsNoAccess": (
        402,
        "Request failed. LuaWebService is inaccessible while the experience is shutting down.",
    ),
    # Writes are told so (console captures), reads in other words (captured in the output only).
    "StudioAccessToApisNotAllowed": (
        403,
        "Cannot write to DataStore from studio if API access is not enabled.",
    ),
    "StudioReadsNotAllowed": (403, "Studio access to APIs is not allowed."),
    "InternalError404": (404, "OrderedDataStore doesn't exist."),
    "InternalError501": (501, "Can't parse response because data might be corrupted."),
    "InternalError503": (503, "Data store request was successful but key wasn't found."),
    "InternalError504": (
        504,
        "Data store request was successful but the response wasn't formatted correctly.",
    ),
    "InternalError505": (
        505,
        "OrderedDataStore request was successful but the response wasn't formatted correctly.",
    ),
    "OperationNotAllowed": (
        509,
        "Data store operations are blocked while running on a Personal RCC to prevent possible "
        "data corruption.",
    ),
    "RequestRejected": (502, "API Services rejected request with error. {detail}"),
    "AttributeSizeTooLarge": (511, "Metadata attribute size exceeds {limit} bytes limit."),
    "UserIdLimitExceeded": (512, "UserID size exceeds limit of {limit}"),
    "UserIdFormatError": (513, "Attribute userId format is invalid"),
    "MetadataFormatError": (513, "Attribute metadata format is invalid."),
    "InvalidExclusiveStartKey": (None, "The provided exclusive start key is not valid."),
    "InvalidTimestamp": (
        None,
        "Timestamp must be positive and not more than ten minutes in the future.",
    ),
    # The text is unknown; libraries look for "not valid" in it.
    "InvalidVersion": (None, "The provided version is not valid."),
    "PageSizeLesser": (106, "PageSize must be within a predefined range."),
    "PageSizeGreater": (106, "PageSize must be within a predefined range."),
    "MinValueInvalid": (106, "MinValue must be an integer."),
    "MaxValueInvalid": (106, "MaxValue must be an integer."),
    "MinMaxOrderInvalid": (107, "MaxValue must be greater than or equal to MinValue."),
    "ParameterNotAllowed": (517, "Additional parameter {what} not allowed"),
    "DatastoreDeleted": (None, "The data store is deleted."),
    "DatastoreThrottled": (None, "The request rate exceeds the allowed maximum for the datastore."),
    "InternalServerError": (None, "An internal server error occurred."),
    "InvalidPlace": (None, "The provided place is invalid."),
    "InvalidTarget": (None, "The provided target is invalid."),
    "InvalidUniverse": (None, "The provided universe is invalid."),
    "InvalidUserIds": (None, "The provided user IDs have an invalid format."),
    "KeyNotFound": (None, "The requested key doesn't exist."),
    "KeyThrottled": (None, "The request rate exceeds the allowed maximum for the key."),
}
ERRORS.update(
    (f"{method}Throttle", (None, f"{method} request dropped. Request was throttled."))
    for method in (
        "GetVersionAsync",
        "GetVersionAtTimeAsync",
        "ListDataStoresAsync",
        "ListKeysAsync",
        "ListVersionsAsync",
        "RemoveVersionAsync",
    )
)
for _kind in (
    "StandardRead",
    "StandardWrite",
    "StandardList",
    "StandardRemove",
    "OrderedRead",
    "OrderedWrite",
    "OrderedList",
    "OrderedRemove",
):
    ERRORS[f"{_kind}GameServerThrottled"] = (
        None,
        f"{_kind} request was throttled by game server limits or the request queue was full.",
    )
    ERRORS[f"{_kind}ExperienceThrottled"] = (
        None,
        f"{_kind} request was throttled by experience limits.",
    )

QUEUE_FULL = {
    "GetAsync": "GetAsyncThrottle",
    "SetAsync": "SetAsyncThrottle",
    "IncrementAsync": "IncreAsyncThrottle",
    "UpdateAsync": "UpdateAsyncThrottle",
    "GetSortedAsync": "GetSortedThrottle",
    "RemoveAsync": "RemoveAsyncThrottle",
}
"""Error of a method whose request found its queue full, in the numbered form."""

PRINTED_NAME = {
    "UserIdFormatError": "AttributeFormatError",
    "MetadataFormatError": "AttributeFormatError",
    "StudioReadsNotAllowed": "StudioAccessToApisNotAllowed",
    **{name: "InternalError" for name in ERRORS if name.startswith("InternalError") and name[13:]},
}
"""The engine's name of an error, where several share one or it has none of its own."""

WRITES = frozenset(
    ("SetAsync", "UpdateAsync", "IncrementAsync", "RemoveAsync", "RemoveVersionAsync")
)

UNPUBLISHED = "You must publish this place to the web to access DataStore."
"""What GetDataStore itself raises in a place that was never published (many repositories)."""


class DataStoreError(StubError):
    """A failed data store call: `str()` is what pcall sees.

    Attributes:
        name: the engine's name of the error, as the output line has it.
        message: the text without its code.
    """

    def __init__(self, name: str, message: str, code: int | None = None) -> None:
        # How an error without a number looks in pcall is unknown; scripts search for the bare
        # name, so `<name>: <text>` serves them (inferred).
        super().__init__(f"{name if code is None else code}: {message}")
        self.name = name
        self.message = message
        self.code = code

    def output_line(self, method: str, store: str) -> str:
        """The line the engine prints, as captured in 2026-09."""
        return f"DataStoreService: {self.name}: {self.message} API: {method}, Data Store: {store}"


def store_error(name: str, **values: object) -> DataStoreError:
    """The error of that name, with its placeholders filled."""
    code, text = ERRORS[name]
    return DataStoreError(PRINTED_NAME.get(name, name), text.format(**values), code)


def backend_failure(detail: str) -> DataStoreError:
    """The backend refused or broke: `502: API Services rejected request with error. <detail>`."""
    return store_error("RequestRejected", detail=detail)


def game_server_throttled(request_type: str) -> DataStoreError:
    """A full queue, in the form of the 2026 engine (documented; reproduced by live probes).

    RemoveVersionAsync has no documented form of its own and gets the same words (inferred).
    """
    return DataStoreError(
        f"{request_type}GameServerThrottled",
        f"{request_type} request was throttled by game server limits "
        "or the request queue was full.",
    )


def request_dropped(operation: str) -> DataStoreError:
    """Over the limit, for methods without a queue, in the older form (documented)."""
    return DataStoreError(
        f"{operation}Throttle", f"{operation} request dropped. Request was throttled."
    )


def experience_throttled(request_type: str) -> DataStoreError:
    """Over the limit of the whole experience (documented, client form)."""
    return store_error(f"{request_type}ExperienceThrottled")


def studio_denied(operation: str) -> DataStoreError:
    """403: Studio without access to API services; the words for reads are inferred in pcall."""
    wrote = operation in WRITES
    return store_error("StudioAccessToApisNotAllowed" if wrote else "StudioReadsNotAllowed")


def parse_error(text: str) -> DataStoreError:
    """An error from what a test writes: `<code>: <text>`, `<name>: <text>`, a documented name
    alone, or any text. The name in the output line is found by code and text, then by code."""
    if text in ERRORS and "{" not in ERRORS[text][1]:
        return store_error(text)
    head, separator, message = text.partition(": ")
    if separator and head.isascii() and head.isdigit():
        return DataStoreError(_name_of(int(head), message), message, int(head))
    if separator and head.isidentifier():
        return DataStoreError(head, message)
    return DataStoreError("InternalServerError", text)


def _name_of(code: int, message: str) -> str:
    """The documented name of a numbered error; InternalServerError when none is known."""
    known = {name: words for name, (number, words) in ERRORS.items() if number == code}
    exact = [name for name, words in known.items() if words == message]
    for name in (*exact, *known):
        return PRINTED_NAME.get(name, name)
    return "InternalServerError"
