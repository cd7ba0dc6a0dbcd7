"""Walking through pages."""

from __future__ import annotations

import pytest

from bridge.stubs.datastore.errors import DataStoreError
from bridge.stubs.datastore.pages import cursor_of, start_of

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
WALK = f"""{STORE}
    local pages = store:ListKeysAsync("", 2)
    local walked = {{}}
    while true do
        for _, key in pages:GetCurrentPage() do table.insert(walked, key.KeyName) end
        table.insert(walked, "|")
        if pages.IsFinished then break end
        pages:AdvanceToNextPageAsync()
    end
    return table.concat(walked, " "), pages.Cursor
"""


@pytest.mark.rule(
    "Pages.IsFinished",
    "Pages.GetCurrentPage",
    "Pages.AdvanceToNextPageAsync",
    source="class page Pages",
)
@pytest.mark.parametrize(
    ("count", "walked"),
    [(0, "|"), (1, "k1 |"), (2, "k1 k2 |"), (3, "k1 k2 | k3 |"), (4, "k1 k2 | k3 k4 |")],
)
def test_every_entry_comes_once(cloud, count: int, walked: str) -> None:
    for number in range(count):
        cloud.universe.datastores.set("S", f"k{number + 1}", 1)
    assert cloud.run(WALK) == (walked, "")


def test_there_is_nothing_behind_the_last_page(cloud) -> None:
    source = f"""{STORE}
        local pages = store:ListKeysAsync()
        return pages.IsFinished, pcall(pages.AdvanceToNextPageAsync, pages)
    """
    assert cloud.run(source) == (True, False, "No pages to advance to")


@pytest.mark.rule("DataStoreKeyPages.Cursor", source="class page DataStoreKeyPages")
def test_a_cursor_continues_in_a_new_listing(cloud) -> None:
    for key in ("a", "b", "c"):
        cloud.universe.datastores.set("S", key, 1)
    source = f"""{STORE}
        local cursor = store:ListKeysAsync("", 2).Cursor
        local rest = store:ListKeysAsync("", 2, cursor)
        return rest:GetCurrentPage()[1].KeyName, rest.IsFinished, rest.Cursor
    """
    assert cloud.run(source) == ("c", True, "")


@pytest.mark.rule("datastore.error.InvalidExclusiveStartKey", source="CD-ERR")
def test_cursors_are_opaque_and_read_back() -> None:
    assert start_of("") is None
    assert cursor_of("key") != "key"
    assert start_of(cursor_of("k\u00e9y")) == "k\u00e9y"
    with pytest.raises(DataStoreError, match="InvalidExclusiveStartKey"):
        start_of("not base64!")


@pytest.mark.rule("DataStoreRequestType.StandardList", source="class page Pages")
def test_each_page_costs_one_listing(cloud) -> None:
    for number in range(5):
        cloud.universe.datastores.set("S", f"k{number}", 1)
    cloud.run(WALK)
    kind = "Enum.DataStoreRequestType.StandardList"
    budget = f'game:GetService("DataStoreService"):GetRequestBudgetForRequestType({kind})'
    assert cloud.run(f"return {budget}") == 5 - 3


@pytest.mark.rule(
    "datastore.error.StandardListGameServerThrottled",
    "datastore.error.ListKeysAsyncThrottle",
    "datastore.named_throttle_errors",
    source="CD-ERR",
)
def test_listings_over_the_limit_are_dropped_at_once(make_cloud) -> None:
    spent = f"{STORE} for _ = 1, 5 do store:ListKeysAsync() end"
    for rules, text in (
        (
            "2026",
            "StandardListGameServerThrottled: StandardList request was throttled by game server "
            "limits or the request queue was full.",
        ),
        (
            "2022",
            "ListKeysAsyncThrottle: ListKeysAsync request dropped. Request was throttled.",
        ),
    ):
        cloud = make_cloud(rules)
        cloud.run(spent)
        expression = 'game:GetService("DataStoreService"):GetDataStore("S"):ListKeysAsync()'
        assert cloud.error(expression) == text
        assert cloud.output("warn") == []
