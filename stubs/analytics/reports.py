"""What all servers of a universe have reported, as its dashboards would show it.

Source: production/analytics/event-types.md (limits that "reset daily"), funnel-events.md and
economy-events.md. Knows no Lua.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bridge.errors import UsageError
from bridge.instances.class_table import class_table
from bridge.stubs.context import UniverseView

__all__ = ["ONBOARDING", "AnalyticsEvent", "Report", "Reports", "Wallets"]

DAY_US = 24 * 3600 * 1_000_000

ONBOARDING = "Onboarding"
"""The name of the funnel of LogOnboardingFunnelStepEvent, as dashboards have it."""

SEGMENTS: Mapping[str, str] = {
    "WhenUserFirstPlayed": "WhenUserFirstPlayed",
    "ActivePayerStatus": "ActivePayerStatus",
    "PlatformSpenderStatus": "PlayerPlatformSpenderStatus",
}
"""Enum by key of what GetPlayerSegmentsAsync returns."""


class AnalyticsEvent(NamedTuple):
    """One event: which method, whose, its arguments in order, its custom fields."""

    kind: str
    player: str
    arguments: tuple[object, ...]
    fields: dict[str, object]


class Report(NamedTuple):
    """An event that has arrived: from which server, and when in universe time."""

    server: int
    at_us: int
    event: AnalyticsEvent


class Wallets(NamedTuple):
    """One currency: what came in, what went out, and the last balance by player."""

    sources: float
    sinks: float
    balances: dict[str, float]


class Reports:
    """The events of a universe.

    Attributes:
        reports: what has arrived, oldest first.
    """

    def __init__(self, universe: UniverseView) -> None:
        self._universe = universe
        self.reports: list[Report] = []
        self._segments: dict[str, dict[str, str]] = {}
        self._day = -1
        self._seen: dict[str, set[object]] = {}

    def __repr__(self) -> str:
        kinds = [event.kind for event in self.events]
        shown = ", ".join(f"{kinds.count(kind)} {kind}" for kind in sorted(set(kinds)))
        return f"<analytics of a universe: {shown or 'no events'}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Reports:
        """The events of a universe, the same for all its servers and tests."""
        return universe.backend("analytics", lambda: cls(universe))

    # What a test does -------------------------------------------------------------------------

    @property
    def events(self) -> list[AnalyticsEvent]:
        """All events without where and when."""
        return [each.event for each in self.reports]

    def of_player(self, player: str) -> list[AnalyticsEvent]:
        """The events of one player."""
        return [event for event in self.events if event.player == player]

    def of_kind(self, kind: str) -> list[AnalyticsEvent]:
        """The events of one kind, e.g. "custom" or "progression start"."""
        return [event for event in self.events if event.kind == kind]

    def funnel(self, name: str = ONBOARDING) -> dict[int, int]:
        """How many walks through a funnel have reached each of its steps.

        A walk is a player and a session. A step that is repeated counts once; one that is skipped
        is complete when a later one is.
        """
        reached: dict[tuple[str, str], int] = {}
        for event in self.events:
            walk = _step_of(event)
            if walk is not None and walk[0] == name:
                key = (event.player, walk[1])
                reached[key] = max(reached.get(key, 0), walk[2])
        last = max(reached.values(), default=0)
        return {n: sum(each >= n for each in reached.values()) for n in range(1, last + 1)}

    def wallets(self, currency: str) -> Wallets:
        """Sums and balances of one currency, from LogEconomyEvent."""
        sums = {"Source": 0.0, "Sink": 0.0}
        balances: dict[str, float] = {}
        for event in self.of_kind("economy"):
            flow, name, amount, balance = event.arguments[:4]
            if name == currency:
                sums[str(flow)] += float(str(amount))
                balances[event.player] = float(str(balance))
        return Wallets(sums["Source"], sums["Sink"], balances)

    def set_segments(self, player: str, **segments: str) -> None:
        """What GetPlayerSegmentsAsync tells of the account of that name.

        Parameters:
            segments: items of their enums, e.g. `WhenUserFirstPlayed="Days0To30"`,
                `ActivePayerStatus="Never"`, `PlatformSpenderStatus="Active"`.

        Raises:
            UsageError: there is no such segment or item.
        """
        for key, item in segments.items():
            enum = SEGMENTS.get(key)
            if enum is None or item not in (class_table().enum_items(enum) or {}):
                raise UsageError(f"analytics: {key}={item!r} is no segment")
        self._segments.setdefault(player, {}).update(segments)

    # What servers do --------------------------------------------------------------------------

    def segments(self, player: str) -> dict[str, str] | None:
        """The items by key; None when there is no data about a player."""
        return self._segments.get(player)

    def add(self, server: int, event: AnalyticsEvent) -> bool:
        """Keeps an event, unless it is one of more names than a day allows. -> whether it does."""
        now_us = self._universe.clock.now_us
        if not self._admit(event, (self._universe.epoch_us + now_us) // DAY_US):
            return False
        self.reports.append(Report(server, now_us, event))
        self._universe.trace.append(
            "analytics", server=server, event=event.kind, player=event.player
        )
        return True

    def _admit(self, event: AnalyticsEvent, day: int) -> bool:
        rules = self._universe.profile.analytics
        if day != self._day:
            self._day, self._seen = day, {}
        names: list[tuple[str, object, int]] = []
        if event.kind == "custom":
            names.append(("custom", event.arguments[0], rules.custom_events_max))
        elif event.kind == "economy":
            names.append(("currency", event.arguments[1], rules.currencies_max))
        step = _step_of(event)
        if step is not None:
            names.append(("funnel", step[0], rules.funnels_max))
            names.append((f"step of {step[0]}", step[2], rules.funnel_steps_max))
        for what, name, limit in names:
            seen = self._seen.get(what, set())
            if name not in seen and len(seen) >= limit:
                return False
        for what, name, _ in names:
            self._seen.setdefault(what, set()).add(name)
        return True


def _step_of(event: AnalyticsEvent) -> tuple[str, str, int] | None:
    """Funnel, session and step of an event; None when it is of no funnel."""
    if event.kind == "funnel":
        name, session, step = event.arguments[:3]
        return str(name), str(session), int(str(step))
    if event.kind == "onboarding":
        return ONBOARDING, "", int(str(event.arguments[0]))
    return None
