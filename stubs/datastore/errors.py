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
    "KeyThrottled": (None, "The request rate exceeds the allowed maximum for the key."),
}

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
}


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
    """A full queue, in the form of the 2026 engine (documented; reproduced by live probes)."""
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
    return DataStoreError(
        f"{request_type}ExperienceThrottled",
        f"{request_type} request was throttled by experience limits.",
    )


def parse_error(text: str) -> DataStoreError:
    """An error from the text pcall should see: `<code>: <text>`, `<name>: <text>` or any text."""
    head, separator, message = text.partition(": ")
    if separator and head.isascii() and head.isdigit():
        return DataStoreError("InternalServerError", message, int(head))
    if separator and head.isidentifier():
        return DataStoreError(head, message)
    return DataStoreError("InternalServerError", text)
