"""One server's request budgets: a bucket per request type that refills all the time.

Rates as documented (creator-docs error-codes-and-limits.md, server limits); the start of one
minute's rate and the cap of three are modelled after emulators, because the engine's are unknown.
Knows no queue: it says whether a request may go now and, if not, when.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.stubs.profiles import DataStoreRules

__all__ = ["REQUEST_TYPES", "Budgets"]

TOKEN = 60_000_000
"""One request in the bucket's unit, so that a rate per minute is also the gain per microsecond."""

CLOSING_SECONDS = 150
"""A closing server's budgets hold at least 150 seconds' worth (MockDataStoreService)."""

REQUEST_TYPES: dict[str, tuple[str, ...]] = {
    "GetAsync": ("StandardRead",),
    "SetIncrementAsync": ("StandardWrite",),
    "UpdateAsync": ("StandardRead", "StandardWrite"),
    "GetSortedAsync": ("OrderedList",),
    "SetIncrementSortedAsync": ("OrderedWrite",),
    "OnUpdate": ("OrderedWrite",),
    "ListAsync": ("StandardList",),
    "GetVersionAsync": ("StandardRead",),
    "RemoveVersionAsync": ("RemoveVersionAsync",),
    "StandardRead": ("StandardRead",),
    "StandardWrite": ("StandardWrite",),
    "StandardList": ("StandardList",),
    "StandardRemove": ("StandardRemove",),
    "OrderedRead": ("OrderedRead",),
    "OrderedWrite": ("OrderedWrite",),
    "OrderedList": ("OrderedList",),
    "OrderedRemove": ("OrderedRemove",),
}
"""Every Enum.DataStoreRequestType, with the buckets whose least content is its budget. Legacy
types mirror the current ones, because libraries in the wild send nothing at budget 0."""


class _Bucket:
    __slots__ = ("at_us", "level")

    def __init__(self, level: int, at_us: int) -> None:
        self.level = level
        self.at_us = at_us


class Budgets:
    """The buckets of one server.

    Parameters:
        rules: rates and caps.
        number_of_players: asked at each refill.
        now_us: when the server started.
    """

    def __init__(
        self, rules: DataStoreRules, number_of_players: Callable[[], int], now_us: int
    ) -> None:
        self._rules = rules
        self._number_of_players = number_of_players
        self._frozen = False
        self._buckets = {
            kind: _Bucket(round(self._rate(kind) * TOKEN * rules.budget_start_minutes), now_us)
            for kind in rules.requests_per_minute
        }

    def available(self, kind: str, now_us: int) -> int:
        """Requests of a kind that may go at once, as GetRequestBudgetForRequestType says it.

        OrderedList is documented to show 0 although its requests are served.
        """
        if kind == "OrderedList":
            return 0
        return min(self._refilled(self._bucket_of(part), now_us) for part in REQUEST_TYPES[kind])

    def take(self, kind: str, now_us: int) -> bool:
        """Takes one request from a bucket; False when it holds less than one."""
        kind = self._bucket_of(kind)
        if self._refilled(kind, now_us) < 1:
            return False
        if not self._frozen:
            self._buckets[kind].level -= TOKEN
        return True

    def wait_us(self, kind: str, now_us: int) -> int | None:
        """Microseconds until one request may go; None when the rate is 0."""
        kind = self._bucket_of(kind)
        if self._refilled(kind, now_us) >= 1:
            return 0
        rate = self._rate(kind)
        return None if rate == 0 else -(-(TOKEN - self._buckets[kind].level) // rate)

    def raise_for_closing(self, now_us: int) -> None:
        """Gives a closing server the means to save everybody."""
        for kind, bucket in self._buckets.items():
            self._refilled(kind, now_us)
            bucket.level = max(bucket.level, self._rate(kind) * TOKEN * CLOSING_SECONDS // 60)

    def freeze(self, frozen: bool = True) -> None:
        """Test handle: while frozen, requests use nothing up."""
        self._frozen = frozen

    def set(self, kind: str, requests: int, now_us: int) -> None:
        """Test handle: lets a bucket hold exactly this many requests now."""
        kind = self._bucket_of(kind)
        self._refilled(kind, now_us)
        self._buckets[kind].level = requests * TOKEN

    def _bucket_of(self, kind: str) -> str:
        # Before 2026 SetIncrementAsync covered RemoveAsync too (documented with the legacy types).
        if self._rules.removes_count_as_writes and kind.endswith("Remove"):
            return kind.removesuffix("Remove") + "Write"
        return kind

    def _rate(self, kind: str) -> int:
        return int(self._rules.requests_per_minute[kind].at(self._number_of_players()))

    def _refilled(self, kind: str, now_us: int) -> int:
        bucket = self._buckets[kind]
        if bucket.at_us == now_us:  # nothing has come in since
            return bucket.level // TOKEN
        rate = self._rate(kind)
        cap = round(rate * TOKEN * self._rules.budget_cap_minutes)
        if bucket.level < cap:
            bucket.level = min(cap, bucket.level + rate * (now_us - bucket.at_us))
        bucket.at_us = now_us
        return bucket.level // TOKEN
