"""Bans (class page Players: BanAsync, UnbanAsync, GetBanHistoryAsync; engine.md f.1)."""

import pytest

from bridge.errors import UsageError
from bridge.tools.simulation import Universe
from bridge.tools.simulation.settings import ServerSettings

BAN = """
local config = {
    UserIds = { 7 }, Duration = -1, DisplayReason = "no", PrivateReason = "why",
}
for key, value in ... do config[key] = value end
return pcall(game.Players.BanAsync, game.Players, config)
"""


def ban(server, **changes):
    return server.run(BAN, changes)


@pytest.fixture
def ada(server):
    return server.join("Ada", 7)


def test_a_banned_player_leaves_and_cannot_join(server, ada):
    assert ban(server) is True
    server.universe.run_for(seconds=1)
    assert server.players == []
    assert server.game.players.kicked == [("Ada", "no")]
    with pytest.raises(UsageError, match="'Ada' is banned: no"):
        server.join("Ada", 7)


def test_a_ban_holds_on_every_server_of_the_universe():
    universe = Universe()
    first, second = universe.start_server(), universe.start_server(players=["Bob"])
    second.join("Ada", 7)
    assert ban(first) is True
    universe.run_for(seconds=1)
    assert second.players == ["Bob"]
    universe.close()


def test_a_ban_of_one_place_holds_there_only():
    """ApplyToUniverse false limits the ban to the calling place (class page)."""
    universe = Universe()
    here = universe.start_server(settings=ServerSettings(place_id=1))
    there = universe.start_server(settings=ServerSettings(place_id=2))
    there.join("Ada", 7)
    assert ban(here, ApplyToUniverse=False) is True
    universe.run_for(seconds=1)
    assert there.players == ["Ada"]
    with pytest.raises(UsageError, match="is banned"):
        here.join("Ada", 7)
    universe.close()


def test_a_ban_ends_after_its_duration(server, ada):
    assert ban(server, Duration=60) is True
    server.universe.run_for(seconds=59)
    with pytest.raises(UsageError, match="is banned"):
        server.join("Ada", 7)
    server.universe.run_for(seconds=2)
    server.join("Ada", 7)


def test_an_unban_lifts_bans_of_its_own_scope_only(server, ada):
    """An unban only lifts bans with the same scope (class page)."""
    ban(server)
    unban = "game.Players:UnbanAsync({ UserIds = { 7 }, ApplyToUniverse = ... })"
    server.run(unban, False)
    with pytest.raises(UsageError, match="is banned"):
        server.join("Ada", 7)
    server.run(unban, True)
    server.join("Ada", 7)


def test_the_history_tells_bans_and_unbans_newest_first(server, ada):
    ban(server, Duration=60, ApplyToUniverse=False)
    server.run("game.Players:UnbanAsync({ UserIds = { 7 } })")
    values = server.run("""
        local page = game.Players:GetBanHistoryAsync(7):GetCurrentPage()
        local old, new = page[2], page[1]
        return #page, new.Ban, new.PlaceId, old.Ban, old.PlaceId, old.Duration,
            old.DisplayReason, old.PrivateReason, string.sub(old.StartTime, 1, 13)
    """)
    assert values == (2, False, -1, True, 1, 60, "no", "why", "2026-01-01T00")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"Duration": 0}, "BanAsync failed: Duration must be positive, or -1 for a permanent ban"),
        ({"Duration": -2}, "BanAsync failed: Duration must be positive, or -1 for a permanent ban"),
        ({"Duration": "1"}, "BanAsync failed: Duration must be a number"),
        ({"UserIds": []}, "BanAsync failed: UserIds is empty"),
        ({"UserIds": 7}, "BanAsync failed: UserIds must be an array of numbers"),
        ({"DisplayReason": 7}, "BanAsync failed: DisplayReason must be a string"),
        ({"ApplyToUniverse": "x"}, "BanAsync failed: ApplyToUniverse must be a boolean"),
        ({"UserIds": [-1, 7, -2]}, "failure for UserId -1, failure for UserId -2"),
    ],
)
def test_wrong_configurations_are_refused(server, ada, change, text):
    """Durations of 0 and other negatives are invalid; failures in one comma list (f.1)."""
    assert ban(server, **change) == (False, text)


@pytest.mark.parametrize(
    ("key", "limit"), [("UserIds", 50), ("DisplayReason", 400), ("PrivateReason", 1000)]
)
@pytest.mark.parametrize("extra", [-1, 0, 1])
def test_sizes_are_limited(server, key, limit, extra):
    """UserIds <= 50, DisplayReason <= 400, PrivateReason <= 1000 (f.1)."""
    size = limit + extra
    value = list(range(1, size + 1)) if key == "UserIds" else "x" * size
    result = ban(server, **{key: value})
    assert (result is True) == (extra <= 0)
