"""LocalizationService of one server: translators, tables, the country of a player.

Source: class page LocalizationService (cloud-services.md 9.4). The cloud's table is there once a
yielding call of this server has been answered; calls that do not yield do without it until then.
"""

from __future__ import annotations

from typing import ClassVar

from bridge.errors import StubError
from bridge.stubs.localization.platform import Localization
from bridge.stubs.localization.tables import TableMembers, entries_of, tables_below
from bridge.stubs.localization.translators import Catalogue, TranslatorMembers
from bridge.stubs.service import (
    Instance,
    Request,
    ServerContext,
    StructureText,
    method,
    refused,
    structure,
)

__all__ = ["LocalizationService"]

NOT_A_PLAYER = "Argument 1 of {method} must be a Player"  # inferred

NO_CORE_SCRIPTS = "a server without core scripts has no tables of theirs"


class LocalizationService(TranslatorMembers, TableMembers):
    """One server's LocalizationService.

    Attributes:
        localization: what the universe's servers share.
        countries: two-letter code by name of the player, for this server alone; a test may fill it.
    """

    CLASS_NAME: ClassVar[str] = "LocalizationService"
    DOOR: ClassVar[str] = "localization"
    OPEN_QUESTIONS = (
        "Texts of Translator's and LocalizationTable's errors: ours, but for `LocalizationTable or"
        " parent tables do not contain a translation`.",
        "A locale with a region that a table lacks: its language is taken, `es` for `es-es`.",
        "Translate for a text that no table has: the text itself.",
        "Translate for a text whose source has parameters: is not found; sources match word for"
        " word.",
        "Decimal point of `fixed` in Spanish: a comma, as in the table of specifiers; one example"
        " shows a point.",
        "`shorttime`, `shortdate` and `shortdatetime` outside of English: 24 hours, ISO dates.",
        "SetEntryValue and SetEntryExample for an entry that is not there: make it. The other"
        " setters and removals: do nothing.",
        "An entry that is named by key: source and context do not matter then.",
        "Order of tables beside each other: that of the children.",
    )
    NOT_MODELLED = refused({NO_CORE_SCRIPTS: "GetCorescriptLocalizations"})

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.localization = Localization.of(context.universe)
        self.countries: dict[str, str] = {}
        self._cloud_loaded = False
        self._of_players: dict[int, Instance] = {}

    def start(self) -> None:
        """Hears of players who leave, and of those who switch their language."""
        self.context.game.players.on_left.append(self._left)
        self.context.game.players.on_locale.append(self._switched)

    def _left(self, player: Instance) -> None:
        translator = self._of_players.pop(player.id, None)
        if translator is not None:
            self.release(translator)

    def _switched(self, player: Instance) -> None:
        translator = self._of_players.get(player.id)
        if translator is not None:
            translator.set("LocaleId", player.get("LocaleId"))

    # Tables -----------------------------------------------------------------------------------

    def _tables(self, instance: Instance | None = None) -> list[Instance]:
        """Tables that an instance is translated by, without the cloud's."""
        found: list[Instance] = []
        while instance is not None and not found:
            if instance.is_a("GuiBase2d"):
                root = instance.get("RootLocalizationTable")
                found += _with_ancestors(root) if isinstance(root, Instance) else []
            instance = instance.parent
        return [*found, *tables_below(self.instance)]

    def _catalogues(self) -> list[Catalogue]:
        cloud = self.localization
        found = [_catalogue(table) for table in self._tables()]
        if self._cloud_loaded and cloud.entries:
            found.append(Catalogue(cloud.entries, cloud.source_locale))
        return found

    @method("GetTableEntries", parameters=("instance: Instance?",), returns=("array",))
    def get_table_entries(self, target: Instance, instance: Instance | None) -> StructureText:
        """An array of arrays of entries: tables in the order in which they are searched."""
        found = [entries_of(table) for table in self._tables(instance)]
        if self._cloud_loaded and self.localization.entries:
            found.append(self.localization.entries)
        return structure([[each.table() for each in entries] for entries in found])

    # Translators ------------------------------------------------------------------------------

    def _translator_of(self, player: Instance) -> Instance:
        """The player's translator, the same for all calls: it follows the player's language."""
        locale = str(player.get("LocaleId"))
        if not self.context.game.players.present(player):
            return self.new_translator(locale, self._catalogues)
        translator = self._of_players.get(player.id)
        if translator is None:
            translator = self.new_translator(locale, self._catalogues, pinned=True)
            self._of_players[player.id] = translator
        return translator

    def _checked_player(self, name: str, player: Instance) -> None:
        if player.class_name != "Player":
            raise StubError(NOT_A_PLAYER.format(method=name))

    def _loaded(self) -> None:
        self._cloud_loaded = True

    @method("GetTranslatorForPlayer", parameters=("player: Instance",), returns=("Translator",))
    def get_translator_for_player(self, target: Instance, player: Instance) -> Instance:
        """Deprecated: does not wait for the cloud's table."""
        self._checked_player("GetTranslatorForPlayer", player)
        return self._translator_of(player)

    @method(
        "GetTranslatorForPlayerAsync",
        parameters=("player: Instance",),
        returns=("Translator",),
        yields=True,
    )
    def get_translator_for_player_async(
        self, target: Instance, request: Request, player: Instance
    ) -> None:
        """A translator into the player's language, once the cloud's table is there."""
        self._checked_player(request.method, player)
        self.request(
            request,
            subject=player.name,
            perform=self._loaded,
            then=lambda _: request.reply(self._translator_of(player)),
        )

    @method(
        "GetTranslatorForLocaleAsync",
        parameters=("locale: string",),
        returns=("Translator",),
        yields=True,
    )
    def get_translator_for_locale_async(
        self, target: Instance, request: Request, locale: str
    ) -> None:
        """A translator into a language, once the cloud's table is there."""
        self.request(
            request,
            subject=locale,
            perform=self._loaded,
            then=lambda _: request.reply(self.new_translator(locale, self._catalogues)),
        )

    @method(
        "GetTranslator",
        on="LocalizationTable",
        parameters=("localeId: string",),
        returns=("Translator",),
    )
    def get_translator(self, target: Instance, locale: str) -> Instance:
        """A translator that will "first search in this table and then look in ancestor tables"."""
        return self.new_translator(
            locale, lambda: [_catalogue(table) for table in _with_ancestors(target)]
        )

    # Countries --------------------------------------------------------------------------------

    @method(
        "GetCountryRegionForPlayerAsync",
        parameters=("player: Instance",),
        returns=("string",),
        yields=True,
    )
    def get_country_region_for_player(
        self, target: Instance, request: Request, player: Instance
    ) -> None:
        """The code of the country."""
        self._checked_player(request.method, player)
        self.request(
            request,
            subject=player.name,
            perform=lambda: (
                self.countries.get(player.name) or self.localization.country(player.name)
            ),
        )


def _with_ancestors(table: Instance) -> list[Instance]:
    found: list[Instance] = []
    above: Instance | None = table
    while above is not None:
        if above.class_name == "LocalizationTable":
            found.append(above)
        above = above.parent
    return found


def _catalogue(table: Instance) -> Catalogue:
    return Catalogue(entries_of(table), str(table.get("SourceLocaleId")))
