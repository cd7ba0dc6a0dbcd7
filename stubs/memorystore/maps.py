"""Hash maps and sorted maps of one server: the methods both have, and those of each.

A hash map is a sorted map without sort keys and ranges, so one body serves both. Documented in
creator-docs memory-stores/hash-map.md and sorted-map.md (2026-08).
"""

from __future__ import annotations

import json
import math
from typing import TypeGuard

from bridge.stubs.memorystore.door import MemoryCall, MemoryDoor
from bridge.stubs.memorystore.errors import MemoryStoreError, memory_error
from bridge.stubs.memorystore.items import Item, SortKey, order
from bridge.stubs.memorystore.ranges import bound_place, items_text
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.service import (
    Callback,
    EnumItem,
    Instance,
    JsonText,
    JsonValue,
    Request,
    Service,
    method,
)

__all__ = ["MapMembers", "checked_expiration", "checked_value"]

HASH_MAP = "MemoryStoreHashMap"
SORTED_MAP = "MemoryStoreSortedMap"
KEY_TEXT = "Key must be a string of 1 to {limit} characters."
SORT_KEY_TEXT = "Unable to convert sortKey to a valid number or string."
VALUE_TEXT = "Unable to convert value to json."


class MapMembers(Service):
    """Members of MemoryStoreHashMap and MemoryStoreSortedMap."""

    rules: MemoryStoreRules
    stores: MemoryStores
    door: MemoryDoor

    # -- MemoryStoreHashMap ------------------------------------------------------------------

    @method(
        "SetAsync",
        on=HASH_MAP,
        parameters=("key: string", "value: json", "expiration: int"),
        returns=("boolean",),
        yields=True,
    )
    def set_hash_async(
        self, target: Instance, request: Request, key: str, value: JsonValue, expiration: float
    ) -> None:
        """True when it overwrote an item."""
        self._set(target, request, key, value, expiration, None)

    @method("GetAsync", on=HASH_MAP, parameters=("key: string",), returns=("json",), yields=True)
    def get_hash_async(self, target: Instance, request: Request, key: str) -> None:
        """The value, nil when missing or expired."""
        self._get(target, request, key, with_sort_key=False)

    @method(
        "UpdateAsync",
        on=HASH_MAP,
        parameters=("key: string", "transformFunction: function", "expiration: int"),
        returns=("json",),
        yields=True,
    )
    def update_hash_async(
        self,
        target: Instance,
        request: Request,
        key: str,
        transform: Callback,
        expiration: float,
    ) -> None:
        """The value written, nil when the transform gave nil."""
        self._update(target, request, key, transform, expiration, sorted_map=False)

    @method("RemoveAsync", on=HASH_MAP, parameters=("key: string",), yields=True)
    def remove_hash_async(self, target: Instance, request: Request, key: str) -> None:
        """Removes the item if it is there."""
        self._remove(target, request, key)

    # -- MemoryStoreSortedMap ----------------------------------------------------------------

    @method(
        "SetAsync",
        on=SORTED_MAP,
        parameters=("key: string", "value: json", "expiration: int", "sortKey: json?"),
        returns=("boolean",),
        yields=True,
    )
    def set_sorted_async(
        self,
        target: Instance,
        request: Request,
        key: str,
        value: JsonValue,
        expiration: float,
        sort_key: JsonValue,
    ) -> None:
        """True when it overwrote an item."""
        used = sort_key if self.rules.sort_keys else None
        self._set(target, request, key, value, expiration, used)

    @method(
        "GetAsync",
        on=SORTED_MAP,
        parameters=("key: string",),
        returns=("json", "value"),
        yields=True,
    )
    def get_sorted_async(self, target: Instance, request: Request, key: str) -> None:
        """The value and its sort key, nil when missing or expired."""
        self._get(target, request, key, with_sort_key=self.rules.sort_keys)

    @method(
        "UpdateAsync",
        on=SORTED_MAP,
        parameters=("key: string", "transformFunction: function", "expiration: int"),
        returns=("json", "value"),
        yields=True,
    )
    def update_sorted_async(
        self,
        target: Instance,
        request: Request,
        key: str,
        transform: Callback,
        expiration: float,
    ) -> None:
        """The value and sort key written, nil when the transform gave nil."""
        self._update(target, request, key, transform, expiration, sorted_map=True)

    @method("RemoveAsync", on=SORTED_MAP, parameters=("key: string",), yields=True)
    def remove_sorted_async(self, target: Instance, request: Request, key: str) -> None:
        """Removes the item if it is there."""
        self._remove(target, request, key)

    @method("GetSizeAsync", on=SORTED_MAP, returns=("int",), yields=True)
    def get_sorted_size_async(self, target: Instance, request: Request) -> None:
        """Number of items."""
        call = MemoryCall(request, "SortedMap.GetSizeAsync", _structure(target))
        self.door.round_trip(
            call, 1, lambda: len(self.stores.all_items(call.structure)), request.reply
        )

    @method(
        "GetRangeAsync",
        on=SORTED_MAP,
        parameters=(
            "direction: Enum.SortDirection",
            "count: int",
            "exclusiveLowerBound: json?",
            "exclusiveUpperBound: json?",
        ),
        returns=("json",),
        yields=True,
    )
    def get_range_async(
        self,
        target: Instance,
        request: Request,
        direction: EnumItem,
        count: int,
        lower: JsonValue | None,
        upper: JsonValue | None,
    ) -> None:
        """Up to `count` items `{key, value, sortKey}` between two bounds, both exclusive."""
        call = MemoryCall(request, "SortedMap.GetRangeAsync", _structure(target))
        try:
            if not 1 <= count <= self.rules.range_items_max:
                limit = self.rules.range_items_max
                raise memory_error("InvalidRequest", detail=f"Count must be between 1 and {limit}.")
            keyed = self.rules.sort_keys
            low = bound_place(lower, is_upper=False, is_key=not keyed)
            high = bound_place(upper, is_upper=True, is_key=not keyed)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return

        def perform() -> list[Item]:
            items = self.stores.all_items(call.structure)
            if direction.name == "Descending":
                items.reverse()
            found = [
                item
                for item in items
                if (low is None or order(item) > low) and (high is None or order(item) < high)
            ][:count]
            # Costs the number of items returned, at least 1 (documented); 1 was taken already.
            self.stores.charge(call.structure, max(0, len(found) - 1))
            return found

        self.door.round_trip(
            call, 1, perform, lambda items: request.reply(JsonText(items_text(items)))
        )

    # -- shared bodies -----------------------------------------------------------------------

    def _set(
        self,
        target: Instance,
        request: Request,
        key: str,
        value: JsonValue,
        expiration: float,
        sort_key: object,
    ) -> None:
        call = self._call(target, request, "SetAsync", key)
        try:
            self._check_key(key)
            checked_expiration(expiration, self.rules)
            text = checked_value(value, self.rules)
            sort = self._check_sort_key(sort_key)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return
        self.door.round_trip(
            call,
            1,
            lambda: self.stores.write(call.structure, key, text, expiration, sort),
            request.reply,
            writes=True,
        )

    def _get(self, target: Instance, request: Request, key: str, *, with_sort_key: bool) -> None:
        call = self._call(target, request, "GetAsync", key)
        try:
            self._check_key(key)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return

        def arrived(item: Item | None) -> None:
            value = JsonText(item.text) if item else None
            if with_sort_key:
                request.reply(value, item.sort_key if item else None)
            else:
                request.reply(value)

        self.door.round_trip(call, 1, lambda: self.stores.read(call.structure, key), arrived)

    def _remove(self, target: Instance, request: Request, key: str) -> None:
        call = self._call(target, request, "RemoveAsync", key)
        try:
            self._check_key(key)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return
        self.door.round_trip(
            call,
            1,
            lambda: self.stores.remove(call.structure, key),
            lambda _: request.reply(),
            writes=True,
        )

    def _update(
        self,
        target: Instance,
        request: Request,
        key: str,
        transform: Callback,
        expiration: float,
        *,
        sorted_map: bool,
    ) -> None:
        """Reads, transforms, writes if unchanged, else once more. Costs a hash map at least 2
        units and a sorted map 1 (documented), and each retry one more (inferred)."""
        call = self._call(target, request, "UpdateAsync", key)
        has_sort_keys = sorted_map and self.rules.sort_keys
        try:
            self._check_key(key)
            checked_expiration(expiration, self.rules)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return

        def transformed(tries: int, seen: Item | None) -> None:
            arguments: list[object] = [JsonText(seen.text) if seen else None]
            kinds = ["json"]
            if has_sort_keys:
                arguments.append(seen.sort_key if seen else None)
                kinds.append("value")
            result = transform.invoke(*arguments, returns=tuple(kinds))
            try:
                if not result.ok or result.yielded:
                    raise memory_error("TransformCallbackFailed")
                value, sort_key = _value_and_sort_key(result.values)
                if value is None:
                    request.reply(*([None] * len(kinds)))
                    return
                text = checked_value(value, self.rules)
                sort = self._check_sort_key(sort_key if has_sort_keys else None)
            except MemoryStoreError as error:
                self.door.fail(call, error)
                return
            write(tries, seen, text, sort)

        def write(tries: int, seen: Item | None, text: str, sort: SortKey) -> None:
            def perform() -> tuple[bool, Item | None]:
                done = not self.door.bites("conflict", call) and self.stores.write_if(
                    call.structure, key, seen, text, expiration, sort
                )
                return done, None if done else self.stores.read(call.structure, key)

            def arrived(outcome: tuple[bool, Item | None]) -> None:
                done, newer = outcome
                if done:
                    request.reply(*((JsonText(text), sort) if has_sort_keys else (JsonText(text),)))
                elif tries >= self.rules.update_tries_max:
                    self.door.fail(call, memory_error("UpdateConflict"))
                else:
                    transformed(tries + 1, newer)

            units = 0 if tries == 1 else 1
            self.door.round_trip(
                call, units, perform, arrived, writes=True, first=False, status=_status_of_update
            )

        self.door.round_trip(
            call,
            1 if sorted_map else 2,
            lambda: self.stores.read(call.structure, key),
            lambda seen: transformed(1, seen),
        )

    def _call(self, target: Instance, request: Request, operation: str, key: str) -> MemoryCall:
        structure = _structure(target)
        return MemoryCall(request, f"{structure[0]}.{operation}", structure, key)

    # -- checks ------------------------------------------------------------------------------

    def _check_key(self, key: str) -> None:
        """Keys are strings up to 128 (documented)."""
        limit = self.rules.key_bytes_max
        if not key or len(key.encode("utf-8", "surrogateescape")) > limit:
            raise memory_error("InvalidRequest", detail=KEY_TEXT.format(limit=limit))

    def _check_sort_key(self, sort_key: object) -> SortKey:
        """A number, or a string of at most 128 characters (documented)."""
        if isinstance(sort_key, JsonValue):
            sort_key = sort_key if sort_key.problem else json.loads(sort_key.text or "null")
        if sort_key is None:
            return None
        if isinstance(sort_key, str):
            if len(sort_key.encode("utf-8", "surrogateescape")) <= self.rules.key_bytes_max:
                return sort_key
        elif _is_number(sort_key):
            return float(sort_key)
        raise memory_error("InvalidRequest", detail=SORT_KEY_TEXT)


