"""LocalizationService: tables of translations, translators, countries and languages of players.

Modelled on creator-docs, classes LocalizationService, LocalizationTable and Translator. Left out:
automatic translation of text on screens, tables of core scripts.
"""

from __future__ import annotations

from bridge.stubs.localization.entries import Entry as Entry
from bridge.stubs.localization.platform import Localization as Localization
from bridge.stubs.localization.service import LocalizationService as LocalizationService

__all__ = ["Entry", "Localization", "LocalizationService"]
