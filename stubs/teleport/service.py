"""TeleportService of one server: the methods scripts call.

Source: class page TeleportService. The older methods are in superseded.py. Left out: everything of
clients, and teleport settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from bridge.errors import StubError
from bridge.stubs.service import Instance, JsonText, JsonValue, Request, Signal, method, refused
from bridge.stubs.teleport.departures import ERRORS, Journey
from bridge.stubs.teleport.journeys import Destination
from bridge.stubs.teleport.superseded import SupersededMembers

__all__ = ["TeleportService"]

CLIENTS_ONLY = "it is for clients only"


class TeleportService(SupersededMembers):
    """One server's TeleportService."""

    CLASS_NAME: ClassVar[str] = "TeleportService"
    DOOR: ClassVar[str] = "teleport"
    SIGNALS = (Signal("TeleportInitFailed"),)
    NOT_MODELLED = refused(
        {
            CLIENTS_ONLY: """
                GetArrivingTeleportGui GetLocalPlayerTeleportData GetTeleportSetting
                SetTeleportGui SetTeleportSetting
            """,
            "there is no screen to show it on": "PromptExperienceDetailsAsync",
        }
    )
    OPEN_QUESTIONS = ("TeleportPartyAsync when no server has room for the group: throws.",)

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
        """Starts a teleport; the result names the reserved server when one was asked for. Without
        options there is no result (documented)."""
        self.check(place_id, players)
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
            self.set_out(Journey("TeleportAsync", to, data), players)
            if options is None:
                request.reply(None)
                return
            request.reply(
                self.create(
                    "TeleportAsyncResult",
                    pinned=False,
                    ReservedServerAccessCode=access_code,
                    PrivateServerId=server_id,
                )
            )

        self.send(request, place_id, perform, done)

    @method(
        "ReserveServerAsync",
        parameters=("placeId: int",),
        returns=("string",),
        yields=True,
        deprecated="ReserveServer",
    )
    def reserve_server_async(self, target: Instance, request: Request, place_id: int) -> None:
        """The access code, which never expires, and the PrivateServerId it leads to."""
        self.check_place(place_id)
        self.send(
            request,
            place_id,
            lambda: self.journeys.reserve(place_id),
            lambda made: request.reply(made.access_code, made.private_server_id),
        )

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

        self.send(request, 0, perform, lambda found: request.reply(*found))

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
