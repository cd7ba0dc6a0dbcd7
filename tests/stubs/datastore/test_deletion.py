"""Whole stores that are scheduled for deletion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bridge.errors import UsageError

SERVICE = 'game:GetService("DataStoreService")'
STORE = f'{SERVICE}:GetDataStore("S")'
DELETED = "DatastoreDeleted: The data store is deleted."
DAY_SECONDS = 24 * 3600


@pytest.mark.rule("datastore.error.DatastoreDeleted", source="CD-OC2; CD-MGR; CD-ERR")
@pytest.mark.parametrize(
    "call",
    [
        'GetAsync("k")',
        'SetAsync("k", 2)',
        'IncrementAsync("k")',
        'UpdateAsync("k", function() return 2 end)',
        'RemoveAsync("k")',
        "ListKeysAsync()",
        'ListVersionsAsync("k")',
        'GetVersionAtTimeAsync("k", 1)',
    ],
)
@pytest.mark.parametrize("servers", [1, 3])
def test_every_request_of_a_deleted_store_fails_on_every_server(
    make_cloud: Callable, call: str, servers: int
) -> None:
    cloud = make_cloud(servers=servers)
    cloud.universe.datastores.set("S", "k", 1)
    cloud.universe.datastores.delete_store("S")
    last = servers - 1
    assert cloud.error(f"{STORE}:{call}", on=last) == DELETED
    method = call.partition("(")[0]
    line = f"DataStoreService: {DELETED} API: {method}, Data Store: S"
    assert cloud.output("error", on=last) == [line]
    assert cloud.error(f'{SERVICE}:GetDataStore("T"):SetAsync("k", 1)', on=last) is None
    assert cloud.error(f'{SERVICE}:GetOrderedDataStore("S"):SetAsync("k", 1)', on=last) is None
    assert cloud.universe.datastores.get("S", "k") == 1


@pytest.mark.rule("DataStoreService.ListDataStoresAsync", source="inferred")
def test_a_deleted_store_is_not_listed(cloud) -> None:
    cloud.universe.datastores.set("S", "k", 1)
    cloud.universe.datastores.delete_store("S")
    assert cloud.run(f"return #{SERVICE}:ListDataStoresAsync():GetCurrentPage()") == 0


@pytest.mark.rule("datastore.error.DatastoreDeleted", source="CD-OC2; CD-MGR")
@pytest.mark.parametrize(("seconds", "restorable"), [(-1, True), (0, False), (1, False)])
def test_a_store_can_be_restored_for_30_days(cloud, seconds: int, restorable: bool) -> None:
    stores = cloud.universe.datastores
    stores.set("S", "k", 1)
    stores.delete_store("S")
    stores.delete_store("S")  # a second time changes nothing
    cloud.universe.run_for(seconds=30 * DAY_SECONDS + seconds)
    if restorable:
        stores.restore_store("S")
        assert cloud.run(f'return ({STORE}:GetAsync("k"))') == 1
    else:
        with pytest.raises(UsageError, match="not scheduled for deletion"):
            stores.restore_store("S")
        assert cloud.run(f'return ({STORE}:GetAsync("k"))') is None
        assert (stores.versions("S", "k"), stores.get("S", "k")) == ((), None)
        cloud.run(f'{STORE}:SetAsync("k", 2)')
        assert stores.get("S", "k") == 2


def test_a_store_that_is_not_deleted_cannot_be_restored(cloud) -> None:
    with pytest.raises(UsageError, match="data store 'S' is not scheduled for deletion"):
        cloud.universe.datastores.restore_store("S")
