"""The calls of every service: what a test can count in one line."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import BadgeFault, MemoryStoreFault, MessagingFault
from bridge.stubs.counts import Counts
from bridge.stubs.outcome import Outcome

BADGES = 'local badges, ada = game:GetService("BadgeService"), game.Players.Player0 '
MAP = 'local map = game:GetService("MemoryStoreService"):GetHashMap("Locks") '
STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("Coins") '


def test_nothing_is_kept_unless_a_test_asks_for_it(cloud) -> None:
    cloud.run(f"{MAP} map:SetAsync('k', 1, 60)")
    log = cloud.universe.calls
    assert repr(log) == "<calls of services, not recorded>"
    with pytest.raises(UsageError, match="record"):
        log.count()
    assert log.record() is log
    assert log.count() == Counts()


def test_calls_are_counted_by_method_and_argument(make_cloud) -> None:
    cloud = make_cloud(players=1)
    cloud.universe.badges.declare(7)
    log = cloud.universe.calls.record()
    cloud.universe.faults.add(BadgeFault.error().on("AwardBadgeAsync").once())
    cloud.run(f"""{BADGES}
        pcall(badges.AwardBadgeAsync, badges, ada.UserId, 7)
        badges:AwardBadgeAsync(ada.UserId, 7)
        badges:UserHasBadgeAsync(ada.UserId, 8)
    """)
    user = cloud.universe.accounts.obtain("Player0").user_id
    assert log.count("AwardBadgeAsync", badgeId=7) == Counts(calls=2, ok=1, failed=1)
    assert log.count(userId=user).calls == log.count(service="BadgeService").calls == 3
    assert log.count(badgeId=8) == Counts(calls=1, ok=1)
    assert log.count(topic="news") == log.count(server=1) == Counts()
    failed, worked = log.select("AwardBadgeAsync")
    assert failed.error == "AwardBadgeAsync failed: HTTP 500 (Internal Server Error)"
    assert str(failed) == (
        f"server 0 at 0.0 s BadgeService:AwardBadgeAsync(userId={user}, badgeId=7) failed: "
        + failed.error
    )
    assert (worked.outcome, worked.returned_us - worked.invoked_us) == (Outcome.OK, 60_000)


@pytest.mark.rule(
    "BadgeService.CheckUserBadgesAsync",
    "badge.check_per_minute",
    source="class page BadgeService",
)
def test_limits_of_a_server_are_throttles(make_cloud) -> None:
    cloud = make_cloud(players=1)
    log = cloud.universe.calls.record()
    source = f"{BADGES} pcall(badges.CheckUserBadgesAsync, badges, ada.UserId, {{ 1 }})"
    cloud.run(f"{source} ".replace("pcall", "for i = 1, 16 do pcall") + " end")
    assert log.count("CheckUserBadgesAsync") == Counts(calls=16, ok=15, failed=1, throttled=1)


def test_objects_go_by_their_names(make_cloud) -> None:
    cloud = make_cloud(servers=2)
    log = cloud.universe.calls.record()
    cloud.universe.faults.add(MemoryStoreFault.throttle().keyed("b"))
    cloud.run(f"{MAP} map:SetAsync('a', 1, 60)")
    assert repr(log).startswith("<calls of services, 1 call\n")
    cloud.run(f"{MAP} pcall(map.SetAsync, map, 'b', 1, 60)")
    cloud.run(f"{MAP} map:GetAsync('a')", on=1)
    assert log.count(on="Locks", key="a") == Counts(calls=2, ok=2)
    assert log.count("SetAsync", on="Locks") == Counts(calls=2, ok=1, failed=1, throttled=1)
    assert log.counts_by_server() == {0: log.count(server=0), 1: Counts(calls=1, ok=1)}
    assert repr(log) == (
        "<calls of services, 3 calls\n"
        "  MemoryStoreService 'Locks':GetAsync: calls=1 ok=1\n"
        "  MemoryStoreService 'Locks':SetAsync: calls=2 ok=1 failed=1 throttled=1>"
    )


def test_data_stores_are_among_them(cloud) -> None:
    log = cloud.universe.calls.record()
    cloud.run(f"{STORE} store:SetAsync('k', 1) store:GetAsync('k') store:ListKeysAsync()")
    assert log.count("SetAsync", on="Coins", key="k") == Counts(calls=1, ok=1, landed=1)
    assert log.count("GetAsync", key="k", scope="global") == Counts(calls=1, ok=1, cached=1)
    assert log.count("ListKeysAsync", on="Coins") == Counts(calls=1, ok=1)
    assert list(log.counts_by_method()) == [
        "DataStoreService 'Coins':GetAsync",
        "DataStoreService 'Coins':ListKeysAsync",
        "DataStoreService 'Coins':SetAsync",
    ]
    assert [call.invoked_us for call in log.select()] == [0, 0, 0]


def test_pages_of_data_stores_count_once_and_others_by_their_class(make_cloud) -> None:
    cloud = make_cloud(players=1)
    cloud.universe.datastores.store("Coins").update({f"k{i}": i for i in range(5)})
    cloud.universe.accounts.declare("Player0", friends=[f"Friend{i}" for i in range(60)])
    log = cloud.universe.calls.record()
    cloud.run(f"""{STORE}
        store:ListKeysAsync("", 2):AdvanceToNextPageAsync()
        store:ListVersionsAsync("k0", nil, nil, nil, 1)
        game:GetService("DataStoreService"):ListDataStoresAsync()
        game.Players:GetFriendsAsync(game.Players.Player0.UserId):AdvanceToNextPageAsync()
    """)
    assert {place: counts.calls for place, counts in log.counts_by_method().items()} == {
        "DataStoreService 'Coins':ListKeysAsync": 2,
        "DataStoreService 'Coins':ListVersionsAsync": 1,
        "DataStoreService:ListDataStoresAsync": 1,
        "FriendPages:AdvanceToNextPageAsync": 1,
        "Players:GetFriendsAsync": 1,
    }


def test_a_call_without_an_answer_is_pending(cloud) -> None:
    log = cloud.universe.calls.record()
    cloud.universe.faults.add(MessagingFault.latency(5))
    source = 'game:GetService("MessagingService"):PublishAsync("news", 1)'
    cloud.run(f"task.spawn(function() {source} end)")
    assert log.count("PublishAsync", topic="news") == Counts(calls=1, pending=1)
    cloud.server.crash()
    cloud.universe.run_until_idle()
    assert log.count("PublishAsync") == Counts(calls=1, pending=1)


def test_events_and_prompts_are_calls_though_nobody_waits(make_cloud) -> None:
    cloud = make_cloud(players=1)
    log = cloud.universe.calls.record()
    cloud.run("""
        game:GetService("AnalyticsService"):LogCustomEvent(game.Players.Player0, "won", 3)
        game:GetService("MarketplaceService"):PromptProductPurchase(game.Players.Player0, 9)
        pcall(function() game:GetService("TeleportService"):Teleport(-1, game.Players.Player0) end)
    """)
    assert log.count("LogCustomEvent", player="Player0", eventName="won", value=3).ok == 1
    assert log.count("PromptProductPurchase", productId=9).ok == 1
    (teleport,) = log.select("Teleport")
    assert (teleport.outcome, teleport.error) == (
        Outcome.FAILED,
        "TeleportService: placeId must not be negative",
    )


def test_what_only_looks_at_a_server_is_no_call(make_cloud) -> None:
    cloud = make_cloud(players=1)
    log = cloud.universe.calls.record()
    cloud.run('print(#game.Players:GetPlayers(), game:GetService("RunService"):IsServer())')
    assert log.count() == Counts()
