"""TextService: filtering what players write.

Source: class page TextService (cloud-services.md 9.4). The real filter is nobody's to know; this
one blocks the words a test names and lets everything else pass. Left out: sizes of text on a
screen, font families.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from bridge.errors import StubError
from bridge.faults import Site
from bridge.stubs.chat_settings import ChatSettings
from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.service import (
    EnumItem,
    Instance,
    JsonText,
    JsonValue,
    Request,
    ServerContext,
    Service,
    method,
    refused,
)

__all__ = ["TextFilters", "TextService"]

RESULTS_MAX = 10_000
"""Results that can still be asked for their text; scripts do so at once."""

NO_AUTHOR = "TextService: user {user} is not in this server"
"""It throws when the author is absent (documented); the words are inferred."""


NO_READER = "TextFilterResult: user {user} is not in this server"
NO_CHAT = "TextFilterResult: user {user} may not chat with the author"
"""Both throw (documented); the words are inferred."""

NO_FONTS = "there are no fonts to measure"


class _Written(NamedTuple):
    """What stands behind a TextFilterResult."""

    text: str
    author: int


class TextFilters:
    """The filter of a universe."""

    def __init__(self) -> None:
        self._words: dict[str, frozenset[str] | None] = {}

    def __repr__(self) -> str:
        return f"<text filter of a universe: {', '.join(sorted(self._words)) or 'no words'}>"

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
    DOOR: ClassVar[str] = "text"
    NOT_MODELLED = refused(
        {
            NO_FONTS: "GetFamilyInfoAsync GetTextBoundsAsync GetTextSize GetTextSizeOffsetAsync",
        }
    )
    OPEN_QUESTIONS = (
        "What the empty object of FilterAndTranslateStringAsync holds: no text, no translation.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.filters = TextFilters.of(context.universe)
        self.blocked: set[str] = set()
        self._texts: dict[int, _Written] = {}

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
        if not self._is_here(author):
            raise StubError(NO_AUTHOR.format(user=author))

        def filter_text() -> Instance:
            result = self.create("TextFilterResult", pinned=False)
            self._texts[result.id] = _Written(text, author)
            if len(self._texts) > RESULTS_MAX:
                del self._texts[next(iter(self._texts))]
            return result

        self.request(request, subject=str(author), perform=filter_text)

    @method(
        "FilterAndTranslateStringAsync",
        parameters=(
            "stringToFilter: string",
            "fromUserId: int",
            "targetLocales: array",
            "textContext: Enum.TextFilterContext = PrivateChat",
        ),
        returns=("TextFilterTranslatedResult",),
        yields=True,
    )
    def filter_and_translate_string(
        self,
        target: Instance,
        request: Request,
        text: str,
        author: int,
        locales: JsonValue,
        context: EnumItem,
    ) -> None:
        """No longer supported: `all calls return an empty object` (documented)."""
        self.request(
            request,
            subject=str(author),
            perform=lambda: self.create(
                "TextFilterTranslatedResult", pinned=False, SourceLanguage=""
            ),
        )

    @method("GetTranslations", on="TextFilterTranslatedResult", returns=("json",))
    def get_translations(self, target: Instance) -> JsonText:
        """None: the object is empty."""
        return JsonText("[]")

    @method(
        "GetTranslationForLocale",
        on="TextFilterTranslatedResult",
        parameters=("locale: string",),
        returns=("TextFilterResult",),
    )
    def get_translation_for_locale(self, target: Instance, locale: str) -> None:
        """None: the object is empty."""

    def shown(self, operation: str, text: str, reader: str | None) -> str:
        """What a reader gets to see, faults included.

        Parameters:
            operation: the method that asks, as faults name it.
            reader: name of an account; None for everybody.
        """
        site = Site(operation, server=self.context.server.index)
        now_us = self.context.clock.now_us
        if self.context.faults.bite("text", "blocking", site, now_us) is not None:
            return "#" * len(text)
        return self.filtered(text, reader)

    def _is_here(self, user_id: int) -> bool:
        return user_id in self.context.server.user_ids

    def _result(self, result: Instance, request: Request, reader: str | None) -> None:
        written = self._texts.get(result.id, _Written("", 0))
        self.request(
            request,
            perform=lambda: self.shown(request.method, written.text, reader),
        )

    @method(
        "GetChatForUserAsync",
        on="TextFilterResult",
        parameters=("toUserId: int",),
        returns=("string",),
        yields=True,
    )
    def get_chat_for_user(self, target: Instance, request: Request, reader: int) -> None:
        """The text for one reader; an error when the two may not chat, or the reader is absent."""
        if not self._is_here(reader):
            raise StubError(NO_READER.format(user=reader))
        written = self._texts.get(target.id, _Written("", 0))
        if not ChatSettings.of(self.context.universe).may_chat(written.author, reader):
            raise StubError(NO_CHAT.format(user=reader))
        account = Accounts.of(self.context.universe).by_id(reader)
        self._result(target, request, "" if account is None else account.name)

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
