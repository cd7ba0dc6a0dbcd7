"""Limits of one VM. Values only; who enforces them is named at each field."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


HEADROOM_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a script may use up before the run is stopped.

    Attributes:
        budget: loop iterations and function calls counted by lowered code per entry from Python
            or scheduler resumption; past it the run ends with `ScriptTimeout`. Enforced by
            prelude/bootstrap.lua; Roblox measures seconds instead, which no replay could repeat.
        memory_bytes: cap on the Lua heap; enforced by prelude/bootstrap.lua between operations.
            None lifts it.
    """

    budget: int = 200_000_000
    memory_bytes: int | None = 1 << 30

    @property
    def allocator_bytes(self) -> int | None:
        """The hard limit behind the cap, enforced by lupa's allocator.

        Far enough away that only a single huge operation meets it: an allocation that fails inside
        a compiled trace, or in lupa itself, can end the process.
        """
        return None if self.memory_bytes is None else 2 * self.memory_bytes + HEADROOM_BYTES
