"""AssetService: what there is to know of assets, bundles, places and audio; declared by a test.

Modelled on creator-docs, class AssetService. Left out: making and changing assets, images, meshes,
searches.
"""

from __future__ import annotations

from bridge.stubs.asset.assets import Asset as Asset
from bridge.stubs.asset.assets import Assets as Assets
from bridge.stubs.asset.service import AssetService as AssetService

__all__ = ["Asset", "AssetService", "Assets"]
