"""Checking a universe against laws: once, or after every instant in which something happened.

A law is anything with `find`; the ready ones are beside this file. Knows no single one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from bridge.errors import UsageError
from bridge.scheduler import MICROSECONDS, PRIORITY_LATE
from bridge.stubs.context import UniverseView
from bridge.stubs.datastore.address import Address
from bridge.stubs.datastore.handle import StoreHandle
from bridge.stubs.marketplace import Purchases
from bridge.tools.simulation.checkers.histories import History
from bridge.tools.simulation.checkers.reports import Finding, Report

__all__ = ["Law", "Watch", "check_laws"]


class Law(Protocol):
    """What must hold, whatever happens."""

    def find(self, history: History, only: Address | None = None) -> Iterator[Finding]:
        """What went against it so far.

        Parameters:
            only: look at this key alone; a law about more than single keys looks at what it must.
        """


def check_laws(universe: UniverseView, laws: Sequence[Law]) -> Report:
    """Whether laws have held until now.

    Raises:
        UsageError: there is none, so that nothing would be checked.
    """
    if not laws:
        raise UsageError("there is no law to check: give some, or watch some before")
    return _report(universe, History(universe), laws, None)


class Watch:
    """Laws that are checked at the end of every instant in which a call ended or took effect.

    Attributes:
        laws: add to it at any time.
        told: whether one was broken and said so.
    """

    def __init__(self, universe: UniverseView) -> None:
        self.laws: list[Law] = []
        self.told = False
        self._universe = universe
        self._history = History(universe)
        self._touched: dict[Address, None] = {}
        self._due = False
        log = StoreHandle.of(universe).record()
        log.on_change.append(self._changed)
        Purchases.of(universe).on_decided.append(lambda: self._changed(None))

    def _changed(self, address: Address | None) -> None:
        if address is not None:
            self._touched[address] = None
        if not self._due:
            self._due = True
            self._universe.agenda.schedule_after(0, self._check, PRIORITY_LATE)

    def _check(self) -> None:
        """Raises InvariantViolation out of whatever lets time pass."""
        self._due = False
        touched, self._touched = tuple(self._touched), {}
        for address in touched or (None,):
            report = _report(self._universe, self._history, self.laws, address)
            self.told = self.told or not report
            report.raise_if_broken()


def _report(
    universe: UniverseView, history: History, laws: Sequence[Law], only: Address | None
) -> Report:
    for law in laws:
        if not hasattr(law, "find"):
            raise UsageError(f"{law!r} is no law; call it first, as in no_lost_writes()")
    findings = tuple(finding for law in laws for finding in law.find(history, only))
    return Report(findings, universe.seed, universe.clock.now_us / MICROSECONDS)
