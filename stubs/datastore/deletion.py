"""Whole stores that were scheduled for deletion, as Open Cloud and the Data Stores Manager do it.

A store scheduled so is inaccessible at once: every request of its entries fails with
DatastoreDeleted. For 30 days it can be restored, then its keys are gone for good (creator-docs
data-stores-manager.md, error-codes-and-limits.md; Open Cloud v2). That backends with a cache may
serve reads for up to 24 hours more is left out. Knows no server; times are Unix microseconds.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.errors import UsageError
from bridge.stubs.datastore.address import STANDARD, Address
from bridge.stubs.datastore.errors import store_error

__all__ = ["DeletedStores"]

RESTORABLE_US = 30 * 24 * 3600 * 1_000_000


class DeletedStores:
    """Which stores are deleted.

    Parameters:
        unix_us: the universe's true time.
        purge: drops every version of a store's keys.
    """

    def __init__(self, unix_us: Callable[[], int], purge: Callable[[str], None]) -> None:
        self._unix_us = unix_us
        self._purge = purge
        self._gone_us: dict[str, int] = {}

    def __bool__(self) -> bool:
        """Whether there is any: asked at every request."""
        return bool(self._gone_us)

    def __contains__(self, name: object) -> bool:
        self._expire()
        return name in self._gone_us

    def add(self, name: str) -> None:
        """Schedules a store for deletion; one that is scheduled stays as it is."""
        self._expire()
        self._gone_us.setdefault(name, self._unix_us() + RESTORABLE_US)

    def restore(self, name: str) -> None:
        """Takes a deletion back.

        Raises:
            UsageError: the store is not scheduled for deletion, or its 30 days are over.
        """
        if name not in self:
            raise UsageError(f"data store {name!r} is not scheduled for deletion")
        del self._gone_us[name]

    def check(self, address: Address) -> None:
        """Raises DatastoreDeleted for an entry of a deleted store."""
        if address.family == STANDARD and address.name in self:
            raise store_error("DatastoreDeleted")

    def _expire(self) -> None:
        now_us = self._unix_us()
        for name in [name for name, gone_us in self._gone_us.items() if gone_us <= now_us]:
            del self._gone_us[name]
            self._purge(name)
