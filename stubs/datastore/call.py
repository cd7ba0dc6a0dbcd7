"""One call of a script on a data store, and the trips to the backend it is made of. Values only."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.errors import DataStoreError
from bridge.stubs.datastore.operations import Change, Operation
from bridge.stubs.datastore.versions import Version
from bridge.stubs.requests import Request

__all__ = ["Call", "Leg"]


class Call(NamedTuple):
    """One method call of a script, for as long as it waits for its answer."""

    operation: str
    address: Address
    request: Request
    record: Operation | None = None

    def saw(
        self, version: Version | None, unix_us: Callable[[], int], *, cached: bool = False
    ) -> None:
        """For the history, if one is kept: what the caller sees the key hold now."""
        if self.record is not None:
            self.record.seen = None if version is None else version.text
            self.record.told_us = unix_us()
            self.record.cached = cached

    def wants(self, kind: str, text: str = "", delta: int = 0) -> None:
        """For the history, if one is kept: what the call is about to do."""
        if self.record is not None:
            self.record.change = Change(kind, text, delta)

    def wants_nothing(self) -> None:
        """For the history, if one is kept: an earlier intent came to nothing."""
        if self.record is not None:
            self.record.change = None

    def waits(self) -> None:
        """For the history, if one is kept: it stands in a queue now."""
        if self.record is not None:
            self.record.queued += 1

    def is_dropped(self) -> None:
        """For the history, if one is kept: its queue was full."""
        if self.record is not None:
            self.record.dropped = True

    def was_refused(self, error: DataStoreError) -> None:
        """For the history, if one is kept: what its caller is told."""
        if self.record is not None:
            self.record.error = str(error)


class Leg(NamedTuple):
    """One trip to the backend and back; UpdateAsync makes several.

    `write_size` is the size of what it writes, None for a trip that only reads. `first` marks
    the trip at which faults of the whole call are drawn.
    """

    request_type: str
    write_size: int | None = None
    first: bool = True
