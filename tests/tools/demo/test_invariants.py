"""Each invariant of the demo holds on a sound run and fails on a planted violation."""

import pytest

from bridge.tools.demo.invariants import check, most_in_any_minute


def broken(run):
    return [(each.promise, each.problem) for each in check(run) if not each.held]


def test_a_sound_run_holds_every_invariant(run):
    assert broken(run) == []


def test_windows_of_a_minute_are_half_open():
    assert most_in_any_minute([]) == 0
    assert most_in_any_minute([0, 59_999_999]) == 2
    assert most_in_any_minute([0, 60_000_000]) == 1


def test_a_publish_the_platform_refused_breaks_the_quota(run):
    run.throttled = 1
    assert broken(run)[0][1] == "the platform refused 1 publishes"


@pytest.mark.parametrize(("count", "held"), [(149, True), (150, True), (151, False)])
def test_the_quota_is_150_in_any_minute(run, count, held):
    run.publishes_at_us = list(range(count))
    assert (broken(run) == []) is held


def test_a_message_handled_twice_is_found(run):
    run.servers[1].notes["counts"]["repeated"] = 1
    assert broken(run) == [("no server handled one message twice", "1 messages were handled twice")]


@pytest.mark.parametrize(("stored", "held"), [(3, False), (4, True), (6, True), (7, False)])
def test_saves_stored_lie_between_acknowledged_and_attempted(run, stored, held):
    run.saves_stored["Record_A"] = stored
    assert (broken(run) == []) is held


def test_what_the_checkers_find_is_told(run):
    run.broken_laws = ["Records/global/k: an acknowledged write is lost"]
    assert broken(run)[0][1] == f"1 findings, the first: {run.broken_laws[0]}"


def test_a_stale_read_is_found(run):
    run.servers[0].notes["counts"]["stale"] = 2
    assert "2 reads were older" in broken(run)[0][1]


def test_servers_that_disagree_about_admins_are_found(run):
    run.servers[1].admins = []
    assert "the lists differ" in broken(run)[0][1]


def test_an_acknowledged_edit_that_is_not_in_force_is_found(run):
    run.edits_in_order.append({"op": "remove", "userId": 7001, "ok": True, "text": "removed"})
    assert broken(run) == [("every acknowledged admin edit is in force", "admin 7001 is back")]


def test_an_edit_without_a_clear_answer_leaves_its_admin_open(run):
    failed = {"op": "remove", "userId": 7001, "ok": False, "text": "Failed to save admin config"}
    run.edits_in_order.append(failed)
    assert broken(run) == []


def test_an_uncaught_script_error_is_found(run):
    run.servers[0].errors.append("Main:1: boom")
    assert broken(run)[0][1] == "1, the first: Main:1: boom"
