"""InsertService (class page)."""

from __future__ import annotations

import pytest

from bridge.faults import AssetFault
from bridge.project import ProjectNode

CALL = "game:GetService('InsertService'):{}"


@pytest.fixture
def assets(cloud):
    cloud.universe.assets.declare(5, ProjectNode("Door", "Part"))
    cloud.universe.assets.declare(6, ProjectNode("Theirs", "Part"), trusted=False)
    return cloud.universe.assets


@pytest.mark.rule("InsertService.LoadAsset", source="class page InsertService")
def test_an_asset_comes_in_a_model_of_its_own(cloud, assets):
    source = f"""
        local model = {CALL.format("LoadAsset(5)")}
        return model.ClassName, model.Parent, #model:GetChildren(), model.Door.ClassName
    """
    assert cloud.run(source) == ("Model", None, 1, "Part")
    assert cloud.run(f"return {CALL.format('loadAsset(5)')}.Door.Name") == "Door"


@pytest.mark.rule("InsertService.LoadAsset", source="class page InsertService")
@pytest.mark.parametrize(
    ("number", "text"),
    [(6, "Asset is not trusted for this place"), (7, "HTTP 404 (Not Found)")],
)
@pytest.mark.parametrize("method", ["LoadAsset", "GetLatestAssetVersionAsync"])
def test_what_cannot_be_loaded_throws(cloud, assets, method, number, text):
    assert cloud.error(CALL.format(f"{method}({number})")) == text


@pytest.mark.rule(
    "InsertService.LoadAssetVersion", "InsertService.GetLatestAssetVersionAsync",
    source="class page InsertService",
)  # fmt: skip
def test_a_version_stays_what_it_was(cloud, assets):
    old = cloud.run(f"return {CALL.format('GetLatestAssetVersionAsync(5)')}")
    assets.declare(5, ProjectNode("Gate", "Part"))
    source = f"""
        local old = {CALL.format(f"LoadAssetVersion({old})")}
        local latest = {CALL.format("GetLatestAssetVersionAsync(5)")}
        local new = game:GetService("InsertService"):LoadAssetVersion(latest)
        return old:FindFirstChildOfClass("Part").Name, new:FindFirstChildOfClass("Part").Name,
            old.Parent.ClassName
    """
    assert cloud.run(source) == ("Door", "Gate", "InsertService")


def test_faults_make_loading_fail(cloud, assets):
    cloud.universe.faults.add(AssetFault.error().named("5").once())
    text = cloud.error(CALL.format("LoadAsset(5)"))
    assert text == "InsertService:LoadAsset() failed: HTTP 500 (Internal Server Error)"
    assert cloud.error(CALL.format("LoadAsset(5)")) is None


@pytest.mark.rule("InsertService.CreateMeshPartAsync", source="class page InsertService")
def test_a_mesh_part_has_the_properties_asked_for(cloud):
    arguments = "'rbxassetid://7', Enum.CollisionFidelity.Box, Enum.RenderFidelity.Precise"
    source = f"""
        local part = {CALL.format(f"CreateMeshPartAsync({arguments})")}
        return part.ClassName, part.MeshId, part.CollisionFidelity.Name, part.RenderFidelity.Name
    """
    assert cloud.run(source) == ("MeshPart", "rbxassetid://7", "Box", "Precise")


@pytest.mark.rule("InsertService.Insert", source="class page InsertService")
def test_insert_puts_an_instance_into_the_workspace(cloud):
    source = f"""
        local part = Instance.new("Part")
        {CALL.format("Insert(part)")}
        return part.Parent == workspace
    """
    assert cloud.run(source) is True


@pytest.mark.parametrize("member", ["GetFreeModelsAsync", "GetUserSets", "ApproveAssetId"])
def test_the_store_is_refused_by_name(cloud, member):
    assert member in cloud.error(CALL.format(f"{member}(1, 1)"))
