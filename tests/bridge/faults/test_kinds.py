"""The list of kinds: at least 25, each with a documented constructor of its own."""

from __future__ import annotations

import inspect

import bridge.faults
from bridge.faults import CLASS_NAMES, DELAYED, INCIDENTS, KINDS


def test_there_are_at_least_twenty_five_kinds() -> None:
    names = {(service, kind) for service, kinds in KINDS.items() for kind in kinds}
    assert len(names) == sum(map(len, KINDS.values())) >= 25
    assert len({kind for _, kind in names}) >= 25


def test_every_kind_has_a_documented_constructor_of_its_name_and_no_other() -> None:
    assert list(CLASS_NAMES) == list(KINDS)
    for service, kinds in KINDS.items():
        owner = getattr(bridge.faults, CLASS_NAMES[service])
        made = {name for name, _ in inspect.getmembers(owner, inspect.ismethod)}
        assert made == set(kinds)
        for kind in kinds:
            assert inspect.getdoc(getattr(owner, kind))


def test_every_constructor_makes_its_own_kind() -> None:
    for service, kinds in KINDS.items():
        for kind in kinds:
            constructor = getattr(getattr(bridge.faults, CLASS_NAMES[service]), kind)
            needed = [
                1.0
                for parameter in inspect.signature(constructor).parameters.values()
                if parameter.default is parameter.empty
                and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            ]
            fault = constructor(*needed)
            assert (fault.service, fault.kind) == (service, kind)


def test_what_takes_time_has_bounds() -> None:
    kinds = {kind for each in KINDS.values() for kind in each}
    assert set(DELAYED) <= kinds
    assert all(0 <= low <= high for low, high in DELAYED.values())
    assert set(INCIDENTS) <= set(KINDS)
