"""Limits of one VM. Values only; who enforces them is named at each field."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a script may use up before the run is stopped.

    Attributes:
        budget: loop iterations and function calls counted by lowered code per entry from Python
            or scheduler resumption; past it the run ends with `ScriptTimeout`. Enforced by
            prelude/bootstrap.lua; Roblox measures seconds instead, which no replay could repeat.
        memory_bytes: cap on the Lua heap, garbage included; enforced by lupa's allocator. None
            lifts it.
    """

    budget: int = 200_000_000
    memory_bytes: int | None = 1 << 30
