"""AnalyticsService of one server: the methods that report, and the limit per minute.

Source: class page AnalyticsService (cloud-services.md 9.5): fire and forget, no yield, no result.
The deprecated Fire methods are in `deprecated.py`.
"""

from __future__ import annotations

import json
from typing import ClassVar

from bridge.faults import Site
from bridge.stubs.analytics.deprecated import DeprecatedMembers
from bridge.stubs.analytics.reports import SEGMENTS, AnalyticsEvent, Reports
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonValue,
    Request,
    ServerContext,
    StructureText,
    method,
    refused,
    structure,
)
from bridge.stubs.windows import SlidingWindow

__all__ = ["AnalyticsService"]

METHODS = {
    "custom": "LogCustomEvent",
    "economy": "LogEconomyEvent",
    "funnel": "LogFunnelStepEvent",
    "onboarding": "LogOnboardingFunnelStepEvent",
    "progression start": "LogProgressionStartEvent",
    "progression complete": "LogProgressionCompleteEvent",
    "progression fail": "LogProgressionFailEvent",
    "progression": "LogProgressionEvent",
    "journey": "LogJourneyEvent",
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


class AnalyticsService(DeprecatedMembers):
    """One server's AnalyticsService.

    Attributes:
        reports: those of the universe.
        events: what this server has reported, oldest first.
        dropped: how many more were over a limit.
        lost: how many more faults let disappear.
    """

    CLASS_NAME: ClassVar[str] = "AnalyticsService"
    DOOR: ClassVar[str] = "analytics"
    OPEN_QUESTIONS = (
        "Events over the limit per minute: are dropped, and nothing tells; those of the deprecated"
        " methods print an error.",
        "Events with the 11th currency, the 11th funnel, the 101st step or the 101st name of a day:"
        " are dropped likewise.",
        "Whether a day begins at midnight UTC: it does.",
        "Whether the onboarding funnel is one of the ten: it is, by the page's example.",
        "Events from Studio, which are documented not to be sent: are kept all the same.",
    )
    NOT_MODELLED = refused({"it has no documentation": "GetDurationLoggerTimestamp"})

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.reports = Reports.of(context.universe)
        self.rules = context.universe.profile.analytics
        self.events: list[AnalyticsEvent] = []
        self.dropped = self.lost = 0
        self._window = SlidingWindow()

    def _keep(self, kind: str, player: Instance, *rest: object) -> None:
        """Reports an event.

        Parameters:
            rest: the method's arguments behind the player. Of the last one, the custom fields, only
                those that Enum.AnalyticsCustomFieldKeys names count; any other one "is ignored"
                (production/analytics/custom-fields.md).
        """
        *arguments, fields = rest
        given = json.loads(fields.text or "{}") if isinstance(fields, JsonValue) else {}
        names = [f"CustomField{n:02}" for n in range(1, self.rules.custom_fields_max + 1)]
        known = {name: given[name] for name in names if name in given}
        plain = tuple(each.name if isinstance(each, EnumItem) else each for each in arguments)
        self.keep(METHODS[kind], AnalyticsEvent(kind, player.name, plain, known))

    def keep(self, method_name: str, event: AnalyticsEvent) -> bool:
        """Reports an event, unless a limit or a fault is against it. -> False for a limit."""
        now_us, server = self.context.clock.now_us, self.context.server
        limit = self.rules.events_per_minute.at(server.number_of_players)
        if not self._window.admit(1, limit, now_us):
            self.dropped += 1
            return False
        site = Site(method_name, event.player, server=server.index)
        bites = [self.context.faults.bite("analytics", kind, site, now_us) for kind in LOSSES]
        if any(bites):
            self.lost += 1
        elif self.reports.add(server.index, event):
            self.events.append(event)
        else:
            self.dropped += 1
            return False
        return True

    @method(
        "LogCustomEvent",
        parameters=("player: Player", "eventName: string", "value: number = 1", FIELDS),
    )
    def log_custom_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """An event of the game's own."""
        self._keep("custom", player, *rest)

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
        self._keep("economy", player, *rest)

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
        self._keep("funnel", player, *rest)

    @method(
        "LogOnboardingFunnelStepEvent",
        parameters=("player: Player", "step: int", "stepName: string = ", FIELDS),
    )
    def log_onboarding_funnel_step_event(
        self, target: Instance, player: Instance, *rest: object
    ) -> None:
        """A step of a player's first session."""
        self._keep("onboarding", player, *rest)

    @method("LogProgressionStartEvent", parameters=LEVEL)
    def log_progression_start_event(
        self, target: Instance, player: Instance, *rest: object
    ) -> None:
        """A level begins."""
        self._keep("progression start", player, *rest)

    @method("LogProgressionCompleteEvent", parameters=LEVEL)
    def log_progression_complete_event(
        self, target: Instance, player: Instance, *rest: object
    ) -> None:
        """A level is done."""
        self._keep("progression complete", player, *rest)

    @method("LogProgressionFailEvent", parameters=LEVEL)
    def log_progression_fail_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """A level is lost."""
        self._keep("progression fail", player, *rest)

    @method(
        "LogProgressionEvent",
        parameters=(
            "player: Player",
            "progressionPathName: string",
            "status: Enum.AnalyticsProgressionType",
            "level: int",
            "levelName: string = ",
            FIELDS,
        ),
    )
    def log_progression_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """A level begins, is done or lost, or anything else happens with it."""
        self._keep("progression", player, *rest)

    @method(
        "LogJourneyEvent",
        parameters=(
            "player: Player",
            "journeyName: string",
            "nodeName: string",
            "journeySessionId: string = ",
            FIELDS,
        ),
    )
    def log_journey_event(self, target: Instance, player: Instance, *rest: object) -> None:
        """A node of a journey; its limits, if it has any, are not documented."""
        self._keep("journey", player, *rest)

    # Segments ---------------------------------------------------------------------------------

    @method(
        "GetPlayerSegmentsAsync",
        parameters=("player: Player",),
        returns=("dictionary",),
        yields=True,
    )
    def get_player_segments_async(
        self, target: Instance, request: Request, player: Instance
    ) -> None:
        """HasData, and the coarse segments a test has set; `HasData` is false without any."""

        def look_up() -> StructureText:
            known = self.reports.segments(player.name)
            items = {
                key: self.world.enum_item(enum, (known or {}).get(key, "Unknown"))
                for key, enum in SEGMENTS.items()
            }
            return structure({"HasData": known is not None, **items})

        self.request(request, subject=player.name, perform=look_up)
