"""The rules of 2022 and 2018, as their programs met them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.stubs.datastore import DataStoreService
from bridge.stubs.profiles import PROFILES, Rate, profile
from bridge.stubs.years import YEARS

SERVICE = 'local service = game:GetService("DataStoreService")'
STORE = f'{SERVICE} local store = service:GetDataStore("S")'
HOUR = 3600.0


def budget(cloud, kind: str) -> object:
    item = f"Enum.DataStoreRequestType.{kind}"
    return cloud.run(f"{SERVICE} return service:GetRequestBudgetForRequestType({item})")


def test_every_number_of_a_year_differs_from_2026_and_has_a_source() -> None:
    for year, numbers in YEARS.items():
        for name, (value, source) in numbers.items():
            service, _, rule = name.partition("__")
            assert getattr(getattr(PROFILES["2026"], service), rule) != value, (year, name)
            assert getattr(getattr(PROFILES[year], service), rule) == value
            assert source


@pytest.mark.rule("datastore.requests_per_minute", source="CD-OLD DataStoreService; M-MDS")
@pytest.mark.parametrize("year", ["2022", "2018"])
@pytest.mark.parametrize(
    ("kind", "players", "per_minute"),
    [
        ("GetAsync", 0, 60),
        ("GetAsync", 3, 90),
        ("SetIncrementAsync", 3, 90),
        ("UpdateAsync", 3, 90),
        ("GetSortedAsync", 3, 11),
        ("SetIncrementSortedAsync", 3, 45),
    ],
)
def test_budgets_of_classic_types_save_up_three_minutes(
    make_cloud: Callable, year: str, kind: str, players: int, per_minute: int
) -> None:
    cloud = make_cloud(year, players=players)
    budget(cloud, kind)  # the service is there from now on
    cloud.universe.run_for(minutes=10)
    assert budget(cloud, kind) == 3 * per_minute


@pytest.mark.rule("datastore.budget_start", source="M-MDS")
@pytest.mark.parametrize(
    ("kind", "start"),
    [
        ("GetAsync", 100),
        ("SetIncrementAsync", 100),
        ("UpdateAsync", 100),
        ("SetIncrementSortedAsync", 50),
        ("GetSortedAsync", 10),
        ("OnUpdate", 30),
    ],
)
def test_a_server_of_earlier_years_started_with_fixed_budgets(
    make_cloud: Callable, kind: str, start: int
) -> None:
    assert budget(make_cloud("2018"), kind) == start


@pytest.mark.rule("datastore.request_buckets", source="CD-OLD DataStoreService; M-MDS")
@pytest.mark.parametrize(
    ("call", "kind", "cost"),
    [
        ('store:GetAsync("k")', "GetAsync", 1),
        ('ordered:GetAsync("k")', "GetAsync", 1),
        ('store:SetAsync("k", 1)', "SetIncrementAsync", 1),
        ('store:RemoveAsync("k")', "SetIncrementAsync", 1),
        ('store:IncrementAsync("k")', "SetIncrementAsync", 1),
        ('ordered:SetAsync("k", 1)', "SetIncrementSortedAsync", 1),
        ('ordered:RemoveAsync("k")', "SetIncrementSortedAsync", 1),
        ('ordered:SetAsync("k", 1)', "SetIncrementAsync", 0),
        ("ordered:GetSortedAsync(true, 10)", "GetSortedAsync", 1),
        ('store:UpdateAsync("k", function() return 1 end)', "GetAsync", 1),
        ('store:UpdateAsync("k", function() return 1 end)', "SetIncrementAsync", 1),
        ('store:UpdateAsync("k", function() return nil end)', "SetIncrementAsync", 0),
        ('ordered:UpdateAsync("k", function() return 1 end)', "GetAsync", 1),
        ('ordered:UpdateAsync("k", function() return 1 end)', "SetIncrementSortedAsync", 1),
    ],
)
def test_requests_of_earlier_years_shared_buckets(
    make_cloud: Callable, call: str, kind: str, cost: int
) -> None:
    cloud = make_cloud("2018")
    before = budget(cloud, kind)
    cloud.run(f'{STORE} local ordered = service:GetOrderedDataStore("O") {call}')
    assert before - budget(cloud, kind) == cost


@pytest.mark.rule("datastore.request_buckets", source="CD-c:DataStoreService")
def test_reads_of_versions_had_a_bucket_of_their_own(make_cloud: Callable) -> None:
    cloud = make_cloud("2022")
    read = f'{STORE} local id = store:SetAsync("k", 1) '
    cloud.run(f'{read} for _ = 1, 5 do store:GetVersionAsync("k", id) end')
    assert budget(cloud, "GetAsync") == 100
    stub = cloud.server.game.service("DataStoreService")
    assert isinstance(stub, DataStoreService)
    assert not stub.budgets.take("GetVersionAsync", cloud.universe.clock.now_us)


@pytest.mark.rule("datastore.queues", "datastore.queue_full_text", source="W-175804; CD-OLD")
@pytest.mark.rule("datastore.error.GetSortedThrottle", source="CD-ERR")
def test_sorted_reads_had_a_queue_of_their_own(make_cloud: Callable) -> None:
    cloud = make_cloud("2018")
    source = f"""{SERVICE} local store = service:GetOrderedDataStore("S")
        for i = 1, 41 do
            task.spawn(function()
                local ok, text = pcall(store.GetSortedAsync, store, true, 10)
                print(i, ok and "ok" or text)
            end)
        end"""
    cloud.run(source)
    cloud.universe.run_for(seconds=0.1)
    dropped = "305: GetSorted request dropped. Request was throttled"
    assert cloud.output("print") == [
        f"41 {dropped}, but throttled request queue was full.",
        *(f"{n} ok" for n in range(1, 11)),
    ]


@pytest.mark.rule("datastore.version_hour_us", "datastore.version_kept_from", source="W-VER")
@pytest.mark.parametrize(("year", "kept"), [("2026", 1), ("2022", 3)])
def test_every_write_of_2022_kept_a_version(make_cloud: Callable, year: str, kept: int) -> None:
    cloud = make_cloud(year, datastore__write_cooldown_us=0)
    source = f"""{STORE}
        for i = 1, 3 do store:SetAsync("k", i) end
        return #store:ListVersionsAsync("k"):GetCurrentPage()"""
    assert cloud.run(source) == kept


