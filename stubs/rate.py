"""A limit that grows with a number of players, servers or users."""

from __future__ import annotations

from typing import NamedTuple

from bridge.errors import UsageError

__all__ = ["Rate", "as_rate"]


class Rate(NamedTuple):
    """A limit that grows with a number of players, servers or users."""

    base: float
    per_unit: float = 0.0

    def at(self, units: int) -> float:
        """The limit when there are `units` of them."""
        return self.base + self.per_unit * units


def as_rate(value: object) -> Rate:
    """A rate from what a test writes: a rate, a number, or (base, per unit).

    Raises:
        UsageError: it is none of these, or negative.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = (value,)
    numbers = value if isinstance(value, tuple) and 1 <= len(value) <= 2 else ()
    if not numbers or not all(isinstance(each, int | float) and each >= 0 for each in numbers):
        raise UsageError(f"a rate is a number or (base, per unit), got {value!r}")
    return Rate(*numbers)
