"""The older methods of TeleportService, which TeleportAsync has superseded and which still work.

Source: class page TeleportService. Spawn names and loading screens are taken and change nothing:
characters spawn as ever, and there is no screen.
"""

from __future__ import annotations

from collections.abc import Sequence

from bridge.errors import StubError
from bridge.stubs.service import Instance, JsonValue, Request, method
from bridge.stubs.teleport.departures import MESSAGES, Departures, Journey, text_of
from bridge.stubs.teleport.journeys import Destination

__all__ = ["SupersededMembers"]


class SupersededMembers(Departures):
    """Deprecated members of TeleportService."""

    @method(
        "TeleportToPrivateServer",
        parameters=(
            "placeId: int",
            "reservedServerAccessCode: string",
            "players: Instances",
            'spawnName: string = ""',
            "teleportData: json?",
            "customLoadingScreen: Instance?",
        ),
    )
    def teleport_to_private_server(
        self,
        target: Instance,
        place_id: int,
        code: str,
        players: Sequence[Instance],
        spawn_name: str,
        data: JsonValue | None,
        screen: Instance | None,
    ) -> None:
        """Starts a teleport to a reserved server; does not wait."""
        self.check(place_id, players)
        to = Destination(place_id, access_code=code)
        self.set_out(Journey("TeleportToPrivateServer", to, text_of(data)), players)

    @method(
        "Teleport",
        parameters=(
            "placeId: int",
            "player: Player",
            "teleportData: json?",
            "customLoadingScreen: Instance?",
        ),
    )
    def teleport(
        self,
        target: Instance,
        place_id: int,
        player: Instance,
        data: JsonValue | None,
        screen: Instance | None,
    ) -> None:
        """Starts a teleport of one player to a place; does not wait."""
        self.check(place_id, [player])
        self.set_out(Journey("Teleport", Destination(place_id), text_of(data)), [player])

    @method(
        "TeleportToPlaceInstance",
        parameters=(
            "placeId: int",
            "instanceId: string",
            "player: Player",
            'spawnName: string = ""',
            "teleportData: json?",
            "customLoadingScreen: Instance?",
        ),
    )
    def teleport_to_place_instance(
        self,
        target: Instance,
        place_id: int,
        job_id: str,
        player: Instance,
        spawn_name: str,
        data: JsonValue | None,
        screen: Instance | None,
    ) -> None:
        """Starts a teleport of one player to one running server; does not wait."""
        self.check(place_id, [player])
        to = Destination(place_id, job_id=job_id)
        self.set_out(Journey("TeleportToPlaceInstance", to, text_of(data)), [player])

    @method(
        "TeleportToSpawnByName",
        parameters=(
            "placeId: int",
            "spawnName: string",
            "player: Player",
            "teleportData: json?",
            "customLoadingScreen: Instance?",
        ),
    )
    def teleport_to_spawn_by_name(
        self,
        target: Instance,
        place_id: int,
        spawn_name: str,
        player: Instance,
        data: JsonValue | None,
        screen: Instance | None,
    ) -> None:
        """Starts a teleport of one player to a place; does not wait."""
        self.check(place_id, [player])
        journey = Journey("TeleportToSpawnByName", Destination(place_id), text_of(data))
        self.set_out(journey, [player])

    @method(
        "TeleportPartyAsync",
        parameters=(
            "placeId: int",
            "players: Instances",
            "teleportData: json?",
            "customLoadingScreen: Instance?",
        ),
        returns=("string",),
        yields=True,
    )
    def teleport_party_async(
        self,
        target: Instance,
        request: Request,
        place_id: int,
        players: Sequence[Instance],
        data: JsonValue | None,
        screen: Instance | None,
    ) -> None:
        """Starts a teleport of a group to one server, and gives that server's JobId (documented).
        Without a server for the group the call throws (inferred: there is no id to give)."""
        self.check(place_id, players)
        text = text_of(data)

        def perform() -> str:
            to = Destination(place_id)
            found = self.journeys.find(to, len(players), self.context.server)
            if isinstance(found, str):
                raise StubError(MESSAGES.get(found, MESSAGES["Failure"]))
            return found.job_id

        def done(job_id: str) -> None:
            to = Destination(place_id, job_id=job_id)
            self.set_out(Journey("TeleportPartyAsync", to, text), players)
            request.reply(job_id)

        self.send(request, place_id, perform, done)
