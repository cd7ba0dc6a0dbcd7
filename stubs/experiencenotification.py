"""ExperienceNotificationService: its members are for clients; each is refused with this reason.

Source: class page ExperienceNotificationService: "can only be called from a LocalScript".
"""

from __future__ import annotations

from typing import ClassVar

from bridge.stubs.service import Service, refused

__all__ = ["ExperienceNotificationService"]


class ExperienceNotificationService(Service):
    """One server's ExperienceNotificationService."""

    CLASS_NAME: ClassVar[str] = "ExperienceNotificationService"
    NOT_MODELLED = refused(
        {
            "only clients can": "CanPromptOptInAsync PromptOptIn",
        }
    )
