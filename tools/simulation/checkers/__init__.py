"""Properties of a whole run, one per file: what must have held, whatever went wrong on the way."""

from bridge.tools.simulation.checkers.linearizability import Violation as Violation
from bridge.tools.simulation.checkers.linearizability import (
    check_linearizability as check_linearizability,
)

__all__ = ["Violation", "check_linearizability"]
