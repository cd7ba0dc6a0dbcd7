"""Laws of a whole run, one per file: what must have held, whatever went wrong on the way.

`universe.check(no_lost_writes())` at the end of a test, or `universe.watch(...)` at its beginning.
"""

from bridge.tools.simulation.checkers.histories import KeyInfo as KeyInfo
from bridge.tools.simulation.checkers.ledger import check_ledger as check_ledger
from bridge.tools.simulation.checkers.linearizability import Violation as Violation
from bridge.tools.simulation.checkers.linearizability import (
    check_linearizability as check_linearizability,
)
from bridge.tools.simulation.checkers.linearizability import linearizable as linearizable
from bridge.tools.simulation.checkers.locks import LAPIS as LAPIS
from bridge.tools.simulation.checkers.locks import PROFILE_SERVICE as PROFILE_SERVICE
from bridge.tools.simulation.checkers.locks import PROFILE_STORE as PROFILE_STORE
from bridge.tools.simulation.checkers.locks import Lock as Lock
from bridge.tools.simulation.checkers.locks import field_lock as field_lock
from bridge.tools.simulation.checkers.locks import metadata_lock as metadata_lock
from bridge.tools.simulation.checkers.lost_writes import no_lost_writes as no_lost_writes
from bridge.tools.simulation.checkers.receipts import receipts_counted as receipts_counted
from bridge.tools.simulation.checkers.receipts import receipts_granted as receipts_granted
from bridge.tools.simulation.checkers.reports import Finding as Finding
from bridge.tools.simulation.checkers.reports import Report as Report
from bridge.tools.simulation.checkers.sessions import one_owner as one_owner
from bridge.tools.simulation.checkers.vanishing import nothing_vanishes as nothing_vanishes

__all__ = [
    "LAPIS",
    "PROFILE_SERVICE",
    "PROFILE_STORE",
    "Finding",
    "KeyInfo",
    "Lock",
    "Report",
    "Violation",
    "check_ledger",
    "check_linearizability",
    "field_lock",
    "linearizable",
    "metadata_lock",
    "no_lost_writes",
    "nothing_vanishes",
    "one_owner",
    "receipts_counted",
    "receipts_granted",
]
