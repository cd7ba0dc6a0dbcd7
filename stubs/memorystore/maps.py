"""Hash maps and sorted maps of one server: the methods both have, and those of each.

A hash map is a sorted map without sort keys and ranges, so one body serves both. Documented in
creator-docs memory-stores/hash-map.md and sorted-map.md (2026-08).
"""

from __future__ import annotations

from bridge.stubs.memorystore.door import MemoryCall, MemoryDoor
from bridge.stubs.memorystore.errors import MemoryStoreError
from bridge.stubs.memorystore.items import Item, StructureName, order
from bridge.stubs.memorystore.limits import (
    check_count,
    check_expiration,
    check_key,
    check_sort_key,
    check_value,
)
from bridge.stubs.memorystore.ranges import bound_place, items_text
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.memorystore.update import MapUpdate
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

__all__ = ["MapMembers"]

HASH_MAP = "MemoryStoreHashMap"
SORTED_MAP = "MemoryStoreSortedMap"


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
            check_count(count, self.rules.range_items_max)
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
            check_key(key, self.rules)
            check_expiration(expiration, self.rules)
            text = check_value(value, self.rules)
            sort = check_sort_key(sort_key, self.rules)
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
            check_key(key, self.rules)
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
            check_key(key, self.rules)
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
        """Costs a hash map at least 2 units and a sorted map 1 (documented)."""
        call = self._call(target, request, "UpdateAsync", key)
        try:
            check_key(key, self.rules)
            check_expiration(expiration, self.rules)
        except MemoryStoreError as error:
            self.door.fail(call, error)
            return
        update = MapUpdate(
            self.door,
            self.stores,
            self.rules,
            call,
            transform,
            expiration,
            sort_keys=sorted_map and self.rules.sort_keys,
        )
        update.start(1 if sorted_map else 2)

    def _call(self, target: Instance, request: Request, operation: str, key: str) -> MemoryCall:
        structure = _structure(target)
        return MemoryCall(request, f"{structure[0]}.{operation}", structure, key)


def _structure(target: Instance) -> StructureName:
    structure = target.state
    assert isinstance(structure, tuple)
    return structure
