"""Constructors of incidents: an instant is a window that holds no other."""

from __future__ import annotations

import pytest

from bridge.faults import Fault, PlayerFault, ServerFault, Site

LOOK = Site("Second", server=0)


@pytest.mark.parametrize("at_seconds", [0.0, 0.1, 12.5, 1800.000001])
def test_an_instant_is_one_microsecond_long(at_seconds: float) -> None:
    fault = ServerFault.crash(at_seconds)
    at_us = round(at_seconds * 1_000_000)
    assert (fault.start_us, fault.end_us) == (at_us, at_us + 1)
    assert [fault.matches(LOOK, at) for at in (at_us - 1, at_us, at_us + 1)] == [False, True, False]


def test_without_an_instant_it_lasts() -> None:
    assert PlayerFault.disconnect(probability=0.1, name="Ada") == Fault(
        service="player", kind="disconnect", probability=0.1, name="Ada"
    )


def test_each_kind_has_its_particulars() -> None:
    assert ServerFault.pause(1, 2).maximum_us == 2_000_000
    assert ServerFault.slow_frames(0.1, 0.2).minimum_us == 100_000
    assert ServerFault.clock_jump(-3).number == -3_000_000
    assert ServerFault.shutdown(reason="DeveloperUpdate").text == "DeveloperUpdate"
