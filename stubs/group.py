"""GroupService: groups of the platform, and which of them an account is in.

Source: class page GroupService (cloud-services.md 9.4). A test describes groups; who is in them is
in `Account.groups`. Left out: allies and enemies, several roles of one member, PromptJoinAsync.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bridge.errors import StubError
from bridge.stubs.context import UniverseView
from bridge.stubs.players.accounts import Accounts
from bridge.stubs.service import Instance, JsonText, Request, ServerContext, Service, method

__all__ = ["Group", "GroupService", "Groups"]

UNKNOWN = "GroupService: group {group} does not exist"  # inferred
NOBODY = "GroupService: user {user} does not exist"  # inferred

EMBLEM_URL = "http://www.roblox.com/asset/?id={emblem}"


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


class Groups:
    """The groups of a universe's platform."""

    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}

    @classmethod
    def of(cls, universe: UniverseView) -> Groups:
        """The groups, the same for all servers and tests of a universe."""
        return universe.backend("groups", cls)

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


class GroupService(Service):
    """One server's GroupService."""

    CLASS_NAME: ClassVar[str] = "GroupService"
    OPEN_QUESTIONS = (
        "Order of GetGroupsAsync: that in which the account was declared to be in them.",
        "GetGroupsAsync for a user who does not exist: throws.",
        "Which group is the primary one: none.",
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
            group = self._known(group_id)
            information: dict[str, object] = {
                "Name": group.name,
                "Id": group.number,
                "EmblemUrl": EMBLEM_URL.format(emblem=group.emblem),
                "Description": group.description,
                "Roles": [{"Name": group.roles[n], "Rank": n} for n in sorted(group.roles)],
            }
            if group.owner is not None:
                owner = self._accounts.obtain(group.owner)
                information["Owner"] = {"Name": owner.name, "Id": owner.user_id}
            return JsonText(json.dumps(information))

        self.request(request, "group.info", subject=str(group_id), perform=look_up)

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
            return JsonText(json.dumps(found))

        self.request(request, "group.groups", subject=str(user_id), perform=look_up)
