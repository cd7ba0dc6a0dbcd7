"""Rates: how they grow, and how a test writes one."""

from __future__ import annotations

import pytest

from bridge.errors import UsageError
from bridge.stubs.rate import Rate, as_rate


def test_a_rate_grows_with_its_unit() -> None:
    assert [Rate(60, 40).at(units) for units in (0, 1, 10)] == [60, 100, 460]


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        (5, Rate(5)),
        (0.5, Rate(0.5)),
        ((5, 2), Rate(5, 2)),
        ((5,), Rate(5)),
        (Rate(1, 2), Rate(1, 2)),
    ],
)
def test_a_rate_is_a_number_or_a_pair(written: object, rate: Rate) -> None:
    assert as_rate(written) == rate


@pytest.mark.parametrize("written", [True, "5", None, (), (1, 2, 3), (1, "2"), -1, (1, -2), [1, 2]])
def test_anything_else_is_refused(written: object) -> None:
    with pytest.raises(UsageError, match="a rate is a number or"):
        as_rate(written)
