"""A player who is moved from one server to another because a test wants it so.

What scripts ask for is TeleportService's business (stubs/teleport).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.errors import UsageError
from bridge.scheduler import seconds_to_us

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server

__all__ = ["move_player"]


def move_player(
    player: str, source: Server, target: Server, data: object, travel_seconds: float
) -> None:
    """Let a player leave one server and join another, see `Universe.teleport`."""
    if player not in source.players:
        raise UsageError(f"teleport: no player {player!r} on server {source.index}")
    if not target.alive or target.closing or player in target.players:
        raise UsageError(f"teleport: server {target.index} cannot take {player!r}")
    if travel_seconds < 0:
        raise UsageError("teleport: time can't go backwards")
    user_id = source.user_ids[source.players.index(player)]
    join_data: dict[str, object] = {
        "SourceGameId": source.game_id,
        "SourcePlaceId": source.place_id,
    }
    if data is not None:
        join_data["TeleportData"] = data
    universe = source.universe
    universe.trace.append("teleport", server=source.index, name=player, target=target.index)

    def arrive() -> None:
        if target.alive:
            target.admit(player, user_id, join_data)

    source.leave(player)
    if travel_seconds:
        universe.agenda.schedule_after(seconds_to_us(travel_seconds), arrive)
    else:
        arrive()
