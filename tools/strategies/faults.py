"""Faults and plans for Hypothesis: what goes wrong in a run, shrinking toward nothing at all.

`repr` of what is drawn can be pasted into a test. Knows no universe: a plan is a value.
"""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from bridge.errors import UsageError
from bridge.faults import DELAYED, KINDS, Delay, Fault, FaultPlan
from bridge.faults.delays import SHAPES, microseconds
from bridge.faults.schedules import read_schedule

__all__ = ["delays", "fault_plans", "faults", "schedules"]

HTTP_STATUSES = (500, 503, 429, 404)
CLOSE_REASONS = ("DeveloperShutdown", "DeveloperUpdate", "RobloxMaintenance")
JUMP_SECONDS_MAX = 3600


@st.composite
def faults(
    draw: st.DrawFn,
    *,
    services: Collection[str] = tuple(KINDS),
    kinds: Collection[str] | None = None,
    max_probability: float = 0.5,
    max_occurrence: int = 20,
    end_seconds: float | None = None,
    servers: int | None = None,
) -> Fault:
    """Single faults: at named requests ("at the third"), by chance, or by a schedule.

    Shrinks toward the first kind of the first service, at the first matching request only.

    Parameters:
        services: keys of `bridge.faults.KINDS`.
        kinds: kinds to draw from, by name; None for all of those services.
        max_probability: of faults by chance.
        max_occurrence: of faults at named requests.
        end_seconds: every fault ends then, for tests whose last minutes must be calm.
        servers: number of servers; then some faults are for one of them only.

    Raises:
        UsageError: there is no such service or kind, when the first example is drawn.
    """
    known = [(s, k) for s in services for k in KINDS.get(s, ()) if kinds is None or k in kinds]
    missing = [s for s in services if s not in KINDS]
    missing += [kind for kind in kinds or () if all(kind != k for _, k in known)]
    if missing or not known:
        raise UsageError(f"faults: no such service or kind: {', '.join(missing) or 'none given'}")
    service, kind = draw(st.sampled_from(known))
    data: dict[str, object] = {"service": service, "kind": kind}
    way = draw(st.sampled_from(("occurrences", "probability", "schedule")))
    if way == "probability":
        data["probability"] = draw(st.floats(0.0, max_probability))
    elif way == "schedule":
        data["schedule"] = draw(schedules())
    else:
        count = draw(st.integers(1, 3))
        places = draw(st.lists(st.integers(1, max_occurrence), min_size=1, max_size=count))
        data["occurrences"] = tuple(sorted(set(places)))
    if end_seconds is not None:
        data["end_us"] = microseconds(end_seconds)
    if servers is not None and draw(st.booleans()):
        data["server"] = draw(st.integers(0, servers - 1))
    data.update(_particulars(draw, kind))
    return Fault(**data)  # type: ignore[arg-type]  # the fields of a fault by name


@st.composite
def schedules(draw: st.DrawFn, *, max_phases: int = 4, max_count: int = 5) -> str:
    """Schedules of faults, such as "works 2, fails 3, again"; shrinks toward "fails 1"."""
    counts = draw(st.lists(st.integers(1, max_count), min_size=1, max_size=max_phases))
    first = draw(st.sampled_from(("fails", "works"))) if len(counts) > 1 else "fails"
    words = (first, "works" if first == "fails" else "fails")
    texts = [f"{words[index % 2]} {count}" for index, count in enumerate(counts)]
    end = draw(st.sampled_from(("", ", again", ", fails for ever")))
    return str(read_schedule(", ".join(texts) + end))


@st.composite
def delays(draw: st.DrawFn, minimum_us: int, maximum_us: int) -> Delay:
    """Distributions of a fault's delay within two bounds, in microseconds."""
    times = draw(st.lists(st.integers(minimum_us, maximum_us), min_size=2, max_size=2).map(sorted))
    shape = draw(st.sampled_from(SHAPES))
    data: dict[str, object] = {"middle_us": times[0], "deviation_us": times[1] - times[0]}
    if shape == "lognormal":
        data = {"middle_us": max(times[0], 1), "high_us": max(times[1], 1)}
    elif shape == "percentiles":
        data = {"table": ((50, times[0]), (99, times[1]))}
    data.update(shape=shape, minimum_us=minimum_us, maximum_us=maximum_us)
    return Delay(**data)  # type: ignore[arg-type]  # the fields of a delay by name


def _particulars(draw: st.DrawFn, kind: str) -> dict[str, object]:
    """The fields that only some kinds have."""
    if kind in DELAYED:
        low, high = (microseconds(bound) for bound in DELAYED[kind])
        if draw(st.booleans()):
            return {"delay": draw(delays(low, high))}
        minimum = draw(st.integers(low, high))
        return {"minimum_us": minimum, "maximum_us": draw(st.integers(minimum, high))}
    if kind == "status":
        return {"number": draw(st.sampled_from(HTTP_STATUSES))}
    if kind == "clock_jump":
        jump_seconds = draw(st.integers(-JUMP_SECONDS_MAX, JUMP_SECONDS_MAX))
        return {"number": microseconds(jump_seconds)}
    if kind == "shutdown":
        return {"text": draw(st.sampled_from(CLOSE_REASONS))}
    return {}


def fault_plans(
    *,
    min_size: int = 0,
    max_size: int = 5,
    services: Collection[str] = tuple(KINDS),
    kinds: Collection[str] | None = None,
    max_probability: float = 0.5,
    max_occurrence: int = 20,
    end_seconds: float | None = None,
    servers: int | None = None,
) -> st.SearchStrategy[FaultPlan]:
    """Plans of several faults; the empty plan, in which nothing goes wrong, is the simplest.

    Parameters:
        min_size, max_size: number of faults.
        services, kinds, max_probability, max_occurrence, end_seconds, servers: as for `faults`.
    """
    each = faults(
        services=services,
        kinds=kinds,
        max_probability=max_probability,
        max_occurrence=max_occurrence,
        end_seconds=end_seconds,
        servers=servers,
    )
    lists = st.lists(each, min_size=min_size, max_size=max_size)
    return lists.map(lambda drawn: FaultPlan(tuple(drawn)))
