"""What a service refuses is an error that names the member, and says why; what nothing fires can be
connected to all the same."""

from __future__ import annotations

import pytest

from bridge.stubs.discovery import registry
from bridge.tools.simulation import Server, Universe

REFUSED = [
    (name, member, why)
    for name, service in registry().classes.items()
    for member, why in service.NOT_MODELLED.items()
]

CALL = """
    local service = game:GetService(...)
    local member = select(2, ...)
    return pcall(function() return service[member](service) end)
"""


@pytest.fixture(scope="module")
def server() -> Server:
    return Universe(seed=1).start_server()


@pytest.fixture
def named(request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """Class and member of every name in the test's marker."""
    return [tuple(name.split(".")) for name in request.node.get_closest_marker("rule").args]


def assert_refused(server: Server, named: list[tuple[str, str]]) -> None:
    for service, member in named:
        ok, text = server.run(CALL, service, member)
        why = registry().classes[service].NOT_MODELLED[member]
        assert not ok
        assert f"{member} of {service} is not modelled by luau-bridge ({why})" in text


def assert_connects(server: Server, named: list[tuple[str, str]]) -> None:
    source = """
        local connection = game:GetService(...)[select(2, ...)]:Connect(error)
        local connected = connection.Connected
        connection:Disconnect()
        return connected
    """
    for service, event in named:
        assert server.run(source, service, event) is True


@pytest.mark.parametrize(("service", "member", "why"), REFUSED)
def test_a_refused_member_is_an_error_with_its_reason(server, service, member, why):
    ok, text = server.run(CALL, service, member)
    assert not ok
    assert f"{member} of {service} is not modelled by luau-bridge ({why})" in text


@pytest.mark.rule(
    "AdService.GetAdAvailabilityNowAsync",
    "AdService.GetCampaignEligibilityAsync",
    "AdService.RegisterAdOpportunityAsync",
    "AdService.RegisterDisclosureButton",
    "AdService.ShowVideoAd",
    "AdService.UnregisterAdOpportunity",
    source="class page AdService",
)
def test_ad_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "AdService.VideoAdClosed",
    source="class page AdService",
)
def test_events_of_ad_service_connect(server, named):
    assert_connects(server, named)


@pytest.mark.rule(
    "AnalyticsService.GetDurationLoggerTimestamp",
    source="class page AnalyticsService",
)
def test_analytics_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "AssetService.ComposeDecalAsync",
    "AssetService.CreateAssetAsync",
    "AssetService.CreateAssetVersionAsync",
    "AssetService.CreateDataModelContentAsync",
    "AssetService.CreateEditableImage",
    "AssetService.CreateEditableImageAsync",
    "AssetService.CreateEditableMesh",
    "AssetService.CreateEditableMeshAsync",
    "AssetService.CreateMeshPartAsync",
    "AssetService.CreatePlaceInPlayerInventoryAsync",
    "AssetService.CreateSurfaceAppearanceAsync",
    "AssetService.GetCreatorAssetID",
    "AssetService.PromptCreateAssetAsync",
    "AssetService.PromptImportAnimationClipFromVideoAsync",
    "AssetService.SavePlaceAsync",
    "AssetService.SearchAudio",
    "AssetService.SearchAudioAsync",
    source="class page AssetService",
)
def test_asset_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "AvatarEditorService.CheckApplyDefaultClothing",
    "AvatarEditorService.CheckApplyDefaultClothingAsync",
    "AvatarEditorService.ConformToAvatarRules",
    "AvatarEditorService.ConformToAvatarRulesAsync",
    "AvatarEditorService.GetAvatarRules",
    "AvatarEditorService.GetAvatarRulesAsync",
    "AvatarEditorService.GetBundlesByAssetIdAsync",
    "AvatarEditorService.GetFavorite",
    "AvatarEditorService.GetFavoriteAsync",
    "AvatarEditorService.GetHeadShapesAsync",
    "AvatarEditorService.GetInventory",
    "AvatarEditorService.GetInventoryAsync",
    "AvatarEditorService.GetOutfitDetails",
    "AvatarEditorService.GetOutfitDetailsAsync",
    "AvatarEditorService.GetOutfits",
    "AvatarEditorService.GetOutfitsAsync",
    "AvatarEditorService.GetRecommendedAssets",
    "AvatarEditorService.GetRecommendedAssetsAsync",
    "AvatarEditorService.GetRecommendedBundles",
    "AvatarEditorService.GetRecommendedBundlesAsync",
    "AvatarEditorService.PromptAllowInventoryReadAccess",
    "AvatarEditorService.PromptCreateOutfit",
    "AvatarEditorService.PromptDeleteOutfit",
    "AvatarEditorService.PromptRenameOutfit",
    "AvatarEditorService.PromptSaveAvatar",
    "AvatarEditorService.PromptSetFavorite",
    "AvatarEditorService.PromptUpdateOutfit",
    "AvatarEditorService.SearchCatalog",
    "AvatarEditorService.SearchCatalogAsync",
    source="class page AvatarEditorService",
)
def test_avatar_editor_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "AvatarEditorService.PromptAllowInventoryReadAccessCompleted",
    "AvatarEditorService.PromptCreateOutfitCompleted",
    "AvatarEditorService.PromptDeleteOutfitCompleted",
    "AvatarEditorService.PromptRenameOutfitCompleted",
    "AvatarEditorService.PromptSaveAvatarCompleted",
    "AvatarEditorService.PromptSetFavoriteCompleted",
    "AvatarEditorService.PromptUpdateOutfitCompleted",
    source="class page AvatarEditorService",
)
def test_events_of_avatar_editor_service_connect(server, named):
    assert_connects(server, named)


