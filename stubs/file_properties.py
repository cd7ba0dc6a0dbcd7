"""Names of properties that stand in files and that scripts do not know, or know otherwise.

Source: the reflection database of rbx-dom, whose properties projects may set: serialized ones
that no script sees, and switches of Studio that are no part of the documented API.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from bridge.instances.class_table import ClassInfo
from bridge.project.model_nodes import CANONICAL

__all__ = ["FILE_ONLY", "closest", "is_file_only", "name_in_scripts"]

FILE_ONLY: Final = frozenset(
    {
        # Every instance.
        "Capabilities", "DefinesCapabilities", "HistoryId", "RobloxLocked", "SourceAssetId",
        "UniqueId",
        # Workspace and Terrain.
        "AcquisitionMethod", "CSGAsyncDynamicCollision", "CollisionGroupData", "CollisionGroups",
        "ExplicitAutoJoints", "HumanoidOnlySetCollisionsOnStateChange", "MaterialColors",
        "MoverConstraintRootBehavior", "PhysicsGrid", "RetargetingMode", "ScopedAssetLoading",
        "ShorelinesUpgraded", "SignalBehavior2", "SmoothGrid", "TerrainWeldsFixed",
        "UnionsScaleNonuniformly",
        # Parts and models.
        "AeroMeshData", "AssetId", "CFrame0", "CFrame1", "ChildData", "ChildData2",
        "FluidFidelityInternal", "FormFactor", "InitialSize", "MaterialVariantSerialized",
        "MeshData", "MeshData2", "ModelInPrimary", "ModelMeshCFrame", "ModelMeshData",
        "ModelMeshSize", "NeedsPivotMigration", "OffCentered", "PhysicalConfigData",
        "PhysicsData", "ScaleFactor", "SerializedVersion", "SlimHash", "State",
        "UnscaledCofm", "UnscaledVolInertiaDiags", "UnscaledVolInertiaOffDiags",
        "UnscaledVolume", "VertexCount", "WorldPivotData",
        # Players and characters.
        "AnimationCompositorMode", "AvatarJointUpgrade_SerializedRollout", "DeathStyle",
        "EnableDynamicHeads", "InternalBodyScale", "InternalHeadScale",
        "LoadCharacterLayeredClothing", "RagdollDeath",
        # The rest.
        "AudioApiByDefault", "AudioInstances", "ChatTranslationFeatureEnabled",
        "ChatTranslationToggleEnabled", "Contents", "HasSeenDeprecationDialog",
        "LocalizationMatchIdentifier", "LocalizationMatchedSourceText", "ScriptGuid",
        "Use2022MaterialsXml",
    }
)  # fmt: skip

PREFIXES: Final = ("GameSettings",)
"""Beginnings of names of further ones: StarterPlayer's GameSettingsAvatar and so on."""


def is_file_only(name: str) -> bool:
    """True for a property of files that no script sees."""
    return name in FILE_ONLY or name.startswith(PREFIXES)


def name_in_scripts(name: str) -> str:
    """What scripts call a property that a file calls so."""
    return CANONICAL.get(name, name)


def closest(info: ClassInfo, name: str) -> str | None:
    """The property of a class that a misspelt name may mean."""
    known: list[str] = []
    here: ClassInfo | None = info
    while here is not None:
        known += [each.name for each in here.own_members.values() if each.kind == "property"]
        here = here.superclass
    return next(iter(get_close_matches(name, known, 1, 0.75)), None)
