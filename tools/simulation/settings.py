"""What may differ from server to server. A value, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ServerSettings"]


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of one server.

    Attributes:
        place_id: `game.PlaceId`.
        game_id: `game.GameId`.
        place_version: `game.PlaceVersion`.
        private_server_id: `game.PrivateServerId`; empty on a public server.
        clock_skew_seconds: how far its wall clock (os.time, tick) is ahead of the true one.
        signal_behavior: "immediate" or "deferred"; None takes the universe's.
        iteration: order of tables, see `bridge.vm.VM`.
        shutdown_seconds: how long BindToClose may take (30 on Roblox).
    """

    place_id: int = 1
    game_id: int = 1
    place_version: int = 1
    private_server_id: str = ""
    clock_skew_seconds: float = 0.0
    signal_behavior: str | None = None
    iteration: str = "sorted"
    shutdown_seconds: float = 30.0
