"""What accounts own on the platform: assets and bundles; and the members that ask about it.

Source: class page MarketplaceService. Passes are not in an inventory, see `purchases.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from bridge.errors import StubError
from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.service import Instance, Request, Service, method

__all__ = ["Inventory", "ItemKind", "OwnershipMembers", "user_id_of"]

ItemKind: TypeAlias = Literal["asset", "bundle"]

NOT_A_PLAYER = "MarketplaceService:{method}() player should be of type Player"  # inferred


def user_id_of(player: Instance) -> int:
    """The user behind a Player."""
    value = player.get("UserId")
    assert isinstance(value, (int, float))
    return int(value)


class Inventory:
    """What the accounts of a universe own."""

    def __init__(self, universe: UniverseView) -> None:
        self._accounts = Accounts.of(universe)
        self._owned: Mapping[ItemKind, dict[int, set[int]]] = {"asset": {}, "bundle": {}}

    def give(self, kind: ItemKind, player: str, item: int) -> None:
        """The account of that name gets an "asset" or a "bundle"."""
        self.add(kind, self._accounts.obtain(player).user_id, item)

    def take(self, kind: ItemKind, player: str, item: int) -> None:
        """The account has it no longer."""
        self._owned[kind].get(self._accounts.obtain(player).user_id, set()).discard(item)

    def add(self, kind: ItemKind, user_id: int, item: int) -> None:
        """A user has bought something."""
        self._owned[kind].setdefault(user_id, set()).add(item)

    def owns(self, kind: ItemKind, user_id: int, item: int) -> bool:
        """Whether a user has it."""
        return item in self._owned[kind].get(user_id, ())


class OwnershipMembers(Service):
    """Part of MarketplaceService."""

    inventory: Inventory

    def _answer(self, request: Request, kind: ItemKind, player: Instance, item: int) -> None:
        if player.class_name != "Player":
            raise StubError(NOT_A_PLAYER.format(method=request.method))
        user_id = user_id_of(player)
        self.request(
            request,
            subject=str(item),
            key=str(user_id),
            perform=lambda: self.inventory.owns(kind, user_id, item),
        )

    @method(
        "PlayerOwnsAssetAsync",
        parameters=("player: Instance", "assetId: int"),
        returns=("boolean",),
        yields=True,
        deprecated="PlayerOwnsAsset",
    )
    def player_owns_asset_async(
        self, target: Instance, request: Request, player: Instance, item: int
    ) -> None:
        """Whether the player's inventory has an asset."""
        self._answer(request, "asset", player, item)

    @method(
        "PlayerOwnsBundleAsync",
        parameters=("player: Player", "bundleId: int"),
        returns=("boolean",),
        yields=True,
        deprecated="PlayerOwnsBundle",
    )
    def player_owns_bundle_async(
        self, target: Instance, request: Request, player: Instance, item: int
    ) -> None:
        """Whether the player owns a bundle."""
        self._answer(request, "bundle", player, item)
