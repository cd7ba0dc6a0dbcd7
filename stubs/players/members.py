"""Members of Players and Player that ask the platform about accounts: names, friends, groups.

Sources: class pages Players and Player; FriendPages. All of them yield. Knows no characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from bridge.errors import StubError
from bridge.stubs.pages import Entries, PageMembers, reply_with_pages
from bridge.stubs.players.accounts import Account, Accounts
from bridge.stubs.service import Instance, JsonText, Request, method

__all__ = ["PAGE_SIZE", "AccountMembers"]

UNKNOWN: Final = "Players:{method}() failed: Unknown user"
"""Output logs."""

PAGE_SIZE = 50
"""Entries on a page of friends (an assumption; the page size is not documented)."""

FRIENDS_ONLINE_MAX = 200
"""Class page Player."""


class AccountMembers(PageMembers):
    """Part of the Players service."""

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
        self.request(request, f"players.{request.method}", key=str(about), perform=perform)

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

    @method("IsFriendsWith", on="Player", parameters=("userId: int",), yields=True)
    def is_friends_with(self, target: Instance, request: Request, user: int) -> None:
        """The deprecated twin of IsFriendsWithAsync."""
        self.is_friends_with_async(target, request, user)

    @method("IsFriendsWithAsync", on="Player", parameters=("userId: int",), yields=True)
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

    @method("GetFriendsOnline", on="Player", parameters=("maxFriends: int = 200",), yields=True)
    def get_friends_online(self, target: Instance, request: Request, limit: int) -> None:
        """The deprecated twin of GetFriendsOnlineAsync."""
        self.get_friends_online_async(target, request, limit)

    @method(
        "GetFriendsOnlineAsync", on="Player", parameters=("maxFriends: int = 200",), yields=True
    )
    def get_friends_online_async(self, target: Instance, request: Request, limit: int) -> None:
        """Friends who are on servers of this universe, at most 200."""
        if not 1 <= limit <= FRIENDS_ONLINE_MAX:
            raise StubError(f"maxFriends must be between 1 and {FRIENDS_ONLINE_MAX}")
        account = self.account_of(target)

        def perform() -> JsonText:
            found = [
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
            return JsonText(json.dumps(found[:limit]))

        self._ask(request, perform, account.user_id)

    def present_everywhere(self) -> list[tuple[Account, int, str]]:
        """Account, place and JobId of every player of the universe."""
        raise NotImplementedError

    def reply_with_account_pages(
        self, request: Request, class_name: str, perform: Callable[[], Entries]
    ) -> None:
        """Answer a request with a pages object."""
        kind = f"players.{request.method}"
        reply_with_pages(self, request, kind, perform, size=PAGE_SIZE, class_name=class_name)

    # Groups -----------------------------------------------------------------------------------

    @method("IsInGroup", on="Player", parameters=("groupId: int",), yields=True)
    def is_in_group(self, target: Instance, request: Request, group: int) -> None:
        """The deprecated twin of IsInGroupAsync."""
        self.is_in_group_async(target, request, group)

    @method("IsInGroupAsync", on="Player", parameters=("groupId: int",), yields=True)
    def is_in_group_async(self, target: Instance, request: Request, group: int) -> None:
        """True for members."""
        account = self.account_of(target)
        self._ask(request, lambda: group in account.groups, group)

    @method("GetRankInGroup", on="Player", parameters=("groupId: int",), yields=True)
    def get_rank_in_group(self, target: Instance, request: Request, group: int) -> None:
        """The deprecated twin of GetRankInGroupAsync."""
        self.get_rank_in_group_async(target, request, group)

    @method("GetRankInGroupAsync", on="Player", parameters=("groupId: int",), yields=True)
    def get_rank_in_group_async(self, target: Instance, request: Request, group: int) -> None:
        """0 outside the group, 255 for its owner."""
        account = self.account_of(target)
        self._ask(request, lambda: account.rank_in(group), group)

    @method("GetRoleInGroup", on="Player", parameters=("groupId: int",), yields=True)
    def get_role_in_group(self, target: Instance, request: Request, group: int) -> None:
        """The deprecated twin of GetRoleInGroupAsync."""
        self.get_role_in_group_async(target, request, group)

    @method("GetRoleInGroupAsync", on="Player", parameters=("groupId: int",), yields=True)
    def get_role_in_group_async(self, target: Instance, request: Request, group: int) -> None:
        """ "Guest" outside the group."""
        account = self.account_of(target)
        self._ask(request, lambda: account.role_in(group), group)
