"""Stats: how much memory the server uses, from a model that tests set.

Sources: class page Stats (engine.md h.6, k). The real numbers come from the operating system, which
never reaches a run; these stay as they are until a test changes them, so that code which guards its
memory can be tried. InstanceCount and HeartbeatTime are answered in prelude/classes/stats.lua. Left
out: network, physics and rendering counters and the lists of categories.
"""

from __future__ import annotations

from typing import ClassVar, Final

from bridge.errors import UsageError
from bridge.stubs.service import EnumItem, Instance, ServerContext, Service, method

__all__ = ["MEMORY_MB", "Stats"]

MEMORY_MB: Final = {
    "Internal": 300.0,
    "Instances": 40.0,
    "Signals": 5.0,
    "LuaHeap": 60.0,
    "Script": 10.0,
    "BaseParts": 40.0,
    "PhysicsCollision": 45.0,
}
"""A middling server at its start, our own figures; tags that are not named use nothing."""

TRACKING_OFF = "Stats:GetMemoryUsageMbForTag returns 0: Stats.MemoryTrackingEnabled is false"
"""Documented is that there is a warning; the words are ours."""


class Stats(Service):
    """One server's Stats.

    Attributes:
        memory_mb: megabytes in use by item of Enum.DeveloperMemoryTag; a test may change it.
    """

    CLASS_NAME: ClassVar[str] = "Stats"

    def __init__(self, context: ServerContext) -> None:
        super().__init__(context)
        self.memory_mb = dict(MEMORY_MB)

    def start(self) -> None:
        """Memory is tracked unless a test says otherwise."""
        self.track_memory(True)

    def track_memory(self, enabled: bool) -> None:
        """Set MemoryTrackingEnabled, which scripts cannot."""
        self.world.write(self.instance, "MemoryTrackingEnabled", enabled)

    def use_memory(self, tag: str, megabytes: float) -> None:
        """Let a tag use so much from now on.

        Raises:
            UsageError: there is no such tag, or the amount is negative.
        """
        if tag not in (self.world.table.enum_items("DeveloperMemoryTag") or {}):
            raise UsageError(f"use_memory: {tag!r} is no item of Enum.DeveloperMemoryTag")
        if megabytes < 0:
            raise UsageError(f"use_memory: megabytes must not be negative, got {megabytes}")
        self.memory_mb[tag] = float(megabytes)

    @method("GetTotalMemoryUsageMb", returns=("number",))
    def get_total_memory_usage_mb(self, target: Instance) -> float:
        """All tags together."""
        return sum(self.memory_mb.values())

    @method(
        "GetMemoryUsageMbForTag",
        parameters=("tag: Enum.DeveloperMemoryTag",),
        returns=("number",),
    )
    def get_memory_usage_mb_for_tag(self, target: Instance, tag: EnumItem) -> float:
        """One tag; 0 and a warning while memory is not tracked."""
        if not self.world.read(self.instance, "MemoryTrackingEnabled"):
            self.context.log("warn", TRACKING_OFF)
            return 0.0
        return self.memory_mb.get(tag.name, 0.0)
