"""SocialService: parties of players, on all servers; what else it has is for clients.

Source: class page SocialService.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Account, Accounts
from bridge.stubs.players.bans import Bans
from bridge.stubs.service import (
    Instance,
    JsonText,
    Request,
    ServerContext,
    Service,
    method,
    refused,
)
from bridge.stubs.teleport.journeys import Journeys

__all__ = ["Parties", "SocialService"]

CLIENTS = "only clients can"
NO_FIELDS = "the fields of an event are not documented"


class Parties:
    """The parties of a universe's players."""

    def __init__(self, universe: UniverseView) -> None:
        self._accounts = Accounts.of(universe)
        self._bans = Bans.of(universe)
        self._members: dict[str, list[Account]] = {}

    def __repr__(self) -> str:
        shown = "; ".join(
            f"{party} {', '.join(account.name for account in members)}"
            for party, members in self._members.items()
            if members
        )
        return f"<parties of a universe: {shown or 'none'}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Parties:
        """The parties of a universe, the same for all its servers and tests."""
        return universe.backend("parties", lambda: cls(universe))

    def join(self, party_id: str, players: Iterable[str]) -> None:
        """The accounts of these names accept a party's invitation, in this order;
        `Player.PartyId` follows on every server. They leave the party they were in."""
        for name in players:
            self.leave(name)
            account = self._accounts.obtain(name)
            self._members.setdefault(party_id, []).append(account)
            self._show(account, party_id)

    def leave(self, player: str) -> None:
        """The account is in no party any more."""
        account = self._accounts.obtain(player)
        for members in self._members.values():
            if account in members:
                members.remove(account)
        self._show(account, "")

    def members(self, party_id: str) -> list[Account]:
        """Who is in a party, in the order they accepted."""
        return list(self._members.get(party_id, ()))

    def _show(self, account: Account, party_id: str) -> None:
        account.party_id = party_id
        for players in tuple(self._bans.servers):
            players.show_account(account)


class SocialService(Service):
    """One server's SocialService.

    Attributes:
        parties: those of the universe.
    """

    CLASS_NAME: ClassVar[str] = "SocialService"
    DOOR: ClassVar[str] = "social"
    OPEN_QUESTIONS = (
        "GetPartyAsync and GetPlayersByPartyId for a party that does not exist: nobody.",
    )
    NOT_MODELLED = refused(
        {
            CLIENTS: """
                CanSendCallInviteAsync CanSendGameInviteAsync GetEventRsvpStatusAsync
                HideSelfView PromptFeedbackSubmissionAsync PromptGameInvite PromptLinkSharing
                PromptLinkSharingAsync PromptPhoneBook PromptRsvpToEventAsync ShowSelfView
            """,
            NO_FIELDS: "GetExperienceEventAsync GetUpcomingExperienceEventsAsync",
        }
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.parties = Parties.of(context.universe)

    @method("GetPlayersByPartyId", parameters=("partyId: string",), returns=("Instances",))
    def get_players_by_party_id(self, target: Instance, party_id: str) -> list[Instance]:
        """Players of this server whose PartyId is that, in the order they joined."""
        players = self.context.game.players
        found = [each for each in map(players.find, players.names()) if each is not None]
        return [each for each in found if party_id and each.get("PartyId") == party_id]

    @method("GetPartyAsync", parameters=("partyId: string",), returns=("json",), yields=True)
    def get_party_async(self, target: Instance, request: Request, party_id: str) -> None:
        """Members who are on any server of the experience, "ordered by the time each party member
        accepted": {UserId, PlaceId, JobId} and, "if applicable", PrivateServerId and
        ReservedServerAccessCode."""

        def look_up() -> JsonText:
            members = self.parties.members(party_id)
            found = [row for row in map(self._row, members) if row is not None]
            return JsonText.of(found)

        self.request(request, subject=party_id, perform=look_up)

    def _row(self, account: Account) -> dict[str, object] | None:
        for server in self.context.universe.servers:
            if account.user_id not in server.user_ids:
                continue
            row: dict[str, object] = {
                "UserId": account.user_id,
                "PlaceId": server.place_id,
                "JobId": server.job_id,
            }
            if server.private_server_id:
                row["PrivateServerId"] = server.private_server_id
                journeys = Journeys.of(self.context.universe)
                code = journeys.access_code(server.private_server_id)
                if code is not None:
                    row["ReservedServerAccessCode"] = code
            return row
        return None
