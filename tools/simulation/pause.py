"""A server that stands still while the world goes on: a host that stalls, a stopped process.

What would enter the server meanwhile (replies, messages, joins, frames) waits here and happens in
its order when the server goes on. Knows no Lua.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import ceil, floor

from bridge.errors import UsageError
from bridge.scheduler import MICROSECONDS, Agenda, Event

__all__ = ["Pause"]


class Pause:
    """The standstill of one server.

    Attributes:
        active: whether it stands still now.
        first: number of the first frame after a pause, as long as none has run since; else None.
    """

    __slots__ = (
        "_agenda", "_end", "_frame_us", "_last", "_start_us", "_until_us", "_waiting", "_went_on",
        "active", "first",
    )  # fmt: skip

    def __init__(
        self, agenda: Agenda, start_us: int, frame_seconds: float, went_on: Callable[[], None]
    ) -> None:
        """The standstill of a server that starts at `start_us`.

        Parameters:
            frame_seconds: time between two of its frames.
            went_on: called after everything that waited has happened.
        """
        self._agenda = agenda
        self._start_us = start_us
        self._frame_us = frame_seconds * MICROSECONDS
        self._went_on = went_on
        self._waiting: deque[Callable[[], object]] = deque()
        self._until_us = 0
        self._end: Event | None = None
        self._last = 0
        self.first: int | None = None
        self.active = False

    @property
    def left_seconds(self) -> float:
        """How long it will still stand still."""
        left_us = self._until_us - self._agenda.clock.now_us if self.active else 0
        return left_us / MICROSECONDS

    def begin(self, duration_us: int) -> None:
        """Stand still for so long from now; a pause within a pause only ever prolongs it."""
        if duration_us < 0:
            raise UsageError(f"pause: time can't go backwards, got {duration_us} us")
        now_us = self._agenda.clock.now_us
        until_us = now_us + duration_us
        if duration_us == 0 or (self.active and until_us <= self._until_us):
            return
        if not self.active and self.first is None:
            self._last = self._frame_at(now_us - self._start_us)
        self._until_us = until_us
        self.active = True
        if self._end is not None:
            self._agenda.cancel(self._end)
        self._end = self._agenda.schedule_at(until_us, self._go_on)

    def frame_delta(self, frame_us: int) -> float | None:
        """Seconds since the last frame, for the first frame after a pause; None for all others.

        Frames that nobody needed count as run.
        """
        if self.first is None:
            return None
        frame = self._frame_at(frame_us)
        first, self.first = self.first, None
        missed = frame - self._last
        return missed * self._frame_us / MICROSECONDS if frame <= first and missed > 1 else None

    def _frame_at(self, server_us: int) -> int:
        """The last frame at or before an instant; frames are at whole microseconds."""
        return floor((server_us + 0.5) / self._frame_us)

    def when_over(self, action: Callable[[], object]) -> None:
        """Do `action` when the server goes on, after what waited before."""
        self._waiting.append(action)

    def forget(self) -> None:
        """The server is gone: nothing that waited happens."""
        self._waiting.clear()
        self.active = False
        if self._end is not None:
            self._agenda.cancel(self._end)

    def _go_on(self) -> None:
        self.active = False
        self.first = ceil((self._until_us - self._start_us - 0.5) / self._frame_us)
        # What happens first may begin another pause: the rest goes on waiting.
        while self._waiting and not self.active:
            self._waiting.popleft()()
        if not self.active:
            self._went_on()
