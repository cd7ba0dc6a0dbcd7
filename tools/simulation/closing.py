"""How a server closes: functions of BindToClose, leaving players, the deadline, a full heap.

The order is the fact sheet's default (engine.md j.3): bound functions start first, players leave in
the same instant, frames go on until every bound thread is done or the deadline has come.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from bridge.errors import ScriptError
from bridge.scheduler import seconds_to_us

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server

__all__ = ["CLOSE_REASON", "begin_closing", "end_without_memory"]

CLOSE_REASON = "DeveloperShutdown"
"""Enum.CloseReason of a shutdown that a test asks for."""

DEADLINE_TEXT = "Cancelling remaining scheduled operations due to shutdown deadline being reached"
"""Engine string."""


OUT_OF_MEMORY = "not enough memory"
"""LuaJIT's words."""


def begin_closing(server: Server, end: Callable[[str], None]) -> None:
    """Start the shutdown of a server; `end(trace kind)` is called when it is over."""
    agenda = server.universe.agenda
    deadline_us = agenda.clock.now_us + seconds_to_us(server.settings.shutdown_seconds)
    unfinished = server.exported("close.running")

    def finish() -> None:
        if server.alive:
            end("server.closed")

    def give_up() -> None:
        if server.alive and unfinished() > 0:
            server.log.write("warn", DEADLINE_TEXT)
            end("server.closed")

    # The last bound function ends somewhere inside Lua; the server ends once that has unwound.
    server.vm.bind("close.finished", lambda: _nothing(agenda.schedule_after(0, finish)))
    agenda.schedule_at(deadline_us, give_up)
    bound = server.enter(server.exported("close.begin"), CLOSE_REASON)
    for name in server.players:
        server.leave(name)
    if bound == 0:
        agenda.schedule_after(0, finish)


def end_without_memory(problem: ScriptError, end: Callable[[str], None]) -> None:
    """End a server whose heap is so full that the engine's own Lua failed; others go on."""
    if problem.message != OUT_OF_MEMORY:
        return
    problem.add_note("the server is gone: Limits.memory_bytes")
    # Where even its last duties find no room, the first failure is the one to show.
    with suppress(ScriptError):
        end("server.out_of_memory")


def _nothing(_event: object) -> None:
    """A host function's result goes to Lua; an event is none of its business."""
