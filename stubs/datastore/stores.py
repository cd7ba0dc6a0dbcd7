"""What stands behind one DataStore object of one server: its identity and its read cache.

Cache as documented (creator-docs versioning-listing-and-caching.md): per object and key, 4 seconds;
filled by reads, updated and restarted by this object's own writes. Knows no request.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.errors import StubError
from bridge.stubs.datastore.address import ORDERED, STANDARD, Address
from bridge.stubs.datastore.limits import check_key
from bridge.stubs.datastore.versions import Version
from bridge.stubs.profiles import DataStoreRules

__all__ = ["StoreState", "class_of_store"]


ADDRESSES_MAX = 1000
"""Keys whose address an object remembers."""


@dataclass(slots=True)
class StoreState:
    """One DataStore object.

    Attributes:
        name, scope: which store it reaches; an AllScopes object has no scope of its own.
        all_scopes: keys are written `scope/key`.
        family: "Standard" or "Ordered".
    """

    name: str
    scope: str
    all_scopes: bool = False
    family: str = STANDARD
    _cache: dict[str, tuple[int, Version | None]] = field(default_factory=dict)
    _addresses: dict[str, Address] = field(default_factory=dict)

    def address(self, key: str, rules: DataStoreRules) -> Address:
        """The backend's identity of a key.

        Raises:
            StubError: the key is refused.
        """
        address = self._addresses.get(key)
        if address is None:
            check_key(key, rules)
            if self.all_scopes:
                scope, slash, rest = key.partition("/")
                if not slash:
                    raise StubError("Key must be written scope/key when AllScopes is set.")
                address = Address(self.name, scope, rest)
            else:
                address = Address(self.name, self.scope, key, self.family)
            if len(self._addresses) >= ADDRESSES_MAX:
                self._addresses.clear()
            self._addresses[key] = address
        return address

    def cached(self, key: str, now_us: int) -> tuple[Version | None] | None:
        """The cached answer as a 1-tuple (the answer itself may be None), or None."""
        entry = self._cache.get(key)
        if entry is None:
            return None
        if entry[0] <= now_us:
            del self._cache[key]
            return None
        return (entry[1],)

    def remember(
        self, key: str, version: Version | None, now_us: int, rules: DataStoreRules
    ) -> None:
        """Keeps an answer, or a value this object wrote, for the cache's time."""
        if version is None and not rules.cache_missing_keys:
            self._cache.pop(key, None)
        elif rules.cache_us > 0:
            self._cache[key] = (now_us + rules.cache_us, version)


def class_of_store(name: str, family: str, rules: DataStoreRules, data_store: bool) -> str:
    """The class of a store's object. Before there was DataStore, GlobalDataStore was the class of
    all; the nameless store kept it longer (API dumps, forum).

    Parameters:
        name: of the store; empty for the nameless one.
        data_store: whether the engine has a class DataStore.
    """
    if family == ORDERED:
        return "OrderedDataStore"
    return "DataStore" if data_store and name else rules.global_store_class
