"""AssetService of one server: look-ups of declared assets, and new places.

Source: class page AssetService.
"""

from __future__ import annotations

import re
from typing import ClassVar

from bridge.stubs.asset.assets import Asset, Assets
from bridge.stubs.asset.errors import asset_error
from bridge.stubs.asset.loading import load_asset
from bridge.stubs.json_arrays import array_in
from bridge.stubs.pages import Entries, reply_with_pages
from bridge.stubs.service import (
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    StructureText,
    method,
    refused,
    structure,
)

__all__ = ["AssetService"]

PAGE_SIZE = 50
"""Places on a page (an assumption; the page size is not documented)."""

NO_MESHES = "images and meshes have no model"
NO_ASSETS = "only plugins and Open Cloud can make assets"
NO_DIALOGS = "a dialog on a screen that asks for a name has no model"
NO_SEARCH = "the store has no model"


class AssetService(Service):
    """One server's AssetService.

    Attributes:
        assets: those of the universe.
    """

    CLASS_NAME: ClassVar[str] = "AssetService"
    DOOR: ClassVar[str] = "asset"
    OPEN_QUESTIONS = (
        "LoadAssetAsync for an id that is not declared: HTTP 404.",
        "GetAssetIdsForPackageAsync for an id that is not declared: HTTP 400, as for bundles.",
        "How many places a page of GetGamePlacesAsync holds: 50.",
        "CreatePlaceAsync: gives an id; a test lets teleports go there with `add_place`.",
    )
    NOT_MODELLED = refused(
        {
            NO_MESHES: """
                ComposeDecalAsync CreateEditableImage CreateEditableImageAsync
                CreateEditableMesh CreateEditableMeshAsync CreateMeshPartAsync
                CreateSurfaceAppearanceAsync CreateDataModelContentAsync
            """,
            NO_ASSETS: "CreateAssetAsync CreateAssetVersionAsync",
            NO_DIALOGS: "PromptCreateAssetAsync PromptImportAnimationClipFromVideoAsync",
            NO_SEARCH: "SearchAudio SearchAudioAsync",
            "a simulated place is not saved": "SavePlaceAsync",
            "removed and no longer functional on Roblox": "CreatePlaceInPlayerInventoryAsync",
            "broken on Roblox": "GetCreatorAssetID",
        }
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.assets = Assets.of(context.universe)

    @method("GetBundleDetailsAsync", parameters=("bundleId: int",), returns=("json",), yields=True)
    def get_bundle_details_async(self, target: Instance, request: Request, bundle: int) -> None:
        """Id, Name, Description, BundleType, Items; HTTP 400 when there is no such bundle."""

        def look_up() -> JsonText:
            if bundle not in self.assets.bundles:
                raise asset_error("BadRequest")
            return JsonText.of(self.assets.bundles[bundle])

        self.request(request, subject=str(bundle), perform=look_up)

    @method(
        "GetAssetIdsForPackageAsync",
        parameters=("packageAssetId: int",),
        returns=("json",),
        yields=True,
        deprecated="GetAssetIdsForPackage",
    )
    def get_asset_ids_for_package_async(
        self, target: Instance, request: Request, package: int
    ) -> None:
        """The ids of the assets in a package."""

        def look_up() -> JsonText:
            if package not in self.assets.packages:
                raise asset_error("BadRequest")
            return JsonText.of(self.assets.packages[package])

        self.request(request, subject=str(package), perform=look_up)

    @method("GetAudioMetadataAsync", parameters=("idList: array",), returns=("array",), yields=True)
    def get_audio_metadata_async(
        self, target: Instance, request: Request, id_list: JsonValue
    ) -> None:
        """Per id, in the same order: AssetId, Title, Artist, Duration, AudioType; of one that is
        not known AssetId alone."""
        listed = array_in(id_list)
        ids = [None] if listed is None else [_asset_id(each) for each in listed]
        if None in ids:
            raise asset_error("ids", method=request.method)
        limit = self.context.universe.profile.asset.audio_ids_max
        if len(ids) > limit:
            raise asset_error("many", method=request.method, limit=limit)

        def look_up() -> StructureText:
            return structure([self._audio(each) for each in ids if each is not None])

        self.request(request, perform=look_up)

    def _audio(self, asset_id: int) -> dict[str, object]:
        known = dict(self.assets.audio.get(asset_id, {}))
        if "AudioType" in known:
            known["AudioType"] = self.world.enum_item("AudioSubType", str(known["AudioType"]))
        return {"AssetId": str(asset_id), **known}

    # Places -----------------------------------------------------------------------------------

    @method("GetGamePlacesAsync", returns=("StandardPages",), yields=True)
    def get_game_places_async(self, target: Instance, request: Request) -> None:
        """Pages of {Name, PlaceId}: the declared places, and this server's own."""

        def look_up() -> Entries:
            own = {self.context.server.place_id: "Place"}
            places = {**own, **self.assets.places}
            return [{"Name": places[n], "PlaceId": n} for n in sorted(places)]

        reply_with_pages(self, request, look_up, size=PAGE_SIZE)

    @method(
        "CreatePlaceAsync",
        parameters=("placeName: string", "templatePlaceID: int", "description: string = "),
        returns=("int64",),
        yields=True,
    )
    def create_place_async(
        self, target: Instance, request: Request, name: str, template: int, description: str
    ) -> None:
        """A copy of one of the experience's places. -> its place id"""

        def create() -> int:
            if template not in {*self.assets.places, self.context.server.place_id}:
                raise asset_error("BadRequest")
            return self.assets.create_place(name)

        self.request(request, subject=str(template), perform=create, writes=True)

    # Contents ---------------------------------------------------------------------------------

    @method("LoadAssetAsync", parameters=("assetId: int",), returns=("Model",), yields=True)
    def load_asset_async(self, target: Instance, request: Request, asset_id: int) -> None:
        """A Model with an asset; of one that is not trusted only where free assets are allowed."""

        def check() -> Asset:
            asset = self.assets.latest(asset_id)
            if asset is None:
                raise asset_error("NotFound")
            if not asset.trusted and not self.assets.allow_free:
                raise asset_error("Untrusted")
            return asset

        def load(asset: Asset) -> None:
            request.reply(load_asset(self, asset))

        self.request(request, subject=str(asset_id), perform=check, then=load)


def _asset_id(value: object) -> int | None:
    """The number of an asset id or of a content id such as "rbxassetid://5"."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value)
    match = re.fullmatch(r"(?:rbxassetid://)?(\d+)", str(value))
    return int(match[1]) if match else None
