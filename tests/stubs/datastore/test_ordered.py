"""Ordered stores as scripts see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

STORE = 'local store = game:GetService("DataStoreService"):GetOrderedDataStore("S") '
EXPRESSION = 'game:GetService("DataStoreService"):GetOrderedDataStore("S")'
PAGE = f"""{STORE}
    local found = {{}}
    for _, item in store:GetSortedAsync(...):GetCurrentPage() do
        table.insert(found, item.key .. "=" .. item.value)
    end
    return table.concat(found, " ")
"""


def fill(cloud, **values: int) -> None:
    for key, value in values.items():
        cloud.universe.datastores.set("S", key, value, family="Ordered")


def test_values_are_written_and_read_without_key_info(cloud) -> None:
    source = f"""{STORE}
        local version = store:SetAsync("k", 5)
        local value, info = store:GetAsync("k")
        return version, value, info, (store:IncrementAsync("k", -7))
    """
    assert cloud.run(source) == (None, 5, None, -2)
    assert cloud.run(f"return {EXPRESSION}.ClassName") == "OrderedDataStore"


def test_an_update_sees_the_value_and_no_key_info(cloud) -> None:
    source = f"""{STORE}
        store:SetAsync("k", 1)
        local seen
        local value, info = store:UpdateAsync("k", function(v, i) seen = i return v + 1 end)
        return value, info, seen
    """
    assert cloud.run(source) == (2, None, None)


def test_ordered_and_standard_stores_are_apart(cloud) -> None:
    cloud.run(f'{STORE} store:SetAsync("k", 5)')
    assert cloud.universe.datastores.get("S", "k") is None
    assert cloud.universe.datastores.get("S", "k", family="Ordered") == 5
    plain = 'game:GetService("DataStoreService"):GetDataStore("S")'
    assert cloud.run(
        f"return {plain} == {EXPRESSION}, #{plain}:ListKeysAsync():GetCurrentPage()"
    ) == (
        False,
        0,
    )


@pytest.mark.rule(
    "datastore.error.ValueNotAllowed",
    "datastore.error.RequestRejected",
    source="CD-ERR; W-FORUM; W-PM",
)
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.5", "103: double is not allowed in data stores."),
        ("{1}", "103: Array is not allowed in data stores."),
        ("{a = 1}", "103: Dictionary is not allowed in data stores."),
        ('"x"', "103: string is not allowed in data stores."),
        ("print", "103: function is not allowed in data stores."),
        ("1/0", "502: API Services rejected request with error. HTTP 400 (Bad Request)"),
    ],
)
def test_only_whole_numbers_are_stored(cloud, value: str, text: str) -> None:
    assert cloud.error(f'{EXPRESSION}:SetAsync("k", {value})') == text
    assert cloud.error(f'{EXPRESSION}:UpdateAsync("k", function() return {value} end)') == text
    assert cloud.universe.datastores.get("S", "k", family="Ordered") is None


@pytest.mark.rule("datastore.error.ParameterNotAllowed", source="W-PM")
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ("1, {1}", "UserIds"),
        ('1, nil, Instance.new("DataStoreSetOptions")', "Options"),
    ],
)
def test_user_ids_and_options_are_refused(cloud, arguments: str, what: str) -> None:
    error = cloud.error(f'{EXPRESSION}:SetAsync("k", {arguments})')
    assert error == f"517: Additional parameter {what} not allowed"


def test_removal_is_final(cloud) -> None:
    fill(cloud, k=5)
    assert cloud.run(f'{STORE} return (store:RemoveAsync("k")), (store:GetAsync("k"))') == (5, None)
    assert cloud.run(PAGE, True, 10) == ""


@pytest.mark.rule("OrderedDataStore.GetSortedAsync", source="class page OrderedDataStore")
@pytest.mark.parametrize(
    ("arguments", "page"),
    [
        ((True, 10), "c=-1 a=2 d=2 b=7"),
        ((False, 10), "b=7 d=2 a=2 c=-1"),
        ((False, 2), "b=7 d=2"),
        ((True, 10, 2), "a=2 d=2 b=7"),
        ((True, 10, None, 2), "c=-1 a=2 d=2"),
        ((True, 10, 2, 2), "a=2 d=2"),
        ((True, 10, 3, 6), ""),
    ],
)
def test_keys_are_sorted_by_value_within_inclusive_bounds(
    cloud, arguments: tuple[object, ...], page: str
) -> None:
    fill(cloud, a=2, b=7, c=-1, d=2)
    assert cloud.run(PAGE, *arguments) == page


@pytest.mark.rule(
    "OrderedDataStore.GetSortedAsync",
    "Pages.IsFinished",
    "Pages.GetCurrentPage",
    "Pages.AdvanceToNextPageAsync",
    source="class pages OrderedDataStore, Pages",
)
@pytest.mark.parametrize("ascending", [True, False])
def test_every_key_comes_once_over_all_pages(cloud, ascending: bool) -> None:
    fill(cloud, a=1, b=1, c=1, d=0, e=5)
    source = f"""{STORE}
        local pages, found = store:GetSortedAsync(..., 2), {{}}
        while true do
            for _, item in pages:GetCurrentPage() do table.insert(found, item.key) end
            if pages.IsFinished then break end
            pages:AdvanceToNextPageAsync()
        end
        return table.concat(found)
    """
    assert cloud.run(source, ascending) == ("dabce" if ascending else "ecbad")


@pytest.mark.rule(
    "OrderedDataStore.GetSortedAsync",
    "datastore.error.PageSizeLesser",
    "datastore.error.PageSizeGreater",
    "datastore.error.MinValueInvalid",
    "datastore.error.MaxValueInvalid",
    "datastore.error.MinMaxOrderInvalid",
    source="CD-ERR",
)
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ("true, 0", "106: PageSize must be within a predefined range."),
        ("true, 1", None),
        ("true, 100", None),
        ("true, 101", "106: PageSize must be within a predefined range."),
        ("true, 10, 1.5", "106: MinValue must be an integer."),
        ("true, 10, 1, 1/0", "106: MaxValue must be an integer."),
        ("true, 10, 2, 2", None),
        ("true, 10, 2, 1", "107: MaxValue must be greater than or equal to MinValue."),
    ],
)
def test_page_sizes_and_bounds_are_checked(cloud, arguments: str, text: str | None) -> None:
    assert cloud.error(f"{EXPRESSION}:GetSortedAsync({arguments})") == text


def test_ordered_requests_have_budgets_of_their_own(make_cloud: Callable) -> None:
    cloud = make_cloud()
    cloud.run(
        f"""{STORE}
        store:GetAsync("a") store:SetAsync("a", 1) store:RemoveAsync("a")
        store:UpdateAsync("a", function() return 1 end) store:GetSortedAsync(true, 10)
        """
    )
    budgets = cloud.server.game.service("DataStoreService").budgets
    now_us = cloud.universe.clock.now_us
    left = {
        kind: budgets.available(kind, now_us)
        for kind in ("OrderedRead", "OrderedWrite", "OrderedRemove", "GetSortedAsync")
    }
    assert left == {
        "OrderedRead": 58,
        "OrderedWrite": 28,
        "OrderedRemove": 29,
        "GetSortedAsync": 4,
    }
    assert budgets.available("StandardRead", now_us) == 60
    assert budgets.available("OrderedList", now_us) == 0  # documented


BATCH = """
    local board = game:GetService("DataStoreService"):GetOrderedDataStore("Board")
    board:SetAsync("a", 1)
    board:SetAsync("b", 2)
