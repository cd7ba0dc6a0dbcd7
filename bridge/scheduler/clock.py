"""The one clock of a universe: integer microseconds that only move forward.

Knows no seconds (they exist at the Lua border only), no agenda and no wall clock.
"""

from __future__ import annotations

from bridge.errors import BridgeError

__all__ = [
    "FRAMES_PER_SECOND",
    "MICROSECONDS",
    "Clock",
    "frame_at_or_after",
    "frame_time_us",
    "seconds_to_us",
]

MICROSECONDS = 1_000_000
"""Microseconds in a second."""

FRAMES_PER_SECOND = 60
"""A server's heartbeat is capped at 60 a second (performance-optimization/identify.md)."""


class Clock:
    """Simulated time since the universe began."""

    __slots__ = ("now_us",)

    def __init__(self, now_us: int = 0) -> None:
        self.now_us = now_us

    def jump(self, to_us: int) -> None:
        """Move to a later instant; the same instant is allowed."""
        if to_us < self.now_us:
            raise BridgeError(f"time can't go backwards: from {self.now_us} us to {to_us} us")
        self.now_us = to_us


def seconds_to_us(seconds: float) -> int:
    """Whole microseconds nearest to `seconds`."""
    return round(seconds * MICROSECONDS)


def frame_time_us(frame: int) -> int:
    """When frame `frame` happens, counted from frame 0.

    By multiplication, rounded half up, never by adding up sixtieths: the hour mark is exact.
    """
    return (2 * frame * MICROSECONDS + FRAMES_PER_SECOND) // (2 * FRAMES_PER_SECOND)


def frame_at_or_after(time_us: int) -> int:
    """The first frame whose time is not before `time_us`."""
    frame = time_us * FRAMES_PER_SECOND // MICROSECONDS
    while frame_time_us(frame) < time_us:
        frame += 1
    return frame
