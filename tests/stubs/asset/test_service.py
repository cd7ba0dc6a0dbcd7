"""AssetService (class page)."""

from __future__ import annotations

import pytest

from bridge.project import ProjectNode

SERVICE = 'local service = game:GetService("AssetService") '
CALL = "game:GetService('AssetService'):{}"


@pytest.mark.rule(
    "AssetService.GetBundleDetailsAsync", "asset.error.BadRequest",
    source="class page AssetService",
)  # fmt: skip
def test_a_bundle_is_what_was_declared(cloud):
    items = [{"Id": 7, "Name": "Arm", "Type": "Asset"}]
    cloud.universe.assets.declare_bundle(5, "Robot", items, description="beep")
    source = f"""{SERVICE}
        local b = service:GetBundleDetailsAsync(5)
        return b.Id, b.Name, b.Description, b.BundleType, b.Items[1].Name, #b.Items
    """
    assert cloud.run(source) == (5, "Robot", "beep", "BodyParts", "Arm", 1)
    assert cloud.error(CALL.format("GetBundleDetailsAsync(6)")) == "HTTP 400 (Bad Request)"
    text = cloud.error(CALL.format("GetBundleDetailsAsync('x')"))
    assert text == "Unable to cast string to int64"


@pytest.mark.rule(
    "AssetService.GetAssetIdsForPackageAsync", "AssetService.GetAssetIdsForPackage",
    source="class page AssetService",
)  # fmt: skip
@pytest.mark.parametrize("method", ["GetAssetIdsForPackageAsync", "GetAssetIdsForPackage"])
def test_a_package_has_its_assets(cloud, method):
    cloud.universe.assets.declare_package(5, [1, 2])
    assert cloud.run(f"{SERVICE} return unpack(service:{method}(5))") == (1, 2)
    assert cloud.error(CALL.format(f"{method}(6)")) == "HTTP 400 (Bad Request)"


@pytest.mark.rule("AssetService.GetAudioMetadataAsync", source="class page AssetService")
def test_audio_comes_in_the_order_asked_for(cloud):
    cloud.universe.assets.declare_audio(5, "Song", artist="Ada", duration=1.5, audio_type="Music")
    cloud.universe.assets.declare_audio(6, "Hiss")
    source = f"""{SERVICE}
        local lines = {{}}
        for i, a in service:GetAudioMetadataAsync({{ 6, "rbxassetid://5", 7 }}) do
            lines[i] = `{{a.AssetId}} {{a.Title}} {{a.Artist}} {{a.Duration}} {{a.AudioType}}`
        end
        return unpack(lines)
    """
    assert cloud.run(source) == (
        "6 Hiss  0 nil",
        "5 Song Ada 1.5 Enum.AudioSubType.Music",
        "7 nil nil nil nil",
    )


@pytest.mark.rule(
    "asset.audio_ids_max", "asset.error.many", "asset.error.ids", source="class page AssetService"
)
@pytest.mark.parametrize(("count", "fits"), [(29, True), (30, True), (31, False)])
def test_audio_is_asked_for_by_thirties(cloud, count, fits):
    ids = ", ".join(str(n) for n in range(1, count + 1))
    text = cloud.error(CALL.format(f"GetAudioMetadataAsync({{ {ids} }})"))
    assert text is None if fits else "at most 30 ids" in text
    assert "array of asset ids" in cloud.error(CALL.format("GetAudioMetadataAsync({ 'song' })"))


@pytest.mark.rule(
    "AssetService.GetGamePlacesAsync", "AssetService.CreatePlaceAsync",
    source="class page AssetService",
)  # fmt: skip
def test_places_are_listed_also_those_a_script_creates(cloud):
    cloud.universe.assets.declare_place(70, "Lobby")
    source = f"""{SERVICE}
        local created = service:CreatePlaceAsync("World", 70)
        local lines = {{}}
        for i, place in service:GetGamePlacesAsync():GetCurrentPage() do
            lines[i] = place.Name
            if place.Name == "World" then assert(place.PlaceId == created) end
        end
        return created, table.concat(lines, " ")
    """
    created, names = cloud.run(source)
    assert names == "Place Lobby World"
    assert cloud.universe.assets.created_places == [created]
    text = cloud.error(CALL.format("CreatePlaceAsync('x', 71)"))
    assert text == "HTTP 400 (Bad Request)", "the template is no place of the experience"


@pytest.mark.rule(
    "AssetService.LoadAssetAsync", "asset.error.NotFound", "asset.error.Untrusted",
    source="class page InsertService",
)  # fmt: skip
def test_free_assets_load_only_where_they_are_allowed(cloud):
    assets = cloud.universe.assets
    assets.declare(5, ProjectNode("Door", "Part"), trusted=False)
    call = CALL.format("LoadAssetAsync(5)")
    assert cloud.error(call) == "Asset is not trusted for this place"
    assets.allow_free = True
    assert cloud.run(f"return {call}.Door.ClassName") == "Part"
    assert cloud.error(CALL.format("LoadAssetAsync(6)")) == "HTTP 404 (Not Found)"


@pytest.mark.parametrize("member", ["SavePlaceAsync", "CreateEditableImage", "SearchAudioAsync"])
def test_what_has_no_model_is_refused_by_name_with_a_reason(cloud, member):
    text = cloud.error(CALL.format(f"{member}()"))
    assert member in text and "model" in text