def checked_expiration(expiration: float, rules: MemoryStoreRules) -> float:
    """0..3,888,000 seconds (documented)."""
    if not 0 <= expiration <= rules.expiration_seconds_max:
        raise memory_error("InvalidExpirationTime")
    return expiration


def checked_value(value: JsonValue, rules: MemoryStoreRules) -> str:
    """JSON of at most 32 KB (documented)."""
    if value.text is None:
        raise memory_error("InvalidRequest", detail=VALUE_TEXT)
    if len(value.text.encode("utf-8", "surrogateescape")) > rules.value_bytes_max:
        raise memory_error("ItemValueSizeTooLarge")
    return value.text


def _is_number(value: object) -> TypeGuard[float]:
    """A number that can be compared."""
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isnan(value)


def _status_of_update(outcome: tuple[bool, Item | None]) -> str:
    return "Success" if outcome[0] else "DataUpdateConflict"


def _value_and_sort_key(values: tuple[object, ...]) -> tuple[JsonValue | None, object]:
    """A transform's results; a first result nil, or none, is no value."""
    value = values[0] if values else None
    if not isinstance(value, JsonValue) or (value.text is None and value.problem is None):
        return None, None
    return value, values[1] if len(values) > 1 else None


def _structure(target: Instance) -> tuple[str, str]:
    structure = target.state
    assert isinstance(structure, tuple)
    return structure
