"""What may differ from server to server, and what a place's own file says about it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.project import ProjectNode
from bridge.vm import Limits

__all__ = ["ServerSettings", "signal_behavior_of"]


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Settings of one server.

    Attributes:
        place_id: `game.PlaceId`.
        game_id: `game.GameId`.
        place_version: `game.PlaceVersion`.
        private_server_id: `game.PrivateServerId`; empty on a public server.
        clock_skew_seconds: how far its wall clock (os.time, tick) is ahead of the true one.
        signal_behavior: "immediate" or "deferred"; None takes the place's, else the universe's.
        iteration: order of tables, see `bridge.vm.VM`.
        limits: what its scripts may use up per resumption.
        shutdown_seconds: how long BindToClose may take (30 on Roblox).
    """

    place_id: int = 1
    game_id: int = 1
    place_version: int = 1
    private_server_id: str = ""
    clock_skew_seconds: float = 0.0
    signal_behavior: str | None = None
    iteration: str = "sorted"
    limits: Limits = field(default_factory=Limits)
    shutdown_seconds: float = 30.0


SIGNAL_BEHAVIORS = {"Immediate": "immediate", "Deferred": "deferred", 1: "immediate", 2: "deferred"}
"""Items of Enum.SignalBehavior that say something; Default says nothing (e:SignalBehavior)."""


def signal_behavior_of(project: ProjectNode) -> str | None:
    """What a project sets as Workspace.SignalBehavior; None when it leaves it open."""
    workspace = project.child("Workspace")
    written = None if workspace is None else workspace.properties.get("SignalBehavior")
    item: object = written.get("Enum") if isinstance(written, dict) else written
    return SIGNAL_BEHAVIORS.get(item) if isinstance(item, (str, int)) else None
