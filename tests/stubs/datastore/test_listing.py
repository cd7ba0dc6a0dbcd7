"""Versions and listings as scripts see them."""

from __future__ import annotations

import pytest

SERVICE = 'local service = game:GetService("DataStoreService") '
STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
HOUR = 3600


def fill(cloud, *values: object, pause_seconds: float = HOUR) -> list[str]:
    """Writes values an hour apart; gives their version ids."""
    ids = []
    for value in values:
        ids.append(cloud.universe.datastores.set("S", "k", value).id)
        cloud.universe.run_for(seconds=pause_seconds)
    return ids


def listed(cloud, arguments: str = '"k"') -> list[str]:
    source = f"""{STORE}
        local found = {{}}
        for _, info in store:ListVersionsAsync({arguments}):GetCurrentPage() do
            table.insert(found, info.Version .. (if info.IsDeleted then "!" else ""))
        end
        return table.concat(found, " ")
    """
    return str(cloud.run(source)).split()


@pytest.mark.rule(
    "DataStore.ListVersionsAsync",
    "DataStoreObjectVersionInfo.Version",
    source="class page DataStore",
)
def test_versions_are_listed_both_ways(cloud) -> None:
    ids = fill(cloud, 1, 2, 3)
    assert listed(cloud) == ids
    assert listed(cloud, '"k", Enum.SortDirection.Descending') == ids[::-1]
    assert listed(cloud, '"missing"') == []


@pytest.mark.rule("datastore.version_hour_us", source="CD-VER")
def test_a_write_of_the_same_hour_leaves_one_version(cloud) -> None:
    assert listed(cloud) == []
    ids = fill(cloud, 1, 2, 3, pause_seconds=60)
    assert listed(cloud) == ids[-1:]


@pytest.mark.rule("DataStore.ListVersionsAsync", source="CD-OC1")
def test_dates_are_inclusive_bounds(cloud) -> None:
    ids = fill(cloud, 1, 2, 3)
    middle = cloud.universe.datastores.versions("S", "k")[1].created_us // 1000
    ascending = "Enum.SortDirection.Ascending"
    assert listed(cloud, f'"k", {ascending}, {middle}') == ids[1:]
    assert listed(cloud, f'"k", {ascending}, {middle + 1}') == ids[2:]
    assert listed(cloud, f'"k", {ascending}, 0, {middle}') == ids[:2]
    assert listed(cloud, f'"k", {ascending}, 0, {middle - 1}') == ids[:1]


@pytest.mark.rule(
    "DataStoreObjectVersionInfo.IsDeleted",
    "GlobalDataStore.RemoveAsync",
    "DataStore.GetVersionAsync",
    source="CD-VER",
)
def test_a_removal_shows_as_a_deleted_version(cloud) -> None:
    (first,) = fill(cloud, 1)
    cloud.run(f'{STORE} store:RemoveAsync("k")')
    kept, tombstone = listed(cloud)
    assert (kept, tombstone[-1]) == (first, "!")
    assert cloud.run(f'{STORE} return (store:GetVersionAsync("k", "{first}"))') == 1
    assert cloud.run(f'{STORE} return (store:GetVersionAsync("k", "{tombstone[:-1]}"))') is None


@pytest.mark.rule(
    "DataStore.GetVersionAsync",
    "DataStoreKeyInfo.UpdatedTime",
    source="class page DataStore; W-WIRE",
)
def test_a_version_is_read_with_its_own_key_info(cloud) -> None:
    ids = fill(cloud, {"n": 1}, {"n": 2})
    source = f"""{STORE}
        local value, info = store:GetVersionAsync("k", "{ids[0]}")
        return value.n, info.Version, info.UpdatedTime == info.CreatedTime
    """
    assert cloud.run(source) == (1, ids[0], True)


@pytest.mark.rule("DataStore.GetVersionAsync", source="W-WIRE")
def test_a_version_that_is_gone_is_nil(cloud) -> None:
    ids = fill(cloud, 1, 2, pause_seconds=1)
    assert cloud.run(f'{STORE} return (store:GetVersionAsync("k", "{ids[0]}"))') is None
    assert cloud.run(f'{STORE} return (store:GetVersionAsync("missing", "{ids[0]}"))') is None


