"""Every item of Enum.DataStoreRequestType: what it shows, what costs it, how it may be set."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.stubs.datastore.budget import LIMIT_RANGES

SERVICE = 'local service = game:GetService("DataStoreService") '
STORES = f"""{SERVICE}
    local store = service:GetDataStore("S")
    local ordered = service:GetOrderedDataStore("S")
    local version = store:SetAsync("old", 1)
"""


def budget(cloud, kind: str, on: int = 0) -> object:
    item = f"Enum.DataStoreRequestType.{kind}"
    return cloud.run(f"{SERVICE} return service:GetRequestBudgetForRequestType({item})", on=on)


ROWS = [
    # A server starts with one minute's worth: base and what each player adds.
    ("StandardRead", 60, 40),
    ("StandardWrite", 60, 40),
    ("StandardList", 5, 2),
    ("StandardRemove", 60, 40),
    ("OrderedRead", 60, 40),
    ("OrderedWrite", 30, 5),
    ("OrderedRemove", 30, 5),
    ("RemoveVersionAsync", 5, 2),
    # Documented to show 0 whoever is there.
    ("OrderedList", 0, 0),
    # Types that are no more to be used mirror those of today.
    ("GetAsync", 60, 40),
    ("SetIncrementAsync", 60, 40),
    ("UpdateAsync", 60, 40),
    ("GetSortedAsync", 5, 2),
    ("SetIncrementSortedAsync", 30, 5),
    ("OnUpdate", 30, 5),
    ("ListAsync", 5, 2),
    ("GetVersionAsync", 60, 40),
]


@pytest.mark.rule(
    "DataStoreRequestType.StandardRead",
    "DataStoreRequestType.StandardWrite",
    "DataStoreRequestType.StandardList",
    "DataStoreRequestType.StandardRemove",
    "DataStoreRequestType.OrderedRead",
    "DataStoreRequestType.OrderedWrite",
    "DataStoreRequestType.OrderedList",
    "DataStoreRequestType.OrderedRemove",
    "DataStoreRequestType.RemoveVersionAsync",
    "DataStoreRequestType.GetAsync",
    "DataStoreRequestType.SetIncrementAsync",
    "DataStoreRequestType.UpdateAsync",
    "DataStoreRequestType.GetSortedAsync",
    "DataStoreRequestType.SetIncrementSortedAsync",
    "DataStoreRequestType.OnUpdate",
    "DataStoreRequestType.ListAsync",
    "DataStoreRequestType.GetVersionAsync",
    "DataStoreService.GetRequestBudgetForRequestType",
    "datastore.requests_per_minute",
    source="CD-ERR; CD-e:DataStoreRequestType",
)
@pytest.mark.parametrize("players", [0, 1, 10])
def test_budgets_grow_with_the_players_of_the_server(make_cloud: Callable, players: int) -> None:
    cloud = make_cloud(players=players)
    shown = {kind: budget(cloud, kind) for kind, _, _ in ROWS}
    assert shown == {kind: base + per_player * players for kind, base, per_player in ROWS}


COUNTED = (
    "StandardRead",
    "StandardWrite",
    "StandardList",
    "StandardRemove",
    "OrderedRead",
    "OrderedWrite",
    "OrderedRemove",
    "RemoveVersionAsync",
    "GetSortedAsync",
)


@pytest.mark.rule(
    "DataStoreRequestType.StandardRead",
    "DataStoreRequestType.StandardWrite",
    "DataStoreRequestType.StandardList",
    "DataStoreRequestType.StandardRemove",
    "DataStoreRequestType.OrderedRead",
    "DataStoreRequestType.OrderedWrite",
    "DataStoreRequestType.OrderedRemove",
    "DataStoreRequestType.RemoveVersionAsync",
    "DataStoreRequestType.GetSortedAsync",
    source="CD-ERR, calls of each type",
)
@pytest.mark.parametrize(
    ("call", "costs"),
    [
        ('store:GetAsync("k")', {"StandardRead": 1}),
        ('store:GetVersionAsync("old", version)', {"StandardRead": 1}),
        ('store:GetVersionAtTimeAsync("old", 1)', {"StandardRead": 1}),
        ('store:SetAsync("k", 1)', {"StandardWrite": 1}),
        ('store:IncrementAsync("k")', {"StandardWrite": 1}),
        (
            'store:UpdateAsync("k", function() return 1 end)',
            {"StandardRead": 1, "StandardWrite": 1},
        ),
        ('store:UpdateAsync("k", function() return nil end)', {"StandardRead": 1}),
        ('store:RemoveAsync("k")', {"StandardRemove": 1}),
        ('store:RemoveVersionAsync("old", version)', {"RemoveVersionAsync": 1}),
        ("store:ListKeysAsync()", {"StandardList": 1}),
        ('store:ListVersionsAsync("old")', {"StandardList": 1}),
        ("service:ListDataStoresAsync()", {"StandardList": 1}),
        ('ordered:GetAsync("k")', {"OrderedRead": 1}),
        ('ordered:BatchGetAsync({"a", "b", "c"})', {"OrderedRead": 3}),
        ('ordered:SetAsync("k", 1)', {"OrderedWrite": 1}),
        ('ordered:IncrementAsync("k")', {"OrderedWrite": 1}),
        (
            'ordered:UpdateAsync("k", function() return 1 end)',
            {"OrderedRead": 1, "OrderedWrite": 1},
        ),
        ('ordered:RemoveAsync("k")', {"OrderedRemove": 1}),
        ("ordered:GetSortedAsync(true, 10)", {"GetSortedAsync": 1}),
    ],
)
def test_each_call_costs_its_type(cloud, call: str, costs: dict[str, int]) -> None:
    # The setting up is done before anything is counted.
    source = f"""{STORES}
        local kinds, before = {{ ... }}, {{}}
        local function left(kind)
            return service:GetRequestBudgetForRequestType(Enum.DataStoreRequestType[kind])
        end
        for i, kind in kinds do before[i] = left(kind) end
        {call}
        local spent = {{}}
        for i, kind in kinds do spent[i] = before[i] - left(kind) end
        return table.unpack(spent)
    """
    spent = dict(zip(COUNTED, cloud.run(source, *COUNTED), strict=True))
    assert {kind: cost for kind, cost in spent.items() if cost} == costs


@pytest.mark.rule(
    "DataStoreService.SetRateLimitForRequestType", source="class page DataStoreService"
)
@pytest.mark.parametrize("kind", sorted(LIMIT_RANGES))
@pytest.mark.parametrize("which", ["base", "per player"])
def test_limits_are_settable_from_0_to_the_documented_most(cloud, kind: str, which: str) -> None:
    most = LIMIT_RANGES[kind][which == "per player"]

    def error(value: int) -> object:
        numbers = f"{value}, 0" if which == "base" else f"0, {value}"
        service = 'game:GetService("DataStoreService")'
        item = f"Enum.DataStoreRequestType.{kind}"
        return cloud.error(f"{service}:SetRateLimitForRequestType({item}, {numbers})")

    assert [error(value) is None for value in (-1, 0, most - 1, most, most + 1)] == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.rule(
    "DataStoreService.SetRateLimitForRequestType", source="class page DataStoreService"
)
@pytest.mark.parametrize("kind", ["UpdateAsync", "OnUpdate"])
def test_two_types_are_refused(cloud, kind: str) -> None:
    service = 'game:GetService("DataStoreService")'
    item = f"Enum.DataStoreRequestType.{kind}"
    assert cloud.error(f"{service}:SetRateLimitForRequestType({item}, 1, 1)") is not None


@pytest.mark.rule("DataStoreService.SetRateLimitForRequestType", source="W-ST")
@pytest.mark.parametrize("servers", [1, 3, 50])
def test_a_limit_holds_for_its_server_alone(make_cloud: Callable, servers: int) -> None:
    cloud = make_cloud(servers=servers)
    last = servers - 1
    item = "Enum.DataStoreRequestType.StandardRead"
    cloud.run(f"{SERVICE} service:SetRateLimitForRequestType({item}, 7, 0)", on=last)
    shown = [budget(cloud, "StandardRead", on=on) for on in range(servers)]
    assert shown == [60] * last + [21]  # 60 saved up, capped at three minutes of the new rate
