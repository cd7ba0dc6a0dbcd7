"""Players: players join and leave; the simulation plays the part of the platform.

Sources: class pages Players and Player (engine.md f.1, f.2). GetPlayers and its like are answered
in prelude/data_model.lua, characters in prelude/classes/character.lua. Left out: appearance and
thumbnails, chat commands, who played with whom; calling such a member is an error that names it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, fields
from typing import ClassVar, NamedTuple

from bridge.errors import UsageError
from bridge.stubs.players.accounts import Account
from bridge.stubs.players.bans import WHOLE_UNIVERSE, BanMembers
from bridge.stubs.players.members import Remembered
from bridge.stubs.service import Instance, JsonText, ServerContext, Signal, method

__all__ = ["Players", "PlayersStatistics"]

PLAYER_CHILDREN = ("Backpack", "PlayerGui", "StarterGear")
"""What the engine makes in each Player (engine.md f.2)."""


class PlayersStatistics(NamedTuple):
    """Counts of one server."""

    joined: int
    left: int


class Players(BanMembers):
    """One server's Players.

    Attributes:
        kicked: what each kicked player was told, by name, in the order of the kicks.
        on_count: told whenever the number of players has changed.
        on_left: told of every player who is gone.
        on_locale: told of every player who has switched its language.
    """

    CLASS_NAME: ClassVar[str] = "Players"
    DOOR: ClassVar[str] = "players"
    SIGNALS = (
        Signal("PlayerAdded"),
        Signal("PlayerMembershipChanged"),
        Signal("PlayerRemoving"),
        Signal("UserSubscriptionStatusChanged"),
        Signal("CharacterAdded", on="Player"),
        Signal("CharacterAppearanceLoaded", on="Player"),
        Signal("CharacterRemoving", on="Player"),
        Signal("Chatted", on="Player"),
    )

    OPEN_QUESTIONS = (
        "The character's parent in CharacterAdded: nil as documented; `PlayerRules.character_order`"
        " has the planned order.",
        "Whether health restored in HealthChanged(0) averts Died: it does not;"
        " `PlayerRules.death_decision`.",
        "When a kicked player is gone: in the next frame; `PlayerRules.kick`.",
        "CharacterRemoving or PlayerRemoving first: PlayerRemoving.",
        "PlayerAdded or ChildAdded of Players first: ChildAdded.",
        "When the first character loads: in the frame after PlayerAdded.",
        "Events that wait for a handler of a remote: 256; `RemoteRules.queue_length`.",
        "What InvokeClient says when the player leaves: words of ours.",
        "The size of what an unreliable event carries: estimated by type.",
        "Whether IsInGroup, GetRankInGroup and GetRoleInGroup remember together: they do.",
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.kicked: list[tuple[str, str]] = []
        self.remembered: dict[int, Remembered] = {}
        self.on_count: list[Callable[[], object]] = []
        self.on_left: list[Callable[[Instance], object]] = []
        self.on_locale: list[Callable[[Instance], object]] = []
        self._present: list[Instance] = []
        self._join_data: dict[int, str] = {}
        self._joined = self._left = 0
        self.world.on_move.append(self._moved)
        self.world.vm.bind("players.draw", self._draw)

    def start(self) -> None:
        """Puts the server's rules in force."""
        rules = self.context.player_rules
        flat: list[object] = []
        for rule, value in zip(fields(rules), astuple(rules), strict=True):
            flat += (rule.name, value)
        flat += ("queue_length", self.context.remote_rules.queue_length)
        self.world.call("players.rules", *flat)
        self.world.write(self.instance, "MaxPlayers", rules.max_players)
        self.bans.servers.append(self)

    def close(self) -> None:
        """The server is gone: nobody is evicted from it any more."""
        self.bans.servers.remove(self)
        self.context.universe.count_players(-len(self._present))

    def statistics(self) -> PlayersStatistics:
        """Counts so far."""
        return PlayersStatistics(self._joined, self._left)

    def _draw(self, count: int) -> int:
        """A number from 1 to `count`, for the choice of a SpawnLocation."""
        return self.context.stream("players.spawn").integers(1, count)

    # Who is here ------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many players are here; requests ask for it."""
        return len(self._present)

    def names(self) -> list[str]:
        """Names of the players, in the order they joined."""
        return [player.name for player in self._present]

    def user_ids(self) -> list[int]:
        """Their user ids, in the same order."""
        return [self.account_of(player).user_id for player in self._present]

    def find(self, name: str) -> Instance | None:
        """The player of that name, or None."""
        return next((player for player in self._present if player.name == name), None)

    def present(self, player: Instance) -> bool:
        """True until the player has left."""
        return player in self._present

    def present_everywhere(self) -> list[tuple[Account, int, str]]:
        """Account, place and JobId of every player of the universe."""
        found = []
        for players in self.bans.servers:
            server = players.context.server
            for player in players._present:
                found.append((self.account_of(player), server.place_id, server.job_id))
        return found

    def join(
        self,
        name: str,
        user_id: int | None = None,
        join_data: Mapping[str, object] | None = None,
    ) -> Instance:
        """A player joins: Player and its children, then PlayerAdded; the character comes later.

        Parameters:
            user_id: of the account; without one it follows from the name.
            join_data: what `Player:GetJoinData` returns.

        Raises:
            UsageError: a player of that name is here, or the account is banned.
        """
        if self.find(name) is not None:
            raise UsageError(f"join: a player {name!r} is on this server already")
        account = self.accounts.obtain(name, user_id)
        place_id, now_us = self.context.server.place_id, self.context.unix_us()
        ban = self.bans.active(account.user_id, place_id, now_us)
        if ban is not None:
            raise UsageError(f"join: {name!r} is banned: {ban.display_reason}")
        player = self._make(account)
        self._join_data[player.id] = json.dumps(dict(join_data or {}))
        for class_name in PLAYER_CHILDREN:
            self.release(self.create(class_name, parent=player))
        self._present.append(player)
        self._joined += 1
        self._count(1)
        player.parent_to(self.instance)
        self.world.call("player.joined", player.id)
        self.fire(self.instance, "PlayerAdded", player)
        for observer in self.accounts.on_joined:
            observer(account)
        # PlayerAdded handlers may still turn CharacterAutoLoads off (engine.md f.3).
        self.context.at_next_frame(lambda: self._first_character(player))
        return player

    def _make(self, account: Account) -> Instance:
        player = self.create(
            "Player",
            account.name,
            UserId=account.user_id,
            CharacterAppearanceId=account.user_id,
            DisplayName=account.display_name,
            AccountAge=account.age_days,
            FollowUserId=0,
            LocaleId=account.locale,
            MembershipType=account.membership,
            HasVerifiedBadge=False,
            HasRobloxSubscription=account.roblox_subscription,
            PartyId=account.party_id,
        )
        player.state = account
        self.context.game.service_instance("StarterPlayer")
        self.world.call("player.take_over", player.id)
        return player

    def _first_character(self, player: Instance) -> None:
        if player in self._present:
            self.world.call("character.first", player.id)

    def leave(self, player: Instance | str, reason: str = "Unknown") -> None:
        """A player leaves: PlayerRemoving, CharacterRemoving, then the Player is parentless.

        Parameters:
            reason: item of Enum.PlayerExitReason.
        """
        found = self.find(player) if isinstance(player, str) else player
        if found is None or found not in self._present:
            raise UsageError(f"leave: no player {player!r} on this server")
        exit_reason = self.world.enum_item("PlayerExitReason", reason)
        self.fire(self.instance, "PlayerRemoving", found, exit_reason)
        if found in self._present:
            self._count_out(found)
            self.world.call("character.remove", found.id)
            self._forget(found)
            if not found.destroyed:
                found.parent_to(None)

    def _count_out(self, player: Instance) -> None:
        self._present.remove(player)
        self._count(-1)

    def _count(self, change: int) -> None:
        self.context.universe.count_players(change)
        for observer in self.on_count:
            observer()

    def _forget(self, player: Instance) -> None:
        if player in self._present:
            self._count_out(player)
        self._left += 1
        self._join_data.pop(player.id, None)
        self.remembered.pop(player.id, None)
        for observer in self.on_left:
            observer(player)
        self.release(player)

    def _moved(self, instance: Instance, old: Instance | None, new: Instance | None) -> None:
        """A script that takes a Player out of Players disconnects it (engine.md f.2)."""
        if old is self.instance and new is not old and instance in self._present:
            self._count_out(instance)
            exit_reason = self.world.enum_item("PlayerExitReason", "Unknown")
            self.fire(self.instance, "PlayerRemoving", instance, exit_reason)
            self.world.call("character.remove", instance.id)
            self._forget(instance)

    # Kicks ------------------------------------------------------------------------------------

    @method("Kick", on="Player", parameters=("message: string = ",))
    def kick(self, target: Instance, message: str) -> None:
        """Disconnects the player: it leaves in the next frame. Nothing for one who is gone."""
        if target not in self._present:
            return
        self.kicked.append((target.name, message))
        self.context.trace.append(
            "player.kick", server=self.context.server.index, name=target.name, message=message
        )
        if self.context.player_rules.kick == "immediate":
            self._leave_kicked(target)
        else:
            self.context.at_next_frame(lambda: self._leave_kicked(target))

    def evict(self, user_id: int, place_id: int, reason: str) -> None:
        """A ban has come into force: whoever it names leaves a server it applies to."""
        if place_id not in (WHOLE_UNIVERSE, self.context.server.place_id):
            return
        for player in self._present:
            if self.account_of(player).user_id == user_id:
                self.context.server.enter(self.kick, player, reason)

    def _leave_kicked(self, player: Instance) -> None:
        if player in self._present:
            self.leave(player, "CreatorKick")

    # Members of Player ------------------------------------------------------------------------

    @method("GetJoinData", on="Player", returns=("json",))
    def get_join_data(self, target: Instance) -> JsonText:
        """All keys are optional; a player who comes by the front door has none."""
        return JsonText(self._join_data.get(target.id, "{}"))

    @method("IsVerified", on="Player", returns=("boolean",))
    def is_verified(self, target: Instance) -> bool:
        """No simulated account is."""
        return False

    @method("GetNetworkPing", on="Player", returns=("number",))
    def get_network_ping(self, target: Instance) -> float:
        """Seconds, round trip: twice the mean way of a message."""
        return sum(self.context.remote_rules.latency_seconds)

    # What a test does -------------------------------------------------------------------------

    def set_membership(self, player: Instance, membership: str) -> None:
        """The player's membership changes: PlayerMembershipChanged.

        Parameters:
            membership: item of Enum.MembershipType.
        """
        self.account_of(player).membership = membership
        player.set("MembershipType", membership)
        self.fire(self.instance, "PlayerMembershipChanged", player)

    def _player_of(self, account: Account) -> Instance | None:
        return next((player for player in self._present if player.state is account), None)

    def switch_locale(self, account: Account) -> None:
        """An account has another language: `Player.LocaleId`, if it is here."""
        player = self._player_of(account)
        if player is not None:
            player.set("LocaleId", account.locale)
            for observer in self.on_locale:
                observer(player)

    def show_account(self, account: Account) -> None:
        """An account's subscription to Roblox, or its party, has changed."""
        player = self._player_of(account)
        if player is not None:
            player.set("HasRobloxSubscription", account.roblox_subscription)
            player.set("PartyId", account.party_id)

    def subscription_changed(self, account: Account, product: str) -> None:
        """Something has changed of an account's subscription to a product of this universe."""
        player = self._player_of(account)
        if player is not None:
            self.fire(self.instance, "UserSubscriptionStatusChanged", player, product)

    def say(self, player: Instance, message: str) -> None:
        """The player chats: Player.Chatted fires on the server (engine.md h.5)."""
        self.fire(player, "Chatted", message)
