"""PolicyService: what a player may be shown and sold, as a test has set it.

Source: class page PolicyService (cloud-services.md 9.4). Policies belong to accounts, on every
server of the universe; those of one server alone win over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from bridge.errors import StubError, UsageError
from bridge.stubs.context import UniverseView
from bridge.stubs.service import Instance, JsonText, Request, ServerContext, Service, method

__all__ = ["POLICY", "Policies", "PolicyService"]

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

UNKNOWN_PROJECT = "CanViewBrandProjectAsync: there is no brand project {project}"  # inferred


def _checked(policy: dict[str, object]) -> dict[str, object]:
    unknown = sorted(set(policy) - set(POLICY))
    if unknown:
        raise UsageError(f"restrict: {unknown[0]!r} is no policy; known: {', '.join(POLICY)}")
    return policy


class Policies:
    """What the players of a universe may be shown and sold, on all its servers."""

    def __init__(self) -> None:
        self._everybody: dict[str, object] = {}
        self._players: dict[str, dict[str, object]] = {}
        self._hidden: dict[str, frozenset[str]] = {}

    def __repr__(self) -> str:
        rows = [("everybody", self._everybody), *self._players.items()]
        shown = "; ".join(f"{name}: {policy!r}" for name, policy in rows if policy)
        return f"<policies of a universe: {shown or 'an adult without restrictions'}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Policies:
        """The policies of a universe, the same for all its servers and tests."""
        return universe.backend("policies", cls)

    def restrict(self, player: str, **policy: object) -> None:
        """Let other answers be given for the account of that name, from now on, e.g.
        `restrict("Ada", ArePaidRandomItemsRestricted=True)`.

        Raises:
            UsageError: there is no such policy.
        """
        self._players.setdefault(player, {}).update(_checked(policy))

    def restrict_everybody(self, **policy: object) -> None:
        """The same for all accounts that are not named."""
        self._everybody.update(_checked(policy))

    def of_player(self, player: str) -> dict[str, object]:
        """All policies of an account."""
        return {**POLICY, **self._everybody, **self._players.get(player, {})}

    def declare_brand_project(self, project: str, hidden_from: Iterable[str] = ()) -> None:
        """Make a brand project, the id of which Roblox gives out.

        Parameters:
            hidden_from: names of accounts that must not see it.
        """
        self._hidden[project] = frozenset(hidden_from)

    def can_view(self, player: str, project: str) -> bool | None:
        """Whether an account may see a brand project; None when there is none."""
        hidden_from = self._hidden.get(project)
        return None if hidden_from is None else player not in hidden_from


class PolicyService(Service):
    """One server's PolicyService.

    Attributes:
        policies: those of the universe.
    """

    CLASS_NAME: ClassVar[str] = "PolicyService"
    DOOR: ClassVar[str] = "policy"
    OPEN_QUESTIONS = ("CanViewBrandProjectAsync for a project that no test has declared: throws.",)

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.policies = Policies.of(context.universe)
        self._restrictions: dict[str, dict[str, object]] = {}
        self._outstanding = 0

    def restrict(self, player: str, **policy: object) -> None:
        """Let other answers be given for the player of that name on this server, from now on.

        Raises:
            UsageError: there is no such policy.
        """
        self._restrictions.setdefault(player, {}).update(_checked(policy))

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
            own = self._restrictions.get(player.name, {})
            return JsonText.of({**self.policies.of_player(player.name), **own})

        self._outstanding += 1
        request.on_settled = self._settled
        self.request(request, subject=player.name, perform=look_up)

    def _settled(self, ok: bool) -> None:
        self._outstanding -= 1

    @method(
        "CanViewBrandProjectAsync",
        parameters=("player: Player", "brandProjectId: string"),
        returns=("boolean",),
        yields=True,
    )
    def can_view_brand_project_async(
        self, target: Instance, request: Request, player: Instance, project: str
    ) -> None:
        """Whether a brand project can be shown to the player."""

        def look_up() -> bool:
            answer = self.policies.can_view(player.name, project)
            if answer is None:
                raise StubError(UNKNOWN_PROJECT.format(project=project))
            return answer

        self.request(request, subject=project, perform=look_up)
