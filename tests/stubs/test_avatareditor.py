"""AvatarEditorService: details of items (class page)."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError

CALL = "game:GetService('AvatarEditorService'):{}"


@pytest.mark.rule(
    "AvatarEditorService.GetItemDetailsAsync", "AvatarEditorService.GetItemDetails",
    source="class page AvatarEditorService",
)  # fmt: skip
@pytest.mark.parametrize("method", ["GetItemDetailsAsync", "GetItemDetails"])
def test_details_are_what_was_described(cloud, method):
    cloud.universe.assets.describe_item("Asset", 5, {"Id": 5, "Name": "Hat", "Price": 10})
    call = CALL.format(f"{method}(5, Enum.AvatarItemType.{{}})")
    assert cloud.run(f"local d = {call.format('Asset')} return d.Name, d.Price") == ("Hat", 10)
    assert "HTTP 404" in cloud.error(call.format("Bundle"))


@pytest.mark.rule(
    "AvatarEditorService.GetBatchItemDetailsAsync", "AvatarEditorService.GetBatchItemDetails",
    source="class page AvatarEditorService",
)  # fmt: skip
@pytest.mark.parametrize("method", ["GetBatchItemDetailsAsync", "GetBatchItemDetails"])
def test_details_of_many_come_in_the_order_asked_for(cloud, method):
    for number in (5, 6):
        cloud.universe.assets.describe_item("Bundle", number, {"Id": number})
    source = f"""
        local ids = {{}}
        local all = {CALL.format(f"{method}({{6, 7, 5}}, Enum.AvatarItemType.Bundle)")}
        for i, each in all do ids[i] = each.Id end
        return unpack(ids)
    """
    assert cloud.run(source) == (6, 5)
    text = cloud.error(CALL.format(f"{method}({{'x'}}, 'Bundle')"))
    assert "itemIds must be an array of numbers" in text


@pytest.mark.rule("AvatarEditorService.GetAccessoryType", source="class page AvatarEditorService")
@pytest.mark.parametrize(
    ("asset", "accessory"),
    [("Hat", "Hat"), ("HairAccessory", "Hair"), ("LeftShoeAccessory", "LeftShoe"),
     ("TShirtAccessory", "TShirt"), ("TShirt", "Unknown"), ("Gear", "Unknown")],
)  # fmt: skip
def test_asset_types_are_accessories_by_their_names(cloud, asset, accessory):
    call = CALL.format(f"GetAccessoryType(Enum.AvatarAssetType.{asset})")
    assert cloud.run(f"return {call}.Name") == accessory


def test_items_are_assets_or_bundles(cloud):
    with pytest.raises(UsageError, match="'Outfit' is no item"):
        cloud.universe.assets.describe_item("Outfit", 5, {})


@pytest.mark.parametrize("member", ["GetInventoryAsync", "SearchCatalogAsync", "GetAvatarRules"])
def test_the_rest_is_refused_by_name(cloud, member):
    assert member in cloud.error(CALL.format(f"{member}({{}})"))
