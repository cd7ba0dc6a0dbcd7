"""Strategies of faults: what is drawn is valid and reads back, and what it shrinks to."""

from __future__ import annotations

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.faults import DELAYED, KINDS, DataStoreFault, Delay, Fault, FaultPlan, ServerFault
from bridge.faults.delays import SHAPES
from bridge.tools.simulation import Universe
from bridge.tools.strategies.faults import fault_plans, faults, schedules

# Without the phase that explains failures, whose examples `find` would take for the smallest.
SEARCH = (Phase.generate, Phase.shrink)
QUIET = settings(database=None, max_examples=1000, derandomize=True, phases=SEARCH)


@given(fault_plans())
def test_plans_survive_json_and_repr(plan: FaultPlan) -> None:
    assert FaultPlan.from_json(plan.to_json()) == plan
    assert eval(repr(plan), {"Fault": Fault, "FaultPlan": FaultPlan, "Delay": Delay}) == plan


@given(faults(end_seconds=60, servers=3))
def test_bounds_are_kept(fault: Fault) -> None:
    assert fault.probability == 1.0 or fault.probability <= 0.5
    assert all(1 <= place <= 20 for place in fault.occurrences)
    assert fault.end_us == 60_000_000
    assert fault.server in (None, 0, 1, 2)
    if fault.kind in DELAYED:
        highest_us = DELAYED[fault.kind][1] * 1_000_000
        assert 0 <= fault.minimum_us <= fault.maximum_us <= highest_us
        assert fault.delay is None or (fault.delay.maximum_us or 0) <= highest_us


def test_every_kind_can_be_drawn() -> None:
    for service, kinds in KINDS.items():
        for kind in kinds:
            found = find(faults(services=[service], kinds=[kind]), lambda _: True, settings=QUIET)
            assert (found.service, found.kind) == (service, kind)


def test_every_way_of_biting_and_every_shape_of_delay_can_be_drawn() -> None:
    slow = faults(services=["datastore"], kinds=["latency"])
    for wanted in (
        lambda fault: fault.occurrences,
        lambda fault: fault.probability < 1,
        lambda fault: "again" in fault.schedule,
        lambda fault: "for ever" in fault.schedule,
        lambda fault: fault.delay is None,
        *(lambda fault, s=s: fault.delay and fault.delay.shape == s for s in SHAPES),
    ):
        find(slow, wanted, settings=QUIET)


def test_schedules_shrink_to_one_failure() -> None:
    assert find(schedules(), lambda _: True, settings=QUIET) == "fails 1"
    assert find(schedules(), lambda text: "works" in text, settings=QUIET) in (
        "fails 1, works 1, again",
        "fails 1, works 1, fails 1",
        "works 1, fails 1",
    )


def test_a_plan_shrinks_to_nothing() -> None:
    assert find(fault_plans(), lambda _: True, settings=QUIET) == FaultPlan()


def test_a_plan_keeps_the_one_fault_that_matters_in_its_simplest_form() -> None:
    def crashes(plan: FaultPlan) -> bool:
        return any(fault.kind == "crash" for fault in plan.faults)

    found = find(fault_plans(), crashes, settings=QUIET)
    assert found == FaultPlan((ServerFault.crash(occurrences=(1,)),)) or found == FaultPlan(
        (ServerFault.crash(probability=0.0),)
    )


def test_a_failing_run_shrinks_to_one_fault_at_one_request() -> None:
    """The smallest plan under which a save of two values loses one of them."""

    def loses(plan: FaultPlan) -> bool:
        universe = Universe(faults=plan)
        server = universe.start_server()
        source = """
            local store = game:GetService("DataStoreService"):GetDataStore("S")
            pcall(store.SetAsync, store, "a", 1)
            pcall(store.SetAsync, store, "b", 1)
        """
        server.run(source)
        universe.close()
        return universe.datastores.get("S", "b") is None

    plans = fault_plans(services=["datastore"], kinds=["error", "outage", "late_reply"])
    found = find(plans, loses, settings=settings(QUIET, max_examples=100, deadline=None))
    assert found == FaultPlan((DataStoreFault.error(occurrences=(2,)),))


@pytest.mark.parametrize(
    ("arguments", "part"),
    [({"services": ["mail"]}, "mail"), ({"kinds": ["storm"]}, "storm"), ({"services": []}, "none")],
)
def test_unknown_names_are_refused(arguments: dict[str, list[str]], part: str) -> None:
    with pytest.raises(UsageError, match=part):
        find(faults(**arguments), lambda _: True, settings=QUIET)  # type: ignore[arg-type]


@given(st.data())
def test_kinds_limit_what_is_drawn(data: st.DataObject) -> None:
    fault = data.draw(faults(kinds=["outage", "crash"]))
    assert fault.kind in ("outage", "crash")
