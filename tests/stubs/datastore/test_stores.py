"""A DataStore object's identity and its read cache."""

from __future__ import annotations

import pytest

from bridge.errors import StubError
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.stores import ADDRESSES_MAX, StoreState
from bridge.stubs.datastore.versions import KeyRecord
from bridge.stubs.profiles import DataStoreRules, profile

RULES = DataStoreRules()
SECOND = 1_000_000
VERSION = KeyRecord().write("1", (), "[]", 0, 0)


def test_keys_of_an_all_scopes_object_carry_their_scope() -> None:
    address = Address("S", "global", "a/b")
    assert StoreState("S", "global").address("a/b", RULES) == address
    assert StoreState("S", "", True).address("global/a/b", RULES) == address
    with pytest.raises(StubError, match="scope/key"):
        StoreState("S", "", True).address("a", RULES)


def test_an_object_remembers_a_bounded_number_of_keys() -> None:
    state = StoreState("S", "global")
    for number in range(3 * ADDRESSES_MAX):
        assert state.address(f"k{number}", RULES).key == f"k{number}"
        assert len(state._addresses) <= ADDRESSES_MAX


def test_an_answer_is_kept_for_exactly_four_seconds() -> None:
    state = StoreState("S", "global")
    state.remember("k", VERSION, 10, RULES)
    assert state.cached("k", 10 + 4 * SECOND - 1) == (VERSION,)
    assert state.cached("k", 10 + 4 * SECOND) is None


@pytest.mark.rule("datastore.cache_missing_keys", source="reference 10: suggested default")
def test_a_missing_key_is_kept_as_missing() -> None:
    state = StoreState("S", "global")
    state.remember("k", None, 0, RULES)
    assert state.cached("k", 1) == (None,)
    assert state.cached("other", 1) is None


@pytest.mark.rule("datastore.cache_missing_keys", source="reference 10: suggested default")
def test_rules_can_leave_missing_keys_out_of_the_cache() -> None:
    state = StoreState("S", "global")
    rules = profile("2026").override(datastore__cache_missing_keys=False).datastore
    state.remember("k", VERSION, 0, rules)
    state.remember("k", None, 0, rules)
    assert state.cached("k", 1) is None


def test_a_write_restarts_the_four_seconds() -> None:
    state = StoreState("S", "global")
    state.remember("k", None, 0, RULES)
    state.remember("k", VERSION, 3 * SECOND, RULES)
    assert state.cached("k", 5 * SECOND) == (VERSION,)
