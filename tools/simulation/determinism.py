"""Is a run a function of its code and seed? Runs it twice and compares the traces.

Knows nothing of what the run does.
"""

from __future__ import annotations

from collections.abc import Callable

from bridge.scheduler import Difference, first_difference
from bridge.tools.simulation.universe import Universe

__all__ = ["check_determinism"]


def check_determinism(build: Callable[[], Universe]) -> Difference | None:
    """Call `build` twice and return the first entry in which the two traces differ.

    Parameters:
        build: makes a universe from one and the same seed, runs it, and returns it.

    Returns:
        None when the traces are equal. Otherwise where they part; `str()` of it is a report.
    """
    traces = []
    for _ in range(2):
        universe = build()
        traces.append(universe.trace.lines())
        universe.close()
    return first_difference(*traces)
