"""What the cloud services did not have in earlier years: classes, members and enum items.

Read off two API dumps of the engine in public trackers (W-DUMP): version 0.545 of September 2022,
and 0.381 of April 2019, the nearest to the end of 2018 that is kept; MessagingService, which it
has, was announced in spring 2019; what came later still by the history pages of
robloxapi.github.io (EncodingService: version 697). A name that no dump settled is left out, so it
counts as old. Names are `Class`, `Class.Member` or `Enum.Name.Item`. Knows no rule and no number.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ABSENT", "SOURCES"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


AFTER_2022 = _names(
    """
    DataStoreService.SetRateLimitForRequestType GlobalDataStore.BatchGetAsync
    DataStore.GetVersionAtTimeAsync DataStoreGetOptions
    DataStoreKeyPages.Cursor DataStoreListingPages.Cursor
    MemoryStoreService.GetHashMap MemoryStoreService.GetDistributedCounter
    MemoryStoreHashMap MemoryStoreHashMapPages MemoryStoreDistributedCounter
    MemoryStoreSortedMap.GetSizeAsync MemoryStoreQueue.GetSizeAsync
    HttpService.GetSecret HttpService.CreateWebStreamClient
    BadgeService.AwardBadgeAsync BadgeService.CheckUserBadgesAsync BadgeService.GetUserBadgesAsync
    MarketplaceService.BindReceiptHandler MarketplaceService.GetProductInfoAsync
    MarketplaceService.GetRobloxSubscriptionDetailsAsync
    MarketplaceService.GetSubscriptionProductInfoAsync MarketplaceService.GetUsersPriceLevelsAsync
    MarketplaceService.GetUserSubscriptionDetailsAsync
    MarketplaceService.GetUserSubscriptionPaymentHistoryAsync
    MarketplaceService.GetUserSubscriptionStatusAsync MarketplaceService.PlayerOwnsAssetAsync
    MarketplaceService.PlayerOwnsBundleAsync MarketplaceService.PromptBulkPurchase
    MarketplaceService.PromptBulkPurchaseFinished MarketplaceService.PromptCancelSubscription
    MarketplaceService.PromptRobloxSubscriptionPurchase
    MarketplaceService.PromptRobloxSubscriptionPurchaseFinished
    MarketplaceService.PromptRobuxTransferAsync MarketplaceService.RankProductsAsync
    MarketplaceService.RecommendTopProductsAsync MarketplaceService.OpenShop
    TextService.FilterAndTranslateStringAsync TextService.GetTextSizeOffsetAsync
    GroupService.GetRolesInGroupAsync GroupService.PromptJoinAsync
    TeleportService.ReserveServerAsync TeleportService.PromptExperienceDetailsAsync
    AnalyticsService.GetPlayerSegmentsAsync AnalyticsService.GetDurationLoggerTimestamp
    AnalyticsService.LogCustomEvent AnalyticsService.LogEconomyEvent
    AnalyticsService.LogFunnelStepEvent AnalyticsService.LogOnboardingFunnelStepEvent
    AnalyticsService.LogProgressionCompleteEvent AnalyticsService.LogProgressionEvent
    AnalyticsService.LogProgressionFailEvent AnalyticsService.LogProgressionStartEvent
    AnalyticsService.LogJourneyEvent
    ConfigService ConfigSnapshot EncodingService MatchmakingService SharedTableRegistry
    TextChannel.DirectChatRequester TextChannel.SetDirectChatRequester
    Enum.DataStoreRequestType.ListAsync Enum.DataStoreRequestType.GetVersionAsync
    Enum.DataStoreRequestType.RemoveVersionAsync
    Enum.DataStoreRequestType.StandardRead Enum.DataStoreRequestType.StandardWrite
    Enum.DataStoreRequestType.StandardList Enum.DataStoreRequestType.StandardRemove
    Enum.DataStoreRequestType.OrderedRead Enum.DataStoreRequestType.OrderedWrite
    Enum.DataStoreRequestType.OrderedList Enum.DataStoreRequestType.OrderedRemove
    """
)
"""Not yet there in 0.545; the request types were GetAsync to OnUpdate, 0 to 5."""

AFTER_2018 = _names(
    """
    DataStoreService.ListDataStoresAsync DataStore DataStoreOptions DataStoreSetOptions
    DataStoreIncrementOptions DataStoreKeyInfo DataStoreKey DataStoreInfo
    DataStoreObjectVersionInfo DataStoreKeyPages DataStoreListingPages DataStoreVersionPages
    MemoryStoreService MemoryStoreSortedMap MemoryStoreQueue MessagingService UserService
    LocalizationService.GetCountryRegionForPlayerAsync
    MarketplaceService.PlayerOwnsBundle MarketplaceService.PromptBundlePurchase
    MarketplaceService.PromptBundlePurchaseFinished MarketplaceService.PromptPremiumPurchase
    MarketplaceService.PromptPremiumPurchaseFinished
    MarketplaceService.PromptSubscriptionPurchase
    MarketplaceService.PromptSubscriptionPurchaseFinished
    TeleportService.TeleportAsync TeleportOptions TeleportAsyncResult
    TextService.GetFamilyInfoAsync TextService.GetTextBoundsAsync
    """
)
"""Not yet there in 0.381, or announced in 2019."""

ABSENT: Mapping[str, frozenset[str]] = {
    "2026": frozenset(),
    "2022": AFTER_2022,
    "2018": AFTER_2022 | AFTER_2018,
}
"""What is refused as unknown, by year."""

SOURCES: Mapping[str, str] = {
    "2026": "the class table",
    "2022": "W-DUMP: API dump of engine 0.545 (2022-09)",
    "2018": "W-DUMP: API dump of engine 0.381 (2019-04)",
}
