"""Constructors of what happens to servers and players at an instant, whatever they are doing.

When: `at_seconds` names the instant, for every running server that the filters admit. Without it a
fault is looked at once per second of simulated time, beginning with its `start_seconds`, for every
such server: then `probability` is the chance per second, and `occurrences` and `times` count looks.
With `operations` it is looked at whenever such a request was sent (`("SetAsync",)`), and happens in
that instant: the request takes effect, its answer finds no one.
"""

from __future__ import annotations

from typing import Unpack

from bridge.faults.construction import Shortest, make_fault, spread
from bridge.faults.delays import microseconds
from bridge.faults.fault import Fault, Window

__all__ = ["PlayerFault", "ServerFault"]

INSTANT_SECONDS = 1e-6
"""The smallest window: one microsecond."""


def _at(at_seconds: float | None, where: Window) -> Window:
    """An instant as filters: a window that holds no other."""
    if at_seconds is None:
        return where
    return {**where, "start_seconds": at_seconds, "end_seconds": at_seconds + INSTANT_SECONDS}


class ServerFault:
    """What happens to a server; `server` filters by index."""

    @classmethod
    def crash(cls, at_seconds: float | None = None, **where: Unpack[Window]) -> Fault:
        """The server ends at once: nothing is told, nothing is saved, nobody gets an answer."""
        return make_fault("server", "crash", _at(at_seconds, where))

    @classmethod
    def shutdown(
        cls,
        at_seconds: float | None = None,
        *,
        reason: str = "DeveloperShutdown",
        **where: Unpack[Window],
    ) -> Fault:
        """The server closes in order, with BindToClose; `reason` is an item of CloseReason."""
        return make_fault("server", "shutdown", _at(at_seconds, where), text=reason)

    @classmethod
    def pause(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        at_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """The server stands still for so long while the world goes on."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault("server", "pause", _at(at_seconds, where), delay=delay)

    @classmethod
    def slow_frames(
        cls,
        minimum_seconds: Shortest,
        maximum_seconds: float | None = None,
        at_seconds: float | None = None,
        **where: Unpack[Window],
    ) -> Fault:
        """For one second the server's frames are this far apart instead of 1/60 s."""
        delay = spread(minimum_seconds, maximum_seconds)
        return make_fault("server", "slow_frames", _at(at_seconds, where), delay=delay)

    @classmethod
    def clock_jump(
        cls, seconds: float, at_seconds: float | None = None, **where: Unpack[Window]
    ) -> Fault:
        """The server's wall clock jumps by so much, backwards if negative; timers do not notice."""
        jump_us = microseconds(seconds)
        return make_fault("server", "clock_jump", _at(at_seconds, where), number=jump_us)


class PlayerFault:
    """What happens to players; `name` filters by the player's name, `server` by the server."""

    @classmethod
    def disconnect(cls, at_seconds: float | None = None, **where: Unpack[Window]) -> Fault:
        """A player leaves without notice: the one named, else one drawn from those present."""
        return make_fault("player", "disconnect", _at(at_seconds, where))
