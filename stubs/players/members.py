"""Members of Players and Player that ask the platform about accounts: names, friends, groups.

Sources: class pages Players and Player; FriendPages. All of them yield. Knows no characters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from bridge.errors import StubError
from bridge.stubs.pages import Entries, PageMembers, reply_with_pages
from bridge.stubs.players.accounts import Account, Accounts
from bridge.stubs.service import Instance, JsonText, Request, method

__all__ = ["PAGE_SIZE", "AccountMembers", "Remembered"]

UNKNOWN: Final = "Players:{method}() failed: Unknown user"
"""Output logs."""

PAGE_SIZE = 50
"""Entries on a page of friends (an assumption; the page size is not documented)."""

FRIENDS_ONLINE_MAX = 200
"""Class page Player."""

FRIENDS_CACHE_US = 30_000_000
"""Class page Player, GetFriendsOnline."""


GroupRole: TypeAlias = tuple[bool, int, str]
"""Whether somebody is in a group, its rank and its role there."""


class Remembered:
    """What a server remembers of one player until it leaves.

    Attributes:
        groups: by group id, as it was when it was first asked for: "the method caches results, so
            multiple calls ... will yield the same result" (class page Player).
        friends: who was online, and in universe time how long that holds.
    """

    def __init__(self) -> None:
        self.groups: dict[int, GroupRole] = {}
        self.friends: list[dict[str, object]] = []
        self.friends_until_us = 0


class AccountMembers(PageMembers):
    """Part of the Players service.

    Attributes:
        remembered: by the id of the Player.
    """

    remembered: dict[int, Remembered]

    def _memory(self, player: Instance) -> Remembered:
        if not self.context.game.players.present(player):
            return Remembered()
        return self.remembered.setdefault(player.id, Remembered())

    def _role(self, player: Instance, group: int) -> GroupRole:
        account = self.account_of(player)
        now = (group in account.groups, account.rank_in(group), account.role_in(group))
        return self._memory(player).groups.setdefault(group, now)

    @property
    def accounts(self) -> Accounts:
        """The universe's accounts."""
        return Accounts.of(self.context.universe)

    def account_of(self, player: Instance) -> Account:
        """The account behind a Player."""
        account = player.state
        assert isinstance(account, Account)
        return account

    def _ask(self, request: Request, perform: Callable[[], object], about: object) -> None:
        self.request(request, key=str(about), perform=perform)

    def _ask_about_group(self, request: Request, group: int, part: int) -> None:
        """Answers at once with what is remembered, else asks the platform."""
        player = request.target
        known = self._memory(player).groups.get(group)
        if known is not None:
            request.reply(known[part])
            return
        self._ask(request, lambda: self._role(player, group)[part], group)

    # Names ------------------------------------------------------------------------------------

    @method("GetNameFromUserIdAsync", parameters=("userId: int",), returns=("string",), yields=True)
    def get_name_from_user_id_async(self, target: Instance, request: Request, user: int) -> None:
        """Throws on an unknown account (engine.md f.1)."""

        def perform() -> str:
            account = self.accounts.by_id(user)
            if account is None:
                raise StubError(UNKNOWN.format(method=request.method))
            return account.name

        self._ask(request, perform, user)

    @method(
        "GetUserIdFromNameAsync", parameters=("userName: string",), returns=("int64",), yields=True
    )
    def get_user_id_from_name_async(self, target: Instance, request: Request, name: str) -> None:
        """Throws on an unknown account (engine.md f.1)."""

        def perform() -> int:
            account = self.accounts.by_name(name)
            if account is None:
                raise StubError(UNKNOWN.format(method=request.method))
            return account.user_id

        self._ask(request, perform, name)

    # Friends ----------------------------------------------------------------------------------

    @method(
        "IsFriendsWithAsync",
        on="Player",
        parameters=("userId: int",),
        yields=True,
        deprecated="IsFriendsWith",
    )
    def is_friends_with_async(self, target: Instance, request: Request, user: int) -> None:
        """True for friends."""
        account = self.account_of(target)
        self._ask(request, lambda: user in account.friends, user)

    @method("GetFriendsAsync", parameters=("userId: int",), yields=True)
    def get_friends_async(self, target: Instance, request: Request, user: int) -> None:
        """FriendPages: Id, Username and DisplayName of each."""

        def entries() -> Entries:
            account = self.accounts.by_id(user)
            if account is None:
                raise StubError(UNKNOWN.format(method=request.method))
            found = [self.accounts.by_id(each) for each in account.friends]
            return [
                {"Id": f.user_id, "Username": f.name, "DisplayName": f.display_name}
                for f in found
                if f is not None
            ]

        self.reply_with_account_pages(request, "FriendPages", entries)

    @method(
        "GetFriendsOnlineAsync",
        on="Player",
        parameters=("maxFriends: int = 200",),
        yields=True,
        deprecated="GetFriendsOnline",
    )
    def get_friends_online_async(self, target: Instance, request: Request, limit: int) -> None:
        """Friends who are on servers of this universe, at most 200; "the function uses a 30 second
        cache"."""
        if not 1 <= limit <= FRIENDS_ONLINE_MAX:
            raise StubError(f"maxFriends must be between 1 and {FRIENDS_ONLINE_MAX}")
        account = self.account_of(target)

        def perform() -> JsonText:
            found: list[dict[str, object]] = [
                {
                    "VisitorId": friend.user_id,
                    "UserName": friend.name,
                    "DisplayName": friend.display_name,
                    "IsOnline": True,
                    "PlaceId": place_id,
                    "GameId": job_id,
                }
                for friend, place_id, job_id in self.present_everywhere()
                if friend.user_id in account.friends
            ]
            memory = self._memory(target)
            memory.friends = found
            memory.friends_until_us = self.context.clock.now_us + FRIENDS_CACHE_US
            return JsonText.of(found[:limit])

        memory = self._memory(target)
        if self.context.clock.now_us < memory.friends_until_us:
            request.reply(JsonText.of(memory.friends[:limit]))
            return
        self._ask(request, perform, account.user_id)

    def present_everywhere(self) -> list[tuple[Account, int, str]]:
        """Account, place and JobId of every player of the universe."""
        raise NotImplementedError

    def reply_with_account_pages(
        self, request: Request, class_name: str, perform: Callable[[], Entries]
    ) -> None:
        """Answer a request with a pages object."""
        reply_with_pages(self, request, perform, size=PAGE_SIZE, class_name=class_name)

    # Groups -----------------------------------------------------------------------------------

    @method(
        "IsInGroupAsync",
        on="Player",
        parameters=("groupId: int",),
        yields=True,
        deprecated="IsInGroup",
    )
    def is_in_group_async(self, target: Instance, request: Request, group: int) -> None:
        """True for members."""
        self._ask_about_group(request, group, 0)

    @method(
        "GetRankInGroupAsync",
        on="Player",
        parameters=("groupId: int",),
        yields=True,
        deprecated="GetRankInGroup",
    )
    def get_rank_in_group_async(self, target: Instance, request: Request, group: int) -> None:
        """0 outside the group, 255 for its owner."""
        self._ask_about_group(request, group, 1)

    @method(
        "GetRoleInGroupAsync",
        on="Player",
        parameters=("groupId: int",),
        yields=True,
        deprecated="GetRoleInGroup",
    )
    def get_role_in_group_async(self, target: Instance, request: Request, group: int) -> None:
        """ "Guest" outside the group."""
        self._ask_about_group(request, group, 2)
