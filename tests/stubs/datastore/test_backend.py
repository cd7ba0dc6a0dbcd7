"""The shared half of DataStoreService, and the handle a test has on it."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.backend import Conflict
from bridge.stubs.datastore.handle import StoreHandle
from bridge.stubs.profiles import DataStoreRules, Rate, profile

ADDRESS = Address("S", "global", "k")
MINUTE = 60_000_000
KB = 1024
MB = 1024 * 1024


def backend(rules: DataStoreRules | None = None) -> StoreHandle:
    return StoreHandle(rules or DataStoreRules(), lambda: 1000)


def write(store: StoreHandle, text: str, at_us: int = 0) -> object:
    return store.write(ADDRESS, text, now_us=at_us, server=0, operation="SetAsync")


def test_a_conditional_write_succeeds_on_the_version_it_saw() -> None:
    store = backend()
    first = store.write_if(ADDRESS, None, "1", now_us=1, server=0)
    assert not isinstance(first, Conflict)
    second = store.write_if(ADDRESS, first, "2", now_us=2, server=1)
    assert not isinstance(second, Conflict)
    assert store.get("S", "k") == 2


def test_a_conditional_write_gets_the_newer_version_instead() -> None:
    store = backend()
    seen = store.write_if(ADDRESS, None, "1", now_us=1, server=0)
    assert not isinstance(seen, Conflict)
    newer = write(store, "5", 2)
    assert store.write_if(ADDRESS, seen, "2", now_us=3, server=0) == Conflict(newer)
    assert store.write_if(ADDRESS, None, "2", now_us=3, server=0) == Conflict(newer)
    store.remove(ADDRESS, now_us=4, server=0)
    assert store.write_if(ADDRESS, seen, "2", now_us=5, server=0) == Conflict(None)
    assert store.conflicts == 3
    assert store.get("S", "k") is None


@pytest.mark.rule("datastore.equal_conflict_succeeds", source="W-PM")
def test_rules_can_let_a_conflict_over_the_same_text_succeed() -> None:  # W-PM
    store = backend(profile("2026").override(datastore__equal_conflict_succeeds=True).datastore)
    newer = write(store, '"x"')
    assert store.write_if(ADDRESS, None, '"x"', now_us=1, server=0) is newer
    assert len(store.history("S", "k")) == 1


@pytest.mark.rule(
    "datastore.key_read_bytes_per_minute", "datastore.key_write_bytes_per_minute", source="CD-ERR"
)
@pytest.mark.parametrize(
    ("kind", "limit"), [("read", 25 * MB), ("write", 4 * MB)]
)  # CD-ERR, per key, all servers together, sliding 60 s
def test_throughput_of_a_key_is_limited(kind: str, limit: int) -> None:
    store = backend()
    assert store.admit_throughput(ADDRESS, kind, limit - KB, 0)
    assert not store.admit_throughput(ADDRESS, kind, KB + 1, 1)
    assert store.admit_throughput(ADDRESS, kind, KB, 1)
    assert not store.admit_throughput(ADDRESS, kind, 0, MINUTE - 1)
    assert store.admit_throughput(ADDRESS, kind, limit - KB, MINUTE)
    assert store.admit_throughput(ADDRESS._replace(key="other"), kind, limit, 1)


def test_what_one_limit_refuses_the_other_does_not_count() -> None:
    few = {"Write": Rate(2)}
    rules = profile("2026").override(
        datastore__key_write_bytes_per_minute=2 * KB, datastore__experience_per_minute=few
    )
    store = backend(rules.datastore)

    def admit(size: int, at_us: int = 0) -> bool:
        return store.admit(ADDRESS, "StandardWrite", "write", size, 0, at_us)

    assert not admit(2 * KB + 1)  # of the key's throughput
    assert admit(KB)
    assert admit(KB)
    assert not admit(0)
    assert not store.admit_experience("StandardWrite", 0, MINUTE - 1)
    assert admit(2 * KB, MINUTE)
    other = ADDRESS._replace(key="other")
    assert store.admit(other, "StandardWrite", "write", 1, 0, MINUTE)
    assert not store.admit(other, "StandardWrite", "write", 1, 0, MINUTE)  # of the experience
    assert store.admit_throughput(other, "write", KB, MINUTE)


@pytest.mark.rule(
    "datastore.key_read_bytes_per_minute", "datastore.key_write_bytes_per_minute", source="CD-ERR"
)
def test_each_request_is_rounded_up_to_whole_kilobytes() -> None:
    rules = profile("2026").override(datastore__key_write_bytes_per_minute=3 * KB).datastore
    store = backend(rules)
    assert store.admit_throughput(ADDRESS, "write", 800, 0)
    assert store.admit_throughput(ADDRESS, "write", 1200, 0)  # 1 KB + 2 KB: CD-ERR's example
    assert not store.admit_throughput(ADDRESS, "write", 1, 0)


@pytest.mark.rule("datastore.experience_per_minute", source="CD-ERR")
@pytest.mark.parametrize(
    ("kind", "players", "limit"),
    [  # CD-ERR, experience limits
        ("StandardRead", 2, 380),
        ("StandardWrite", 2, 340),
        ("StandardRemove", 1, 340),
        ("OrderedList", 3, 306),
    ],
)
def test_the_experience_has_limits_of_its_own(kind: str, players: int, limit: int) -> None:
    store = backend()
    assert all(store.admit_experience(kind, players, 0) for _ in range(limit))
    assert not store.admit_experience(kind, players, 1)
    assert store.admit_experience(kind, players, MINUTE)
    assert all(
        backend(profile("2022").datastore).admit_experience(kind, 0, 0) for _ in range(limit + 1)
    )


def test_a_test_reads_and_writes_past_every_limit() -> None:
    store = backend()
    assert store.get("S", "k") is None
    version = store.set("S", "k", {"b": 1, "a": [1, 2]}, user_ids=(7,), metadata={"m": 1})
    assert version.text == '{"a":[1,2],"b":1}'
    assert store.get("S", "k") == {"a": [1, 2], "b": 1}
    assert store.version("S", "k") is version
    assert (store.keys("S"), store.stores()) == (("k",), (("S", "global"),))
    store.remove_key("S", "k")
    assert (store.get("S", "k"), store.keys("S")) == (None, ())
    assert [entry.operation for entry in store.history("S", "k")] == ["set", "RemoveAsync"]
    assert [entry.deleted for entry in store.versions("S", "k")] == [False, True]
    with pytest.raises(UsageError, match="remove"):
        store.set("S", "k", None)


def test_scopes_are_apart() -> None:
    store = backend()
    store.set("S", "k", 1)
    store.set("S", "k", 2, scope="other")
    assert (store.get("S", "k"), store.get("S", "k", scope="other")) == (1, 2)


def test_an_earlier_state_can_be_read() -> None:
    store = backend()
    write(store, "1", 10)
    write(store, "2", 20)
    texts = [store.read_as_of(ADDRESS, at) for at in (9, 10, 19, 20)]
    assert [version.text if version else None for version in texts] == [None, "1", "1", "2"]


def test_requests_are_counted_by_method() -> None:
    store = backend()
    for operation in ("SetAsync", "GetAsync", "GetAsync"):
        store.count(operation)
    assert store.requests() == {"GetAsync": 2, "SetAsync": 1}
