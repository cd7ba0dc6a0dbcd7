"""PolicyService: what a player may be shown and sold, as a test has set it.

Source: class page PolicyService (cloud-services.md 9.4). Left out: CanViewBrandProjectAsync.
"""

from __future__ import annotations

import json
from typing import ClassVar, Final

from bridge.errors import StubError, UsageError
from bridge.stubs.service import Instance, JsonText, Request, ServerContext, Service, method

__all__ = ["POLICY", "PolicyService"]

POLICY: Final[dict[str, object]] = {
    "AllowedExternalLinkReferences": [],
    "AreAdsAllowed": True,
    "ArePaidRandomItemsRestricted": False,
    "IsContentSharingAllowed": True,
    "IsEligibleToPurchaseCommerceProduct": True,
    "IsEligibleToPurchaseSubscription": True,
    "IsEndlessContentAutoplayAllowed": True,
    "IsEndlessContentLoadAllowed": True,
    "IsPaidItemTradingAllowed": True,
    "IsPhotoToAvatarAllowed": True,
    "IsSubjectToChinaPolicies": False,
}
"""An adult in a country without restrictions; external links are documented to be always empty."""

NOT_A_PLAYER = "Instance was not a player"
NOT_FOUND = "Players not found"
TOO_MANY = "GetPolicyInfoForPlayerAsync is called too many times"

OUTSTANDING_MAX = 100
"""Calls of one server that may wait for their answers (documented: "over 100 outstanding")."""


class PolicyService(Service):
    """One server's PolicyService."""

    CLASS_NAME: ClassVar[str] = "PolicyService"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self._restrictions: dict[str, dict[str, object]] = {}
        self._outstanding = 0

    def restrict(self, player: str, **policy: object) -> None:
        """Let other answers be given for the player of that name, from now on.

        Raises:
            UsageError: there is no such policy.
        """
        unknown = sorted(set(policy) - set(POLICY))
        if unknown:
            raise UsageError(f"restrict: {unknown[0]!r} is no policy; known: {', '.join(POLICY)}")
        self._restrictions.setdefault(player, {}).update(policy)

    @method(
        "GetPolicyInfoForPlayerAsync",
        parameters=("player: Instance",),
        returns=("json",),
        yields=True,
    )
    def get_policy_info_for_player(
        self, target: Instance, request: Request, player: Instance
    ) -> None:
        """All policies of one player; a fresh table each time."""
        if player.class_name != "Player":
            raise StubError(NOT_A_PLAYER)
        if self._outstanding >= OUTSTANDING_MAX:
            raise StubError(TOO_MANY)

        def look_up() -> JsonText:
            if not self.context.game.players.present(player):
                raise StubError(NOT_FOUND)
            return JsonText(json.dumps({**POLICY, **self._restrictions.get(player.name, {})}))

        self._outstanding += 1
        request.on_settled = self._settled
        self.request(request, "policy.info", subject=player.name, perform=look_up)

    def _settled(self, ok: bool) -> None:
        self._outstanding -= 1
