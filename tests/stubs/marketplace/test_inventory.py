"""Who owns which assets and bundles (class page MarketplaceService)."""

from __future__ import annotations

import pytest

CALL = "game:GetService('MarketplaceService'):{}(game.Players.{}, 5)"
METHODS = [
    ("PlayerOwnsAssetAsync", "asset", "bundle"),
    ("PlayerOwnsAsset", "asset", "bundle"),
    ("PlayerOwnsBundleAsync", "bundle", "asset"),
    ("PlayerOwnsBundle", "bundle", "asset"),
]


@pytest.mark.rule(
    "MarketplaceService.PlayerOwnsAssetAsync", "MarketplaceService.PlayerOwnsAsset",
    "MarketplaceService.PlayerOwnsBundleAsync", "MarketplaceService.PlayerOwnsBundle",
    source="class page MarketplaceService",
)  # fmt: skip
@pytest.mark.parametrize(("method", "kind", "other"), METHODS)
def test_a_player_owns_what_it_was_given(make_cloud, method, kind, other):
    cloud = make_cloud(players=2)
    inventory = cloud.universe.marketplace.inventory
    inventory.give(other, "Player0", 5)
    inventory.give(kind, "Player1", 5)
    call = "return " + CALL.format(method, "Player0")
    assert cloud.run(call) is False
    inventory.give(kind, "Player0", 5)
    assert cloud.run(call) is True
    inventory.take(kind, "Player0", 5)
    assert cloud.run(call) is False
    assert cloud.run("return " + CALL.format(method, "Player1")) is True


@pytest.mark.parametrize("method", ["PlayerOwnsAssetAsync", "PlayerOwnsAsset"])
def test_only_players_own_assets(cloud, method):
    text = cloud.error(f"game:GetService('MarketplaceService'):{method}(workspace, 5)")
    assert text == f"MarketplaceService:{method}() player should be of type Player"
