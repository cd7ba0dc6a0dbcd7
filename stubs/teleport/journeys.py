"""The half of TeleportService that all servers share: reserved servers, and who is on the way.

Finds the server a journey leads to, has one started where none has room, and brings the player
there some time later. Knows no Lua and no options object.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bridge.faults import Site
from bridge.stubs.context import ServerView, UniverseView

__all__ = ["Destination", "JourneyStatistics", "Journeys", "Reservation", "Traveller"]

TRAVEL_MINIMUM_US = 1_000_000
TRAVEL_MAXIMUM_US = 5_000_000
"""From leaving one server to joining another (an assumption: nothing is documented)."""


class Reservation(NamedTuple):
    """A reserved server: its place, the code that admits, and its constant PrivateServerId."""

    place_id: int
    access_code: str
    private_server_id: str


class Destination(NamedTuple):
    """Where a journey leads: a place, one running server by JobId, or a reserved one by code."""

    place_id: int
    job_id: str = ""
    access_code: str = ""


@dataclass(frozen=True, slots=True)
class Traveller:
    """A player on the way, and what GetJoinData will say."""

    name: str
    user_id: int
    join_data: Mapping[str, object]


class JourneyStatistics(NamedTuple):
    """Counts of the universe: journeys begun, arrived, and lost on the way."""

    begun: int
    arrived: int
    lost: int


class Journeys:
    """Every journey of a universe."""

    def __init__(self, universe: UniverseView) -> None:
        self._universe = universe
        self._codes = universe.stream("teleport.codes")
        self._travel = universe.stream("teleport.travel")
        self._reservations: dict[str, Reservation] = {}
        self._on_the_way: dict[int, str] = {}
        self._heading: dict[int, int] = {}
        self._begun = self._arrived = self._lost = 0

    def __repr__(self) -> str:
        travellers = ", ".join(self.travellers) or "nobody"
        reserved = len(self._reservations)
        return f"<teleports of a universe: {travellers} on the way; {reserved} reserved servers>"

    @property
    def travellers(self) -> tuple[str, ...]:
        """Names of the players on the way, in the order they left."""
        return tuple(self._on_the_way.values())

    @classmethod
    def of(cls, universe: UniverseView) -> Journeys:
        """The journeys of a universe, the same for all its servers and tests."""
        return universe.backend("teleport", lambda: cls(universe))

    def reserve(self, place_id: int) -> Reservation:
        """A new reserved server of a place; it starts with its first player. Codes never expire."""
        code, private = self._codes.bits(128), self._codes.bits(128)
        reservation = Reservation(place_id, f"{code:032x}", f"{private:032x}")
        self._reservations[reservation.access_code] = reservation
        return reservation

    def reservation(self, access_code: str) -> Reservation | None:
        """What a code admits to."""
        return self._reservations.get(access_code)

    def access_code(self, private_server_id: str) -> str | None:
        """The code of the reserved server of that PrivateServerId."""
        for reservation in self._reservations.values():
            if reservation.private_server_id == private_server_id:
                return reservation.access_code
        return None

    def find(self, to: Destination, group: int, source: ServerView | None) -> ServerView | str:
        """The server for a group, started if need be; or an item of Enum.TeleportResult.

        Public servers come in the order they started, the one that is left last of all.
        """
        if to.job_id:
            for server in self._universe.servers:
                if server.job_id == to.job_id and server.place_id == to.place_id:
                    return server if self._has_room(server, group) else "GameFull"
            return "GameEnded"
        private_id = ""
        if to.access_code:
            found = self.reservation(to.access_code)
            if found is None or found.place_id != to.place_id:
                return "Unauthorized"
            private_id = found.private_server_id
        fitting = [
            server
            for server in self._universe.servers
            if server.place_id == to.place_id
            and server.private_server_id == private_id
            and not server.closing
            and not server.restarting
        ]
        fitting.sort(key=lambda server: server is source)
        for server in fitting:
            if self._has_room(server, group):
                return server
        if fitting and private_id:
            return "GameFull"
        opened = self._universe.open_server(to.place_id, private_id)
        return opened or ("GameFull" if fitting else "GameNotFound")

    def begin(self, traveller: Traveller, to: Destination, target: ServerView, site: Site) -> None:
        """A player has left a server; it joins the target some time later.

        Parameters:
            site: the request, for faults.
        """
        universe, now_us = self._universe, self._universe.clock.now_us
        self._begun += 1
        self._on_the_way[traveller.user_id] = traveller.name
        self._heading[target.index] = self._heading.get(target.index, 0) + 1
        travel_us = universe.faults.delay_us("teleport", "delay", site, now_us)
        if travel_us is None:
            travel_us = self._travel.integers(TRAVEL_MINIMUM_US, TRAVEL_MAXIMUM_US)
        lost = universe.faults.bite("teleport", "loss", site, now_us) is not None
        universe.agenda.schedule_after(travel_us, lambda: self._arrive(traveller, to, target, lost))

    def _arrive(
        self, traveller: Traveller, to: Destination, target: ServerView, lost: bool
    ) -> None:
        self._on_the_way.pop(traveller.user_id, None)
        self._heading[target.index] -= 1
        found: ServerView | str = target
        if not lost and (not target.alive or target.closing):
            # The server has closed meanwhile; the platform looks for another (inferred).
            found = self.find(to, 1, None)
        if lost or isinstance(found, str):
            self._lost += 1
            why = "fault" if lost else str(found)
            self._universe.trace.append("teleport.lost", name=traveller.name, why=why)
            return
        self._arrived += 1
        found.admit(traveller.name, traveller.user_id, traveller.join_data)

    def statistics(self) -> JourneyStatistics:
        """Counts so far."""
        return JourneyStatistics(self._begun, self._arrived, self._lost)

    def _has_room(self, server: ServerView, group: int) -> bool:
        """Those on the way to a server count as if they were there."""
        expected = server.number_of_players + self._heading.get(server.index, 0)
        return not server.closing and expected + group <= server.max_players
