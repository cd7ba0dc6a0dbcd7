"""One server's request budgets: a bucket per request type that refills all the time.

Rates as documented (creator-docs error-codes-and-limits.md, server limits); the start of one
minute's rate and the cap of three are modelled after emulators, because the engine's are unknown.
Knows no queue: it says whether a request may go now and, if not, when.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.errors import StubError
from bridge.stubs.profiles import DataStoreRules, Rate

__all__ = ["LIMIT_RANGES", "REQUEST_TYPES", "Budgets"]

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
    "OnUpdate": ("OnUpdate",),
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


LIMIT_RANGES: dict[str, tuple[int, int]] = {
    **{
        family + kind: (10_000, 200)
        for family in ("Standard", "Ordered")
        for kind in ("Read", "Write", "List", "Remove")
    },
    "RemoveVersionAsync": (5, 2),
    "GetAsync": (60, 40),
    "SetIncrementAsync": (60, 40),
    "GetSortedAsync": (5, 2),
    "SetIncrementSortedAsync": (30, 5),
    "ListAsync": (5, 2),
    "GetVersionAsync": (5, 2),
}
"""The highest base and per-player limit SetRateLimitForRequestType takes for a type (class page
DataStoreService); UpdateAsync and OnUpdate cannot be set."""


CAP_MINUTES = {"OnUpdate": 1.0}
"""What these types save up at most, in minutes of their rate (MockDataStoreService)."""


class _Bucket:
    __slots__ = ("at_us", "cap_minutes", "frozen", "level")

    def __init__(self, level: int, at_us: int, cap_minutes: float) -> None:
        self.level = level
        self.at_us = at_us
        self.cap_minutes = cap_minutes
        self.frozen = False


class Budgets:
    """The buckets of one server.

    Parameters:
        rules: rates and caps.
        number_of_players: asked now, and whenever `players_changed` says so.
        now_us: when the server started.
    """

    def __init__(
        self, rules: DataStoreRules, number_of_players: Callable[[], int], now_us: int
    ) -> None:
        self._rules = rules
        self._number_of_players = number_of_players
        self._players = number_of_players()
        self._limits: dict[str, Rate] = {}
        self._buckets = {
            kind: _Bucket(
                self._start(kind),
                now_us,
                CAP_MINUTES.get(kind, rules.budget_cap_minutes),
            )
            for kind in rules.requests_per_minute
        }

    def players_changed(self, now_us: int) -> None:
        """Somebody has joined or left: what has come in until now came at the old rate."""
        for kind in self._buckets:
            self._refilled(kind, now_us)
        self._players = self._number_of_players()

    def available(self, kind: str, now_us: int) -> int:
        """Requests of a kind that may go at once, as GetRequestBudgetForRequestType says it.

        OrderedList is documented to show 0 although its requests are served.
        """
        if kind == "OrderedList":
            return 0
        return min(self._refilled(self._bucket_of(part), now_us) for part in REQUEST_TYPES[kind])

    def bucket_of(self, operation: str, kind: str) -> str:
        """The bucket of a method's requests of a type: in earlier years several types shared one,
        and some methods had one of their own."""
        buckets = self._rules.request_buckets
        # Today there are none, and this stands in the way of every request.
        return (buckets.get(operation) or buckets.get(kind, kind)) if buckets else kind

    def covers(self, kind: str, now_us: int) -> bool:
        """Whether a bucket lets one request go."""
        kind = self._bucket_of(kind)
        bucket = self._buckets[kind]
        if bucket.at_us != now_us:
            self._refilled(kind, now_us)
        return bucket.level >= TOKEN

    def take(self, kind: str, now_us: int, requests: int = 1) -> bool:
        """Takes so many requests from a bucket; False when it holds less."""
        kind = self._bucket_of(kind)
        bucket = self._buckets[kind]
        if bucket.at_us != now_us:
            self._refilled(kind, now_us)
        if bucket.level < requests * TOKEN:
            return False
        if not bucket.frozen:
            bucket.level -= requests * TOKEN
        return True

    def wait_us(self, kind: str, now_us: int, requests: int = 1) -> int | None:
        """Microseconds until so many requests may go; None when they never may."""
        kind = self._bucket_of(kind)
        if self._refilled(kind, now_us) >= requests:
            return 0
        if self._buckets[kind].frozen:
            return None
        rate, wanted = self._rate(kind), requests * TOKEN
        if wanted > self._cap(kind, rate):
            return None
        return -(-(wanted - self._buckets[kind].level) // rate)

    def set_limit(self, kind: str, base: int, per_player: int, now_us: int) -> None:
        """SetRateLimitForRequestType: another rate per minute, at once.

        What was saved up goes where it exceeds the new cap: reads set to 0 are throttled at once.
        Limits of legacy types are taken and change nothing (both seen in live probes, 2026-10).

        Raises:
            StubError: the type cannot be set or a number is out of its range. The engine's text is
                unknown.
        """
        highest = LIMIT_RANGES.get(kind)
        if highest is None:
            raise StubError(f"Rate limit of request type {kind} can't be set.")
        for name, value, most in zip(
            ("baseLimit", "perPlayerLimit"), (base, per_player), highest, strict=True
        ):
            if not 0 <= value <= most:
                raise StubError(f"{name} of request type {kind} must be between 0 and {most}.")
        if kind in self._buckets:
            self._refilled(kind, now_us)
            self._limits[kind] = Rate(base, per_player)
            bucket = self._buckets[kind]
            if not bucket.frozen:
                bucket.level = min(bucket.level, self._cap(kind, self._rate(kind)))

    def raise_for_closing(self, now_us: int) -> None:
        """Gives a closing server the means to save everybody."""
        for kind, bucket in self._buckets.items():
            self._refilled(kind, now_us)
            if not bucket.frozen:
                bucket.level = max(bucket.level, self._rate(kind) * TOKEN * CLOSING_SECONDS // 60)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The request types that have a bucket here."""
        return tuple(self._buckets)

    def levels(self, now_us: int) -> dict[str, int]:
        """Test handle: how many requests of each type may go at once."""
        return {kind: self._refilled(self._bucket_of(kind), now_us) for kind in self._buckets}

    def freeze(self, frozen: bool = True, *kinds: str, now_us: int | None = None) -> None:
        """Test handle: while frozen, requests use nothing up and nothing refills.

        Parameters:
            kinds: request types; all when none is given.
            now_us: until when it has refilled, or since when it has not; None: does not matter.
        """
        for kind in dict.fromkeys(map(self._bucket_of, kinds or self._buckets)):
            bucket = self._buckets[kind]
            if now_us is not None and now_us > bucket.at_us and frozen != bucket.frozen:
                self._refilled(kind, now_us)
                bucket.at_us = now_us
            bucket.frozen = frozen

    def set(self, kind: str, requests: int, now_us: int) -> None:
        """Test handle: lets a bucket hold exactly this many requests at an instant."""
        bucket = self._buckets[self._bucket_of(kind)]
        bucket.level, bucket.at_us = requests * TOKEN, now_us

    def _bucket_of(self, kind: str) -> str:
        buckets = self._rules.request_buckets
        return buckets.get(kind, kind) if buckets else kind

    def _start(self, kind: str) -> int:
        """What a bucket holds when a server starts."""
        known = self._rules.budget_start.get(kind)
        if known is not None:
            return known * TOKEN
        return round(self._rate(kind) * TOKEN * self._rules.budget_start_minutes)

    def _rate(self, kind: str) -> int:
        limit = self._limits.get(kind) or self._rules.requests_per_minute[kind]
        return int(limit.at(self._players))

    def _cap(self, kind: str, rate: int) -> int:
        return round(rate * TOKEN * self._buckets[kind].cap_minutes)

    def _refilled(self, kind: str, now_us: int) -> int:
        bucket = self._buckets[kind]
        if bucket.at_us == now_us or bucket.frozen:  # nothing has come in since
            return bucket.level // TOKEN
        rate = self._rate(kind)
        cap = self._cap(kind, rate)
        if bucket.level < cap:
            bucket.level = min(cap, bucket.level + rate * (now_us - bucket.at_us))
        bucket.at_us = now_us
        return bucket.level // TOKEN
