"""AnalyticsService: events that a game reports; they are kept for the test and go nowhere.

Source: class page AnalyticsService (cloud-services.md 9.5): fire and forget, no yield, no result.
Left out: GetPlayerSegmentsAsync, the limits of 10 funnels and 10 currencies, the deprecated Fire
methods.
"""

from __future__ import annotations

import json
from typing import ClassVar, NamedTuple

from bridge.errors import StubError
from bridge.faults import Site
from bridge.stubs.service import EnumItem, Instance, JsonValue, ServerContext, Service, method
from bridge.stubs.windows import SlidingWindow

__all__ = ["AnalyticsEvent", "AnalyticsService"]

FIELDS_MAX = 3
"""Custom fields of an event (documented)."""

TOO_MANY_FIELDS = "AnalyticsService: at most {limit} custom fields"  # inferred

METHODS = {
    "custom": "LogCustomEvent",
    "economy": "LogEconomyEvent",
    "funnel": "LogFunnelStepEvent",
    "onboarding": "LogOnboardingFunnelStepEvent",
    "progression start": "LogProgressionStartEvent",
    "progression complete": "LogProgressionCompleteEvent",
    "progression fail": "LogProgressionFailEvent",
}
"""Method by kind of event, as faults name it."""

LOSSES = ("outage", "loss")

FIELDS = "customFields: dictionary?"
LEVEL = (
    "player: Player",
    "progressionPathName: string",
    "level: int",
    "levelName: string = ",
    FIELDS,
)


class AnalyticsEvent(NamedTuple):
    """One event: which method, whose, its arguments in order, its custom fields."""

    kind: str
    player: str
    arguments: tuple[object, ...]
    fields: dict[str, object]


class AnalyticsService(Service):
    """One server's AnalyticsService.

    Attributes:
        events: what was reported, oldest first.
        dropped: how many more were over the limit per minute.
        lost: how many more faults let disappear.
    """

    CLASS_NAME: ClassVar[str] = "AnalyticsService"
    OPEN_QUESTIONS = ("Events over the limit per minute: are dropped, and nothing tells.",)

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.events: list[AnalyticsEvent] = []
        self.dropped = self.lost = 0
        self._window = SlidingWindow()

    def _keep(
        self, kind: str, player: Instance, fields: JsonValue | None, *arguments: object
    ) -> None:
        known = json.loads(fields.text) if fields is not None and fields.text else {}
        if len(known) > FIELDS_MAX:
            raise StubError(TOO_MANY_FIELDS.format(limit=FIELDS_MAX))
        rate = self.context.universe.profile.analytics.events_per_minute
        limit = rate.at(self.context.server.number_of_players)
        now_us = self.context.clock.now_us
        if not self._window.admit(1, limit, now_us):
            self.dropped += 1
            return
        site = Site(METHODS[kind], player.name, server=self.context.server.index)
        bites = [self.context.faults.bite("analytics", k, site, now_us) for k in LOSSES]
        if any(bites):
            self.lost += 1
            return
        plain = tuple(each.name if isinstance(each, EnumItem) else each for each in arguments)
        self.events.append(AnalyticsEvent(kind, player.name, plain, dict(known)))

    @method(
        "LogCustomEvent",
        parameters=("player: Player", "eventName: string", "value: number = 1", FIELDS),
    )
    def log_custom_event(
        self, target: Instance, player: Instance, name: str, value: float, fields: JsonValue | None
    ) -> None:
        """An event of the game's own."""
        self._keep("custom", player, fields, name, value)

    @method(
        "LogEconomyEvent",
        parameters=(
            "player: Player",
            "flowType: Enum.AnalyticsEconomyFlowType",
            "currencyType: string",
            "amount: number",
            "endingBalance: number",
            "transactionType: string",
            "itemSku: string = ",
            FIELDS,
        ),
    )
    def log_economy_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """Currency that came in or went out."""
        *arguments, fields = rest
        self._keep("economy", player, _fields(fields), *arguments)

    @method(
        "LogFunnelStepEvent",
        parameters=(
            "player: Player",
            "funnelName: string",
            "funnelSessionId: string = ",
            "step: int = 1",
            "stepName: string = ",
            FIELDS,
        ),
    )
    def log_funnel_step_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """A step of a funnel."""
        *arguments, fields = rest
        self._keep("funnel", player, _fields(fields), *arguments)

    @method(
        "LogOnboardingFunnelStepEvent",
        parameters=("player: Player", "step: int", "stepName: string = ", FIELDS),
    )
    def log_onboarding_funnel_step_event(
        self, target: Instance, player: Instance, *rest: object
    ) -> None:
        """A step of a player's first session."""
        *arguments, fields = rest
        self._keep("onboarding", player, _fields(fields), *arguments)

    @method("LogProgressionStartEvent", parameters=LEVEL)
    def log_progression_start_event(
        self, target: Instance, player: Instance, *rest: object
    ) -> None:
        """A level begins."""
        *arguments, fields = rest
        self._keep("progression start", player, _fields(fields), *arguments)

    @method("LogProgressionCompleteEvent", parameters=LEVEL)
    def log_progression_complete_event(
        self, target: Instance, player: Instance, *rest: object
    ) -> None:
        """A level is done."""
        *arguments, fields = rest
        self._keep("progression complete", player, _fields(fields), *arguments)

    @method("LogProgressionFailEvent", parameters=LEVEL)
    def log_progression_fail_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """A level is lost."""
        *arguments, fields = rest
        self._keep("progression fail", player, _fields(fields), *arguments)


def _fields(value: object) -> JsonValue | None:
    return value if isinstance(value, JsonValue) else None
