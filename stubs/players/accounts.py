"""Accounts: what the platform knows of a user, on every server and off all of them.

A backend shared by a universe's servers; tests declare accounts, joining declares the rest.
Sources: class pages Players and Player (engine.md f.1, f.2). Knows no server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from bridge.errors import UsageError
from bridge.instances.byte_strings import bytes_of
from bridge.stubs.context import UniverseView

__all__ = ["Account", "Accounts", "user_id_of"]

USER_ID_MINIMUM = 1_000_000
USER_ID_RANGE = 4_000_000_000

NO_RANK, NO_ROLE = 0, "Guest"
"""What a player who is not in a group has there (class page Player)."""


def user_id_of(name: str) -> int:
    """The user id of a simulated account: the same name is the same account everywhere."""
    return USER_ID_MINIMUM + crc32(bytes_of(name)) % USER_ID_RANGE


@dataclass(slots=True)
class Account:
    """One user.

    Attributes:
        name: the username.
        age_days: `Player.AccountAge`.
        friends: user ids, in the order they were made.
        groups: group id to (rank, role).
        membership: item of Enum.MembershipType.
        roblox_subscription: `Player.HasRobloxSubscription`.
        party_id: `Player.PartyId`.
    """

    name: str
    user_id: int
    display_name: str
    age_days: int = 365
    friends: list[int] = field(default_factory=list)
    groups: dict[int, tuple[int, str]] = field(default_factory=dict)
    membership: str = "None"
    locale: str = "en-us"
    roblox_subscription: bool = False
    party_id: str = ""

    def rank_in(self, group_id: int) -> int:
        """`Player:GetRankInGroup`: 0 to 255."""
        return self.groups.get(group_id, (NO_RANK, NO_ROLE))[0]

    def role_in(self, group_id: int) -> str:
        """`Player:GetRoleInGroup`."""
        return self.groups.get(group_id, (NO_RANK, NO_ROLE))[1]


class Accounts:
    """All accounts of a universe.

    Attributes:
        on_joined: called with the account of every player who has joined a server.
    """

    def __init__(self) -> None:
        self.on_joined: list[Callable[[Account], object]] = []
        self._by_id: dict[int, Account] = {}
        self._by_name: dict[str, Account] = {}

    def __repr__(self) -> str:
        return f"<accounts of a universe: {', '.join(self.names) or 'none'}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The accounts there are, in the order they were made."""
        return tuple(self._by_name)

    @classmethod
    def of(cls, universe: UniverseView) -> Accounts:
        """The accounts of a universe."""
        return universe.backend("players.accounts", cls)

    def declare(
        self,
        name: str,
        user_id: int | None = None,
        *,
        display_name: str | None = None,
        age_days: int = 365,
        groups: Mapping[int, tuple[int, str]] | None = None,
        friends: Iterable[str] = (),
        membership: str = "None",
        locale: str = "en-us",
    ) -> Account:
        """Make an account, or describe one anew.

        Parameters:
            user_id: its number; without one it follows from the name.
            groups: group id to (rank, role).
            friends: names; friendship is mutual.

        Raises:
            UsageError: the number is another account's.
        """
        number = user_id_of(name) if user_id is None else user_id
        other = self._by_id.get(number)
        if other is not None and other.name != name:
            raise UsageError(f"account {name!r}: user id {number} is {other.name!r}'s")
        account = Account(
            name, number, display_name or name, age_days, [], dict(groups or {}), membership, locale
        )
        self._by_id[number] = self._by_name[name] = account
        for friend in friends:
            self.befriend(name, friend)
        return account

    def obtain(self, name: str, user_id: int | None = None) -> Account:
        """The account of that name, made when there is none or when it has another number."""
        known = self._by_name.get(name)
        if known is not None and user_id in (None, known.user_id):
            return known
        return self.declare(name, user_id)

    def befriend(self, one: str, other: str) -> None:
        """Make two accounts friends."""
        first, second = self.obtain(one), self.obtain(other)
        for account, friend in ((first, second), (second, first)):
            if friend.user_id not in account.friends:
                account.friends.append(friend.user_id)

    def by_name(self, name: str) -> Account | None:
        """The account of that name; upper and lower case are the same (usernames are unique so)."""
        exact = self._by_name.get(name)
        if exact is not None:
            return exact
        folded = name.casefold()
        return next((a for a in self._by_name.values() if a.name.casefold() == folded), None)

    def by_id(self, user_id: int) -> Account | None:
        """The account of that number."""
        return self._by_id.get(user_id)
