"""What a service refuses is an error that names the member, and says why; what nothing fires can be
connected to all the same."""

from __future__ import annotations

import pytest

from bridge.stubs.discovery import registry
from bridge.tools.simulation import Server, Universe

REFUSED = {
    f"{name}.{member}": why
    for name, service in registry().classes.items()
    for member, why in service.NOT_MODELLED.items()
}


@pytest.fixture(scope="module")
def server() -> Server:
    return Universe(seed=1).start_server()


@pytest.fixture
def named(request: pytest.FixtureRequest) -> list[str]:
    """Class and member of every name in the test's markers."""
    return [name for each in request.node.iter_markers("rule") for name in each.args]


@pytest.mark.rule(
    "AdService.GetAdAvailabilityNowAsync", "AdService.GetCampaignEligibilityAsync",
    "AdService.RegisterAdOpportunityAsync", "AdService.RegisterDisclosureButton",
    "AdService.ShowVideoAd", "AdService.UnregisterAdOpportunity",
    source="class page AdService",
)  # fmt: skip
@pytest.mark.rule(
    "AnalyticsService.GetDurationLoggerTimestamp",
    source="class page AnalyticsService",
)  # fmt: skip
@pytest.mark.rule(
    "AssetService.ComposeDecalAsync", "AssetService.CreateAssetAsync",
    "AssetService.CreateAssetVersionAsync", "AssetService.CreateDataModelContentAsync",
    "AssetService.CreateEditableImage", "AssetService.CreateEditableImageAsync",
    "AssetService.CreateEditableMesh", "AssetService.CreateEditableMeshAsync",
    "AssetService.CreateMeshPartAsync", "AssetService.CreatePlaceInPlayerInventoryAsync",
    "AssetService.CreateSurfaceAppearanceAsync", "AssetService.GetCreatorAssetID",
    "AssetService.PromptCreateAssetAsync", "AssetService.PromptImportAnimationClipFromVideoAsync",
    "AssetService.SavePlaceAsync", "AssetService.SearchAudio", "AssetService.SearchAudioAsync",
    source="class page AssetService",
)  # fmt: skip
@pytest.mark.rule(
    "AvatarEditorService.CheckApplyDefaultClothing",
    "AvatarEditorService.CheckApplyDefaultClothingAsync",
    "AvatarEditorService.ConformToAvatarRules", "AvatarEditorService.ConformToAvatarRulesAsync",
    "AvatarEditorService.GetAvatarRules", "AvatarEditorService.GetAvatarRulesAsync",
    "AvatarEditorService.GetBundlesByAssetIdAsync", "AvatarEditorService.GetFavorite",
    "AvatarEditorService.GetFavoriteAsync", "AvatarEditorService.GetHeadShapesAsync",
    "AvatarEditorService.GetInventory", "AvatarEditorService.GetInventoryAsync",
    "AvatarEditorService.GetOutfitDetails", "AvatarEditorService.GetOutfitDetailsAsync",
    "AvatarEditorService.GetOutfits", "AvatarEditorService.GetOutfitsAsync",
    "AvatarEditorService.GetRecommendedAssets", "AvatarEditorService.GetRecommendedAssetsAsync",
    "AvatarEditorService.GetRecommendedBundles", "AvatarEditorService.GetRecommendedBundlesAsync",
    "AvatarEditorService.PromptAllowInventoryReadAccess",
    "AvatarEditorService.PromptCreateOutfit", "AvatarEditorService.PromptDeleteOutfit",
    "AvatarEditorService.PromptRenameOutfit", "AvatarEditorService.PromptSaveAvatar",
    "AvatarEditorService.PromptSetFavorite", "AvatarEditorService.PromptUpdateOutfit",
    "AvatarEditorService.SearchCatalog", "AvatarEditorService.SearchCatalogAsync",
    source="class page AvatarEditorService",
)  # fmt: skip
@pytest.mark.rule("GroupService.PromptJoinAsync", source="class page GroupService")
@pytest.mark.rule(
    "InsertService.ApproveAssetId", "InsertService.ApproveAssetVersionId",
    "InsertService.GetBaseCategories", "InsertService.GetBaseSets", "InsertService.GetCollection",
    "InsertService.GetFreeDecals", "InsertService.GetFreeDecalsAsync",
    "InsertService.GetFreeModels", "InsertService.GetFreeModelsAsync",
    "InsertService.GetUserCategories", "InsertService.GetUserSets",
    source="class page InsertService",
)  # fmt: skip
@pytest.mark.rule(
    "LocalizationService.GetCorescriptLocalizations",
    source="class page LocalizationService",
)  # fmt: skip
@pytest.mark.rule(
    "MarketplaceService.GetSubscriptionProductInfoAsync",
    "MarketplaceService.PromptRobuxTransferAsync", "MarketplaceService.OpenShop",
    source="class page MarketplaceService",
)  # fmt: skip
@pytest.mark.rule(
    "SocialService.CanSendCallInviteAsync", "SocialService.CanSendGameInviteAsync",
    "SocialService.GetEventRsvpStatusAsync", "SocialService.GetExperienceEventAsync",
    "SocialService.GetUpcomingExperienceEventsAsync", "SocialService.HideSelfView",
    "SocialService.PromptFeedbackSubmissionAsync", "SocialService.PromptGameInvite",
    "SocialService.PromptLinkSharing", "SocialService.PromptLinkSharingAsync",
    "SocialService.PromptPhoneBook", "SocialService.PromptRsvpToEventAsync",
    "SocialService.ShowSelfView",
    source="class page SocialService",
)  # fmt: skip
@pytest.mark.rule("UserService.GetUserFromGlobalUserIdAsync", source="class page UserService")
def test_a_refused_member_is_an_error_with_its_reason(server, named):
    assert set(named) <= set(REFUSED)
    source = """
        local service, member = game:GetService(...), select(2, ...)
        return pcall(function() return service[member](service) end)
    """
    for name, why in REFUSED.items():
        service, _, member = name.partition(".")
        ok, text = server.run(source, service, member)
        assert not ok
        assert f"{member} of {service} is not modelled by luau-bridge ({why})" in text


