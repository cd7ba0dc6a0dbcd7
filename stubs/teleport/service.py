"""TeleportService of one server: the methods scripts call.

A call's success only starts the teleport; what fails later is told by TeleportInitFailed, once per
player, with options fit for a retry (class page). Texts of errors are inferred: none are published.
Left out: everything of clients, teleport settings, spawn names (characters spawn as ever).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple, TypeVar

from bridge.errors import StubError
from bridge.faults import Site
from bridge.stubs.context import ServerView
from bridge.stubs.service import (
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    Signal,
    method,
)
from bridge.stubs.teleport.journeys import Destination, Journeys, Traveller

__all__ = ["ERRORS", "TeleportService", "TeleportStatistics"]

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


class _Journey(NamedTuple):
    """One call: where to, with which data, and what a retry would pass."""

    operation: str
    to: Destination
    data: str | None


class TeleportService(Service):
    """One server's TeleportService."""

    CLASS_NAME: ClassVar[str] = "TeleportService"
    SIGNALS = (Signal("TeleportInitFailed"),)

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.journeys = Journeys.of(context.universe)
        self._left = self._failed = 0

    def statistics(self) -> TeleportStatistics:
        """Counts so far."""
        return TeleportStatistics(self._left, self._failed)

    # -- methods -----------------------------------------------------------------------------

    @method(
        "TeleportAsync",
        parameters=("placeId: int", "players: Instances", "teleportOptions: TeleportOptions?"),
        returns=("Instance",),
        yields=True,
    )
    def teleport_async(
        self,
        target: Instance,
        request: Request,
        place_id: int,
        players: Sequence[Instance],
        options: Instance | None,
    ) -> None:
        """Starts a teleport; the result names the reserved server when one was asked for."""
        self._check(place_id, players)
        job_id, code, reserves = _wishes(options)
        private_id = ""
        if code:
            known = self.journeys.reservation(code)
            if known is None:
                raise StubError(ERRORS["code"])
            private_id = known.private_server_id
        data = options.state if options is not None and isinstance(options.state, str) else None

        def perform() -> tuple[str, str]:
            if not reserves:
                return code, private_id
            made = self.journeys.reserve(place_id)
            return made.access_code, made.private_server_id

        def done(reserved: tuple[str, str]) -> None:
            access_code, server_id = reserved
            to = Destination(place_id, job_id, access_code)
            self._start(_Journey("TeleportAsync", to, data), players)
            request.reply(
                self.create(
                    "TeleportAsyncResult",
                    pinned=False,
                    ReservedServerAccessCode=access_code,
                    PrivateServerId=server_id,
                )
            )

        self._send(request, "TeleportAsync", place_id, perform, done)

    @method("ReserveServerAsync", parameters=("placeId: int",), returns=("string",), yields=True)
    def reserve_server_async(self, target: Instance, request: Request, place_id: int) -> None:
        """The access code, which never expires, and the PrivateServerId it leads to."""
        self._check_place(place_id)
        self._send(
            request,
            "ReserveServerAsync",
            place_id,
            lambda: self.journeys.reserve(place_id),
            lambda made: request.reply(made.access_code, made.private_server_id),
        )

    @method("ReserveServer", parameters=("placeId: int",), returns=("string",), yields=True)
    def reserve_server(self, target: Instance, request: Request, place_id: int) -> None:
        """Deprecated twin of ReserveServerAsync."""
        self.reserve_server_async(target, request, place_id)

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
        self._check(place_id, players)
        to = Destination(place_id, access_code=code)
        self._start(_Journey("TeleportToPrivateServer", to, _text(data)), players)

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
        self._check(place_id, [player])
        self._start(_Journey("Teleport", Destination(place_id), _text(data)), [player])

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
        self._check(place_id, [player])
        to = Destination(place_id, job_id=job_id)
        self._start(_Journey("TeleportToPlaceInstance", to, _text(data)), [player])

    @method(
        "GetPlayerPlaceInstanceAsync",
        parameters=("userId: int",),
        returns=("boolean", "string", "int", "string"),
        yields=True,
    )
    def get_player_place_instance_async(
        self, target: Instance, request: Request, user_id: int
    ) -> None:
        """Whether the user is on this server, no error, the place and the JobId of its server."""

        def perform() -> tuple[bool, str, int, str]:
            for server in self.context.universe.servers:
                if user_id in server.user_ids:
                    here = server is self.context.server
                    return here, "", server.place_id, server.job_id
            raise StubError(ERRORS["offline"].format(value=user_id))

        self._send(
            request, "GetPlayerPlaceInstanceAsync", 0, perform, lambda found: request.reply(*found)
        )

    @method("SetTeleportData", on="TeleportOptions", parameters=("teleportData: json",))
    def set_teleport_data(self, target: Instance, data: JsonValue) -> None:
        """Keeps a copy for the other server's GetJoinData."""
        if data.text is None and data.problem is not None:
            raise StubError(data.problem)
        target.state = data.text

    @method("GetTeleportData", on="TeleportOptions", returns=("json",))
    def get_teleport_data(self, target: Instance) -> JsonText | None:
        """What SetTeleportData kept."""
        return JsonText(target.state) if isinstance(target.state, str) else None

    # -- the journey -------------------------------------------------------------------------

    def _send(
        self,
        request: Request,
        operation: str,
        place_id: int,
        perform: Callable[[], T],
        then: Callable[[T], object],
    ) -> None:
        self.request(
            request, f"teleport.{operation}", subject=str(place_id), perform=perform, then=then
        )

    def _check_place(self, place_id: int) -> None:
        if self.context.server.in_studio:
            raise StubError(ERRORS["studio"])
        if place_id < 0:
            raise StubError(ERRORS["place"])

    def _check(self, place_id: int, players: Sequence[Instance]) -> None:
        """What makes the call itself fail (documented: bad input throws)."""
        self._check_place(place_id)
        if not players:
            raise StubError(ERRORS["empty"])
        if len(players) > GROUP_MAX:
            raise StubError(ERRORS["many"].format(limit=GROUP_MAX))
        for player in players:
            if player.class_name != "Player" or not self.context.game.players.present(player):
                raise StubError(ERRORS["player"].format(value=player.name))

    def _start(self, journey: _Journey, players: Sequence[Instance]) -> None:
        """The platform takes over: in the same instant, after the script's own turn."""
        self.context.after(0, lambda: self._set_out(journey, players))

    def _set_out(self, journey: _Journey, players: Sequence[Instance]) -> None:
        accounts = self.context.game.players
        here = [player for player in players if accounts.present(player)]
        members = [accounts.account_of(player).user_id for player in here]
        found: ServerView | str = ""
        for player in here:
            site = self._site(journey, player.name)
            fault = self.context.faults.bite("teleport", "failure", site, self.context.clock.now_us)
            if fault is not None:
                self._fail(journey, player, fault.text or "Failure")
                continue
            # One server for all of them: a group stays together.
            found = found or self.journeys.find(journey.to, len(here), self.context.server)
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
            self.journeys.begin(traveller, journey.to, found, site)
            accounts.leave(player)

    def _join_data(self, journey: _Journey, members: list[int]) -> dict[str, object]:
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

    def _fail(self, journey: _Journey, player: Instance, result: str) -> None:
        self._failed += 1
        self.context.trace.append(
            "teleport.failed", server=self.context.server.index, name=player.name, result=result
        )
        options = self.create(
            "TeleportOptions",
            ServerInstanceId=journey.to.job_id,
            ReservedServerAccessCode=journey.to.access_code,
        )
        options.state = journey.data
        self.fire(
            self.instance,
            "TeleportInitFailed",
            player,
            self.world.enum_item("TeleportResult", result),
            MESSAGES.get(result, MESSAGES["Failure"]),
            journey.to.place_id,
            options,
        )
        self.release(options)

    def _site(self, journey: _Journey, name: str) -> Site:
        index = self.context.server.index
        return Site(journey.operation, str(journey.to.place_id), name, index)


def _wishes(options: Instance | None) -> tuple[str, str, bool]:
    """JobId, access code and whether to reserve; conflicting wishes throw (documented)."""
    if options is None:
        return "", "", False
    job_id = str(options.get("ServerInstanceId") or "")
    code = str(options.get("ReservedServerAccessCode") or "")
    reserves = bool(options.get("ShouldReserveServer"))
    for first, is_first, second, is_second in (
        ("ReservedServerAccessCode", bool(code), "ServerInstanceId", bool(job_id)),
        ("ShouldReserveServer", reserves, "ReservedServerAccessCode", bool(code)),
        ("ShouldReserveServer", reserves, "ServerInstanceId", bool(job_id)),
    ):
        if is_first and is_second:
            raise StubError(ERRORS["conflict"].format(first=first, second=second))
    return job_id, code, reserves


def _text(data: JsonValue | None) -> str | None:
    """Teleport data as it travels: not JSON on Roblox, but JSON holds what it may."""
    if data is None or data.text is None:
        if data is not None and data.problem is not None:
            raise StubError(data.problem)
        return None
    return data.text
