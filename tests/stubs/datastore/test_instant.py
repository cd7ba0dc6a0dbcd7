"""GetAsync and SetAsync by the short way; that it differs in nothing is a law of its own
(tests/properties/test_datastore_instant_properties.py)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

INSTANT = {"datastore__latency_minimum_us": 0, "datastore__latency_maximum_us": 0}
STORE = 'local store = game:GetService("DataStoreService"):GetDataStore("S") '
KEY = b"k"


def direct(cloud, store: str = STORE):
    """The service and a store object, to ask the short way itself."""
    service = cloud.server.game.service("DataStoreService")
    return service, cloud.run(f"{store} return store")


@pytest.fixture
def cloud(make_cloud: Callable):
    return make_cloud(latency=True, **INSTANT)


def test_a_value_is_written_read_and_cached(cloud) -> None:
    source = f"""{STORE}
        local fresh = Instance.new("DataStoreGetOptions")
        fresh.UseCache = false
        local id = store:SetAsync("k", {{a = "h\\u{{e9}}"}})
        local first, info = store:GetAsync("k")
        local second = store:GetAsync("k", fresh)
        return first.a, second.a, first ~= second, info.Version == id, #info:GetUserIds()
    """
    assert cloud.run(source) == ("hé", "hé", True, True, 0)
    assert cloud.universe.datastores.requests() == {"GetAsync": 1, "SetAsync": 1}


def test_a_missing_key_gives_nothing(cloud) -> None:
    assert cloud.run(f'{STORE} return store:GetAsync("k")') == (None, None)
    assert cloud.run(f'{STORE} return store:GetAsync("k")') == (None, None)
    assert cloud.universe.datastores.requests() == {"GetAsync": 1}


def test_user_ids_and_metadata_come_with_the_key_info(cloud) -> None:
    stores = cloud.universe.datastores
    stores.set("S", "k", 1, user_ids=(7, 8), metadata={"by": "a b"})
    source = f"""{STORE}
        local _, info = store:GetAsync("k")
        return info:GetUserIds()[2], info:GetMetadata().by, info.CreatedTime
    """
    assert cloud.run(source) == (8, "a b", stores.version("S", "k").created_us // 1000)


@pytest.mark.parametrize(
    "arguments",
    [
        (b"", b"1", None, None),  # no key
        (b"x" * 51, b"1", None, None),
        (KEY, None, None, None),  # nil
        (KEY, b"!unsupported:function", None, None),
        (KEY, b'"' + b"x" * 4_194_303 + b'"', None, None),
        (KEY, b"1", b"[1]", None),
        (KEY, b"1", None, 5),
    ],
)
def test_what_is_not_plain_takes_the_long_way(cloud, arguments: tuple[object, ...]) -> None:
    service, store = direct(cloud)
    assert service.set_at_once(store, *arguments) is None
    assert cloud.universe.datastores.requests() == {}


@pytest.mark.parametrize("length", [4_194_301, 4_194_302, 4_194_303])
@pytest.mark.rule("datastore.value_bytes_max", source="CD-ERR")
def test_four_megabytes_are_a_value(make_cloud: Callable, length: int) -> None:
    cloud = make_cloud(latency=True, **INSTANT, datastore__key_write_bytes_per_minute=10**9)
    service, store = direct(cloud)
    text = b'"' + b"x" * length + b'"'
    assert (service.set_at_once(store, KEY, text, None, None) is None) is (length > 4_194_302)


def test_other_worlds_take_the_long_way(make_cloud: Callable) -> None:
    ordered = 'local store = game:GetService("DataStoreService"):GetOrderedDataStore("S")'
    scripts = {"rules without key infos": {"datastore__key_infos": False}, "latency": {}}
    for name, rules in scripts.items():
        cloud = make_cloud(latency=True, **(rules | (INSTANT if rules else {})))
        service, store = direct(cloud)
        assert service.get_at_once(store, KEY, None) is None, name
    cloud = make_cloud(latency=True, **INSTANT)
    service, store = direct(cloud, ordered)
    assert service.set_at_once(store, KEY, b"1", None, None) is None


def test_a_watched_key_and_a_kept_history_want_the_long_way(make_cloud: Callable) -> None:
    watched, recorded = (make_cloud(latency=True, **INSTANT) for _ in range(2))
    watched.run(f'{STORE} store:OnUpdate("k", print)')
    service, store = direct(watched)
    assert service.set_at_once(store, KEY, b"1", None, None) is None
    service, store = direct(recorded)
    assert service.set_at_once(store, KEY, b"1", None, None) is not None
    recorded.universe.datastores.record()
    assert service.set_at_once(store, KEY, b"1", None, None) is None
    assert service.get_at_once(store, KEY, None) is None
