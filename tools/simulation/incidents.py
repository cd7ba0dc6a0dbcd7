"""Faults that happen to servers and players at an instant: crashes, pauses, shutdowns, departures.

When they happen is told in bridge/faults/incidents.py. Looks at them happen in the background: a
world with nothing else to do is idle, and a crash planned for later does not happen any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from bridge.faults import Armed, Site
from bridge.scheduler import FRAMES_PER_SECOND, MICROSECONDS

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server
    from bridge.tools.simulation.universe import Universe

__all__ = ["Incidents"]

LOOK = "Second"
"""Operation of the look that is taken once a second."""

FRAME_US = MICROSECONDS // FRAMES_PER_SECOND


class Incidents:
    """The incidents of one universe."""

    def __init__(self, universe: Universe) -> None:
        self._universe = universe
        self._happen: Mapping[tuple[str, str], Callable[[Armed, Server, Site], None]] = {
            ("server", "crash"): self._crash,
            ("server", "shutdown"): self._shutdown,
            ("server", "pause"): self._pause,
            ("server", "slow_frames"): self._slow_frames,
            ("server", "clock_jump"): self._clock_jump,
            ("player", "disconnect"): self._disconnect,
        }
        universe.faults.incident = self._at_request
        universe.faults.incident_added = self._watch
        for armed in universe.faults.incidents:
            self._watch(armed)

    # When ------------------------------------------------------------------------------------

    def _watch(self, armed: Armed) -> None:
        """Look once a second from the beginning of its window on."""
        agenda = self._universe.agenda
        agenda.schedule_background(armed.fault.start_us, lambda: self._look(armed))

    def _look(self, armed: Armed) -> None:
        if armed.spent:
            return
        now_us = self._universe.clock.now_us
        for server in self._universe.servers:
            site = self._site(armed, server)
            if site is not None and server.alive and armed.bites(site, now_us):
                self._strike(armed, server, site)
        end_us, every_us = armed.fault.end_us, armed.fault.every_us
        following_us = now_us + MICROSECONDS
        if every_us:
            passed_us = (now_us - armed.fault.start_us) % every_us
            following_us, end_us = min(following_us, now_us - passed_us + every_us), None
        if not armed.spent and (end_us is None or following_us < end_us):
            self._universe.agenda.schedule_background(following_us, lambda: self._look(armed))

    def _site(self, armed: Armed, server: Server) -> Site | None:
        """What a look sees; None when there is nobody to whom it could happen."""
        fault = armed.fault
        if fault.service != "player":
            return Site(LOOK, server=server.index)
        if not server.players or (fault.name is not None and fault.name not in server.players):
            return None
        return Site(LOOK, fault.name or "", server=server.index)

    def _at_request(self, armed: Armed, site: Site) -> None:
        """A request was sent; the Luau that sent it is still running and is left to finish."""
        for server in self._universe.servers:
            if server.index == site.server:
                strike = partial(self._strike, armed, server, site)
                self._universe.agenda.schedule_after(0, strike)

    def _strike(self, armed: Armed, server: Server, site: Site) -> None:
        if server.alive:
            self._happen[armed.fault.service, armed.fault.kind](armed, server, site)

    # What ------------------------------------------------------------------------------------

    def _crash(self, _armed: Armed, server: Server, _site: Site) -> None:
        server.crash()

    def _shutdown(self, armed: Armed, server: Server, _site: Site) -> None:
        server.shutdown(wait=False, reason=armed.fault.text or "DeveloperShutdown")

    def _pause(self, armed: Armed, server: Server, _site: Site) -> None:
        server.pause(armed.delay_us() / MICROSECONDS)

    def _slow_frames(self, armed: Armed, server: Server, _site: Site) -> None:
        """For a second the server stands still between any two frames."""
        gap_us = armed.delay_us()
        until_us = self._universe.clock.now_us + MICROSECONDS

        def slow_down() -> None:
            if server.alive and self._universe.clock.now_us < until_us:
                server.pause(max(0, gap_us - FRAME_US) / MICROSECONDS)
                self._universe.agenda.schedule_background(
                    self._universe.clock.now_us + max(gap_us, FRAME_US), slow_down
                )

        slow_down()

    def _clock_jump(self, armed: Armed, server: Server, _site: Site) -> None:
        jump_seconds = armed.fault.number / MICROSECONDS
        server.set_clock_skew(server.clock_skew_seconds + jump_seconds)
        self._universe.trace.append(
            "server.clock", server=server.index, skew_seconds=server.clock_skew_seconds
        )

    def _disconnect(self, armed: Armed, server: Server, _site: Site) -> None:
        players = server.players
        # At a request `name` is that of the store.
        name = None if armed.fault.operations else armed.fault.name
        if name is None and players:
            name = players[armed.pick(len(players))]
        if name is not None and name in players:
            server.leave(name)
