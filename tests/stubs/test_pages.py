"""Pages of any service: every entry once, in order, and nothing behind the last page (class page
Pages)."""

from __future__ import annotations

import pytest

from bridge.stubs.players.members import PAGE_SIZE

WALK = """
    local pages = game.Players:GetFriendsAsync(game.Players.Player0.UserId)
    local sizes, total = {}, 0
    while true do
        local page = pages:GetCurrentPage()
        assert(page ~= pages:GetCurrentPage(), "made anew")
        table.insert(sizes, #page)
        total += #page
        if pages.IsFinished then break end
        pages:AdvanceToNextPageAsync()
    end
    return total, table.concat(sizes, " "), select(2, pcall(pages.AdvanceToNextPageAsync, pages))
"""


@pytest.mark.rule(
    "Pages.GetCurrentPage", "Pages.AdvanceToNextPageAsync", "Pages.IsFinished",
    source="class page Pages",
)  # fmt: skip
@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, "0"),
        (PAGE_SIZE - 1, f"{PAGE_SIZE - 1}"),
        (PAGE_SIZE, f"{PAGE_SIZE}"),
        (PAGE_SIZE + 1, f"{PAGE_SIZE} 1"),
        (2 * PAGE_SIZE, f"{PAGE_SIZE} {PAGE_SIZE}"),
    ],
)
def test_pages_hold_every_entry_once(make_cloud, count, sizes):
    cloud = make_cloud(players=1)
    for number in range(count):
        cloud.universe.accounts.befriend("Player0", f"Friend{number}")
    assert cloud.run(WALK) == (count, sizes, "No pages to advance to")


def test_two_threads_that_advance_at_once_do_not_leave_the_last_page(make_cloud):
    cloud = make_cloud(players=1)
    for number in range(PAGE_SIZE + 1):
        cloud.universe.accounts.befriend("Player0", f"Friend{number}")
    source = """
        local pages = game.Players:GetFriendsAsync(game.Players.Player0.UserId)
        task.spawn(function() pages:AdvanceToNextPageAsync() end)
        pages:AdvanceToNextPageAsync()
        return #pages:GetCurrentPage(), pages.IsFinished
    """
    assert cloud.run(source) == (1, True)
