"""TextService: filtering what players write.

Source: class page TextService (cloud-services.md 9.4). The real filter is nobody's to know; this
one blocks the words a test names and lets everything else pass. Left out: translations, sizes of
text on a screen, font families.
"""

from __future__ import annotations

import re
from typing import ClassVar

from bridge.errors import StubError
from bridge.faults import Site
from bridge.stubs.service import EnumItem, Instance, Request, ServerContext, Service, method

__all__ = ["TextService"]

RESULTS_MAX = 10_000
"""Results that can still be asked for their text; scripts do so at once."""

NO_AUTHOR = "TextService: user {user} is not in this server"
"""It throws when the author is absent (documented); the words are inferred."""


class TextService(Service):
    """One server's TextService.

    Attributes:
        blocked: words that players do not get to see; a test may fill it. Case does not matter.
    """

    CLASS_NAME: ClassVar[str] = "TextService"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.blocked: set[str] = set()
        self._texts: dict[int, str] = {}

    def filtered(self, text: str) -> str:
        """The text with a # for each letter of a blocked word."""
        for word in sorted(self.blocked):
            text = re.sub(rf"(?i)\b{re.escape(word)}\b", "#" * len(word), text)
        return text

    @method(
        "FilterStringAsync",
        parameters=(
            "stringToFilter: string",
            "fromUserId: int",
            "textContext: Enum.TextFilterContext = PrivateChat",
        ),
        returns=("TextFilterResult",),
        yields=True,
    )
    def filter_string(
        self, target: Instance, request: Request, text: str, author: int, context: EnumItem
    ) -> None:
        """A TextFilterResult; the author must be in the server."""
        if all(player.get("UserId") != author for player in self._players()):
            raise StubError(NO_AUTHOR.format(user=author))

        def filter_text() -> Instance:
            result = self.create("TextFilterResult", pinned=False)
            self._texts[result.id] = text
            if len(self._texts) > RESULTS_MAX:
                del self._texts[next(iter(self._texts))]
            return result

        self.request(request, "text.filter", subject=str(author), perform=filter_text)

    def _players(self) -> list[Instance]:
        children = self.context.game.service_instance("Players").children
        return [each for each in children if each.class_name == "Player"]

    def _result(self, result: Instance, request: Request) -> None:
        text = self._texts.get(result.id, "")

        def show() -> str:
            site = Site(request.method, server=self.context.server.index)
            now_us = self.context.clock.now_us
            if self.context.faults.bite("text", "blocking", site, now_us) is not None:
                return "#" * len(text)
            return self.filtered(text)

        self.request(request, "text.result", perform=show)

    @method(
        "GetNonChatStringForBroadcastAsync",
        on="TextFilterResult",
        returns=("string",),
        yields=True,
    )
    def get_non_chat_string_for_broadcast(self, target: Instance, request: Request) -> None:
        """The text for everybody."""
        self._result(target, request)

    @method(
        "GetNonChatStringForUserAsync",
        on="TextFilterResult",
        parameters=("toUserId: int",),
        returns=("string",),
        yields=True,
    )
    def get_non_chat_string_for_user(self, target: Instance, request: Request, reader: int) -> None:
        """The text for one reader; all readers are the same here."""
        self._result(target, request)
