"""Players: players join and leave; the simulation plays the part of the platform.

Sources: class pages Players and Player (engine.md f.1, f.2). GetPlayers and its like are answered
in prelude/data_model.lua. Left out so far: characters, bans, friends, groups, appearance, join data
of teleports; calling such a member is an error that names it.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple
from zlib import crc32

from bridge.errors import UsageError
from bridge.stubs.service import Instance, JsonText, ServerContext, Service, Signal, method

__all__ = ["Players", "PlayersStatistics"]

KICK_DELAY_US = 16_667
"""The player leaves in the next frame (engine.md f.2, SIM)."""

USER_ID_MINIMUM = 1_000_000
USER_ID_RANGE = 4_000_000_000

STARTER_PROPERTIES = (
    "AutoJumpEnabled",
    "CameraMaxZoomDistance",
    "CameraMinZoomDistance",
    "CameraMode",
    "DevCameraOcclusionMode",
    "HealthDisplayDistance",
    "NameDisplayDistance",
)

PLAYER_CHILDREN = ("Backpack", "PlayerGui", "StarterGear")
"""What the engine makes in each Player (engine.md f.2)."""


class PlayersStatistics(NamedTuple):
    """Counts of one server."""

    joined: int
    left: int


def user_id_of(name: str) -> int:
    """The user id of a simulated account: the same name is the same account everywhere."""
    return USER_ID_MINIMUM + crc32(name.encode("utf-8", "surrogateescape")) % USER_ID_RANGE


class Players(Service):
    """One server's Players."""

    CLASS_NAME: ClassVar[str] = "Players"
    SIGNALS = (Signal("PlayerAdded"), Signal("PlayerRemoving"))

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self._present: list[Instance] = []
        self._joined = self._left = 0
        self.world.on_move.append(self._moved)

    def statistics(self) -> PlayersStatistics:
        """Counts so far."""
        return PlayersStatistics(self._joined, self._left)

    def names(self) -> list[str]:
        """Names of the players, in the order they joined."""
        return [player.name for player in self._present]

    def join(self, name: str, user_id: int | None = None) -> Instance:
        """A player joins: Player and its children, then PlayerAdded."""
        if self.find(name) is not None:
            raise UsageError(f"join: a player {name!r} is on this server already")
        player = self.create(
            "Player",
            name,
            UserId=user_id_of(name) if user_id is None else user_id,
            DisplayName=name,
            AccountAge=365,
            FollowUserId=0,
            LocaleId="en-us",
            MembershipType="None",
            HasVerifiedBadge=False,
            Neutral=True,
        )
        self._take_over(player)
        for class_name in PLAYER_CHILDREN:
            self.release(self.create(class_name, parent=player))
        self._present.append(player)
        self._joined += 1
        player.parent_to(self.instance)
        self.fire(self.instance, "PlayerAdded", player)
        return player

    def _take_over(self, player: Instance) -> None:
        """Properties of StarterPlayer are copied to a Player at join (engine.md f.3)."""
        starter = self.context.game.service_instance("StarterPlayer")
        for name in STARTER_PROPERTIES:
            player.set(name, starter.get(name))

    def find(self, name: str) -> Instance | None:
        """The player of that name, or None."""
        return next((player for player in self._present if player.name == name), None)

    def leave(self, player: Instance | str, reason: str = "Unknown") -> None:
        """A player leaves: PlayerRemoving first, then the Player is parentless.

        Parameters:
            reason: item of Enum.PlayerExitReason.
        """
        found = self.find(player) if isinstance(player, str) else player
        if found is None or found not in self._present:
            raise UsageError(f"leave: no player {player!r} on this server")
        exit_reason = self.world.enum_item("PlayerExitReason", reason)
        self.fire(self.instance, "PlayerRemoving", found, exit_reason)
        if found in self._present:
            self._forget(found)
            found.parent_to(None)

    def _forget(self, player: Instance) -> None:
        self._present.remove(player)
        self._left += 1
        self.release(player)

    def _moved(self, instance: Instance, old: Instance | None, new: Instance | None) -> None:
        """A script that takes a Player out of Players disconnects it (engine.md f.2)."""
        if old is self.instance and new is not old and instance in self._present:
            self._forget(instance)
            exit_reason = self.world.enum_item("PlayerExitReason", "Unknown")
            self.fire(self.instance, "PlayerRemoving", instance, exit_reason)

    @method("Kick", on="Player", parameters=("message: string = ",))
    def kick(self, target: Instance, message: str) -> None:
        """Disconnects the player: it leaves in the next frame. Nothing for one who is gone."""
        if target in self._present:
            self.context.trace.append(
                "player.kick", server=self.context.server.index, name=target.name, message=message
            )
            self.context.after(KICK_DELAY_US, lambda: self._leave_kicked(target))

    def _leave_kicked(self, player: Instance) -> None:
        if player in self._present:
            self.leave(player, "CreatorKick")

    @method("GetJoinData", on="Player", returns=("json",))
    def get_join_data(self, target: Instance) -> JsonText:
        """All keys are optional; a player who comes by the front door has none."""
        return JsonText("{}")

    @method("IsVerified", on="Player", returns=("boolean",))
    def is_verified(self, target: Instance) -> bool:
        """No simulated account is."""
        return False

    @method("GetNetworkPing", on="Player", returns=("number",))
    def get_network_ping(self, target: Instance) -> float:
        """Seconds, round trip; simulated clients sit next to the server."""
        return 0.0