@pytest.mark.rule("datastore.value_bytes_max", source="M-MDS, releases before 2021")
@pytest.mark.parametrize(
    ("length", "text"),
    [
        (259_999, None),
        (260_000, None),
        (260_001, "105: Serialized value exceeds 260000 limit."),
    ],
)
def test_values_of_2018_had_260_000_characters(
    make_cloud: Callable, length: int, text: str | None
) -> None:
    quoted = f'("x"):rep({length - 2})'
    store = 'game:GetService("DataStoreService"):GetDataStore("S")'
    assert make_cloud("2018").error(f'{store}:SetAsync("k", {quoted})') == text


@pytest.mark.rule("datastore.key_infos", source="W-DUMP")
@pytest.mark.parametrize(
    ("call", "results"),
    [
        ('store:SetAsync("k", 1, {7})', []),
        ('store:GetAsync("k")', [0]),
        ('store:GetAsync("missing")', [None]),
        ('store:IncrementAsync("k", 2)', [2]),
        ('store:UpdateAsync("k", function(...) return select("#", ...), {7}, {a = 1} end)', [1]),
        ('store:RemoveAsync("k")', [0]),
    ],
)
def test_methods_of_2018_gave_one_value(make_cloud: Callable, call: str, results: list) -> None:
    cloud = make_cloud("2018", datastore__write_cooldown_us=0)
    cloud.run(f'{STORE} store:SetAsync("k", 0)')
    source = f"{STORE} local found = table.pack({call}) return found.n, found[1]"
    assert tuple(cloud.run(source)) == (len(results), results[0] if results else None)


@pytest.mark.rule("datastore.global_store_class", source="W-FORUM")
@pytest.mark.parametrize(
    ("year", "nameless", "named"),
    [
        ("2026", "DataStore", "DataStore"),
        ("2022", "GlobalDataStore", "DataStore"),
        ("2018", "GlobalDataStore", "GlobalDataStore"),
    ],
)
def test_stores_have_the_class_of_their_year(
    make_cloud: Callable, year: str, nameless: str, named: str
) -> None:
    source = f"{STORE} return service:GetGlobalDataStore().ClassName, store.ClassName"
    assert tuple(make_cloud(year).run(source)) == (nameless, named)


@pytest.mark.rule("datastore.cache_us", source="M-MDS")
@pytest.mark.parametrize(("seconds", "seen"), [(4.9, 1), (5.0, 2), (5.1, 2)])
def test_reads_of_2018_were_cached_for_five_seconds(
    make_cloud: Callable, seconds: float, seen: int
) -> None:
    cloud = make_cloud("2018")
    cloud.run(f'{STORE} store:SetAsync("k", 1)')
    cloud.universe.datastores.set("S", "k", 2)
    cloud.universe.run_for(seconds=seconds)
    assert cloud.run(f'{STORE} return store:GetAsync("k")') == seen


@pytest.mark.rule(
    "messaging.sent_per_minute",
    "messaging.received_by_topic_per_minute",
    "messaging.received_by_universe_per_minute",
    "messaging.subscriptions",
    source="CD-OLD MessagingService",
)
def test_messaging_of_2022_had_a_quarter_of_today() -> None:
    old, new = profile("2022").messaging, profile("2026").messaging
    for rule in (
        "sent_per_minute",
        "received_by_topic_per_minute",
        "received_by_universe_per_minute",
        "subscriptions",
        "subscribe_requests_per_minute",
    ):
        now, then = getattr(new, rule), getattr(old, rule)
        assert Rate(now.base / 4, now.per_unit / 4) == then, rule


@pytest.mark.rule("memorystore.sort_keys", source="W-DUMP")
def test_sorted_maps_of_2022_were_sorted_by_key(make_cloud: Callable) -> None:
    source = """
        local map = game:GetService("MemoryStoreService"):GetSortedMap("m")
        for _, key in { "b", "a", "c" } do map:SetAsync(key, key, 60, 9) end
        map:UpdateAsync("c", function(...) return select("#", ...), 5 end, 60)
        local function keys(...)
            local found = {}
            for _, item in map:GetRangeAsync(Enum.SortDirection.Ascending, 10, ...) do
                table.insert(found, item.key .. (if item.sortKey then "!" else ""))
            end
            return table.concat(found)
        end
        return keys(), keys("a"), keys("", "c"), keys("a", "c"), select("#", map:GetAsync("a")),
            (map:GetAsync("c"))
    """
    assert tuple(make_cloud("2022").run(source)) == ("abc", "bc", "ab", "b", 1, 1)


def test_the_experience_had_no_limits_before_2026() -> None:
    assert [bool(each.datastore.experience_per_minute) for each in PROFILES.values()] == [
        True,
        False,
        False,
    ]
