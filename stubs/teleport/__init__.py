"""TeleportService: players travel between the servers of a universe.

Modelled on creator-docs, classes TeleportService and TeleportOptions and projects/teleport.md
(2026-08). Clients' halves (loading screens, arrival events) are left out.
"""

from __future__ import annotations

from bridge.stubs.teleport.journeys import Journeys as Journeys
from bridge.stubs.teleport.service import TeleportService as TeleportService

__all__ = ["Journeys", "TeleportService"]
