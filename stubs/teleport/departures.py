"""How players of one server set out: what is checked, who may go, and what is told of a failure.

A call's success only starts the teleport; what fails later is told by TeleportInitFailed, once per
player, with options fit for a retry (class page). Texts of errors are inferred: none are published.
Knows no method.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bridge.errors import StubError
from bridge.faults import Site
from bridge.stubs.context import ServerView
from bridge.stubs.service import Instance, JsonValue, Request, ServerContext, Service
from bridge.stubs.teleport.journeys import Destination, Journeys, Traveller

__all__ = ["ERRORS", "MESSAGES", "Departures", "Journey", "TeleportStatistics", "text_of"]

T = TypeVar("T")

GROUP_MAX = 50
"""Players in one call (documented)."""

ERRORS = {  # inferred
    "studio": "TeleportService: teleports do not work in Studio",
    "place": "TeleportService: placeId must not be negative",
    "empty": "TeleportService: the list of players is empty",
    "many": "TeleportService: at most {limit} players can be teleported at once",
    "player": "TeleportService: {value} is not a player of this server",
    "conflict": "TeleportService: TeleportOptions cannot have {first} together with {second}",
    "code": "TeleportService: unknown ReservedServerAccessCode",
    "offline": "TeleportService: user {value} is not online",
}

MESSAGES = {  # inferred, but for the meaning of each result
    "Failure": "Teleport failed due to an unexpected error.",
    "GameNotFound": "Teleport failed because the place was not found.",
    "GameEnded": "Teleport failed because the server is no longer available.",
    "GameFull": "Teleport failed because the server is full.",
    "Unauthorized": "Teleport failed because of missing permission to join the server.",
    "Flooded": "Teleport failed because of too many requests.",
    "IsTeleporting": "The previous teleport is in processing.",
}


class TeleportStatistics(NamedTuple):
    """Counts of one server: players who left by a teleport, and those who could not."""

    left: int
    failed: int


class Journey(NamedTuple):
    """One call: where to, with which data, and what a retry would pass."""

    operation: str
    to: Destination
    data: str | None


class Departures(Service):
    """What every method that teleports shares."""

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.journeys = Journeys.of(context.universe)
        self._left = self._failed = 0

    def statistics(self) -> TeleportStatistics:
        """Counts so far."""
        return TeleportStatistics(self._left, self._failed)

    def send(
        self,
        request: Request,
        place_id: int,
        perform: Callable[[], T],
        then: Callable[[T], object],
    ) -> None:
        """Asks the platform about a place, through the door of every request."""
        self.request(request, subject=str(place_id), perform=perform, then=then)

    def check_place(self, place_id: int) -> None:
        """Teleports work on live servers only, and to places only (documented)."""
        if self.context.server.in_studio:
            raise StubError(ERRORS["studio"])
        if place_id < 0:
            raise StubError(ERRORS["place"])

    def check(self, place_id: int, players: Sequence[Instance]) -> None:
        """What makes the call itself fail (documented: bad input throws)."""
        self.check_place(place_id)
        if not players:
            raise StubError(ERRORS["empty"])
        if len(players) > GROUP_MAX:
            raise StubError(ERRORS["many"].format(limit=GROUP_MAX))
        for player in players:
            if player.class_name != "Player" or not self.context.game.players.present(player):
                raise StubError(ERRORS["player"].format(value=player.name))

    def set_out(self, journey: Journey, players: Sequence[Instance]) -> None:
        """The platform takes over: in the same instant, after the script's own turn."""
        self.context.after(0, lambda: self._leave(journey, players))

    def _leave(self, journey: Journey, players: Sequence[Instance]) -> None:
        accounts = self.context.game.players
        here = [player for player in players if accounts.present(player)]
        members = [accounts.account_of(player).user_id for player in here]
        found: ServerView | str = ""
        to = journey.to
        if len(here) > 1 and not to.job_id and not to.access_code:
            # Who fails alone may follow: "Same destination ID as the other players" (class page).
            found = self.journeys.find(to, len(here), self.context.server)
            if not isinstance(found, str):
                journey = journey._replace(to=to._replace(job_id=found.job_id))
        for player in here:
            site = self._site(journey, player.name)
            fault = self.context.faults.bite("teleport", "failure", site, self.context.clock.now_us)
            if fault is not None:
                self._fail(journey, player, fault.text or "Failure")
                continue
            # One server for all of them: a group stays together.
            found = found or self.journeys.find(to, len(here), self.context.server)
            if isinstance(found, str):
                self._fail(journey, player, found)
                continue
            account = accounts.account_of(player)
            traveller = Traveller(account.name, account.user_id, self._join_data(journey, members))
            self._left += 1
            self.context.trace.append(
                "teleport",
                server=self.context.server.index,
                name=account.name,
                place=journey.to.place_id,
                target=found.index,
            )
            # On the way before PlayerRemoving: its handlers may not teleport the player again.
            self.journeys.begin(traveller, to, found, site)
            accounts.leave(player)

    def _join_data(self, journey: Journey, members: list[int]) -> dict[str, object]:
        """Keys of Player:GetJoinData after a teleport (class page Player; engine.md f.2)."""
        server = self.context.server
        data: dict[str, object] = {
            "SourceGameId": server.game_id,
            "SourcePlaceId": server.place_id,
        }
        if len(members) > 1:
            data["Members"] = members
        if journey.data is not None:
            data["TeleportData"] = json.loads(journey.data)
        return data

    def _fail(self, journey: Journey, player: Instance, result: str) -> None:
        self._failed += 1
        self.context.trace.append(
            "teleport.failed", server=self.context.server.index, name=player.name, result=result
        )
        told = (
            player,
            self.world.enum_item("TeleportResult", result),
            MESSAGES.get(result, MESSAGES["Failure"]),
        )
        if self.world.table.find("TeleportOptions") is None:
            # Before there were options the event had three parameters (API dump of 2019).
            self.fire(self.instance, "TeleportInitFailed", *told)
            return
        options = self.create(
            "TeleportOptions",
            ServerInstanceId=journey.to.job_id,
            ReservedServerAccessCode=journey.to.access_code,
        )
        options.state = journey.data
        self.fire(self.instance, "TeleportInitFailed", *told, journey.to.place_id, options)
        self.release(options)

    def _site(self, journey: Journey, name: str) -> Site:
        index = self.context.server.index
        return Site(journey.operation, str(journey.to.place_id), name, index)


def text_of(data: JsonValue | None) -> str | None:
    """Teleport data as it travels: not JSON on Roblox, but JSON holds what it may."""
    if data is None or data.text is None:
        if data is not None and data.problem is not None:
            raise StubError(data.problem)
        return None
    return data.text
