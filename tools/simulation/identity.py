"""Who a server is: the numbers and names that `game` shows, fixed at its start.

Knows no Lua and no time.
"""

from __future__ import annotations

from bridge.tools.simulation.settings import DEFAULT_ID, ServerSettings

__all__ = ["Identity", "guid_of"]

STUDIO = ("studio", "studio_run", "studio_edit", "team_edit")
"""Settings of `environment` in which RunService:IsStudio() holds."""


class Identity:
    """The fixed properties of a server (class page DataModel; engine.md j.1).

    Attributes:
        index: 0 for the first server of the universe, and so on.
        settings: what it was started with.
        job_id: `game.JobId`, a GUID that follows from the seed; empty in Studio.
    """

    index: int
    settings: ServerSettings
    job_id: str

    @property
    def place_id(self) -> int:
        """`game.PlaceId`."""
        place_id = self.settings.place_id
        return DEFAULT_ID if place_id is None else place_id

    @property
    def game_id(self) -> int:
        """`game.GameId`."""
        game_id = self.settings.game_id
        return DEFAULT_ID if game_id is None else game_id

    @property
    def place_version(self) -> int:
        """`game.PlaceVersion`."""
        return self.settings.place_version

    @property
    def private_server_id(self) -> str:
        """`game.PrivateServerId`; reserved servers have one too."""
        return self.settings.private_server_id

    @property
    def private_server_owner_id(self) -> int:
        """`game.PrivateServerOwnerId`; 0 on public and reserved servers."""
        return self.settings.private_server_owner_id

    @property
    def environment(self) -> str:
        """Where it pretends to run, see `ServerSettings.environment`."""
        return self.settings.environment

    @property
    def api_access(self) -> str:
        """Whether data stores answer, see `ServerSettings.api_access`."""
        return self.settings.api_access

    @property
    def in_studio(self) -> bool:
        """Whether it pretends to run in Studio."""
        return self.settings.environment in STUDIO


def guid_of(high: int, low: int) -> str:
    """A random (version 4) GUID as `game.JobId` writes it, from twice 64 bits."""
    high = high & ~0xF000 | 0x4000
    low = low & ~(0xC << 60) | 0x8 << 60
    text = f"{high:016x}{low:016x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
