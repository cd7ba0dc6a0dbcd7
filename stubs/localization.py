"""LocalizationService: the country a player plays from, as a test has set it.

Source: class page LocalizationService (cloud-services.md 9.4). Left out: tables of translations and
the translators made of them.
"""

from __future__ import annotations

from typing import ClassVar, Final

from bridge.errors import StubError
from bridge.stubs.service import Instance, Request, ServerContext, Service, method

__all__ = ["COUNTRY", "LocalizationService"]

COUNTRY: Final = "US"
"""Of a player nobody has said anything about; the class page's own example."""

NOT_A_PLAYER = "Argument 1 of GetCountryRegionForPlayerAsync must be a Player"  # inferred


class LocalizationService(Service):
    """One server's LocalizationService.

    Attributes:
        countries: two-letter code by name of the player; a test may fill it.
    """

    CLASS_NAME: ClassVar[str] = "LocalizationService"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.countries: dict[str, str] = {}

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
        if player.class_name != "Player":
            raise StubError(NOT_A_PLAYER)
        self.request(
            request,
            "localization.country",
            subject=player.name,
            perform=lambda: self.countries.get(player.name, COUNTRY),
        )
