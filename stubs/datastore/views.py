"""Single data stores as dictionaries, for tests: no budget, no time, values as Python data.

`store["k"]` reads, `store["k"] = value` writes as another server would, `del store["k"]` removes;
whatever a mapping can do works (`in`, `len`, `items`, `update`, comparison with a dictionary).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING, Any

from bridge.errors import UsageError
from bridge.stubs.datastore.address import ORDERED, STANDARD
from bridge.stubs.datastore.versions import HistoryEntry, Version

if TYPE_CHECKING:
    from bridge.stubs.datastore.handle import StoreHandle

__all__ = ["OrderedStoreView", "StoreView", "encode"]


def encode(value: object) -> str:
    """Python data as the JSON the bridge stores: compact, keys in order, UTF-8 as it is.

    Raises:
        UsageError: JSON has no such value, or keys of a dictionary are of several types.
    """
    try:
        return json.dumps(
            value, separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False
        )
    except (TypeError, ValueError) as problem:
        raise UsageError(f"a data store cannot hold {value!r}: {problem}") from problem


class _View(MutableMapping[str, Any]):
    """What both families have; equal to a dictionary of the same keys and values."""

    FAMILY = STANDARD

    def __init__(self, stores: StoreHandle, name: str, scope: str) -> None:
        self._stores = stores
        self.name = name
        self.scope = scope

    def __repr__(self) -> str:
        kind = "ordered data store" if self.FAMILY == ORDERED else "data store"
        scope = "" if self.scope == "global" else f" in scope {self.scope!r}"
        return f"<{kind} {self.name!r}{scope} {dict(self)!r}>"

    def __getitem__(self, key: str) -> Any:
        version = self.version(key)
        if version is None:
            raise KeyError(key)
        return json.loads(version.text)

    def __setitem__(self, key: str, value: object) -> None:
        self._stores.set(self.name, key, value, self.scope, family=self.FAMILY)

    def __delitem__(self, key: str) -> None:
        if self.version(key) is None:
            raise KeyError(key)
        self._stores.remove_key(self.name, key, self.scope, family=self.FAMILY)

    def __iter__(self) -> Iterator[str]:
        return iter(self._stores.keys(self.name, self.scope, family=self.FAMILY))

    def __len__(self) -> int:
        return len(self._stores.keys(self.name, self.scope, family=self.FAMILY))

    def version(self, key: str) -> Version | None:
        """The current version with its id, times, user ids and metadata; None when missing."""
        return self._stores.version(self.name, key, self.scope, family=self.FAMILY)

    def history(self, key: str) -> tuple[HistoryEntry, ...]:
        """Every write of a key that took effect, in order: when, by which server and method."""
        return self._stores.history(self.name, key, self.scope, family=self.FAMILY)


class StoreView(_View):
    """One data store."""

    def put(
        self,
        key: str,
        value: object,
        *,
        user_ids: Sequence[int] = (),
        metadata: dict[str, object] | None = None,
    ) -> Version:
        """Writes a value with its user ids and metadata, as another server would."""
        return self._stores.set(
            self.name, key, value, self.scope, user_ids=tuple(user_ids), metadata=metadata
        )

    def user_ids(self, key: str) -> tuple[int, ...]:
        """The user ids of a key's current version; none when it is missing."""
        version = self.version(key)
        return () if version is None else version.user_ids

    def metadata(self, key: str) -> dict[str, Any]:
        """The metadata of a key's current version; empty when it is missing."""
        version = self.version(key)
        found: object = {} if version is None else json.loads(version.metadata)
        return dict(found) if isinstance(found, dict) else {}

    def versions(self, key: str) -> tuple[Version, ...]:
        """The versions that can still be fetched, oldest first, tombstones included."""
        return self._stores.versions(self.name, key, self.scope)


class OrderedStoreView(_View):
    """One ordered data store."""

    FAMILY = ORDERED

    def __setitem__(self, key: str, value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise UsageError(f"an ordered data store holds whole numbers, not {value!r}")
        super().__setitem__(key, value)

    def top(
        self, count: int | None = None, *, ascending: bool = False
    ) -> tuple[tuple[str, int], ...]:
        """Keys and values by value, the highest first; ties by key, as GetSortedAsync gives them.

        Parameters:
            count: so many at most; None for all.
        """
        found = sorted((value, key) for key, value in self.items())
        ordered = found if ascending else found[::-1]
        return tuple((key, value) for value, key in ordered[:count])
