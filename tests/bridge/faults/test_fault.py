"""Fault values: filters, windows, text form."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.faults import KINDS, Delay, Fault, FaultPlan, Site

SITE = Site("SetAsync", "Profiles", "k", 2)


def fault(**fields: object) -> Fault:
    return Fault(service="datastore", kind="error", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "matches"),
    [
        ({}, True),
        ({"operations": ("SetAsync", "GetAsync")}, True),
        ({"operations": ("GetAsync",)}, False),
        ({"name": "Profiles"}, True),
        ({"name": "Other"}, False),
        ({"key": "k"}, True),
        ({"key": "other"}, False),
        ({"server": 2}, True),
        ({"server": 0}, False),
    ],
)
def test_every_filter_must_hold(fields: dict[str, object], matches: bool) -> None:
    assert fault(**fields).matches(SITE, 0) is matches


def test_a_window_is_half_open() -> None:
    window = fault(start_us=10, end_us=20)
    assert [window.matches(SITE, at) for at in (9, 10, 19, 20)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"probability": 1.5}, "probability"),
        ({"probability": -0.1}, "probability"),
        ({"start_us": 5, "end_us": 4}, "end_us"),
        ({"minimum_us": 5, "maximum_us": 4}, "delay bounds"),
        ({"every_us": 5}, "every_us"),
        ({"start_us": 1, "end_us": 7, "every_us": 5}, "every_us"),
    ],
)
def test_impossible_values_are_refused(fields: dict[str, object], part: str) -> None:
    with pytest.raises(UsageError, match=part):
        fault(**fields)


def test_a_kind_must_belong_to_its_service() -> None:
    with pytest.raises(UsageError, match="stale_read"):
        Fault(service="messaging", kind="stale_read")
    for service, kinds in KINDS.items():
        for kind in kinds:
            assert Fault(service=service, kind=kind).kind == kind


def test_repr_shows_only_what_was_set_and_reads_back() -> None:
    shown = fault(probability=0.25, key="k", occurrences=(1, 3))
    text = "Fault(service='datastore', kind='error', probability=0.25, key='k', occurrences=(1, 3))"
    assert repr(shown) == text
    assert eval(text, {"Fault": Fault}) == shown


def test_a_plan_can_be_printed_and_read_back() -> None:
    plan = FaultPlan((fault(probability=0.25), fault(server=1, end_us=9, number=-3)))
    assert eval(repr(plan), {"Fault": Fault, "FaultPlan": FaultPlan}) == plan


def test_a_plan_survives_json() -> None:
    plan = FaultPlan(
        (fault(probability=0.5, operations=("SetAsync",)), fault(start_us=1, end_us=9, text="x"))
    )
    assert FaultPlan.from_json(plan.to_json()) == plan
    assert FaultPlan.from_json(FaultPlan().to_json()) == FaultPlan()


def test_schedules_and_delays_survive_json_and_repr() -> None:
    slow = Fault(service="datastore", kind="latency", delay=Delay.percentiles({50: 0.1, 99: 2}))
    plan = FaultPlan((fault(schedule="fails twice, works, again"), slow))
    assert FaultPlan.from_json(plan.to_json()) == plan
    names = {"Fault": Fault, "FaultPlan": FaultPlan, "Delay": Delay}
    assert eval(repr(plan), names) == plan


def test_a_schedule_has_one_way_to_be_written() -> None:
    assert fault(schedule="fails, fails, then works") == fault(schedule="fails 2")
    assert fault(schedule="fails, fails").schedule == "fails 2"


def test_a_fault_has_one_schedule() -> None:
    with pytest.raises(UsageError, match="not both"):
        fault(schedule="fails 2", occurrences=(1,))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{"faults": [{"service": "datastore", "kind": "error", "schedule": "x"}]}', "schedule"),
        ('{"faults": [{"service": "datastore", "kind": "error", "schedule": 3}]}', "schedule"),
        ('{"faults": [{"service": "datastore", "kind": "latency", "delay": 3}]}', "delay"),
        ('{"faults": [{"service": "datastore", "kind": "latency", "delay": {}}]}', "delay"),
        ("[]", "JSON object"),
        ('{"faults": 3}', "JSON object"),
        ('{"faults": [{"service": "datastore", "kind": "error", "chance": 1}]}', "chance"),
        ("{", "JSON"),
        ('{"faults": ["x"]}', "JSON object"),
        ('{"faults": [{"kind": "error"}]}', "service"),
        ('{"faults": [{"service": "datastore"}]}', "kind"),
        ('{"faults": [{"service": "datastore", "kind": "error", "times": "2"}]}', "times"),
        ('{"faults": [{"service": "datastore", "kind": "error", "times": true}]}', "times"),
        ('{"faults": [{"service": "datastore", "kind": 3}]}', "kind"),
        (
            '{"faults": [{"service": "datastore", "kind": "error", "operations": [1]}]}',
            "operations",
        ),
        (
            '{"faults": [{"service": "datastore", "kind": "error", "operations": "SetAsync"}]}',
            r'write \["SetAsync"\]',
        ),
        ('{"faults": [{"service": "datastores", "kind": "error"}]}', "known: datastore, "),
        (
            '{"faults": [{"service": "datastore", "kind": "error"}, '
            '{"service": "datastore", "kind": "eror"}]}',
            "fault 2: no fault kind 'eror' .*known: .*error_after_write",
        ),
    ],
)
def test_a_wrong_plan_is_refused_by_name(text: str, part: str) -> None:
    with pytest.raises(UsageError, match=part):
        FaultPlan.from_json(text)
