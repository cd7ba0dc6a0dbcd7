"""TextService: filtering what players write.

Source: class page TextService (cloud-services.md 9.4). The real filter is nobody's to know; this
one blocks the words a test names and lets everything else pass. Left out: translations, sizes of
text on a screen, font families.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from bridge.errors import StubError
from bridge.faults import Site
from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.service import EnumItem, Instance, Request, ServerContext, Service, method

__all__ = ["TextFilters", "TextService"]

RESULTS_MAX = 10_000
"""Results that can still be asked for their text; scripts do so at once."""

NO_AUTHOR = "TextService: user {user} is not in this server"
"""It throws when the author is absent (documented); the words are inferred."""


class TextFilters:
    """The filter of a universe."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str] | None] = {}

    @classmethod
    def of(cls, universe: UniverseView) -> TextFilters:
        """The filter of a universe, the same for all its servers and tests."""
        return universe.backend("text_filters", cls)

    def block(self, *words: str, readers: Iterable[str] | None = None) -> None:
        """Hide words from now on; case does not matter.

        Parameters:
            readers: names of the accounts that do not get to see them, such as young ones; without
                them nobody does. Texts for everybody hide what anybody must not see.
        """
        for word in words:
            self._words[word] = None if readers is None else frozenset(readers)

    def allow(self, *words: str) -> None:
        """Hide these words no longer."""
        for word in words:
            self._words.pop(word, None)

    def blocked(self, reader: str | None) -> set[str]:
        """Words that an account does not get to see; None stands for everybody."""
        return {
            word
            for word, readers in self._words.items()
            if readers is None or reader is None or reader in readers
        }


class TextService(Service):
    """One server's TextService.

    Attributes:
        filters: the filter of the universe.
        blocked: words that nobody on this server gets to see besides; a test may fill it.
    """

    CLASS_NAME: ClassVar[str] = "TextService"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.filters = TextFilters.of(context.universe)
        self.blocked: set[str] = set()
        self._texts: dict[int, str] = {}

    def filtered(self, text: str, reader: str | None = None) -> str:
        """The text with a # for each letter of a blocked word.

        Parameters:
            reader: name of an account; None for everybody.
        """
        for word in sorted(self.blocked | self.filters.blocked(reader)):
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

    def _result(self, result: Instance, request: Request, reader: str | None) -> None:
        text = self._texts.get(result.id, "")

        def show() -> str:
            site = Site(request.method, server=self.context.server.index)
            now_us = self.context.clock.now_us
            if self.context.faults.bite("text", "blocking", site, now_us) is not None:
                return "#" * len(text)
            return self.filtered(text, reader)

        self.request(request, "text.result", perform=show)

    @method(
        "GetNonChatStringForBroadcastAsync",
        on="TextFilterResult",
        returns=("string",),
        yields=True,
    )
    def get_non_chat_string_for_broadcast(self, target: Instance, request: Request) -> None:
        """The text for everybody."""
        self._result(target, request, None)

    @method(
        "GetNonChatStringForUserAsync",
        on="TextFilterResult",
        parameters=("toUserId: int",),
        returns=("string",),
        yields=True,
    )
    def get_non_chat_string_for_user(self, target: Instance, request: Request, reader: int) -> None:
        """The text for one reader."""
        account = Accounts.of(self.context.universe).by_id(reader)
        self._result(target, request, "" if account is None else account.name)
