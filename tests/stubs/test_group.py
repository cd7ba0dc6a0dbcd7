"""GroupService: what a test says of groups (class page GroupService)."""

from __future__ import annotations

import pytest

INFO = "game:GetService('GroupService'):GetGroupInfoAsync"
GROUPS = "game:GetService('GroupService'):GetGroupsAsync"


@pytest.fixture
def groups(cloud):
    return cloud.universe.groups


def test_a_group_is_what_was_declared_last(cloud, groups):
    groups.declare(5, "Old")
    groups.declare(5, "Knights", "Of old", owner="Ada", emblem=9, roles={255: "King", 1: "Page"})
    source = f"""
        local info = {INFO}(5)
        local roles = {{}}
        for i, role in info.Roles do roles[i] = `{{role.Rank}} {{role.Name}}` end
        return info.Id, info.Name, info.Description, info.EmblemUrl, info.Owner.Name,
            info.Owner.Id, table.concat(roles, ", ")
    """
    owner = cloud.universe.accounts.obtain("Ada").user_id
    url = "http://www.roblox.com/asset/?id=9"
    assert cloud.run(source) == (5, "Knights", "Of old", url, "Ada", owner, "1 Page, 255 King")


def test_a_group_without_owner_has_none_and_one_that_is_unknown_throws(cloud, groups):
    groups.declare(5, "Knights")
    assert cloud.run(f"return {INFO}(5).Owner, #{INFO}(5).Roles") == (None, 0)
    assert cloud.error(f"{INFO}(6)") == "GroupService: group 6 does not exist"


def test_groups_of_an_account_come_with_rank_and_role(cloud, groups):
    groups.declare(5, "Knights", emblem=9)
    accounts = cloud.universe.accounts
    accounts.declare("Ada", 7, groups={5: (255, "King"), 6: (1, "Guest")})
    accounts.declare("Bob", 8)
    source = f"""
        local lines = {{}}
        for i, g in {GROUPS}(7) do
            lines[i] = `{{g.Id}} {{g.Name}} {{g.EmblemId}} {{g.Rank}} {{g.Role}} {{g.IsInClan}}`
            assert(g.IsPrimary == false and g.EmblemUrl:sub(1, 4) == "http")
        end
        return table.concat(lines, "; ")
    """
    assert cloud.run(source) == "5 Knights 9 255 King false; 6 Group 6 0 1 Guest false"
    assert cloud.run(f"return #{GROUPS}(8)") == 0
    assert cloud.error(f"{GROUPS}(9)") == "GroupService: user 9 does not exist"


def test_servers_share_their_groups(make_cloud):
    cloud = make_cloud(servers=2)
    cloud.universe.groups.declare(5, "Knights")
    assert [cloud.run(f"return {INFO}(5).Name", on=n) for n in range(2)] == ["Knights"] * 2
