"""The agenda: what will happen, in the order it will happen. Knows no Lua, no server, no frame.

An entry is `(due, priority, sequence, event)`. Ties are broken by priority and then by the order
of scheduling, so two actions are never compared and equal runs stay equal.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from heapq import heappop, heappush

from bridge.errors import BridgeError
from bridge.scheduler.clock import Clock

__all__ = [
    "PRIORITY_DELIVERY",
    "PRIORITY_FRAME",
    "PRIORITY_LATE",
    "Agenda",
    "Event",
    "EventState",
]

PRIORITY_DELIVERY = 0
"""Replies, messages, joins: the frames of the same instant already see them."""

PRIORITY_FRAME = 10
"""The frames of the servers."""

PRIORITY_LATE = 20
"""What looks at an instant after everything in it has happened."""


class EventState(Enum):
    """An event is pending once, and then done or cancelled for ever."""

    PENDING = "pending"
    DONE = "done"
    CANCELLED = "cancelled"


class Event:
    """One thing that will happen; keep it to be able to cancel it."""

    __slots__ = ("action", "background", "due_us", "priority", "state")

    def __init__(
        self,
        due_us: int,
        priority: int,
        action: Callable[[], object],
        background: bool = False,
    ) -> None:
        self.due_us = due_us
        self.priority = priority
        self.action = action
        self.background = background
        self.state = EventState.PENDING

    def __repr__(self) -> str:
        return f"<Event {self.state.value} at {self.due_us} us, priority {self.priority}>"


class Agenda:
    """A heap of events around one clock. The only thing that moves the clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.steps = 0
        self._heap: list[tuple[int, int, int, Event]] = []
        self._sequence = 0
        self._cancelled = 0
        self._background = 0

    def __len__(self) -> int:
        """How many events are pending."""
        return len(self._heap) - self._cancelled

    @property
    def idle(self) -> bool:
        """Whether nothing is pending but events in the background."""
        return len(self._heap) - self._cancelled <= self._background

    def schedule_at(
        self, due_us: int, action: Callable[[], object], priority: int = PRIORITY_DELIVERY
    ) -> Event:
        """Let `action` happen at an instant, now at the earliest."""
        if due_us < self.clock.now_us:
            raise BridgeError(
                f"time can't go backwards: it is {self.clock.now_us} us, scheduled for {due_us} us"
            )
        event = Event(due_us, priority, action)
        self._sequence = sequence = self._sequence + 1
        heappush(self._heap, (due_us, priority, sequence, event))
        return event

    def schedule_again(self, event: Event, due_us: int) -> None:
        """Let an event that has happened, and that nobody else keeps, happen once more.

        What repeats for ever saves the making of an event each time.
        """
        if event.state is not EventState.DONE or due_us < self.clock.now_us:
            raise BridgeError(f"{event!r} cannot be scheduled again for {due_us} us")
        event.due_us = due_us
        event.state = EventState.PENDING
        self._sequence = sequence = self._sequence + 1
        heappush(self._heap, (due_us, event.priority, sequence, event))

    def schedule_after(
        self, delay_us: int, action: Callable[[], object], priority: int = PRIORITY_DELIVERY
    ) -> Event:
        """Let `action` happen `delay_us` from now."""
        return self.schedule_at(self.clock.now_us + delay_us, action, priority)

    def schedule_background(self, due_us: int, action: Callable[[], object]) -> Event:
        """Like `schedule_at`, for what only looks on: a world with nothing else to do is idle.

        It happens after everything else of its instant.
        """
        event = Event(max(due_us, self.clock.now_us), PRIORITY_LATE, action, background=True)
        self._sequence = sequence = self._sequence + 1
        heappush(self._heap, (event.due_us, event.priority, sequence, event))
        self._background += 1
        return event

    def cancel(self, event: Event) -> bool:
        """Take an event back; False when it has happened or was cancelled before."""
        if event.state is not EventState.PENDING:
            return False
        event.state = EventState.CANCELLED
        self._cancelled += 1
        self._background -= event.background
        return True

    def peek(self) -> Event | None:
        """The event that happens next, or None."""
        heap = self._heap
        while heap:
            event = heap[0][3]
            if event.state is EventState.PENDING:
                return event
            heappop(heap)
            self._cancelled -= 1
        return None

    def step(self) -> bool:
        """Let the next event happen; False when there is none."""
        event = self.peek()
        if event is None:
            return False
        heappop(self._heap)
        self.clock.jump(event.due_us)
        event.state = EventState.DONE
        self.steps += 1
        self._background -= event.background
        event.action()
        return True

    def run_until(self, until_us: int) -> int:
        """Let everything due by `until_us` happen, then stand there. Returns the steps."""
        clock, heap, before = self.clock, self._heap, self.steps
        pending, done = EventState.PENDING, EventState.DONE
        while heap and heap[0][0] <= until_us:
            due_us, _, _, event = heappop(heap)
            if event.state is not pending:
                self._cancelled -= 1
                continue
            # The heap is ordered and schedule_at refuses the past: no check of the clock per step.
            clock.now_us = due_us
            event.state = done
            self.steps += 1
            if event.background:
                self._background -= 1
            event.action()
        clock.jump(max(until_us, clock.now_us))
        return self.steps - before

    def run_until_idle(self, limit_us: int | None = None) -> bool:
        """Let everything happen, up to an instant. True when nothing is left, False at the limit.

        The clock stays at the last event, not at the limit. What is left in the background counts
        for nothing.
        """
        while not self.idle:
            event = self.peek()
            assert event is not None
            if limit_us is not None and event.due_us > limit_us:
                return False
            self.step()
        return True
