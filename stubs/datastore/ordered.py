"""OrderedDataStore: pages of keys sorted by value.

Documented on the class page OrderedDataStore (2026-08). Reading and writing single keys is that of
every data store; what differs stands where it differs.
"""

from __future__ import annotations

import json

from bridge.errors import StubError
from bridge.stubs.datastore.address import ORDERED, Address
from bridge.stubs.datastore.call import Call, Leg
from bridge.stubs.datastore.calls import state_of
from bridge.stubs.datastore.errors import DataStoreError, store_error
from bridge.stubs.datastore.pages import Entry, Listing, ListingCalls
from bridge.stubs.datastore.versions import Version
from bridge.stubs.service import Instance, JsonText, JsonValue, Request, method

__all__ = ["OrderedMembers"]

PAGE_SIZE_MAX = 100
BATCH_MAX = 100
"""Keys of one BatchGetAsync; the maximum is set by the server (class page GlobalDataStore)."""


class OrderedMembers(ListingCalls):
    """Members of OrderedDataStore."""

    @method(
        "BatchGetAsync",
        on="GlobalDataStore",
        parameters=("keys: array", "options: dictionary?"),
        returns=("json",),
        yields=True,
    )
    def batch_get_async(
        self, target: Instance, request: Request, keys: JsonValue, options: JsonValue | None
    ) -> None:
        """`{[key]: {value = number}}` without the missing keys; one OrderedRead a key, options
        ignored, ordered stores only (class page). The texts of its refusals are unknown."""
        state = state_of(target)
        wanted = json.loads(keys.text or "[]")
        if state.family != ORDERED:
            raise StubError("BatchGetAsync is only supported by OrderedDataStore.")
        if not isinstance(wanted, list) or not 1 <= len(wanted) <= BATCH_MAX:
            raise StubError(f"BatchGetAsync takes an array of 1 to {BATCH_MAX} keys.")
        call = Call("BatchGetAsync", Address(state.name, state.scope, "", ORDERED), request)
        try:
            found = {key: state.address(key, self.rules) for key in map(str, wanted)}
        except DataStoreError as error:
            self.door.fail(call, error)
            return

        call, reads = self.record_reads(call, found.values())

        def perform() -> dict[str, Version | None]:
            for read in reads:
                read.looked = self.backend.count_writes(read.address)
            return {key: self.backend.read(address) for key, address in found.items()}

        def arrived(versions: dict[str, Version | None]) -> None:
            for read, version in zip(reads, versions.values(), strict=False):
                read.seen = None if version is None else version.text
                read.told_us = self.context.unix_us()
            texts = [
                f'{json.dumps(key)}:{{"value":{version.text}}}'
                for key, version in versions.items()
                if version is not None
            ]
            request.reply(JsonText("{" + ",".join(texts) + "}" if texts else "[]"))

        self.door.send(call, Leg("OrderedRead"), perform, arrived, requests=len(wanted))

    @method(
        "GetSortedAsync",
        on="OrderedDataStore",
        parameters=("ascending: boolean", "pagesize: int", "minValue: value?", "maxValue: value?"),
        returns=("Instance",),
        yields=True,
    )
    def get_sorted_async(
        self,
        target: Instance,
        request: Request,
        ascending: bool,
        page_size: int,
        minimum: object,
        maximum: object,
    ) -> None:
        """Pages of `{key, value}`; both bounds are inclusive (documented)."""
        state = state_of(target)
        address = Address(state.name, state.scope, "", state.family)
        call = Call("GetSortedAsync", address, request)
        try:
            low, high = _bounds(page_size, minimum, maximum)
        except DataStoreError as error:
            self.door.fail(call, error)
            return

        def load(after: str | None) -> list[Entry]:
            items = self.backend.sorted_items(state.name, state.scope)
            found = [
                (value, key)
                for value, key in items
                if (low is None or value >= low) and (high is None or value <= high)
            ]
            if not ascending:
                found.reverse()
            if after is not None:
                text, _, key = after.partition("/")
                last = (int(text), key)
                found = [entry for entry in found if (entry > last) is ascending and entry != last]
            return [(f"{value}/{key}", {"key": key, "value": value}) for value, key in found]

        self.begin_listing(request, Listing(call, "OrderedList", page_size, load), "DataStorePages")


def _bounds(page_size: int, minimum: object, maximum: object) -> tuple[int | None, int | None]:
    """106 and 107: a page of 1..100, whole bounds in order (documented)."""
    if page_size < 1:
        raise store_error("PageSizeLesser")
    if page_size > PAGE_SIZE_MAX:
        raise store_error("PageSizeGreater")
    low, high = _whole(minimum, "MinValueInvalid"), _whole(maximum, "MaxValueInvalid")
    if low is not None and high is not None and high < low:
        raise store_error("MinMaxOrderInvalid")
    return low, high


def _whole(bound: object, problem: str) -> int | None:
    if bound is None:
        return None
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        raise store_error(problem)
    if not float(bound).is_integer():
        raise store_error(problem)
    return int(bound)
