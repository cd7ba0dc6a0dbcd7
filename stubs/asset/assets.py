"""The assets of the platform as a test declares them: contents, versions, bundles, audio, places.

Shared by AssetService and InsertService of all servers. Knows no Lua.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bridge.errors import UsageError
from bridge.instances.class_table import class_table
from bridge.project import ProjectNode
from bridge.project.binary_models import read_binary
from bridge.project.files import node_from_file
from bridge.project.xml_models import read_xml
from bridge.stubs.context import UniverseView

__all__ = ["Asset", "Assets"]

FIRST_CREATED_PLACE = 9_000_000_001
"""Id of the first place that a script creates; real ones follow no rule."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One version of an asset.

    Attributes:
        version: its asset version id.
        nodes: the instances at its top.
        trusted: whether this experience may load it: created, owned or shared by its creator.
    """

    number: int
    version: int
    nodes: tuple[ProjectNode, ...]
    trusted: bool


class Assets:
    """The assets of a universe's platform.

    Attributes:
        bundles: what GetBundleDetailsAsync returns, by id.
        packages: asset ids by package.
        audio: what GetAudioMetadataAsync returns, by id.
        items: what AvatarEditorService tells, by item of Enum.AvatarItemType and id.
        places: names of the experience's places by id, the first one's server included.
        created_places: ids of places that scripts have created.
        allow_free: AssetService.AllowInsertFreeAssets, which no script can set: LoadAssetAsync then
            loads what is not trusted too.
    """

    def __init__(self, universe: UniverseView) -> None:
        self._universe = universe
        self._versions: dict[int, Asset] = {}
        self._latest: dict[int, Asset] = {}
        self.bundles: dict[int, dict[str, object]] = {}
        self.packages: dict[int, tuple[int, ...]] = {}
        self.audio: dict[int, dict[str, object]] = {}
        self.items: dict[tuple[str, int], dict[str, object]] = {}
        self.places: dict[int, str] = {}
        self.created_places: list[int] = []
        self.allow_free = False

    def __repr__(self) -> str:
        return (
            f"<assets of a universe: {len(self._latest)} models, {len(self.bundles)} bundles, "
            f"{len(self.audio)} audio, {len(self.places)} places>"
        )

    @classmethod
    def of(cls, universe: UniverseView) -> Assets:
        """The assets of a universe, the same for all its servers and tests."""
        return universe.backend("assets", lambda: cls(universe))

    # What a test does -------------------------------------------------------------------------

    def declare(
        self,
        asset_id: int,
        contents: str | Path | ProjectNode | Iterable[ProjectNode] = (),
        *,
        trusted: bool = True,
    ) -> Asset:
        """Make an asset, or a new version of it.

        Parameters:
            contents: a model file (`.rbxm`, `.rbxmx`), any file that Rojo syncs, or nodes.
            trusted: whether this experience may load it.

        Raises:
            ProjectError: the file is broken.
            UsageError: it is no file that becomes an instance.
        """
        if isinstance(contents, (str, Path)):
            nodes = _read(Path(contents))
        else:
            nodes = (contents,) if isinstance(contents, ProjectNode) else tuple(contents)
        version = len(self._versions) + 1
        asset = Asset(asset_id, version, nodes, trusted)
        self._versions[version] = self._latest[asset_id] = asset
        return asset

    def declare_bundle(
        self,
        bundle_id: int,
        name: str,
        items: Iterable[Mapping[str, object]] = (),
        *,
        description: str = "",
        bundle_type: str = "BodyParts",
    ) -> None:
        """Make a bundle.

        Parameters:
            items: each {"Id": ..., "Name": ..., "Type": "Asset"}.
            bundle_type: item of Enum.BundleType.
        """
        self.bundles[bundle_id] = {
            "Id": bundle_id,
            "Name": name,
            "Description": description,
            "BundleType": bundle_type,
            "Items": [dict(each) for each in items],
        }

    def declare_package(self, package_id: int, asset_ids: Iterable[int]) -> None:
        """Make a package of assets."""
        self.packages[package_id] = tuple(asset_ids)

    def declare_audio(
        self,
        asset_id: int,
        title: str,
        *,
        artist: str = "",
        duration: float = 0.0,
        audio_type: str | None = None,
    ) -> None:
        """Make an audio asset.

        Parameters:
            duration: seconds.
            audio_type: item of Enum.AudioSubType; None when it is not known.

        Raises:
            UsageError: there is no such type.
        """
        known = class_table().enum_items("AudioSubType") or {}
        if audio_type is not None and audio_type not in known:
            raise UsageError(f"assets: {audio_type!r} is no item of Enum.AudioSubType")
        self.audio[asset_id] = {
            "Title": title,
            "Artist": artist,
            "Duration": duration,
            **({} if audio_type is None else {"AudioType": audio_type}),
        }

    def describe_item(self, item_type: str, item: int, details: Mapping[str, object]) -> None:
        """Let AvatarEditorService know an avatar item.

        Parameters:
            item_type: "Asset" or "Bundle".
        """
        if item_type not in ("Asset", "Bundle"):
            raise UsageError(f"assets: {item_type!r} is no item of Enum.AvatarItemType")
        self.items[item_type, item] = dict(details)

    def declare_place(self, place_id: int, name: str) -> None:
        """Make a place of this experience; `universe.add_place` lets teleports go there."""
        self.places[place_id] = name

    # What servers do --------------------------------------------------------------------------

    def latest(self, asset_id: int) -> Asset | None:
        """The newest version of an asset."""
        return self._latest.get(asset_id)

    def version(self, version: int) -> Asset | None:
        """The version of that id."""
        return self._versions.get(version)

    def create_place(self, name: str) -> int:
        """A script has created a place. -> its id"""
        place_id = FIRST_CREATED_PLACE + len(self.created_places)
        self.created_places.append(place_id)
        self.places[place_id] = name
        self._universe.trace.append("asset.place", place=place_id, name=name)
        return place_id


def _read(path: Path) -> tuple[ProjectNode, ...]:
    if path.suffix == ".rbxmx":
        return tuple(read_xml(path))
    if path.suffix == ".rbxm":
        return tuple(read_binary(path))
    node = node_from_file(path)
    if node is None:
        raise UsageError(f"assets: {path} is no file that becomes an instance")
    return (node,)
