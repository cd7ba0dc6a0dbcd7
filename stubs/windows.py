"""What happened lately: counts behind "N per minute" limits, and the most there was at once.

Knows no service; times are integer microseconds.
"""

from __future__ import annotations

from collections import deque
from math import inf

__all__ = ["SlidingMaximum", "SlidingWindow"]

MINUTE_US = 60_000_000


class SlidingWindow:
    """Amounts taken during the last `length_us`; what is exactly that old no longer counts.

    What is taken in one instant is one sum: a loop may make thousands of requests in it.
    """

    __slots__ = ("_entries", "_latest", "_latest_us", "_length_us", "_total")

    def __init__(self, length_us: int = MINUTE_US) -> None:
        self._length_us = length_us
        self._entries: deque[tuple[int, int]] = deque()
        self._latest_us = self._latest = 0
        self._total = 0

    def total(self, now_us: int) -> int:
        """What was taken in the window that ends now."""
        if now_us != self._latest_us:
            self._move(now_us)
        return self._total

    def take(self, amount: int, now_us: int) -> None:
        """Counts `amount` whatever the limit."""
        self.admit(amount, inf, now_us)

    def admit(self, amount: int, limit: float, now_us: int) -> bool:
        """Counts `amount` if it still fits under `limit`; a refused amount does not count."""
        if now_us != self._latest_us:
            self._move(now_us)
        if self._total + amount > limit:
            return False
        self._total += amount
        self._latest += amount
        return True

    def _move(self, now_us: int) -> None:
        entries = self._entries
        if self._latest:
            entries.append((self._latest_us, self._latest))
        self._latest_us, self._latest = now_us, 0
        oldest_us = now_us - self._length_us
        while entries and entries[0][0] <= oldest_us:
            self._total -= entries.popleft()[1]


class SlidingMaximum:
    """A number that changes now and then, and the highest it has been lately."""

    __slots__ = ("_held", "now")

    def __init__(self, now: int = 0) -> None:
        # (until when it was held, number): times rise, numbers fall, so the first one that is
        # recent enough is the highest.
        self._held: deque[tuple[int, int]] = deque()
        self.now = now

    def set(self, number: int, now_us: int) -> None:
        """From now on it is `number`."""
        held = self._held
        while held and held[-1][1] <= self.now:
            held.pop()
        held.append((now_us, self.now))
        self.now = number

    def highest_since(self, since_us: int) -> int:
        """The highest it has been from `since_us` on, that moment included."""
        earlier = (number for until_us, number in self._held if until_us >= since_us)
        return max(next(earlier, self.now), self.now)
