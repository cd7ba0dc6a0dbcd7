"""Constructors of the faults of services that look something up: badges, users, groups, policies.

All of them yield and may throw (class pages, cloud-services.md 9.3 to 9.5). Knows only the fault
value; the texts of the errors are those of the services' door (stubs/door.py).
"""

from __future__ import annotations

from typing import Unpack

from bridge.faults.construction import make_fault
from bridge.faults.fault import Fault, Where, Window
from bridge.faults.service_fault import ServiceFault, WritingFault

__all__ = [
    "AccountFault",
    "AdFault",
    "AnalyticsFault",
    "AssetFault",
    "BadgeFault",
    "ConfigFault",
    "GroupFault",
    "LocalizationFault",
    "PolicyFault",
    "SocialFault",
    "TextFault",
    "UserFault",
]


class BadgeFault(WritingFault):
    """Faults of BadgeService; `name` filters by the badge's id as text, `key` by the user's."""

    SERVICE = "badge"


class UserFault(ServiceFault):
    """Faults of UserService."""

    SERVICE = "user"


class GroupFault(ServiceFault):
    """Faults of GroupService; `name` filters by the id of the group, or of the user, as text."""

    SERVICE = "group"


class AccountFault(WritingFault):
    """Faults of what Players and Player ask the platform: names, friends, groups, bans. `key`
    filters by the id or name that was asked about, as text."""

    SERVICE = "players"


class PolicyFault(ServiceFault):
    """Faults of PolicyService; `name` filters by the player's name."""

    SERVICE = "policy"


class LocalizationFault(ServiceFault):
    """Faults of LocalizationService; `name` filters by the player's name."""

    SERVICE = "localization"


class ConfigFault(ServiceFault):
    """Faults of ConfigService: what fails is the loading of the configuration, which scripts notice
    only where nothing was loaded before. `name` filters by the player's name."""

    SERVICE = "config"


class AssetFault(WritingFault):
    """Faults of AssetService and InsertService; `name` filters by the id as text."""

    SERVICE = "asset"


class SocialFault(ServiceFault):
    """Faults of SocialService; `name` filters by the id of the party."""

    SERVICE = "social"


class AdFault(ServiceFault):
    """Faults of AdService; `name` filters by the player's name."""

    SERVICE = "ad"


class TextFault(ServiceFault):
    """Faults of TextService; `name` filters by the author's user id as text."""

    SERVICE = "text"

    @classmethod
    def blocking(cls, **where: Unpack[Window]) -> Fault:
        """The whole text comes back as #, whatever it says."""
        return make_fault(cls.SERVICE, "blocking", where)


class AnalyticsFault:
    """Faults of AnalyticsService, whose methods neither wait nor throw; `operations` filters by
    the method, `name` by the player's name."""

    @classmethod
    def loss(cls, **where: Unpack[Window]) -> Fault:
        """An event never arrives, and nothing tells."""
        return make_fault("analytics", "loss", where)

    @classmethod
    def outage(cls, start_seconds: float, end_seconds: float, **where: Unpack[Where]) -> Fault:
        """No event of the window arrives, and nothing tells."""
        window: Window = {**where, "start_seconds": start_seconds, "end_seconds": end_seconds}
        return make_fault("analytics", "outage", window)
