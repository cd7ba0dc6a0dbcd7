"""The test handle of all data stores: names, histories, counters, one door to single stores."""

from __future__ import annotations

from math import inf

import pytest

from bridge.errors import UsageError
from bridge.stubs.datastore.views import OrderedStoreView, StoreView

STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("Coins") '


def test_what_exists_can_be_listed(cloud) -> None:
    stores = cloud.universe.datastores
    cloud.run(f"{STORE} store:SetAsync('b', 1) store:SetAsync('a', 1) store:RemoveAsync('a')")
    stores.set("Other", "k", 1, scope="s")
    assert stores.stores() == (("Coins", "global"), ("Other", "s"))
    assert stores.keys("Coins") == ("b",)
    stores.ordered("Top")["a"] = 5
    shown = "'Coins' 1 keys, 'Other' in 's' 1 keys, ordered 'Top' 1 keys"
    assert repr(stores) == f"<data stores of a universe: {shown}>"


def test_every_write_is_in_the_history_with_its_server(make_cloud) -> None:
    cloud = make_cloud(servers=2)
    cloud.run(f"{STORE} store:SetAsync('k', 1)")
    cloud.run(f"{STORE} store:UpdateAsync('k', function(old) return old + 1 end)", on=1)
    cloud.universe.datastores.remove_key("Coins", "k")
    history = cloud.universe.datastores.history("Coins", "k")
    assert [(entry.server, entry.operation) for entry in history] == [
        (0, "SetAsync"),
        (1, "UpdateAsync"),
        (-1, "RemoveAsync"),
    ]
    assert cloud.universe.datastores.get("Coins", "k") is None


def test_single_stores_are_views(cloud) -> None:
    stores = cloud.universe.datastores
    assert isinstance(stores.store("Coins"), StoreView)
    assert isinstance(stores.ordered("Top"), OrderedStoreView)


def test_none_is_no_value(cloud) -> None:
    with pytest.raises(UsageError, match="None"):
        cloud.universe.datastores.store("Coins")["k"] = None


@pytest.mark.rule("datastore.version_hour_us", source="CD-OC2; CD-VER")
def test_a_snapshot_keeps_what_the_next_write_replaces(cloud) -> None:
    stores = cloud.universe.datastores

    def kept() -> list[str]:
        return [version.text for version in stores.versions("S", "k")]

    stores.set("S", "k", 1)
    cloud.universe.run_for(seconds=1)
    assert stores.take_snapshot() is True
    cloud.universe.run_for(seconds=1)
    stores.set("S", "k", 2)
    stores.set("S", "k", 3)
    assert kept() == ["1", "3"]
    assert stores.take_snapshot() is False  # one a UTC day
    stores.set("S", "k", 4)
    assert kept() == ["1", "4"]
    cloud.universe.run_for(hours=24)
    assert stores.take_snapshot() is True


@pytest.mark.rule("datastore.storage_bytes", source="CD-ERR")
@pytest.mark.parametrize(("users", "limit_mb"), [(0, 500), (1, 501), (2_000, 2_500)])
def test_storage_counts_latest_versions_only(cloud, users: int, limit_mb: int) -> None:
    stores = cloud.universe.datastores
    cloud.run(f"{STORE} store:SetAsync('k', 'long before') store:SetAsync('gone', 1)")
    cloud.universe.run_for(hours=2)
    cloud.run(f"{STORE} store:SetAsync('k', 'now') store:RemoveAsync('gone')")
    stores.ordered("Top")["a"] = 123
    assert stores.storage_use(users) == (len('"now"') + len("123"), limit_mb * 1024 * 1024)


@pytest.mark.rule("datastore.storage_bytes", source="W-ACC")
def test_earlier_years_had_no_storage_limit(make_cloud) -> None:
    assert make_cloud("2022").universe.datastores.storage_use(10).limit_bytes == inf
