"""GroupService: what a test says of groups (class page GroupService)."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.group import PAGE_SIZE

INFO = "game:GetService('GroupService'):GetGroupInfoAsync"
GROUPS = "game:GetService('GroupService'):GetGroupsAsync"


@pytest.fixture
def groups(cloud):
    return cloud.universe.groups


@pytest.mark.rule("GroupService.GetGroupInfoAsync", source="class page GroupService")
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


@pytest.mark.rule("GroupService.GetGroupsAsync", source="class page GroupService")
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


WALK = """
    local pages = game:GetService("GroupService"):{}(5)
    local names, sizes = {{}}, {{}}
    while true do
        local page = pages:GetCurrentPage()
        table.insert(sizes, #page)
        for _, group in page do table.insert(names, `{{group.Name}}:{{#group.Roles}}`) end
        if pages.IsFinished then break end
        pages:AdvanceToNextPageAsync()
    end
    return pages.ClassName, table.concat(sizes, " "), names[1], #names
"""


@pytest.mark.rule(
    "GroupService.GetAlliesAsync", "GroupService.GetEnemiesAsync", source="class page GroupService"
)
@pytest.mark.parametrize(
    ("method", "relate"), [("GetAlliesAsync", "make_allies"), ("GetEnemiesAsync", "make_enemies")]
)
@pytest.mark.parametrize(
    ("count", "sizes"), [(PAGE_SIZE - 1, "49"), (PAGE_SIZE, "50"), (PAGE_SIZE + 1, "50 1")]
)
def test_related_groups_come_in_pages_of_information(cloud, groups, method, relate, count, sizes):
    groups.declare(5, "Knights")
    for number in range(100, 100 + count):
        groups.declare(number, f"Group{number}", roles={1: "Member"})
        getattr(groups, relate)(5, number)
        getattr(groups, relate)(number, 5)
    assert cloud.run(WALK.format(method)) == ("StandardPages", sizes, "Group100:1", count)


def test_a_relation_is_mutual_and_of_its_kind(cloud, groups):
    groups.declare(5, "Knights")
    groups.declare(6, "Pages")
    groups.make_allies(6, 5)
    assert cloud.run(WALK.format("GetAlliesAsync"))[2:] == ("Pages:0", 1)
    assert cloud.run(WALK.format("GetEnemiesAsync"))[2:] == (None, 0)
    assert cloud.error("game:GetService('GroupService'):GetAlliesAsync(7)") == (
        "GroupService: group 7 does not exist"
    )
    with pytest.raises(UsageError, match="no group 7"):
        groups.make_allies(5, 7)


ROLES = """
    local info = game:GetService("GroupService"):GetRolesInGroupAsync(...)
    local lines = {}
    for i, role in info.Roles do lines[i] = `{role.Id} {role.Rank} {role.Name}` end
    return info.IsMember, table.concat(lines, ", ")
"""


@pytest.mark.rule("GroupService.GetRolesInGroupAsync", source="class page GroupService")
def test_roles_come_with_the_highest_first(cloud, groups):
    groups.declare(5, "Knights", roles={1: "Page", 10: "Squire", 255: "King"})
    ada = cloud.universe.accounts.declare("Ada", 7, groups={5: (10, "Squire")})
    cloud.universe.accounts.declare("Bob", 8)
    assert cloud.run(ROLES, 7, 5) == (True, "5010 10 Squire")
    groups.give_role("Ada", 5, 255)
    groups.give_role("Ada", 5, 1)
    assert cloud.run(ROLES, 7, 5) == (True, "5255 255 King, 5010 10 Squire, 5001 1 Page")
    assert (ada.rank_in(5), ada.role_in(5)) == (255, "King")
    assert cloud.run(ROLES, 8, 5) == cloud.run(ROLES, 9, 5) == (False, "")
    groups.leave("Ada", 5)
    assert cloud.run(ROLES, 7, 5) == (False, "")


def test_a_role_must_be_one_of_the_group(groups):
    groups.declare(5, "Knights", roles={1: "Page"})
    with pytest.raises(UsageError, match="no role of rank 2"):
        groups.give_role("Ada", 5, 2)
    with pytest.raises(UsageError, match="no group 6"):
        groups.give_role("Ada", 6, 1)


def test_joining_is_the_clients_own(cloud):
    assert "PromptJoinAsync" in cloud.error("game:GetService('GroupService'):PromptJoinAsync(5)")
