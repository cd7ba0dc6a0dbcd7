"""Names, friends and groups as scripts ask for them (engine.md f.1; class pages)."""

import pytest

from bridge.stubs.players import Accounts


def ask(server, expression):
    source = f"return pcall(function() local Players = game.Players return {expression} end)"
    return server.run(source)


@pytest.fixture
def ada(server):
    accounts = Accounts.of(server.universe)
    accounts.declare("Ada", 7, groups={5: (100, "Builder")}, friends=["Bob"])
    return server.join("Ada")


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("Players:GetNameFromUserIdAsync(7)", "Ada"),
        ("Players:GetUserIdFromNameAsync('ada')", 7),
        ("Players.Ada:IsInGroup(5)", True),
        ("Players.Ada:IsInGroupAsync(6)", False),
        ("Players.Ada:GetRankInGroup(5)", 100),
        ("Players.Ada:GetRankInGroupAsync(6)", 0),
        ("Players.Ada:GetRoleInGroup(5)", "Builder"),
        ("Players.Ada:GetRoleInGroupAsync(6)", "Guest"),
        ("Players.Ada:IsFriendsWith(8)", False),
        ("Players.Ada:IsFriendsWithAsync(Players:GetUserIdFromNameAsync('Bob'))", True),
    ],
)
def test_what_the_platform_knows_of_an_account(server, ada, expression, answer):
    assert ask(server, expression) == (True, answer)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (
            "Players:GetNameFromUserIdAsync(8)",
            "Players:GetNameFromUserIdAsync() failed: Unknown user",
        ),
        (
            "Players:GetUserIdFromNameAsync('Nobody')",
            "Players:GetUserIdFromNameAsync() failed: Unknown user",
        ),
        ("Players:GetFriendsAsync(8)", "Players:GetFriendsAsync() failed: Unknown user"),
        ("Players:GetNameFromUserIdAsync()", "Argument 1 missing or nil"),
    ],
)
def test_unknown_accounts_throw(server, ada, expression, text):
    """They yield, and throw on an unknown account (f.1)."""
    assert ask(server, expression) == (False, text)


def test_they_yield(server, ada):
    values = server.run("""
        local before = os.clock()
        game.Players:GetNameFromUserIdAsync(7)
        return os.clock() > before
    """)
    assert values is True


@pytest.mark.parametrize(("friends", "pages"), [(0, 1), (49, 1), (50, 1), (51, 2)])
def test_friends_come_in_pages(server, friends, pages):
    accounts = Accounts.of(server.universe)
    accounts.declare("Ada", 7, friends=[f"Friend{n}" for n in range(friends)])
    counted = server.run("""
        local friends = game.Players:GetFriendsAsync(7)
        local count, pages, first = 0, 0, nil
        while true do
            pages += 1
            for _, item in friends:GetCurrentPage() do
                count += 1
                first = first or item.Username .. item.DisplayName
            end
            if friends.IsFinished then break end
            friends:AdvanceToNextPageAsync()
        end
        local _, text = pcall(friends.AdvanceToNextPageAsync, friends)
        return count, pages, first, text
    """)
    first = "Friend0Friend0" if friends else None
    assert counted == (friends, pages, first, "No pages to advance to")


def test_friends_online_are_those_on_servers_of_the_universe(server, ada):
    server.join("Bob")
    server.join("Cy")
    other = server.universe.start_server(players=["Dora"])
    Accounts.of(server.universe).befriend("Ada", "Dora")
    source = """
        local names = {}
        for _, friend in game.Players.Ada:GetFriendsOnlineAsync(...) do
            table.insert(names, friend.UserName .. (friend.GameId == game.JobId and "!" or ""))
        end
        return table.concat(names, " ")
    """
    assert server.run(source) == "Bob! Dora"
    assert server.run(source, 1) == "Bob!"
    other.shutdown()
    server.universe.run_for(seconds=30)
    assert server.run(source) == "Bob!"


@pytest.mark.parametrize("limit", [0, 1, 200, 201])
def test_the_number_of_friends_is_limited(server, ada, limit):
    ok = ask(server, f"Players.Ada:GetFriendsOnline({limit})")[0]
    assert ok is (1 <= limit <= 200)


def test_a_server_remembers_a_group_until_the_player_leaves(server):
    accounts, groups = server.universe.accounts, server.universe.groups
    groups.declare(5, "Knights", roles={1: "Page", 255: "King"})
    accounts.declare("Ada", groups={5: (1, "Page")})
    server.join("Ada")
    ask = """
        local p = game.Players.Ada
        return p:IsInGroupAsync(5), p:GetRankInGroupAsync(5), p:GetRoleInGroup(5), p:IsInGroup(6)
    """
    assert server.run(ask) == (True, 1, "Page", False)
    groups.give_role("Ada", 5, 255)
    groups.declare(6, "Others", roles={1: "One"})
    groups.give_role("Ada", 6, 1)
    assert server.run(ask) == (True, 1, "Page", False)
    roles = "return game:GetService('GroupService'):GetRolesInGroupAsync(...).Roles[1].Name"
    assert server.run(roles, accounts.obtain("Ada").user_id, 5) == "King"
    server.leave("Ada")
    server.join("Ada")
    assert server.run(ask) == (True, 255, "King", True)


@pytest.mark.parametrize(("seconds", "count"), [(29.9, 0), (30, 1), (30.1, 1)])
def test_friends_who_are_online_are_looked_up_every_thirty_seconds(server, seconds, count):
    accounts = server.universe.accounts
    accounts.declare("Ada", friends=["Bob"])
    server.join("Ada")
    ask = "return #game.Players.Ada:GetFriendsOnlineAsync()"
    assert server.run(ask) == 0
    arrived = server.universe.now_seconds - 0.03
    server.join("Bob")
    server.universe.run_for(seconds=arrived + seconds - server.universe.now_seconds)
    assert server.run(ask) == count
