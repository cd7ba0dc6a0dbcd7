"""The way between one client and its server: latency, order, loss, rate (engine.md g.2, l.3).

Reliable messages keep their order in each direction; unreliable ones may be lost and overtake each
other when the rules say so. Everything drawn comes from streams of the server. Knows no remotes.
"""

from __future__ import annotations

from collections import deque

from bridge.faults import Faults, Site
from bridge.scheduler import MICROSECONDS, Clock, Stream, seconds_to_us
from bridge.stubs.rules import RemoteRules

__all__ = ["Link", "RateLimit"]

NOWHERE = Site("")


class Link:
    """One direction of one client."""

    def __init__(
        self,
        rules: RemoteRules,
        clock: Clock,
        stream: Stream,
        faults: Faults | None = None,
        site: Site = NOWHERE,
    ) -> None:
        """The way there or back.

        Parameters:
            faults: asked about every message.
            site: what faults are told: the direction, the player's name as key, the server.
        """
        self._rules = rules
        self._faults = faults
        self._site = site
        self._clock = clock
        self._stream = stream
        self._last_us = {True: 0, False: 0}

    def delay_us(self, *, reliable: bool, name: str = "") -> int | None:
        """How long a message takes that is sent now; None when it is lost.

        Parameters:
            name: of the remote, for faults.
        """
        rules, stream = self._rules, self._stream
        late_us = 0
        if self._faults is not None:
            site, at_us = self._site._replace(name=name), self._clock.now_us
            late_us = self._faults.delay_us("remote", "delay", site, at_us) or 0
            if not reliable and self._faults.bite("remote", "loss", site, at_us) is not None:
                return None
        if not reliable and rules.unreliable_loss and stream.chance(rules.unreliable_loss):
            return None
        shortest, longest = rules.latency_seconds
        seconds = shortest
        if longest > shortest:
            seconds = stream.uniform_between(shortest, longest)
        now_us = self._clock.now_us
        due_us = now_us + seconds_to_us(seconds) + late_us
        if reliable or not rules.unreliable_reorder:
            due_us = max(due_us, self._last_us[reliable])
            self._last_us[reliable] = due_us
        return due_us - now_us


class RateLimit:
    """Requests of one client and one type in any second."""

    def __init__(self, per_second: int | None, clock: Clock) -> None:
        self._per_second = per_second
        self._clock = clock
        self._times_us: deque[int] = deque()

    def admit(self) -> bool:
        """Counts one more request now; False when it is one too many."""
        if self._per_second is None:
            return True
        now_us, times = self._clock.now_us, self._times_us
        while times and times[0] <= now_us - MICROSECONDS:
            times.popleft()
        if len(times) >= self._per_second:
            return False
        times.append(now_us)
        return True
