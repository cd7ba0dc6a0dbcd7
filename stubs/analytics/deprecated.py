"""The deprecated Fire methods of AnalyticsService, with their limits.

Source: class page AnalyticsService: "the event that exceeds the limit will be dropped and log an
error to the developer console"; the texts of those errors are inferred, those of FireEvent are
documented.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from bridge.errors import StubError
from bridge.stubs.analytics.reports import AnalyticsEvent
from bridge.stubs.profiles import AnalyticsRules
from bridge.stubs.service import EnumItem, Instance, JsonValue, Service, method

__all__ = ["ERRORS", "DeprecatedMembers"]

ERRORS: Final[Mapping[str, str]] = {
    "ApiKey": "The ApiKey is invalid.",
    "Category": 'AnalyticsService: , " and \\r\\n are not allowed in category.',
    "Utf8": "AnalyticsService can only accept valid UTF-8 characters.",
    "Parse": "AnalyticsService failed in parse event value. Error: {problem}",
    "TooLong": "AnalyticsService: The event value you fired is too long.",
}
"""Of FireEvent (documented)."""

DROPPED = "AnalyticsService:{method}() {what} is longer than {limit} characters; event dropped"
PAIRS = "AnalyticsService:{method}() {what} has more than {limit} pairs; event dropped"
THROTTLED = "AnalyticsService:{method}() too many events; event dropped"

PLAYER = "player: Player?"
DATA = "customData: json?"


class DeprecatedMembers(Service):
    """Part of AnalyticsService.

    Attributes:
        api_key: PlayFab's key, which only Studio's command bar can set; a test may. FireEvent needs
            one.
    """

    rules: AnalyticsRules
    api_key: str = ""

    def keep(self, method_name: str, event: AnalyticsEvent) -> bool:
        """Reports an event, unless a limit or a fault is against it. -> False for a limit."""
        raise NotImplementedError

    def _fire(
        self,
        method_name: str,
        player: Instance | None,
        arguments: tuple[object, ...],
        problems: Iterable[str | None],
    ) -> None:
        problem = next((each for each in problems if each is not None), None)
        name = "" if player is None else player.name
        plain = tuple(_plain(each) for each in arguments)
        event = AnalyticsEvent(method_name, name, plain, {})
        if problem is None and not self.keep(method_name, event):
            problem = THROTTLED.format(method=method_name)
        if problem is not None:
            self.context.log("error", problem)

    def _texts(self, method_name: str, **texts: str) -> list[str | None]:
        limit = self.rules.fire_text_characters_max
        return [_too_long(method_name, what, text, limit) for what, text in texts.items()]

    def _data(self, method_name: str, data: JsonValue | None) -> str | None:
        text = "" if data is None else data.text or ""
        return _too_long(method_name, "customData", text, self.rules.fire_data_characters_max)

    def _pairs(self, method_name: str, what: str, value: JsonValue | None) -> list[str | None]:
        found = _plain(value)
        if not isinstance(found, dict):
            return []
        if len(found) > self.rules.fire_pairs_max:
            limit = self.rules.fire_pairs_max
            return [PAIRS.format(method=method_name, what=what, limit=limit)]
        limit = self.rules.fire_text_characters_max
        return [
            _too_long(method_name, what, str(each), limit)
            for pair in found.items()
            for each in pair
        ]

    @method("FireCustomEvent", parameters=(PLAYER, "eventCategory: string", DATA))
    def fire_custom_event(
        self, target: Instance, player: Instance | None, category: str, data: JsonValue | None
    ) -> None:
        """An event of the game's own."""
        name = "FireCustomEvent"
        problems = [*self._texts(name, eventCategory=category), self._data(name, data)]
        self._fire(name, player, (category, data), problems)

    @method(
        "FireInGameEconomyEvent",
        parameters=(
            PLAYER,
            "itemName: string",
            "economyAction: Enum.AnalyticsEconomyAction",
            "itemCategory: string",
            "amount: int",
            "currency: string",
            "location: json?",
            DATA,
        ),
    )
    def fire_in_game_economy_event(
        self, target: Instance, player: Instance | None, item: str, action: EnumItem, category: str,
        amount: int, currency: str, location: JsonValue | None, data: JsonValue | None,
    ) -> None:  # fmt: skip
        """Something was got or spent."""
        name = "FireInGameEconomyEvent"
        problems = [
            *self._texts(name, itemName=item, itemCategory=category, currency=currency),
            self._data(name, data),
        ]
        arguments = (item, action, category, amount, currency, location, data)
        self._fire(name, player, arguments, problems)

    @method(
        "FireLogEvent",
        parameters=(
            PLAYER, "logLevel: Enum.AnalyticsLogLevel", "message: string", "debugInfo: json?", DATA,
        ),
    )  # fmt: skip
    def fire_log_event(
        self, target: Instance, player: Instance | None, level: EnumItem, message: str,
        debug: JsonValue | None, data: JsonValue | None,
    ) -> None:  # fmt: skip
        """Something went wrong."""
        name, found = "FireLogEvent", _plain(debug)
        trace = str(found.get("stackTrace", "")) if isinstance(found, dict) else ""
        problems = [
            _too_long(name, "message", message, self.rules.fire_data_characters_max),
            _too_long(name, "stackTrace", trace, self.rules.fire_trace_characters_max),
            self._data(name, data),
        ]
        self._fire(name, player, (level, message, debug, data), problems)

    @method(
        "FirePlayerProgressionEvent",
        parameters=(
            PLAYER, "category: string", "progressionStatus: Enum.AnalyticsProgressionStatus",
            "location: json?", "statistics: json?", DATA,
        ),
    )  # fmt: skip
    def fire_player_progression_event(
        self, target: Instance, player: Instance | None, category: str, status: EnumItem,
        location: JsonValue | None, statistics: JsonValue | None, data: JsonValue | None,
    ) -> None:  # fmt: skip
        """A player gets on."""
        name = "FirePlayerProgressionEvent"
        problems = [
            *self._texts(name, category=category),
            *self._pairs(name, "location", location),
            *self._pairs(name, "statistics", statistics),
            self._data(name, data),
        ]
        self._fire(name, player, (category, status, location, statistics, data), problems)

    @method("FireEvent", parameters=("category: string", "value: json"))
    def fire_event(self, target: Instance, category: str, value: JsonValue) -> None:
        """An event for PlayFab.

        Raises:
            StubError: there is no key, or category or value are none that can be sent.
        """
        if not self.api_key:
            raise StubError(ERRORS["ApiKey"])
        if any(each in category for each in ',"\r\n'):
            raise StubError(ERRORS["Category"])
        if value.text is None:
            if str(value.problem).startswith("utf8"):
                raise StubError(ERRORS["Utf8"])
            raise StubError(ERRORS["Parse"].format(problem=value.problem))
        if len(value.text.encode()) > self.rules.fire_value_bytes_max:
            raise StubError(ERRORS["TooLong"])
        self._fire("FireEvent", None, (category, value), ())


def _plain(value: object) -> object:
    if isinstance(value, EnumItem):
        return value.name
    if isinstance(value, JsonValue):
        return None if value.text is None else json.loads(value.text)
    return value


def _too_long(method_name: str, what: str, text: str, limit: int) -> str | None:
    if len(text) <= limit:
        return None
    return DROPPED.format(method=method_name, what=what, limit=limit)
