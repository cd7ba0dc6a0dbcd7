"""Members of Translator: texts of tables in one language, by key and by source.

Source: class page Translator; production/localization/localize-with-scripting.md. A translator's
`Instance.state` finds its tables, in the order in which they are searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from bridge.errors import StubError
from bridge.stubs.localization.entries import Entries, Entry
from bridge.stubs.localization.formats import fill
from bridge.stubs.localization.tables import value_of
from bridge.stubs.service import Instance, Service, method

__all__ = ["Catalogue", "TranslatorMembers"]

NO_TRANSLATION = (
    "LocalizationTable or parent tables do not contain a translation for key '{key}' in locale"
    " '{locale}'"
)
"""The words up to "translation" are the engine's (plugins match on them); the rest is inferred."""


class Catalogue(NamedTuple):
    """One table as a translator sees it."""

    entries: Entries
    source_locale: str


Tables: TypeAlias = Callable[[], Sequence[Catalogue]]
"""The tables of a translator as they are now, first the one that is searched first."""


class TranslatorMembers(Service):
    """Part of LocalizationService."""

    def new_translator(self, locale: str, tables: Tables, *, pinned: bool = False) -> Instance:
        """A Translator over tables."""
        translator = self.create("Translator", pinned=pinned, LocaleId=locale)
        translator.state = tables
        return translator

    @method(
        "FormatByKey",
        on="Translator",
        parameters=("key: string", "args: structure?"),
        returns=("string",),
    )
    def format_by_key(self, target: Instance, key: str, arguments: object) -> str:
        """The text of a key in the translator's language, with the arguments filled in.

        Raises:
            StubError: no table has a text for the key in that language, or the arguments do not
                fit.
        """
        locale = str(target.get("LocaleId"))
        for entry, source_locale in _entries(target):
            text = value_of(entry, locale, source_locale) if key and entry.key == key else None
            if text is not None:
                return fill(
                    text, arguments, locale, key, lambda word: _translated(target, word, "")
                )
        raise StubError(NO_TRANSLATION.format(key=key, locale=locale))

    @method(
        "Translate",
        on="Translator",
        parameters=("context: Instance", "text: string"),
        returns=("string",),
    )
    def translate(self, target: Instance, context: Instance, text: str) -> str:
        """The translation of a source text; the text itself where there is none."""
        return _translated(target, text, context.full_name())


def _entries(translator: Instance) -> Iterator[tuple[Entry, str]]:
    tables = translator.state
    assert callable(tables)
    for catalogue in tables():
        for entry in catalogue.entries:
            yield entry, catalogue.source_locale


def _translated(translator: Instance, text: str, context: str) -> str:
    """Of the entries of the first table that has the source, the one whose context fits best:
    "compares object relationships in the Context field from right to left"."""
    locale = str(translator.get("LocaleId"))
    tables = translator.state
    assert callable(tables)
    for catalogue in tables():
        found = [
            (_closeness(entry.context, context), value)
            for entry in catalogue.entries
            if entry.source == text
            and (value := value_of(entry, locale, catalogue.source_locale)) is not None
        ]
        if found:
            return max(found, key=lambda each: each[0])[1]
    return text


def _closeness(context: str, full_name: str) -> int:
    """How many names are equal, counted from the end."""
    pairs = zip(reversed(context.split(".")), reversed(full_name.split(".")), strict=False)
    closeness = 0
    for one, other in pairs:
        if one != other:
            break
        closeness += 1
    return closeness
