"""What all constructors of faults share: seconds become microseconds, filters become fields.

Knows no kind.
"""

from __future__ import annotations

from bridge.errors import UsageError
from bridge.faults.fault import Fault, Window

__all__ = ["STORM", "bounded", "make_fault", "microseconds"]


def microseconds(seconds: float) -> int:
    """Seconds as a user writes them, in the integer unit of simulated time."""
    return round(seconds * 1_000_000)


def make_fault(
    service: str,
    kind: str,
    where: Window,
    *,
    delay_seconds: tuple[float, float] = (0.0, 0.0),
    text: str = "",
    number: int = 0,
) -> Fault:
    """A fault from what its constructor was given; an unknown filter is refused by name."""
    unknown = sorted(set(where) - set(Window.__annotations__))
    if unknown:
        raise UsageError(f"unknown fault filter(s): {', '.join(unknown)}")
    end_seconds = where.get("end_seconds")
    return Fault(
        service=service,
        kind=kind,
        probability=where.get("probability", 1.0),
        operations=tuple(where.get("operations", ())),
        name=where.get("name"),
        key=where.get("key"),
        server=where.get("server"),
        start_us=microseconds(where.get("start_seconds", 0.0)),
        end_us=None if end_seconds is None else microseconds(end_seconds),
        times=where.get("times"),
        occurrences=tuple(where.get("occurrences", ())),
        minimum_us=microseconds(delay_seconds[0]),
        maximum_us=microseconds(delay_seconds[1]),
        text=text,
        number=number,
    )


STORM = 5
"""How often a kind bites that would go on for ever if it always did."""


def bounded(where: Window) -> Window:
    """The filters, with `times` where nothing else ends the fault or lets it miss."""
    ends = {"times", "occurrences", "probability", "end_seconds"} & set(where)
    return where if ends else {**where, "times": STORM}
