"""What all constructors of faults share: seconds become microseconds, filters become fields.

Knows no kind.
"""

from __future__ import annotations

from typing import TypeAlias

from bridge.errors import UsageError
from bridge.faults.delays import Delay, microseconds
from bridge.faults.fault import Fault, Window

__all__ = ["STORM", "Shortest", "Spread", "bounded", "make_fault", "spread"]

Shortest: TypeAlias = float | Delay
"""What constructors of delays take first: the least seconds, the only ones, or a distribution."""

Spread: TypeAlias = tuple[float, float] | Delay
"""Two bounds in seconds, or a distribution that has its own."""


def spread(
    shortest: Shortest | None,
    longest_seconds: float | None,
    usual_seconds: tuple[float, float] = (0.0, 0.0),
) -> Spread:
    """What a delay is drawn from; without a longest one it is always the shortest.

    Parameters:
        usual_seconds: the bounds where nobody has said anything.
    """
    if isinstance(shortest, Delay):
        if longest_seconds is not None:
            raise UsageError("a Delay has bounds of its own: give no maximum_seconds beside it")
        return shortest
    if shortest is None and longest_seconds is None:
        return usual_seconds
    low = 0.0 if shortest is None else shortest
    return low, low if longest_seconds is None else longest_seconds


def make_fault(
    service: str,
    kind: str,
    where: Window,
    *,
    delay: Spread = (0.0, 0.0),
    text: str = "",
    number: int = 0,
) -> Fault:
    """A fault from what its constructor was given; an unknown filter is refused by name."""
    unknown = sorted(set(where) - set(Window.__annotations__))
    if unknown:
        raise UsageError(f"unknown fault filter(s): {', '.join(unknown)}")
    end_seconds = where.get("end_seconds")
    bounds = (0.0, 0.0) if isinstance(delay, Delay) else delay
    return Fault(
        service=service,
        kind=kind,
        probability=where.get("probability", 1.0),
        operations=tuple(where.get("operations", ())),
        name=where.get("name"),
        key=where.get("key"),
        key_prefix=where.get("key_prefix", ""),
        server=where.get("server"),
        start_us=microseconds(where.get("start_seconds", 0.0)),
        end_us=None if end_seconds is None else microseconds(end_seconds),
        every_us=microseconds(where.get("every_seconds", 0.0)),
        times=where.get("times"),
        occurrences=tuple(where.get("occurrences", ())),
        schedule=where.get("schedule", ""),
        minimum_us=microseconds(bounds[0]),
        maximum_us=microseconds(bounds[1]),
        delay=delay if isinstance(delay, Delay) else None,
        text=text,
        number=number,
    )


STORM = 5
"""How often a kind bites that would go on for ever if it always did."""


def bounded(where: Window) -> Window:
    """The filters, with `times` where nothing else ends the fault or lets it miss."""
    ends = {"times", "occurrences", "schedule", "probability", "end_seconds"} & set(where)
    return where if ends else {**where, "times": STORM}