@pytest.mark.rule(
    "GroupService.PromptJoinAsync",
    source="class page GroupService",
)
def test_group_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "InsertService.ApproveAssetId",
    "InsertService.ApproveAssetVersionId",
    "InsertService.GetBaseCategories",
    "InsertService.GetBaseSets",
    "InsertService.GetCollection",
    "InsertService.GetFreeDecals",
    "InsertService.GetFreeDecalsAsync",
    "InsertService.GetFreeModels",
    "InsertService.GetFreeModelsAsync",
    "InsertService.GetUserCategories",
    "InsertService.GetUserSets",
    source="class page InsertService",
)
def test_insert_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "InsertService.InternalDelete",
    source="class page InsertService",
)
def test_events_of_insert_service_connect(server, named):
    assert_connects(server, named)


@pytest.mark.rule(
    "LocalizationService.GetCorescriptLocalizations",
    source="class page LocalizationService",
)
def test_localization_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "MarketplaceService.GetSubscriptionProductInfoAsync",
    "MarketplaceService.PromptRobuxTransferAsync",
    "MarketplaceService.OpenShop",
    source="class page MarketplaceService",
)
def test_marketplace_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "SocialService.CanSendCallInviteAsync",
    "SocialService.CanSendGameInviteAsync",
    "SocialService.GetEventRsvpStatusAsync",
    "SocialService.GetExperienceEventAsync",
    "SocialService.GetUpcomingExperienceEventsAsync",
    "SocialService.HideSelfView",
    "SocialService.PromptFeedbackSubmissionAsync",
    "SocialService.PromptGameInvite",
    "SocialService.PromptLinkSharing",
    "SocialService.PromptLinkSharingAsync",
    "SocialService.PromptPhoneBook",
    "SocialService.PromptRsvpToEventAsync",
    "SocialService.ShowSelfView",
    source="class page SocialService",
)
def test_social_service_refuses(server, named):
    assert_refused(server, named)


@pytest.mark.rule(
    "SocialService.CallInviteStateChanged",
    "SocialService.GameInvitePromptClosed",
    "SocialService.PhoneBookPromptClosed",
    "SocialService.ShareSheetClosed",
    source="class page SocialService",
)
def test_events_of_social_service_connect(server, named):
    assert_connects(server, named)


@pytest.mark.rule(
    "UserService.GetUserFromGlobalUserIdAsync",
    source="class page UserService",
)
def test_user_service_refuses(server, named):
    assert_refused(server, named)


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
