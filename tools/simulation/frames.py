"""The frames of one server on the universe's agenda: the next one that anybody needs, and no other.

Which instant that is the server's Lua says (prelude/heartbeat.lua); what happens in a frame is its
business too. Knows no services.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.scheduler import PRIORITY_FRAME, Agenda, Event

__all__ = ["Frames"]


class Frames:
    """At most one pending event: the next frame.

    Attributes:
        run: frames that were really executed; idle ones are not.
    """

    __slots__ = ("_agenda", "_armed", "_execute", "_start_us", "run")

    def __init__(self, agenda: Agenda, start_us: int, execute: Callable[[int], int | None]) -> None:
        """Make the frames of a server that starts at `start_us` of universe time.

        Parameters:
            execute: runs the frame at an instant, in microseconds since the server's start, and
                gives the instant of the next one that is needed, or None.
        """
        self.run = 0
        self._agenda = agenda
        self._start_us = start_us
        self._execute = execute
        self._armed: Event | None = None

    def arm(self, at_us: int | None) -> None:
        """Let the next frame be at an instant of the server; None: nobody needs one."""
        armed = self._armed
        if armed is not None:
            if at_us is not None and armed.due_us == self._start_us + at_us:
                return
            self._agenda.cancel(armed)
            self._armed = None
        if at_us is not None:
            self._armed = self._agenda.schedule_at(
                self._start_us + at_us, self._run_armed, PRIORITY_FRAME
            )

    def _run_armed(self) -> None:
        event, self._armed = self._armed, None
        self.run += 1
        following_us = self._execute(self._agenda.clock.now_us - self._start_us)
        if following_us is not None and event is not None:
            # Not by `arm`: this is the hottest path of a run, and nothing is armed now.
            self._agenda.schedule_again(event, self._start_us + following_us)
            self._armed = event
