"""MemoryStoreService's errors: the documented names and messages. Knows no request."""

from __future__ import annotations

from bridge.errors import StubError

__all__ = ["ERRORS", "MemoryStoreError", "memory_error"]

# Status names and client messages: creator-docs memory-stores/index.md (2026-08). Server statuses
# are documented by meaning only; their sentences here follow that meaning.
ERRORS: dict[str, str] = {
    "AccessDenied": "Access to the memory store was denied.",
    "DataStructureItemsOverLimit": "The data structure holds too many items.",
    "DataStructureMemoryOverLimit": "The data structure is over its memory limit.",
    "DataStructureRequestsOverLimit": "The data structure received too many requests.",
    "DataUpdateConflict": "The item was updated concurrently.",
    "InternalError": "An internal error occurred.",
    "InvalidExpirationTime": "The field 'expiration' time must be between 0 and 3,888,000.",
    "InvalidRequest": "{detail}",
    "ItemValueSizeTooLarge": "The value is over the size limit of an item.",
    "NoItemFound": "No item was found.",
    "PartitionRequestsOverLimit": "The partition received too many requests.",
    "RequestThrottled": "Recent MemoryStores requests hit one or more limits.",
    "TotalMemoryOverLimit": "The experience is over its memory limit.",
    "TotalRequestsOverLimit": "The experience sent too many requests.",
    "TransformCallbackFailed": "Failed to invoke transformation callback function.",
    "UnpublishedPlace": "You must publish this place to use MemoryStoreService.",
    "UpdateConflict": "Exceeded max number of retries.",
}


class MemoryStoreError(StubError):
    """A failed memory store call, before it is known which method of which structure failed."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name
        self.message = message

    def text(self, method: str, structure: str) -> str:
        """What pcall sees (inferred by analogy with data stores)."""
        return (
            f"MemoryStoreService: {self.name}: {self.message} "
            f"API: {method}, Data Structure: {structure}"
        )


def memory_error(name: str, **values: object) -> MemoryStoreError:
    """The error of that name, with its placeholders filled."""
    return MemoryStoreError(name, ERRORS[name].format(**values))