@pytest.mark.rule("datastore.error.InvalidVersion", source="PS")
@pytest.mark.parametrize("call", ["GetVersionAsync", "RemoveVersionAsync"])
def test_a_malformed_version_is_not_valid(cloud, call: str) -> None:
    error = cloud.error(
        f'game:GetService("DataStoreService"):GetDataStore("S"):{call}("k", "nonsense")'
    )
    assert "not valid" in str(error)


@pytest.mark.rule("datastore.version_kept_us", source="CD-VER")
def test_backups_expire_after_30_days(cloud) -> None:
    fill(cloud, 1, 2)
    assert len(listed(cloud)) == 2
    cloud.universe.run_for(hours=30 * 24)
    assert len(listed(cloud)) == 1


@pytest.mark.rule("DataStore.GetVersionAtTimeAsync", source="class page DataStore")
def test_the_version_of_a_time_is_found(cloud) -> None:
    fill(cloud, 1, 2)
    times = [version.created_us // 1000 for version in cloud.universe.datastores.versions("S", "k")]
    read = f'{STORE} return (store:GetVersionAtTimeAsync("k", ...))'
    found = [cloud.run(read, at) for at in (times[0] - 1, times[0], times[1] - 1, times[1])]
    assert found == [None, 1, 1, 2]


@pytest.mark.rule(
    "DataStore.GetVersionAtTimeAsync",
    "datastore.error.InvalidTimestamp",
    source="CD-ERR; class page DataStore",
)
@pytest.mark.parametrize(
    ("offset_ms", "fits"), [(599_000, True), (600_000, True), (601_000, False)]
)
def test_times_may_lie_ten_minutes_ahead(cloud, offset_ms: int, fits: bool) -> None:
    now_ms = (cloud.universe.epoch_us + cloud.universe.clock.now_us) // 1000
    store = 'game:GetService("DataStoreService"):GetDataStore("S")'
    error = cloud.error(f'{store}:GetVersionAtTimeAsync("k", ...)', now_ms + offset_ms)
    expected = (
        "InvalidTimestamp: Timestamp must be positive and not more than ten minutes in the future."
    )
    assert error == (None if fits else expected)
    assert cloud.error(f'{store}:GetVersionAtTimeAsync("k", 0)') == expected


@pytest.mark.rule("DataStore.RemoveVersionAsync", source="class page DataStore")
def test_a_version_can_be_deleted_for_good(cloud) -> None:
    ids = fill(cloud, 1, 2)
    cloud.run(f'{STORE} store:RemoveVersionAsync("k", "{ids[0]}")')
    assert listed(cloud) == ids[1:]
    cloud.run(f'{STORE} store:RemoveVersionAsync("k", "{ids[1]}")')
    assert (listed(cloud), cloud.universe.datastores.get("S", "k")) == ([], None)


def keys(cloud, arguments: str = "", store: str = STORE) -> str:
    source = f"""{store}
        local found = {{}}
        for _, key in store:ListKeysAsync({arguments}):GetCurrentPage() do
            table.insert(found, key.KeyName)
        end
        return table.concat(found, " ")
    """
    return str(cloud.run(source))


@pytest.mark.rule(
    "DataStore.ListKeysAsync",
    "DataStoreKey.KeyName",
    "DataStoreOptions.AllScopes",
    source="CD-VER; CD-MGR; W-WIRE",
)
def test_keys_are_listed_by_prefix_within_the_scope(cloud) -> None:
    for key in ("a1", "a2", "b1"):
        cloud.universe.datastores.set("S", key, 1)
    cloud.universe.datastores.set("S", "a3", 1, scope="other")
    assert keys(cloud) == "a1 a2 b1"
    assert keys(cloud, '"a"') == "a1 a2"
    all_scopes = """
        local options = Instance.new("DataStoreOptions")
        options.AllScopes = true
        local store = game:GetService("DataStoreService"):GetDataStore("S", nil, options)
    """
    assert keys(cloud, '"other/"', all_scopes) == "other/a3"
    assert keys(cloud, "", all_scopes) == "global/a1 global/a2 global/b1 other/a3"


@pytest.mark.rule(
    "DataStore.ListKeysAsync", "datastore.version_kept_us", source="CD-OC1; class page DataStore"
)
def test_removed_keys_are_listed_for_30_days_unless_excluded(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.universe.datastores.remove_key("S", "k")
    assert (keys(cloud), keys(cloud, '"", 0, "", true')) == ("k", "")
    cloud.universe.run_for(hours=30 * 24)
    assert keys(cloud) == ""


@pytest.mark.rule("DataStore.ListKeysAsync", source="class page DataStore")
@pytest.mark.parametrize(("count", "finished"), [(49, True), (50, True), (51, False)])
def test_a_page_of_keys_holds_50(cloud, count: int, finished: bool) -> None:
    for number in range(count):
        cloud.universe.datastores.set("S", f"k{number}", 1)
    source = f"""{STORE} local pages = store:ListKeysAsync()
        return #pages:GetCurrentPage(), pages.IsFinished
    """
    assert cloud.run(source) == (min(count, 50), finished)


@pytest.mark.rule(
    "DataStoreService.ListDataStoresAsync",
    "DataStoreInfo.DataStoreName",
    "DataStoreInfo.CreatedTime",
    "DataStoreInfo.UpdatedTime",
    source="class pages DataStoreService, DataStoreInfo",
)
def test_stores_with_an_object_are_listed(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.universe.run_for(seconds=5)
    cloud.universe.datastores.set("S", "l", 1)
    cloud.universe.datastores.set("Empty", "k", 1)
    cloud.universe.datastores.remove_key("Empty", "k")
    source = f"""{SERVICE}
        local page = service:ListDataStoresAsync():GetCurrentPage()
        return #page, page[1].DataStoreName, page[1].UpdatedTime - page[1].CreatedTime
    """
    assert cloud.run(source) == (1, "S", 5000)
    assert cloud.run(f'{SERVICE} return #service:ListDataStoresAsync("x"):GetCurrentPage()') == 0


@pytest.mark.rule("datastore.error.PageSizeLesser", source="CD-ERR")
def test_a_negative_page_size_is_refused(cloud) -> None:
    store = 'game:GetService("DataStoreService"):GetDataStore("S")'
    error = cloud.error(f'{store}:ListKeysAsync("", -1)')
    assert error == "106: PageSize must be within a predefined range."


@pytest.mark.rule("DataStoreObjectVersionInfo.CreatedTime", source="class page")
def test_a_version_knows_when_it_was_made(cloud) -> None:
    fill(cloud, 1, 2)
    source = f"""{STORE}
        local page = store:ListVersionsAsync("k"):GetCurrentPage()
        return page[1].CreatedTime, page[2].CreatedTime - page[1].CreatedTime
    """
    assert cloud.run(source) == (cloud.universe.epoch_us // 1000, HOUR * 1000)


@pytest.mark.rule(
    "DataStoreService.ListDataStoresAsync",
    "DataStoreListingPages.Cursor",
    source="class pages DataStoreService, DataStoreListingPages",
)
@pytest.mark.parametrize(("count", "finished"), [(31, True), (32, True), (33, False)])
def test_a_page_of_stores_holds_32_and_its_cursor_goes_on(
    cloud, count: int, finished: bool
) -> None:
    for number in range(count):
        cloud.universe.datastores.set(f"S{number:02}", "k", 1)
    source = f"""{SERVICE}
        local pages = service:ListDataStoresAsync()
        local rest = if pages.IsFinished then nil
            else service:ListDataStoresAsync("", 0, pages.Cursor):GetCurrentPage()[1].DataStoreName
        return #pages:GetCurrentPage(), pages.IsFinished, pages.Cursor == "", rest
    """
    rest = None if finished else "S32"
    assert cloud.run(source) == (min(count, 32), finished, finished, rest)


@pytest.mark.rule("DataStore.ListVersionsAsync", source="class page DataStore")
@pytest.mark.parametrize(("size", "first"), [(0, 3), (1, 1), (2, 2), (3, 3)])
def test_versions_come_in_pages_of_any_size(cloud, size: int, first: int) -> None:
    fill(cloud, 1, 2, 3)
    arguments = f'"k", Enum.SortDirection.Ascending, 0, 0, {size}'
    assert len(listed(cloud, arguments)) == first
