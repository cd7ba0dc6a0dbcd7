"""Counts over the last minute: the sliding windows behind "N per minute" limits.

Knows no service; times are integer microseconds.
"""

from __future__ import annotations

from collections import deque

__all__ = ["SlidingWindow"]

MINUTE_US = 60_000_000


class SlidingWindow:
    """Amounts taken during the last `length_us`; what is exactly that old no longer counts."""

    __slots__ = ("_entries", "_length_us", "_total")

    def __init__(self, length_us: int = MINUTE_US) -> None:
        self._length_us = length_us
        self._entries: deque[tuple[int, int]] = deque()
        self._total = 0

    def total(self, now_us: int) -> int:
        """What was taken in the window that ends now."""
        entries, oldest_us = self._entries, now_us - self._length_us
        while entries and entries[0][0] <= oldest_us:
            self._total -= entries.popleft()[1]
        return self._total

    def take(self, amount: int, now_us: int) -> None:
        """Counts `amount` whatever the limit."""
        self.total(now_us)
        self._entries.append((now_us, amount))
        self._total += amount

    def admit(self, amount: int, limit: float, now_us: int) -> bool:
        """Counts `amount` if it still fits under `limit`; a refused amount does not count."""
        if self.total(now_us) + amount > limit:
            return False
        self._entries.append((now_us, amount))
        self._total += amount
        return True
