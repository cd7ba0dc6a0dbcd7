"""UserService: look-ups of many accounts (class page UserService)."""

from __future__ import annotations

import pytest

INFOS = "game:GetService('UserService'):GetUserInfosByUserIdsAsync"


@pytest.fixture
def accounts(cloud):
    accounts = cloud.universe.accounts
    for number in range(1, 252):
        accounts.declare(f"User{number}", number, display_name=f"The {number}th")
    return accounts


def ask(cloud, first, last):
    """The number of results for a range of ids."""
    return cloud.run(f"""
        local ids = {{}}
        for id = {first}, {last} do table.insert(ids, id) end
        local ok, result = pcall(function() return {INFOS}(ids) end)
        return if ok then #result else result
    """)


@pytest.mark.rule("UserService.GetUserInfosByUserIdsAsync", source="class page UserService")
def test_accounts_have_a_name_and_a_display_name(cloud, accounts):
    accounts.declare("Plain", 1000)
    source = f"""
        local infos = {INFOS}({{ 1000, 7, 7 }})
        local one, two = infos[1], infos[2]
        return #infos, one.Id, one.Username, one.DisplayName, one.HasVerifiedBadge, two.Id,
            two.DisplayName
    """
    assert cloud.run(source) == (2, 7, "User7", "The 7th", False, 1000, "Plain")


def test_ids_without_an_account_have_no_result(cloud, accounts):
    assert cloud.run(f"return #{INFOS}({{ -1, 999999, 3 }})") == 1
    assert cloud.run(f"return #{INFOS}({{}})") == 0


@pytest.mark.rule("user.results_per_minute", source="class page UserService")
@pytest.mark.parametrize(("before", "fits"), [(248, True), (249, True), (250, False)])
def test_there_are_250_results_a_minute(cloud, accounts, before, fits):
    assert ask(cloud, 1, before) == before
    throttled = "UserService: Request Failed because HTTP 429 (Too Many Requests)"
    assert ask(cloud, 1, 1) == (1 if fits else throttled)
    assert "HTTP 429" in ask(cloud, 1, 251)
    cloud.universe.run_for(seconds=60)
    assert ask(cloud, 1, 250) == 250


@pytest.mark.parametrize("ids", ['{ "5" }', "{ x = 5 }", "{ true }"])
def test_ids_are_an_array_of_numbers(cloud, ids):
    assert "array of numbers" in cloud.error(f"{INFOS}({ids})")
