"""GroupService: groups of the platform, and which of them an account is in.

Source: class page GroupService (cloud-services.md 9.4). A test describes groups; who is in them is
in `Account.groups`, which has the highest of several roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bridge.errors import StubError, UsageError
from bridge.stubs.context import UniverseView
from bridge.stubs.pages import Entries, reply_with_pages
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.service import (
    Instance,
    JsonText,
    Request,
    ServerContext,
    Service,
    method,
    refused,
)

__all__ = ["Group", "GroupService", "Groups"]

UNKNOWN = "GroupService: group {group} does not exist"  # inferred
NOBODY = "GroupService: user {user} does not exist"  # inferred

EMBLEM_URL = "http://www.roblox.com/asset/?id={emblem}"

PAGE_SIZE = 50
"""Groups on a page of allies or enemies (an assumption; the page size is not documented)."""

RANKS = 1000
"""Role ids here are the group's number times this, plus the rank: real ones follow no rule."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group.

    Attributes:
        owner: name of an account; None for a group without owner.
        roles: name by rank, 1 to 255.
    """

    number: int
    name: str
    description: str = ""
    owner: str | None = None
    emblem: int = 0
    roles: Mapping[int, str] = field(default_factory=dict)

    def information(self, accounts: Accounts) -> dict[str, object]:
        """What GetGroupInfoAsync returns."""
        known: dict[str, object] = {
            "Name": self.name,
            "Id": self.number,
            "EmblemUrl": EMBLEM_URL.format(emblem=self.emblem),
            "Description": self.description,
            "Roles": [{"Name": self.roles[n], "Rank": n} for n in sorted(self.roles)],
        }
        if self.owner is not None:
            owner = accounts.obtain(self.owner)
            known["Owner"] = {"Name": owner.name, "Id": owner.user_id}
        return known


class Groups:
    """The groups of a universe's platform."""

    def __init__(self, universe: UniverseView) -> None:
        self._groups: dict[int, Group] = {}
        self._accounts = Accounts.of(universe)
        self._relations: dict[str, dict[int, list[int]]] = {"ally": {}, "enemy": {}}
        # Ranks by account and group, where they are not just the one of `Account.groups`.
        self._ranks: dict[tuple[int, int], set[int]] = {}

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{number} {group.name!r} with {len(self.members(number))} members"
            for number, group in sorted(self._groups.items())
        )
        return f"<groups of a universe: {shown or 'none'}>"

    @classmethod
    def of(cls, universe: UniverseView) -> Groups:
        """The groups, the same for all servers and tests of a universe."""
        return universe.backend("groups", lambda: cls(universe))

    def declare(
        self,
        group_id: int,
        name: str,
        description: str = "",
        *,
        owner: str | None = None,
        emblem: int = 0,
        roles: Mapping[int, str] | None = None,
    ) -> Group:
        """Make a group, or describe it anew; members are declared with their accounts.

        Parameters:
            owner: name of an account.
            emblem: asset id of its picture.
            roles: name by rank, 1 to 255.
        """
        group = Group(group_id, name, description, owner, emblem, dict(roles or {}))
        self._groups[group_id] = group
        return group

    def find(self, group_id: int) -> Group | None:
        """The group of that number."""
        return self._groups.get(group_id)

    def make_allies(self, one: int, other: int) -> None:
        """Two declared groups are allies from now on."""
        self._relate("ally", one, other)

    def make_enemies(self, one: int, other: int) -> None:
        """Two declared groups are enemies from now on."""
        self._relate("enemy", one, other)

    def _relate(self, relation: str, one: int, other: int) -> None:
        for group, related in ((one, other), (other, one)):
            self._declared(group)
            known = self._relations[relation].setdefault(group, [])
            if related not in known:
                known.append(related)

    def related(self, relation: str, group_id: int) -> list[Group]:
        """The "ally" or "enemy" groups of a group, in the order they became so."""
        return [self._groups[n] for n in self._relations[relation].get(group_id, ())]

    def _declared(self, group_id: int) -> Group:
        group = self._groups.get(group_id)
        if group is None:
            raise UsageError(f"groups: no group {group_id}; `declare` it first")
        return group

    # Members ----------------------------------------------------------------------------------

    def members(self, group_id: int) -> tuple[str, ...]:
        """Names of the accounts that are in a group, in the order the accounts were made."""
        accounts = [self._accounts.obtain(name) for name in self._accounts.names]
        return tuple(each.name for each in accounts if group_id in each.groups)

    def give_role(self, player: str, group_id: int, rank: int) -> None:
        """The account of that name gets a role of a declared group, beside those it has there, and
        joins the group with it.

        Raises:
            UsageError: the group or the rank does not exist.
        """
        group = self._declared(group_id)
        if rank not in group.roles:
            raise UsageError(f"groups: group {group_id} has no role of rank {rank}")
        account = self._accounts.obtain(player)
        ranks = self._ranks.setdefault((account.user_id, group_id), set())
        if group_id in account.groups:
            ranks.add(account.rank_in(group_id))
        ranks.add(rank)
        account.groups[group_id] = (
            max(ranks),
            group.roles.get(max(ranks), account.role_in(group_id)),
        )

    def leave(self, player: str, group_id: int) -> None:
        """The account of that name is in a group no longer."""
        account = self._accounts.obtain(player)
        self._ranks.pop((account.user_id, group_id), None)
        account.groups.pop(group_id, None)

    def roles_of(self, user_id: int, group_id: int) -> list[tuple[int, str]]:
        """Rank and name of the roles a user has in a group, the highest first."""
        account = self._accounts.by_id(user_id)
        if account is None or group_id not in account.groups:
            return []
        highest, name = account.groups[group_id]
        group = self._groups.get(group_id)
        names = {**(group.roles if group else {}), highest: name}
        ranks = {highest, *self._ranks.get((user_id, group_id), ())}
        return [(n, names[n]) for n in sorted(ranks, reverse=True) if n <= highest and n in names]


