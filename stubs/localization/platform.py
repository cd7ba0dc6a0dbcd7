"""What the platform knows of a universe's audience: countries, languages, the cloud's translations.

A test declares it; the servers' LocalizationService read it. Knows no Lua.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bridge.stubs.context import UniverseView
from bridge.stubs.localization.entries import Entries, checked
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.players.bans import Bans

__all__ = ["COUNTRY", "Localization"]

COUNTRY = "US"
"""Of a player nobody has said anything about; the class page's own example."""


class Localization:
    """The audience of a universe, and the cloud's localization table.

    Attributes:
        entries: the cloud's table.
        source_locale: the language of that table's sources.
    """

    def __init__(self, universe: UniverseView) -> None:
        self._accounts = Accounts.of(universe)
        self._bans = Bans.of(universe)
        self._countries: dict[str, str] = {}
        self.entries: Entries = ()
        self.source_locale = "en-us"

    def __repr__(self) -> str:
        players = ", ".join(f"{name} in {code}" for name, code in self._countries.items())
        return (
            f"<localization of a universe: {players or f'everybody in {COUNTRY}'}; "
            f"{len(self.entries)} entries>"
        )

    @classmethod
    def of(cls, universe: UniverseView) -> Localization:
        """The same for all servers and tests of a universe."""
        return universe.backend("localization", lambda: cls(universe))

    def set_country(self, player: str, code: str) -> None:
        """The account of that name plays from a country, a two-letter code, from now on."""
        self._countries[player] = code

    def country(self, player: str) -> str:
        """The country an account plays from."""
        return self._countries.get(player, COUNTRY)

    def set_locale(self, player: str, locale: str) -> None:
        """The account of that name switches its language, e.g. to "es-es": `Player.LocaleId` and
        the translators of the player follow on every server."""
        account = self._accounts.obtain(player)
        account.locale = locale
        for players in self._bans.servers:
            players.switch_locale(account)

    def set_entries(
        self, entries: Iterable[Mapping[str, object]], source_locale: str = "en-us"
    ) -> None:
        """Replace the cloud's localization table; servers see it at their next look-up.

        Parameters:
            entries: in the form of `LocalizationTable:GetEntries()`, e.g.
                `[{"Key": "Hello", "Source": "Hello", "Values": {"es": "Hola"}}]`.
            source_locale: the language of the sources.

        Raises:
            StubError: they break the rules of a table.
        """
        self.entries = checked([dict(each) for each in entries])
        self.source_locale = source_locale
