"""InsertService: assets that a test has declared, loaded into a server.

Source: class page InsertService. Left out: the store's free models and decals, sets (removed from
Roblox).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from bridge.stubs.asset.assets import Asset, Assets
from bridge.stubs.asset.errors import asset_error
from bridge.stubs.asset.loading import load_asset
from bridge.stubs.service import (
    EnumItem,
    Instance,
    Request,
    ServerContext,
    Service,
    method,
    refused,
)

__all__ = ["InsertService"]

NO_STORE = "the store has no model"
NO_SETS = "sets have been removed from Roblox"
DEPRECATED = "deprecated on Roblox, without documentation"


class InsertService(Service):
    """One server's InsertService.

    Attributes:
        assets: those of the universe.
    """

    CLASS_NAME: ClassVar[str] = "InsertService"
    DOOR: ClassVar[str] = "asset"
    OPEN_QUESTIONS = (
        "LoadAsset for an id that is not declared: HTTP 404.",
        "GetLatestAssetVersionAsync for an asset of another creator: `Asset is not trusted for"
        " this place`.",
        "Name of the Model of LoadAsset: Model.",
    )
    NOT_MODELLED = refused(
        {
            NO_STORE: "GetFreeDecals GetFreeDecalsAsync GetFreeModels GetFreeModelsAsync",
            NO_SETS: "GetBaseSets GetCollection GetUserSets",
            DEPRECATED: "ApproveAssetId ApproveAssetVersionId GetBaseCategories GetUserCategories",
        }
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.assets = Assets.of(context.universe)

    def _load(
        self,
        request: Request,
        number: int,
        find: Callable[[int], Asset | None],
        parent: Instance | None,
    ) -> None:
        def load(asset: Asset) -> None:
            request.reply(load_asset(self, asset, parent))

        self._look_up(request, number, find, load)

    def _look_up(
        self,
        request: Request,
        number: int,
        find: Callable[[int], Asset | None],
        then: Callable[[Asset], object],
    ) -> None:
        def check() -> Asset:
            asset = find(number)
            if asset is None:
                raise asset_error("NotFound")
            if not asset.trusted:
                raise asset_error("Untrusted")
            return asset

        self.request(request, subject=str(number), perform=check, then=then)

    @method("LoadAsset", parameters=("assetId: int",), returns=("Model",), yields=True)
    def load_asset(self, target: Instance, request: Request, asset_id: int) -> None:
        """A Model that contains the asset, which the experience's creator must be trusted with."""
        self._load(request, asset_id, self.assets.latest, None)

    @method(
        "LoadAssetVersion", parameters=("assetVersionId: int",), returns=("Model",), yields=True
    )
    def load_asset_version(self, target: Instance, request: Request, version: int) -> None:
        """ "A model inserted into InsertService" with one version of an asset."""
        self._load(request, version, self.assets.version, self.instance)

    @method(
        "GetLatestAssetVersionAsync", parameters=("assetId: int",), returns=("int64",), yields=True
    )
    def get_latest_asset_version_async(
        self, target: Instance, request: Request, asset_id: int
    ) -> None:
        """The asset version id of the newest version."""

        def reply(asset: Asset) -> None:
            request.reply(asset.version)

        self._look_up(request, asset_id, self.assets.latest, reply)

    @method(
        "CreateMeshPartAsync",
        parameters=(
            "meshId: string",
            "collisionFidelity: Enum.CollisionFidelity",
            "renderFidelity: Enum.RenderFidelity",
        ),
        returns=("MeshPart",),
        yields=True,
    )
    def create_mesh_part_async(
        self, target: Instance, request: Request, mesh: str, collision: EnumItem, render: EnumItem
    ) -> None:
        """A MeshPart with these properties; its mesh has no shape here."""

        def make(_: object) -> None:
            part = self.create("MeshPart", pinned=False, MeshId=mesh)
            part.set("CollisionFidelity", collision)
            part.set("RenderFidelity", render)
            request.reply(part)

        self.request(request, subject=mesh, perform=lambda: None, then=make)

    @method("Insert", parameters=("instance: Instance",))
    def insert(self, target: Instance, instance: Instance) -> None:
        """Deprecated: "inserts Instance into Workspace"."""
        instance.parent_to(self.context.game.service_instance("Workspace"))
