"""AvatarEditorService: details of avatar items that a test has described.

Source: class page AvatarEditorService. Left out: what asks or changes the avatar of a client's
player, searches, recommendations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from bridge.errors import StubError
from bridge.stubs.asset.assets import Assets
from bridge.stubs.json_arrays import numbers_in
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    method,
    refused,
)

__all__ = ["AvatarEditorService"]

CLIENTS = "only clients can, with the player's permission"
NO_STORE = "the store has no model"
NO_AVATARS = "avatars have no model"

# No document has their words: inferred.
UNKNOWN = "AvatarEditorService:{method}() failed: HTTP 404 (Not Found)"
NO_IDS = "AvatarEditorService:{method}() itemIds must be an array of numbers"

ITEM = ("itemId: int", "itemType: Enum.AvatarItemType")
ITEMS = ("itemIds: array", "itemType: Enum.AvatarItemType")

SUFFIX: Final = "Accessory"
OF_OTHER_NAMES: Final[Mapping[str, str]] = {"Hat": "Hat"}


class AvatarEditorService(Service):
    """One server's AvatarEditorService.

    Attributes:
        assets: where items are described.
    """

    CLASS_NAME: ClassVar[str] = "AvatarEditorService"
    DOOR: ClassVar[str] = "asset"
    OPEN_QUESTIONS = (
        "GetItemDetailsAsync for an item that is not described: throws.",
        "GetBatchItemDetailsAsync with items that are not described: leaves them out.",
    )
    NOT_MODELLED = refused(
        {
            CLIENTS: """
                GetFavorite GetFavoriteAsync GetInventory GetInventoryAsync GetOutfits
                GetOutfitsAsync PromptAllowInventoryReadAccess PromptCreateOutfit
                PromptDeleteOutfit PromptRenameOutfit PromptSaveAvatar PromptSetFavorite
                PromptUpdateOutfit
            """,
            NO_STORE: """
                GetBundlesByAssetIdAsync GetRecommendedAssets GetRecommendedAssetsAsync
                GetRecommendedBundles GetRecommendedBundlesAsync SearchCatalog
                SearchCatalogAsync
            """,
            NO_AVATARS: """
                CheckApplyDefaultClothing CheckApplyDefaultClothingAsync ConformToAvatarRules
                ConformToAvatarRulesAsync GetAvatarRules GetAvatarRulesAsync GetHeadShapesAsync
                GetOutfitDetails GetOutfitDetailsAsync
            """,
        }
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.assets = Assets.of(context.universe)

    @method(
        "GetAccessoryType",
        parameters=("avatarAssetType: Enum.AvatarAssetType",),
        returns=("Enum.AccessoryType",),
    )
    def get_accessory_type(self, target: Instance, asset_type: EnumItem) -> EnumItem:
        """The accessory of an asset type, by their names; Unknown for what is no accessory."""
        name = asset_type.name
        accessory = name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else OF_OTHER_NAMES.get(name)
        return self.world.enum_item("AccessoryType", accessory or "Unknown")

    @method(
        "GetItemDetailsAsync",
        parameters=ITEM,
        returns=("json",),
        yields=True,
        deprecated="GetItemDetails",
    )
    def get_item_details_async(
        self, target: Instance, request: Request, item: int, item_type: EnumItem
    ) -> None:
        """What a test has described."""

        def look_up() -> JsonText:
            details = self.assets.items.get((item_type.name, item))
            if details is None:
                raise StubError(UNKNOWN.format(method=request.method))
            return JsonText.of(details)

        self.request(request, subject=str(item), perform=look_up)

    @method(
        "GetBatchItemDetailsAsync",
        parameters=ITEMS,
        returns=("json",),
        yields=True,
        deprecated="GetBatchItemDetails",
    )
    def get_batch_item_details_async(
        self, target: Instance, request: Request, items: JsonValue, item_type: EnumItem
    ) -> None:
        """An array of what a test has described, in the order asked for."""
        ids = numbers_in(items)
        if ids is None:
            raise StubError(NO_IDS.format(method=request.method))

        def look_up() -> JsonText:
            found = [self.assets.items.get((item_type.name, each)) for each in ids]
            return JsonText.of([each for each in found if each is not None])

        self.request(request, perform=look_up)
