"""Delays that are not equally likely between two bounds: normal, log-normal, by percentiles.

A delay is a value: it prints, compares, travels as JSON, and draws from a stream it is given. Times
are given in seconds and held in microseconds. Knows no fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any, Protocol

from bridge.errors import UsageError

__all__ = ["SHAPES", "Delay", "Draws", "microseconds"]

SHAPES = ("normal", "lognormal", "percentiles")

Table = tuple[tuple[float, int], ...]


def microseconds(seconds: float) -> int:
    """Seconds as a user writes them, in the integer unit of simulated time."""
    return round(seconds * 1_000_000)


class Draws(Protocol):
    """The part of a seeded stream that faults need."""

    def chance(self, probability: float, /) -> bool: ...
    def integers(self, minimum: int, maximum: int, /) -> int: ...
    def uniform(self) -> float: ...
    def normal(self, mean: float, deviation: float, /) -> float: ...
    def lognormal(self, median: float, p99: float, /) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Delay:
    """A time that is drawn anew for every request.

    Attributes:
        shape: one of `SHAPES`.
        minimum_us, maximum_us: what is drawn below or above counts as the bound; `maximum_us` None
            means no upper bound.
        middle_us: the mean of "normal", the median of "lognormal".
        deviation_us: of "normal": standard deviation.
        high_us: of "lognormal": the 99th percentile.
        table: of "percentiles": rising pairs of a percentage and the time that so many stay below.
    """

    shape: str
    minimum_us: int = 0
    maximum_us: int | None = None
    middle_us: int = 0
    deviation_us: int = 0
    high_us: int = 0
    table: Table = ()

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise UsageError(f"delay: no shape {self.shape!r}; known: {', '.join(SHAPES)}")
        top_us = self.maximum_us
        if self.minimum_us < 0 or (top_us is not None and top_us < self.minimum_us):
            raise UsageError(f"delay: bad bounds {self.minimum_us}..{top_us} us")
        if self.shape == "normal" and not (self.middle_us >= 0 and self.deviation_us >= 0):
            raise UsageError("delay: mean and deviation must not be negative")
        if self.shape == "lognormal" and not 0 < self.middle_us <= self.high_us:
            raise UsageError("delay: the median must lie above 0 and not above the 99th percentile")
        if self.shape == "percentiles":
            self._check_table()

    def _check_table(self) -> None:
        points = [percentage for percentage, _ in self.table]
        times = [self.minimum_us, *(time_us for _, time_us in self.table)]
        if self.maximum_us is not None:
            times.append(self.maximum_us)
        rising = all(low < high for low, high in pairwise(points))
        if not points or not rising or not 0 < points[0] <= points[-1] <= 100:
            raise UsageError("delay: percentiles must rise and lie above 0 and not above 100")
        if times != sorted(times):
            raise UsageError("delay: times must not fall from one percentile to the next")

    def __repr__(self) -> str:
        return f"Delay({', '.join(f'{k}={v!r}' for k, v in self._set_fields().items())})"

    # Constructors, in seconds ----------------------------------------------------------------

    @classmethod
    def normal(
        cls,
        mean_seconds: float,
        deviation_seconds: float,
        *,
        minimum_seconds: float = 0.0,
        maximum_seconds: float | None = None,
    ) -> Delay:
        """Around a mean, with a standard deviation."""
        return cls(
            shape="normal",
            middle_us=microseconds(mean_seconds),
            deviation_us=microseconds(deviation_seconds),
            minimum_us=microseconds(minimum_seconds),
            maximum_us=_us_or_none(maximum_seconds),
        )

    @classmethod
    def lognormal(
        cls,
        median_seconds: float,
        p99_seconds: float,
        *,
        minimum_seconds: float = 0.0,
        maximum_seconds: float | None = None,
    ) -> Delay:
        """Mostly quick, sometimes very slow, as networks are: half of all requests take less than
        the median, one in a hundred takes more than the 99th percentile."""
        return cls(
            shape="lognormal",
            middle_us=microseconds(median_seconds),
            high_us=microseconds(p99_seconds),
            minimum_us=microseconds(minimum_seconds),
            maximum_us=_us_or_none(maximum_seconds),
        )

    @classmethod
    def percentiles(
        cls,
        table: Mapping[float, float],
        *,
        minimum_seconds: float = 0.0,
        maximum_seconds: float | None = None,
    ) -> Delay:
        """What a dashboard shows: `Delay.percentiles({50: 0.08, 95: 0.4, 99: 1.2})` in seconds,
        equally likely in between. Without a maximum nothing takes longer than the last entry."""
        return cls(
            shape="percentiles",
            table=tuple(
                (percentage, microseconds(table[percentage])) for percentage in sorted(table)
            ),
            minimum_us=microseconds(minimum_seconds),
            maximum_us=_us_or_none(maximum_seconds),
        )

    # Drawing ---------------------------------------------------------------------------------

    def draw_us(self, draws: Draws) -> int:
        """A time, in microseconds."""
        if self.shape == "normal":
            drawn = draws.normal(self.middle_us, self.deviation_us)
        elif self.shape == "lognormal":
            drawn = draws.lognormal(self.middle_us, self.high_us)
        else:
            drawn = self._at(draws.uniform() * 100)
        drawn_us = max(self.minimum_us, round(drawn))
        return drawn_us if self.maximum_us is None else min(drawn_us, self.maximum_us)

    def _at(self, percentage: float) -> float:
        """The time that so many per cent of requests stay below."""
        before, low_us = 0.0, self.minimum_us
        highest_us = self.table[-1][1] if self.maximum_us is None else self.maximum_us
        for point, time_us in (*self.table, (100.0, highest_us)):
            if percentage < point:
                share = (percentage - before) / (point - before)
                return low_us + (time_us - low_us) * share
            before, low_us = point, time_us
        return low_us

    # Texts -----------------------------------------------------------------------------------

    def _set_fields(self) -> dict[str, Any]:
        """The fields that differ from their defaults."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) != field.default
        }

    def to_data(self) -> dict[str, object]:
        """What `from_data` reads back."""
        return self._set_fields()

    @classmethod
    def from_data(cls, data: object) -> Delay:
        """Inverse of `to_data`, also after a trip through JSON.

        Raises:
            UsageError: it is no such data.
        """
        if not isinstance(data, Mapping) or not set(data) <= {each.name for each in fields(cls)}:
            raise UsageError(f"a delay cannot be {data!r}")
        plain = dict(data)
        table = plain.pop("table", ())
        numbers = [value for name, value in plain.items() if name != "shape" and value is not None]
        if "shape" not in plain or not all(type(value) is int for value in numbers):
            raise UsageError(f"a delay cannot be {data!r}")
        if not isinstance(table, list | tuple) or not all(map(_is_point, table)):
            raise UsageError(f"a delay's table cannot be {table!r}")
        return cls(**plain, table=tuple((point, time_us) for point, time_us in table))


def _is_point(entry: object) -> bool:
    """A percentage and a whole number of microseconds."""
    if not isinstance(entry, list | tuple) or len(entry) != 2:
        return False
    percentage, time_us = entry
    return type(percentage) in (int, float) and type(time_us) is int


def _us_or_none(seconds: float | None) -> int | None:
    return None if seconds is None else microseconds(seconds)
