"""What stands behind one DataStore object of one server: its identity and its read cache.

Cache as documented (creator-docs versioning-listing-and-caching.md): per object and key, 4 seconds;
filled by reads, updated and restarted by this object's own writes. Knows no request.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.stubs.datastore.backend import STANDARD, Address
from bridge.stubs.datastore.versions import Version
from bridge.stubs.profiles import DataStoreRules

__all__ = ["StoreState"]


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

    def address(self, key: str) -> Address:
        """The backend's identity of a key that was checked with `check_scoped_key`."""
        if not self.all_scopes:
            return Address(self.name, self.scope, key, self.family)
        scope, _, rest = key.partition("/")
        return Address(self.name, scope, rest)

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
