"""The switches of the scheduler: what is open or varies on Roblox, as settings of a server.

Each stands for a point that sources leave open or disagree on (engine.md l.1 to l.3). A game that
behaves under one setting only has a latent bug. Knows no server; turns settings into calls of the
prelude.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from bridge.errors import UsageError
from bridge.vm import VM

if TYPE_CHECKING:
    from bridge.tools.simulation.settings import ServerSettings

__all__ = ["CHOICES", "check_switches", "set_switches"]

CHOICES: Final = {
    "environment": (
        "live", "studio", "studio_run", "studio_edit", "team_edit", "luau_execution",
    ),
    "handler_order": ("lifo", "fifo", "shuffled"),
    "due_order": ("fifo", "shuffled"),
    "zero_wait": ("next_frame", "this_frame"),
    "signal_behavior": (None, "immediate", "deferred", "ancestry_deferred"),
    "script_start_order": ("tree", "shuffled"),
    "cyclic_require": ("throw", "hang"),
    "get_service_non_service": ("throw", "nil"),
    "api_access": ("allowed", "denied", "unpublished"),
    "shutdown_order": ("bound_first", "players_first", "interleaved"),
}  # fmt: skip
"""What each switch that is a word may say."""

FRAME_DT_MINIMUM_SECONDS = 1 / 60
"""A server's heartbeat is capped at 60 a second (performance-optimization/identify.md)."""


def check_switches(settings: ServerSettings) -> None:
    """Refuse settings that mean nothing.

    Raises:
        UsageError: with the name of the setting and what it may be.
    """
    for name, words in CHOICES.items():
        if getattr(settings, name) not in words:
            wanted = ", ".join(map(repr, words))
            raise UsageError(f"{name} must be one of {wanted}, got {getattr(settings, name)!r}")
    if settings.api_access != "allowed" and settings.environment == "live":
        raise UsageError(
            f"api_access={settings.api_access!r} is a matter of Studio: set an environment"
        )
    if settings.reentrancy_limit < 1:
        raise UsageError(f"reentrancy_limit must be at least 1, got {settings.reentrancy_limit}")
    if settings.legacy_wait_period_frames < 1:
        raise UsageError(
            "legacy_wait_period_frames must be at least 1, "
            f"got {settings.legacy_wait_period_frames}"
        )
    if not FRAME_DT_MINIMUM_SECONDS <= settings.frame_dt_seconds <= 60:
        raise UsageError(
            f"frame_dt_seconds must be between 1/60 and 60, got {settings.frame_dt_seconds}"
        )
    if not 0 <= settings.frame_jitter_seconds <= settings.frame_dt_seconds / 2:
        raise UsageError(
            "frame_jitter_seconds must be between 0 and half of frame_dt_seconds, "
            f"got {settings.frame_jitter_seconds}"
        )


def set_switches(vm: VM, settings: ServerSettings, key: Callable[[str], int]) -> None:
    """Tell a server's Lua.

    Parameters:
        key: 32 bits that follow from the seed, the server and a purpose.
    """
    vm.exported("signal.configure")(
        settings.handler_order, key("handler_order"), settings.reentrancy_limit
    )
    due_key = key("due_order") if settings.due_order == "shuffled" else None
    vm.exported("timers.configure")(due_key, settings.legacy_wait_period_frames, settings.zero_wait)
    vm.exported("clock.frames")(
        settings.frame_dt_seconds, settings.frame_jitter_seconds, key("frame_jitter")
    )
    vm.exported("script.configure")(settings.cyclic_require)
    vm.exported("instance.configure")(
        settings.attribute_changed_fires_changed, settings.get_service_non_service == "nil"
    )
