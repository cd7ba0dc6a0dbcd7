"""Rules of one server that no document settles: each is a switch with the fact sheet's default.

Values only (engine.md l.3). The numbers that are documented stand in `profiles.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridge.errors import UsageError

__all__ = ["PlayerRules", "RemoteRules"]

CHOICES = {
    "character_order": ("documented", "planned"),
    "death_decision": ("at_write", "at_physics"),
    "kick": ("next_frame", "immediate"),
    "rig": ("R15", "R6"),
}


@dataclass(frozen=True, slots=True)
class PlayerRules:
    """How players and characters behave.

    Attributes:
        character_order: CharacterAdded before the character is in Workspace ("documented"), or
            after ("planned": announced, never confirmed live).
        death_decision: Health that reached 0 kills ("at_write"), or does so if it is still 0 when
            physics looks ("at_physics").
        kick: a kicked player leaves in the "next_frame" or "immediate"ly.
        rig: body of default characters, "R15" or "R6".
        destroy_characters: the old character is destroyed instead of parented to nil: Workspace's
            PlayerCharacterDestroyBehavior, which no script can read or set.
        max_players: `Players.MaxPlayers`. Who joins is the test's decision: more are not refused.
    """

    character_order: str = "documented"
    death_decision: str = "at_write"
    kick: str = "next_frame"
    rig: str = "R15"
    destroy_characters: bool = False
    max_players: int = 12

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                given = getattr(self, name)
                raise UsageError(f"PlayerRules: {name}={given!r}, expected one of {choices}")


@dataclass(frozen=True, slots=True)
class RemoteRules:
    """How what clients and servers send each other travels.

    Attributes:
        latency_seconds: shortest and longest way between client and server; drawn per message.
            Reliable messages of one client keep their order whatever they drew.
        queue_length: events that wait for a first handler (256 is the figure practitioners quote).
        rate_per_second: requests of one client and one type that reach a server in a second; what
            exceeds it is dropped (about 500 by the RemoteEvent page). None: no limit.
        unreliable_loss: chance that an unreliable event is lost.
        unreliable_reorder: whether unreliable events may overtake each other.
        unreliable_bytes: size beyond which an unreliable event is dropped.
    """

    latency_seconds: tuple[float, float] = (0.0, 0.0)
    queue_length: int = 256
    rate_per_second: int | None = 500
    unreliable_loss: float = 0.0
    unreliable_reorder: bool = False
    unreliable_bytes: int = 1000

    def __post_init__(self) -> None:
        shortest, longest = self.latency_seconds
        if not 0 <= shortest <= longest:
            raise UsageError(f"RemoteRules: latency_seconds={self.latency_seconds!r}")
        if not 0 <= self.unreliable_loss <= 1:
            raise UsageError(f"RemoteRules: unreliable_loss={self.unreliable_loss!r}")