@pytest.mark.rule("AdService.VideoAdClosed", source="class page AdService")
@pytest.mark.rule(
    "AvatarEditorService.PromptAllowInventoryReadAccessCompleted",
    "AvatarEditorService.PromptCreateOutfitCompleted",
    "AvatarEditorService.PromptDeleteOutfitCompleted",
    "AvatarEditorService.PromptRenameOutfitCompleted",
    "AvatarEditorService.PromptSaveAvatarCompleted",
    "AvatarEditorService.PromptSetFavoriteCompleted",
    "AvatarEditorService.PromptUpdateOutfitCompleted",
    source="class page AvatarEditorService",
)  # fmt: skip
@pytest.mark.rule("InsertService.InternalDelete", source="class page InsertService")
@pytest.mark.rule(
    "SocialService.CallInviteStateChanged", "SocialService.GameInvitePromptClosed",
    "SocialService.PhoneBookPromptClosed", "SocialService.ShareSheetClosed",
    source="class page SocialService",
)  # fmt: skip
def test_an_event_that_nothing_fires_can_be_connected_to(server, named):
    source = """
        local connection = game:GetService(...)[select(2, ...)]:Connect(error)
        local connected = connection.Connected
        connection:Disconnect()
        return connected
    """
    for name in named:
        service, _, event = name.partition(".")
        assert server.run(source, service, event) is True


@pytest.mark.rule("SocialService.OnCallInviteInvoked", source="class page SocialService")
def test_a_callback_that_nobody_invokes_can_be_set(server):
    source = "game:GetService('SocialService').OnCallInviteInvoked = function() end return true"
    assert server.run(source) is True


@pytest.mark.rule(
    "LocalizationService.RobloxLocaleId", "LocalizationService.SystemLocaleId",
    "LocalizationTable.DevelopmentLanguage", "LocalizationTable.Root",
    "InsertService.AllowInsertFreeModels", source="class pages",
)  # fmt: skip
def test_properties_without_behaviour_have_their_defaults(server):
    source = """
        local service = game:GetService("LocalizationService")
        local t = Instance.new("LocalizationTable")
        t.Root = workspace
        return service.RobloxLocaleId, service.SystemLocaleId, t.DevelopmentLanguage,
            t.Root == workspace, game:GetService("InsertService").AllowInsertFreeModels
    """
    assert server.run(source) == ("", "", "en-us", True, False)
