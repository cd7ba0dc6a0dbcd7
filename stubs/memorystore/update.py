"""UpdateAsync of a map: read, transform, write if unchanged, again from the transform if not.

Documented in creator-docs memory-stores/ (CD-MEM): a refused write brings the newer item along, and
the transform runs on that, a limited number of times. Knows no service.
"""

from __future__ import annotations

from bridge.stubs.memorystore.door import MemoryCall, MemoryDoor
from bridge.stubs.memorystore.errors import MemoryStoreError, memory_error
from bridge.stubs.memorystore.items import Item, SortKey
from bridge.stubs.memorystore.limits import check_sort_key, check_value
from bridge.stubs.memorystore.structures import MemoryStores
from bridge.stubs.profiles import MemoryStoreRules
from bridge.stubs.service import Callback, JsonText, JsonValue

__all__ = ["MapUpdate"]


class MapUpdate:
    """One running UpdateAsync.

    Parameters:
        call: the call, whose key has been checked.
        expiration: seconds that what is written lives.
        sort_keys: the transform gets and gives a sort key beside the value.
    """

    def __init__(
        self,
        door: MemoryDoor,
        stores: MemoryStores,
        rules: MemoryStoreRules,
        call: MemoryCall,
        transform: Callback,
        expiration: float,
        *,
        sort_keys: bool,
    ) -> None:
        self._door = door
        self._stores = stores
        self._rules = rules
        self._call = call
        self._transform = transform
        self._expiration = expiration
        self._sort_keys = sort_keys
        self._tries = 0

    def start(self, units: int) -> None:
        """Reads the item first, for so many request units."""
        self._door.round_trip(self._call, units, self._read, self._try)

    def _read(self) -> Item | None:
        return self._stores.read(self._call.structure, self._call.key)

    def _try(self, seen: Item | None) -> None:
        """Transforms what was seen; a first result nil ends the call without a write."""
        self._tries += 1
        try:
            value, sort_key = self._transformed(seen)
            if value is None:
                self._reply(None, None)
                return
            text = check_value(value, self._rules)
            sort = check_sort_key(sort_key if self._sort_keys else None, self._rules)
        except MemoryStoreError as error:
            self._door.fail(self._call, error)
            return
        self._write(seen, text, sort)

    def _transformed(self, seen: Item | None) -> tuple[JsonValue | None, object]:
        """The transform's value and sort key; a first result nil, or none, is no value."""
        value = JsonText(seen.text) if seen else None
        if self._sort_keys:
            sort_key = seen.sort_key if seen else None
            result = self._transform.invoke(value, sort_key, returns=("json", "value"))
        else:
            result = self._transform.invoke(value, returns=("json",))
        if not result.ok or result.yielded:
            raise memory_error("TransformCallbackFailed")
        given = result.values[0] if result.values else None
        if not isinstance(given, JsonValue) or (given.text is None and given.problem is None):
            return None, None
        return given, result.values[1] if len(result.values) > 1 else None

    def _write(self, seen: Item | None, text: str, sort: SortKey) -> None:
        """The first try was paid for with the read, each retry costs a unit (inferred)."""

        def perform() -> tuple[bool, Item | None]:
            """Whether it was written; if not, the newer item."""
            call = self._call
            done = not self._door.bites("conflict", call) and self._stores.write_if(
                call.structure, call.key, seen, text, self._expiration, sort
            )
            return done, None if done else self._read()

        def arrived(outcome: tuple[bool, Item | None]) -> None:
            done, newer = outcome
            if done:
                self._reply(JsonText(text), sort)
            elif self._tries >= self._rules.update_tries_max:
                self._door.fail(self._call, memory_error("UpdateConflict"))
            else:
                self._try(newer)

        units = 0 if self._tries == 1 else 1
        self._door.round_trip(
            self._call, units, perform, arrived, writes=True, first=False, status=_status
        )

    def _reply(self, value: JsonText | None, sort: SortKey) -> None:
        self._call.request.reply(*((value, sort) if self._sort_keys else (value,)))


def _status(outcome: tuple[bool, Item | None]) -> str:
    """How the backend counts a write."""
    return "Success" if outcome[0] else "DataUpdateConflict"