"""


@pytest.mark.rule("GlobalDataStore.BatchGetAsync", source="class page GlobalDataStore")
def test_a_batch_gives_the_keys_that_are_there(cloud) -> None:
    source = f"""{BATCH}
        local found, count = board:BatchGetAsync({{ "a", "b", "none" }}, {{}}), 0
        for _ in found do count += 1 end
        return found.a.value, found.b.value, count"""
    assert cloud.run(source) == (1, 2, 2)
    assert cloud.run(f'{BATCH} return next(board:BatchGetAsync({{ "none" }}))') is None


@pytest.mark.rule(
    "GlobalDataStore.BatchGetAsync", "DataStoreRequestType.OrderedRead", source="CD-DS"
)
def test_a_batch_costs_one_read_a_key(cloud) -> None:
    source = f"""{BATCH}
        local service, kind = game:GetService("DataStoreService"), Enum.DataStoreRequestType
        local before = service:GetRequestBudgetForRequestType(kind.OrderedRead)
        board:BatchGetAsync({{ "a", "b", "c", "d" }})
        return before - service:GetRequestBudgetForRequestType(kind.OrderedRead)"""
    assert cloud.run(source) == 4


@pytest.mark.rule("GlobalDataStore.BatchGetAsync", source="class page GlobalDataStore")
@pytest.mark.parametrize(("keys", "works"), [(0, False), (1, True), (100, True), (101, False)])
def test_a_batch_has_one_to_a_hundred_keys(make_cloud, keys: int, works: bool) -> None:
    cloud = make_cloud(players=5)
    source = f"""{BATCH}
        local keys = {{}}
        for i = 1, {keys} do keys[i] = "k" .. i end
        return (pcall(board.BatchGetAsync, board, keys))"""
    assert cloud.run(source) is works


def test_a_batch_wants_good_keys_of_an_ordered_store(cloud) -> None:
    assert cloud.run(f'{BATCH} return select(2, pcall(board.BatchGetAsync, board, {{ "" }}))') == (
        "101: Key name can't be empty."
    )
    store = 'game:GetService("DataStoreService"):GetDataStore("S")'
    assert "OrderedDataStore" in cloud.error(f'{store}:BatchGetAsync({{ "a" }})')
