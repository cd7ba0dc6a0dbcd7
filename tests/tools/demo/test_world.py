"""The demo's world: it runs, holds its invariants, and follows from its seed."""

import pytest

from bridge.faults import FaultPlan
from bridge.tools.demo import check, render, run_demo
from bridge.tools.demo.world import demo_faults


@pytest.fixture(scope="module")
def short_run():
    return run_demo(7, seconds=540)


def test_a_short_run_holds_every_invariant(short_run):
    assert [each for each in check(short_run) if not each.held] == []


def test_things_happened(short_run):
    assert len(short_run.servers) == 3
    assert sum(len(server.players) for server in short_run.servers) == 12
    assert len(short_run.publishes_at_us) > 50
    assert sum(short_run.saves_stored.values()) > 10
    assert any(edit["ok"] for edit in short_run.edits_in_order)


def test_the_same_seed_gives_the_same_report_and_another_does_not(short_run):
    again, other = run_demo(7, seconds=540), run_demo(8, seconds=540)
    assert render(again, check(again)) == render(short_run, check(short_run))
    assert other.trace_digest != short_run.trace_digest


def test_the_plan_of_faults_reads_back_from_its_text():
    plan = demo_faults(1440)
    assert FaultPlan.from_json(plan.to_json()) == plan
