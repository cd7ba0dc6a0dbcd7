"""Locks of the libraries games use, as they stand in stored values."""

from __future__ import annotations

from math import inf

import pytest

from bridge.tools.simulation.checkers import (
    LAPIS,
    PROFILE_SERVICE,
    PROFILE_STORE,
    KeyInfo,
    Lock,
    field_lock,
    metadata_lock,
)

INFO = KeyInfo("v", 1000.0, 5000.0, (), {"LockId": "abc"})


@pytest.mark.parametrize(("rule", "seconds"), [(PROFILE_STORE, 630), (PROFILE_SERVICE, 1800)])
def test_profiles_name_their_session_and_die_after_their_last_update(rule, seconds):
    session = [1, "job", "guid"]
    value = {"Data": {"Cash": 1}, "MetaData": {"ActiveSession": session, "LastUpdate": 4000}}
    assert rule.owner(value, INFO) == Lock('[1, "job", "guid"]', 4000 + seconds)
    assert rule.data(value) == {"Cash": 1}
    assert rule.owner({"Data": {}, "MetaData": {}}, INFO) is None
    assert rule.owner("text", INFO) is None


def test_a_session_may_stand_at_the_top():
    assert PROFILE_STORE.owner({"ActiveSession": ["job"]}, INFO) == Lock('["job"]', 5630)


def test_lapis_locks_for_half_an_hour_after_the_last_update():
    value = {"lockId": "guid", "data": {"coins": 1}}
    assert LAPIS.owner(value, INFO) == Lock("guid", 5000 + 1800)
    assert LAPIS.data(value) == {"coins": 1}
    assert LAPIS.owner({"data": {}}, INFO) is None


def test_a_lock_in_fields_of_ones_own():
    owner = field_lock("lock.id", "lock.until")
    assert owner({"lock": {"id": 7, "until": 9}}, INFO) == Lock("7", 9)
    assert owner({"lock": {"id": "x"}}, INFO) == Lock("x", inf)
    assert owner({"lock": {"id": False}}, INFO) is None
    assert owner(5, INFO) is None
    assert field_lock("o")({"o": "job"}, INFO) == Lock("job", inf)


def test_a_lock_in_the_metadata_lasts_from_the_last_update():
    assert metadata_lock()({}, INFO) == Lock("abc", inf)
    assert metadata_lock(expire_seconds=60)({}, INFO) == Lock("abc", 5060)
    assert metadata_lock("Other")({}, INFO) is None
