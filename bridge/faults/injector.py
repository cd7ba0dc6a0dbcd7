"""The faults of a running universe: the plan in force, its seeded draws and its counters.

Knows no service. Each fault draws from its own stream, so adding or removing one fault never
changes what another one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from bridge.errors import UsageError
from bridge.faults.delays import Draws
from bridge.faults.fault import Fault, FaultPlan, Site
from bridge.faults.kinds import INCIDENTS, KINDS
from bridge.faults.schedules import read_schedule

__all__ = ["Armed", "FaultStatistics", "Faults"]


class FaultStatistics(NamedTuple):
    """How often a fault was asked about (`considered`) and how often it bit (`bitten`)."""

    fault: Fault
    considered: int
    bitten: int


class Armed:
    """A fault in use: its stream and its counters.

    Attributes:
        considered, bitten: how often it was asked about, and how often it bit.
        in_force: False once it was removed.
    """

    __slots__ = ("_draws", "_note", "_schedule", "bitten", "considered", "fault", "in_force")

    def __init__(self, fault: Fault, draws: Draws, note: Callable[[Fault, Site], None]) -> None:
        self.fault = fault
        self.considered = 0
        self.bitten = 0
        self.in_force = True
        self._draws = draws
        self._note = note
        self._schedule = read_schedule(fault.schedule) if fault.schedule else None

    def __repr__(self) -> str:
        return f"<{self.fault!r} bit {self.bitten} of {self.considered} times>"

    @property
    def spent(self) -> bool:
        """It will never bite again."""
        fault = self.fault
        if not self.in_force or (fault.times is not None and self.bitten >= fault.times):
            return True
        if self._schedule is not None:
            last = self._schedule.last
            return last is not None and self.considered >= last
        return bool(fault.occurrences) and self.considered >= max(fault.occurrences)

    def bites(self, site: Site, now_us: int) -> bool:
        """Whether it bites at this place now; counts the question and the bite."""
        fault = self.fault
        if not fault.matches(site, now_us):
            return False
        if fault.times is not None and self.bitten >= fault.times:
            return False
        self.considered += 1
        if self._schedule is not None:
            bitten = self._schedule.fails_at(self.considered)
        elif fault.occurrences:
            bitten = self.considered in fault.occurrences
        else:
            bitten = fault.probability >= 1.0 or self._draws.chance(fault.probability)
        if bitten:
            self.bitten += 1
            self._note(fault, site)
        return bitten

    def delay_us(self) -> int:
        """A time drawn from its distribution."""
        if self.fault.delay is not None:
            return self.fault.delay.draw_us(self._draws)
        return self._draws.integers(self.fault.minimum_us, self.fault.maximum_us)

    def pick(self, count: int) -> int:
        """A number from 0 to `count` - 1, for kinds that choose a victim."""
        return self._draws.integers(0, count - 1)


def _note_nothing(fault: Fault, site: Site) -> None:
    """For faults that no universe listens to."""


class Faults:
    """The faults of a running universe: a plan that can grow, its draws and its counters.

    Parameters:
        stream: gives the seeded stream of a purpose, named by a string.
        plan: faults in force from the start.
        note: called at each bite.

    Attributes:
        incident: called when an incident happens to the server of a site; a universe sets it.
        incident_added: called for every incident that waits for an instant; likewise.
    """

    def __init__(
        self,
        stream: Callable[[str], Draws],
        plan: FaultPlan | None = None,
        note: Callable[[Fault, Site], None] = _note_nothing,
    ) -> None:
        self.incident: Callable[[Armed, Site], None] | None = None
        self.incident_added: Callable[[Armed], None] | None = None
        self._stream = stream
        self._note = note
        self._armed: dict[tuple[str, str], list[Armed]] = {}
        self._order: list[Armed] = []
        self._at_requests: list[Armed] = []
        self._added: dict[tuple[str, str], int] = {}
        self._services: set[str] = set()
        for fault in (plan or FaultPlan()).faults:
            self.add(fault)

    def __repr__(self) -> str:
        lines = [f"  {armed!r}"[:-1].replace("<", "", 1) for armed in self._order]
        return "\n".join([f"<faults of a universe, {len(lines)} in force", *lines]) + ">"

    @property
    def plan(self) -> FaultPlan:
        """What is in force now, as a value."""
        return FaultPlan(tuple(armed.fault for armed in self._order))

    def add(self, fault: Fault) -> Fault:
        """Puts a fault in force. The stream is named by kind and ordinal, so the same plan on the
        same seed always makes the same draws."""
        return self._arm(fault).fault

    def _arm(self, fault: Fault) -> Armed:
        point = (fault.service, fault.kind)
        ordinal = self._added[point] = self._added.get(point, 0) + 1
        stream = self._stream(f"fault/{fault.service}/{fault.kind}/{ordinal}")
        armed = Armed(fault, stream, self._note)
        self._armed.setdefault(point, []).append(armed)
        self._order.append(armed)
        if fault.service in INCIDENTS:
            if fault.operations:
                self._at_requests.append(armed)
            elif self.incident_added is not None:
                self.incident_added(armed)
        self._services.add(fault.service)
        return armed

    def remove(self, fault: Fault) -> None:
        """Takes the first equal fault out of force, with its counters."""
        for armed in self._order:
            if armed.fault == fault:
                self._disarm(armed)
                return
        raise UsageError(f"not in force: {fault!r}")

    def _disarm(self, armed: Armed) -> None:
        armed.in_force = False
        self._order.remove(armed)
        self._armed[armed.fault.service, armed.fault.kind].remove(armed)
        if armed in self._at_requests:
            self._at_requests.remove(armed)
        self._services = {each.fault.service for each in self._order}

    @contextmanager
    def during(self, *faults: Fault) -> Iterator[None]:
        """Has faults in force inside a `with` block only: an outage of unknown beginning."""
        armed = [self._arm(fault) for fault in faults]
        try:
            yield
        finally:
            for each in armed:
                if each.in_force:
                    self._disarm(each)

    def clear(self) -> None:
        """Takes every fault out of force."""
        for armed in self._order:
            armed.in_force = False
        self._order.clear()
        self._services.clear()
        self._armed.clear()
        self._at_requests.clear()

    def concerns(self, service: str) -> bool:
        """Whether any fault of a service, or one that strikes at a request, is in force; without
        one there is nothing to ask."""
        return service in self._services or bool(self._at_requests)

    def bite(self, service: str, kind: str, site: Site, now_us: int) -> Fault | None:
        """The fault of this kind that goes wrong at `site` now, or None.

        Every matching fault is asked even after one has bitten, so that each keeps its own count.
        """
        found: Fault | None = None
        for armed in self._armed.get((service, kind), ()):
            if armed.bites(site, now_us) and found is None:
                found = armed.fault
        return found

    def delay_us(self, service: str, kind: str, site: Site, now_us: int) -> int | None:
        """Like `bite`, for kinds that delay: the drawn microseconds, or None when nothing bites."""
        found: int | None = None
        for armed in self._armed.get((service, kind), ()):
            if armed.bites(site, now_us) and found is None:
                found = armed.delay_us()
        return found

    @property
    def incidents(self) -> tuple[Armed, ...]:
        """Incidents in force that wait for an instant, not for a request."""
        return tuple(
            armed
            for armed in self._order
            if armed.fault.service in INCIDENTS and not armed.fault.operations
        )

    def sent(self, site: Site, now_us: int) -> None:
        """A door says that a request was sent: incidents with `operations` look at it."""
        for armed in self._at_requests:
            if armed.bites(site, now_us) and self.incident is not None:
                self.incident(armed, site)

    def unused(self) -> tuple[Fault, ...]:
        """Faults in force that never bit: a run that they were meant to test tested nothing."""
        return tuple(armed.fault for armed in self._order if not armed.bitten)

    def statistics(self) -> tuple[FaultStatistics, ...]:
        """One record per fault in force, in the order they were added."""
        return tuple(FaultStatistics(a.fault, a.considered, a.bitten) for a in self._order)

    def total(self, service: str, kinds: Iterable[str] = ()) -> int:
        """How often faults of a service (of these kinds, or of any) bit so far."""
        wanted = tuple(kinds) or KINDS[service]
        return sum(
            armed.bitten for kind in wanted for armed in self._armed.get((service, kind), ())
        )