class GroupService(Service):
    """One server's GroupService."""

    CLASS_NAME: ClassVar[str] = "GroupService"
    DOOR: ClassVar[str] = "group"
    OPEN_QUESTIONS = (
        "Order of GetGroupsAsync: that in which the account was declared to be in them.",
        "GetGroupsAsync for a user who does not exist: throws.",
        "Which group is the primary one: none.",
        "How many allies or enemies a page holds: 50.",
        "GetRolesInGroupAsync for somebody who is no member: IsMember is false, Roles is empty.",
        "Ids of roles: the group's id times 1,000, plus the rank.",
    )
    NOT_MODELLED = refused(
        {"only clients can; a test plays it by universe.groups.give_role": "PromptJoinAsync"}
    )

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.groups = Groups.of(context.universe)
        self._accounts = Accounts.of(context.universe)

    def _known(self, group_id: int) -> Group:
        group = self.groups.find(group_id)
        if group is None:
            raise StubError(UNKNOWN.format(group=group_id))
        return group

    @method("GetGroupInfoAsync", parameters=("groupId: int",), returns=("json",), yields=True)
    def get_group_info_async(self, target: Instance, request: Request, group_id: int) -> None:
        """Name, Id, Owner (nil for none), EmblemUrl, Description, and Roles by rising rank."""

        def look_up() -> JsonText:
            return JsonText.of(self._known(group_id).information(self._accounts))

        self.request(request, subject=str(group_id), perform=look_up)

    @method("GetGroupsAsync", parameters=("userId: int",), returns=("json",), yields=True)
    def get_groups_async(self, target: Instance, request: Request, user_id: int) -> None:
        """An array of the groups a user is in, with its rank and role there."""

        def look_up() -> JsonText:
            account = self._accounts.by_id(user_id)
            if account is None:
                raise StubError(NOBODY.format(user=user_id))
            found = []
            for number, (rank, role) in account.groups.items():
                group = self.groups.find(number) or Group(number, f"Group {number}")
                found.append(
                    {
                        "Name": group.name,
                        "Id": number,
                        "EmblemUrl": EMBLEM_URL.format(emblem=group.emblem),
                        "EmblemId": group.emblem,
                        "Rank": rank,
                        "Role": role,
                        "IsPrimary": False,
                        "IsInClan": False,
                    }
                )
            return JsonText.of(found)

        self.request(request, subject=str(user_id), perform=look_up)

    # Several results --------------------------------------------------------------------------

    @method(
        "GetRolesInGroupAsync",
        parameters=("userId: int", "groupId: int"),
        returns=("json",),
        yields=True,
    )
    def get_roles_in_group_async(
        self, target: Instance, request: Request, user_id: int, group_id: int
    ) -> None:
        """{IsMember, Roles}: an array of {Id, Name, Rank}, the highest role first (as public code
        reads it; the class page of 2026-08 names no fields)."""

        def look_up() -> JsonText:
            roles = self.groups.roles_of(user_id, group_id)
            found = [
                {"Id": group_id * RANKS + rank, "Name": name, "Rank": rank} for rank, name in roles
            ]
            return JsonText.of({"IsMember": bool(roles), "Roles": found})

        self.request(request, subject=str(group_id), perform=look_up)

    def _related(self, request: Request, relation: str, group_id: int) -> None:
        def look_up() -> Entries:
            self._known(group_id)
            found = self.groups.related(relation, group_id)
            return [each.information(self._accounts) for each in found]

        reply_with_pages(self, request, look_up, size=PAGE_SIZE, subject=str(group_id))

    @method("GetAlliesAsync", parameters=("groupId: int",), returns=("StandardPages",), yields=True)
    def get_allies_async(self, target: Instance, request: Request, group_id: int) -> None:
        """Pages of allied groups, each as GetGroupInfoAsync tells it."""
        self._related(request, "ally", group_id)

    @method(
        "GetEnemiesAsync", parameters=("groupId: int",), returns=("StandardPages",), yields=True
    )
    def get_enemies_async(self, target: Instance, request: Request, group_id: int) -> None:
        """Pages of enemy groups, each as GetGroupInfoAsync tells it."""
        self._related(request, "enemy", group_id)
