"""The faults of a running universe: the plan in force, its seeded draws and its counters.

Knows no service. Each fault draws from its own stream, so adding or removing one fault never
changes what another one does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from bridge.errors import UsageError
from bridge.faults.fault import KINDS, Fault, FaultPlan, Site

__all__ = ["FaultStatistics", "Faults"]


class Draws(Protocol):
    """The part of a seeded stream that decisions need."""

    def chance(self, probability: float, /) -> bool: ...
    def integers(self, minimum: int, maximum: int, /) -> int: ...


class FaultStatistics(NamedTuple):
    """How often a fault was asked about (`considered`) and how often it bit (`bitten`)."""

    fault: Fault
    considered: int
    bitten: int


class _Armed:
    """A fault in use: its stream and its counters."""

    __slots__ = ("bitten", "considered", "draws", "fault")

    def __init__(self, fault: Fault, draws: Draws) -> None:
        self.fault = fault
        self.draws = draws
        self.considered = 0
        self.bitten = 0

    def bites(self, site: Site, now_us: int) -> bool:
        fault = self.fault
        if not fault.matches(site, now_us):
            return False
        if fault.times is not None and self.bitten >= fault.times:
            return False
        self.considered += 1
        if fault.occurrences:
            bitten = self.considered in fault.occurrences
        else:
            bitten = fault.probability >= 1.0 or self.draws.chance(fault.probability)
        self.bitten += bitten
        return bitten


class Faults:
    """The faults of a running universe: a plan that can grow, its draws and its counters.

    Parameters:
        stream: gives the seeded stream of a purpose, named by a string.
        plan: faults in force from the start.
    """

    def __init__(self, stream: Callable[[str], Draws], plan: FaultPlan | None = None) -> None:
        self._stream = stream
        self._armed: dict[tuple[str, str], list[_Armed]] = {}
        self._order: list[_Armed] = []
        self._added: dict[tuple[str, str], int] = {}
        for fault in (plan or FaultPlan()).faults:
            self.add(fault)

    @property
    def plan(self) -> FaultPlan:
        """What is in force now, as a value."""
        return FaultPlan(tuple(armed.fault for armed in self._order))

    def add(self, fault: Fault) -> Fault:
        """Puts a fault in force. The stream is named by kind and ordinal, so the same plan on the
        same seed always makes the same draws."""
        point = (fault.service, fault.kind)
        ordinal = self._added[point] = self._added.get(point, 0) + 1
        armed = _Armed(fault, self._stream(f"fault/{fault.service}/{fault.kind}/{ordinal}"))
        self._armed.setdefault(point, []).append(armed)
        self._order.append(armed)
        return fault

    def remove(self, fault: Fault) -> None:
        """Takes the first equal fault out of force, with its counters."""
        for armed in self._order:
            if armed.fault == fault:
                self._order.remove(armed)
                self._armed[fault.service, fault.kind].remove(armed)
                return
        raise UsageError(f"not in force: {fault!r}")

    def clear(self) -> None:
        """Takes every fault out of force."""
        self._order.clear()
        self._armed.clear()

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
                fault = armed.fault
                found = armed.draws.integers(fault.minimum_us, fault.maximum_us)
        return found

    def statistics(self) -> tuple[FaultStatistics, ...]:
        """One record per fault in force, in the order they were added."""
        return tuple(FaultStatistics(a.fault, a.considered, a.bitten) for a in self._order)

    def total(self, service: str, kinds: Iterable[str] = ()) -> int:
        """How often faults of a service (of these kinds, or of any) bit so far."""
        wanted = tuple(kinds) or KINDS[service]
        return sum(
            armed.bitten for kind in wanted for armed in self._armed.get((service, kind), ())
        )
