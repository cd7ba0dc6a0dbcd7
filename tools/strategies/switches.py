"""Servers under every behaviour that Roblox leaves open, for Hypothesis.

A property should hold whatever is drawn here: one that fails under some setting has found a latent
bug of the game (engine.md l.3). Knows no universe: settings are values.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from bridge.tools.simulation.settings import ServerSettings
from bridge.tools.simulation.switches import CHOICES

__all__ = ["SWITCHES", "server_settings"]

SWITCHES = (
    "signal_behavior", "handler_order", "due_order", "script_start_order", "zero_wait",
    "shutdown_order",
)  # fmt: skip
"""What is drawn; each of them shrinks to its default."""

FRAME_RATES = (60, 30, 20, 10)
"""Frames per second: as it should be, and of servers under load."""


@st.composite
def server_settings(
    draw: st.DrawFn, *, base: ServerSettings | None = None, slow_frames: bool = True
) -> ServerSettings:
    """Settings that differ in what Roblox does not promise, and agree in everything else.

    Shrinks toward `base`, switch by switch.

    Parameters:
        base: what is not drawn; the default settings if None.
        slow_frames: also draw the time between frames and its jitter.
    """
    settings = base if base is not None else ServerSettings()
    drawn: dict[str, object] = {}
    for name in SWITCHES:
        default = getattr(settings, name)
        others = [word for word in CHOICES[name] if word is not None and word != default]
        drawn[name] = draw(st.sampled_from([default, *others]))
    if slow_frames:
        frame_dt = draw(st.sampled_from([settings.frame_dt_seconds, *(1 / n for n in FRAME_RATES)]))
        drawn["frame_dt_seconds"] = frame_dt
        jitter = min(settings.frame_jitter_seconds, frame_dt / 2)
        choices = [jitter, 0.0, frame_dt / 4, frame_dt / 2]
        drawn["frame_jitter_seconds"] = draw(st.sampled_from(choices))
    return replace(settings, **drawn)  # type: ignore[arg-type]  # fields of the settings by name
