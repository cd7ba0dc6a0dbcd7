"""BadgeService (cloud-services.md 9.3): awards, look-ups, limits per minute."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.badge import Badges
from bridge.tools.simulation import Universe

WINNER, OLD = 5, 6

HEAD = """
    local service = game:GetService("BadgeService")
    local user = game.Players.Player0.UserId
"""


@pytest.fixture
def cloud(make_cloud):
    cloud = make_cloud(players=1)
    cloud.universe.badges.declare(WINNER, "Winner", "You won", icon=9)
    cloud.universe.badges.declare(OLD, "Old", enabled=False)
    return cloud


def run(cloud, expression):
    return cloud.run(f"{HEAD} return {expression}")


def error(cloud, expression):
    return run(cloud, f"(function() return select(2, pcall(function() {expression} end)) end)()")


def service(cloud):
    return cloud.server.game.service("BadgeService")


@pytest.mark.rule(
    "BadgeService.AwardBadge",
    "BadgeService.AwardBadgeAsync",
    "BadgeService.UserHasBadge",
    "BadgeService.UserHasBadgeAsync",
    source="class page BadgeService",
)
@pytest.mark.parametrize("suffix", ["", "Async"])
def test_a_badge_is_awarded_once_and_known_on_all_servers(cloud, suffix):
    badges = cloud.universe.badges
    assert run(cloud, f"service:UserHasBadge{suffix}(user, {WINNER})") is False
    assert run(cloud, f"service:AwardBadge{suffix}(user, {WINNER})") is True
    assert run(cloud, f"service:AwardBadge{suffix}(user, {WINNER})") is False
    assert run(cloud, f"service:UserHasBadge{suffix}(user, {WINNER})") is True
    assert badges.has("Player0", WINNER)
    badges.take("Player0", WINNER)
    assert run(cloud, f"service:AwardBadge{suffix}(user, {WINNER})") is True
    assert service(cloud).statistics() == (2, 0)


@pytest.mark.rule(
    "BadgeService.AwardBadgeAsync", "badge.error.unknown", source="class page BadgeService"
)
def test_only_enabled_badges_of_the_experience_go_to_users_who_are_here(cloud):
    assert run(cloud, f"service:AwardBadgeAsync(user, {OLD})") is False
    assert run(cloud, f"service:AwardBadgeAsync(123, {WINNER})") is False
    assert "badge 99 does not exist" in error(cloud, "service:AwardBadgeAsync(user, 99)")
    assert service(cloud).statistics().awarded == 0


@pytest.mark.rule(
    "BadgeService.UserHasBadgeAsync", "badge.error.absent", source="class page BadgeService"
)
def test_whether_somebody_absent_has_a_badge_is_not_told(cloud):
    call = f"service:UserHasBadgeAsync(123, {WINNER})"
    assert error(cloud, call) == "UserHasBadgeAsync failed: user 123 is not in this server"


@pytest.mark.rule(
    "BadgeService.CheckUserBadgesAsync",
    "BadgeService.GetUserBadgesAsync",
    source="class page BadgeService",
)
def test_several_badges_of_anybody_are_looked_up_at_once(cloud):
    badges = cloud.universe.badges
    badges.declare(7)
    for badge in (7, WINNER):
        badges.give("Somebody", badge)
    (number,) = badges.awarded
    check = f"service:CheckUserBadgesAsync({number}, {{ {WINNER}, {OLD}, 7 }})"
    assert run(cloud, f"table.concat({check}, ' ')") == f"7 {WINNER}"
    assert run(cloud, f"#service:CheckUserBadgesAsync({number}, {{}})") == 0
    assert run(cloud, f"#service:CheckUserBadgesAsync(user, {{ {WINNER} }})") == 0
    get = f"service:GetUserBadgesAsync({number}, {{ {WINNER}, {OLD} }})"
    assert run(cloud, f"#{get}") == 1
    assert run(cloud, f"{get}[1].BadgeId") == WINNER
    assert run(cloud, f"{get}[1].AwardedDate") == "2026-01-01T00:00:00Z"


@pytest.mark.rule(
    "badge.check_ids_max", "badge.get_ids_max", "badge.error.many", source="class page BadgeService"
)
@pytest.mark.parametrize(("method", "limit"), [("Check", 10), ("Get", 100)])
def test_the_number_of_ids_is_limited(cloud, method, limit):
    for count in (limit - 1, limit):
        assert run(cloud, f"#service:{method}UserBadgesAsync(user, table.create({count}, 5))") == 0
    text = error(cloud, f"service:{method}UserBadgesAsync(user, table.create({limit + 1}, 5))")
    assert text == f"{method}UserBadgesAsync failed: at most {limit} badge ids"


@pytest.mark.rule("badge.error.ids", source="inferred")
@pytest.mark.parametrize("ids", ['{ "5" }', "{ x = 5 }", "{ true }"])
def test_ids_are_an_array_of_numbers(cloud, ids):
    assert "array of numbers" in error(cloud, f"service:CheckUserBadgesAsync(user, {ids})")


@pytest.mark.rule(
    "BadgeService.GetBadgeInfoAsync", "badge.info_cache_us", source="class page BadgeService"
)
def test_information_may_be_a_minute_old(cloud):
    info = f"service:GetBadgeInfoAsync({WINNER})"
    fields = ("Name", "Description", "IconImageId", "IsEnabled")
    assert [run(cloud, f"{info}.{field}") for field in fields] == ["Winner", "You won", 9, True]
    cloud.universe.badges.declare(WINNER, "Loser")
    cloud.universe.run_for(seconds=58)
    assert run(cloud, f"{info}.Name") == "Winner"
    cloud.universe.run_for(seconds=2)
    assert run(cloud, f"{info}.Name") == "Loser"
    assert "badge 99 does not exist" in error(cloud, "service:GetBadgeInfoAsync(99)")


@pytest.mark.rule(
    "BadgeService.IsDisabled", "BadgeService.IsLegal", source="class page BadgeService"
)
def test_deprecated_questions_about_badges(cloud):
    assert run(cloud, f"service:IsDisabled({OLD})") is True
    assert run(cloud, f"service:IsDisabled({WINNER})") is False
    assert run(cloud, "service:IsLegal(99)") is True


CALLS = [
    ("AwardBadgeAsync", "WINNER", 50, 35),
    ("UserHasBadgeAsync", "WINNER", 50, 35),
    ("CheckUserBadgesAsync", "{}", 10, 5),
    ("GetUserBadgesAsync", "{}", 10, 5),
]


@pytest.mark.rule(
    "badge.award_per_minute",
    "badge.has_per_minute",
    "badge.check_per_minute",
    "badge.get_per_minute",
    "badge.error.throttled",
    source="class page BadgeService",
)
@pytest.mark.parametrize("players", [1, 3, 50])
@pytest.mark.parametrize(("method", "argument", "base", "per_player"), CALLS)
def test_calls_per_minute_are_limited_by_the_players(
    make_cloud, method, argument, base, per_player, players
):
    cloud = make_cloud(players=players)
    cloud.universe.badges.declare(WINNER)
    limit = base + per_player * players
    source = f"""{HEAD}
        local WINNER, failed = {WINNER}, 0
        local done = 0
        for _ = 1, ... do
            task.spawn(function()
                local ok, text = pcall(service.{method}, service, user, {argument})
                if not ok then failed += 1; shared.text = text end
                done += 1
            end)
        end
        while done < ... do task.wait() end
        return failed
    """
    assert cloud.run(source, limit - 1) == 0
    assert cloud.run(source, 2) == 1
    assert cloud.run("return shared.text") == f"{method} failed: HTTP 429 (Too Many Requests)"
    assert service(cloud).statistics().throttled == 1
    cloud.universe.run_for(seconds=60)
    assert cloud.run(source, limit) == 0


@pytest.mark.rule(
    "badge.award_per_minute",
    "badge.has_per_minute",
    "badge.check_per_minute",
    "badge.get_per_minute",
    source="class page BadgeService",
)
@pytest.mark.parametrize("servers", [1, 3, 50])
@pytest.mark.parametrize(("method", "argument", "base", "per_player"), CALLS)
def test_each_server_counts_its_own_calls_by_its_own_players(
    make_cloud, method, argument, base, per_player, servers
):
    cloud = make_cloud(players=1, servers=servers)
    cloud.universe.badges.declare(WINNER)
    for on in range(1, servers):
        cloud.servers[on].join(f"Other{on}")
        if on % 3 == 0:
            cloud.servers[on].join(f"Guest{on}")
    source = f"""
        local service, user = game:GetService("BadgeService"), game.Players:GetPlayers()[1].UserId
        local WINNER, refused, done = {WINNER}, 0, 0
        for _ = 1, ... do
            task.spawn(function()
                if not pcall(service.{method}, service, user, {argument}) then refused += 1 end
                done += 1
            end)
        end
        while done < ... do task.wait() end
        return refused
    """
    for on in sorted({0, servers // 2, servers - 1}):
        limit = base + per_player * len(cloud.servers[on].players)
        assert [cloud.run(source, count, on=on) for count in (limit - 1, 1, 1)] == [0, 0, 1]


def test_each_kind_of_call_has_a_limit_of_its_own_that_a_profile_can_change(make_cloud):
    cloud = make_cloud(players=1, badge__award_per_minute=Universe().profile.badge.check_per_minute)
    cloud.universe.badges.declare(WINNER)
    calls = f"for _ = 1, 16 do service:AwardBadgeAsync(user, {WINNER}) end"
    assert "HTTP 429" in error(cloud, calls)
    assert run(cloud, f"service:UserHasBadgeAsync(user, {WINNER})") is True


def test_a_test_gives_only_badges_there_are():
    universe = Universe()
    assert Badges.of(universe) is universe.badges
    with pytest.raises(UsageError, match="no badge 5"):
        universe.badges.give("Ada", 5)
    assert not universe.badges.has("Ada", 5)
    assert universe.badges.find(5) is None
