"""How a server closes: functions of BindToClose, leaving players, the deadline, a full heap.

Roblox promises no order of leaving players and bound functions (engine.md j.3): it is a setting.
Frames go on until every bound thread is done or the deadline has come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from bridge.errors import ScriptError, UsageError
from bridge.instances.tree import EngineRefusal, Instance
from bridge.scheduler import MICROSECONDS, seconds_to_us

if TYPE_CHECKING:
    from bridge.tools.simulation.server import Server

__all__ = [
    "begin_closing",
    "checked_reason",
    "end_without_memory",
    "schedule_restart",
    "watch_emptiness",
]

DEADLINE_TEXT = "Cancelling remaining scheduled operations due to shutdown deadline being reached"
"""Engine string."""

NOT_RUNNING_TEXT = "Not running script because past shutdown deadline"
"""Adonis#338, where the console shows it as often as there are threads that would go on; here once
for each function that has not returned (inferred)."""

OUT_OF_MEMORY = "not enough memory"
"""LuaJIT's words."""

RESTART_MINUTES = (1, 60)
"""How long before a restart may be announced (creator-docs projects/update-games.md, 2026-06)."""

INTERLEAVED_US = MICROSECONDS
"""Within this time after the start of a shutdown players leave one by one (an assumption)."""


def checked_reason(server: Server, reason: str) -> None:
    """Refuse what is no item of Enum.CloseReason."""
    try:
        server.game.world.enum_item("CloseReason", reason)
    except EngineRefusal as problem:
        raise UsageError(f"shutdown: {problem}") from problem


def schedule_restart(
    server: Server, minutes: float, reason: str, attributes: Mapping[str, object]
) -> None:
    """Announce to a server's scripts that it will be closed, and close it then."""
    checked_reason(server, reason)
    if not RESTART_MINUTES[0] <= minutes <= RESTART_MINUTES[1]:
        low, high = RESTART_MINUTES
        raise UsageError(f"a restart is announced {low} to {high} minutes before, not {minutes}")
    universe = server.universe
    at_us = universe.clock.now_us + seconds_to_us(minutes * 60)
    server.restarting = True
    universe.trace.append("server.restarting", server=server.index, reason=reason, at_us=at_us)

    def restart() -> None:
        if server.alive:
            server.shutdown(wait=False, reason=reason)

    def announce() -> None:
        server.game.announce_restart(universe.epoch_us + at_us, reason, attributes)

    event = universe.agenda.schedule_at(at_us, restart)

    def forget() -> None:
        universe.agenda.cancel(event)

    server.on_close(forget)
    server.when_awake(announce)


def begin_closing(server: Server, end: Callable[[str], None], reason: str) -> None:
    """Start the shutdown of a server; `end(trace kind)` is called when it is over."""
    agenda = server.universe.agenda
    deadline_us = agenda.clock.now_us + seconds_to_us(server.settings.shutdown_seconds)
    unfinished = server.exported("close.running")

    def finish() -> None:
        if server.alive:
            # The last events may end the server themselves.
            server.enter(server.game.announce_end)
            end("server.closed")

    def give_up() -> None:
        if server.alive and unfinished() > 0:
            for _ in range(unfinished()):
                server.log.say("warn", NOT_RUNNING_TEXT)
            server.log.say("warn", DEADLINE_TEXT)
            finish()

    def finish_soon() -> None:
        agenda.schedule_after(0, lambda: server.when_awake(finish))

    # The last bound function ends somewhere inside Lua; the server ends once that has unwound.
    server.vm.bind("close.finished", finish_soon)
    deadline = agenda.schedule_at(deadline_us, give_up)

    def forget_deadline() -> None:
        agenda.cancel(deadline)

    # A world that waits for the deadline of a server that is gone is not idle.
    server.on_close(forget_deadline)
    order = server.settings.shutdown_order
    if server.in_studio:
        reason = "DeveloperShutdown"  # whatever the reason is (e:CloseReason)
    if order == "players_first":
        _dismiss(server, server.players)
    bound = server.enter(server.exported("close.begin"), reason)
    if order == "bound_first":
        _dismiss(server, server.players)
    elif order == "interleaved":
        _dismiss_one_by_one(server)
    if bound == 0:
        finish_soon()


def _dismiss(server: Server, names: list[str]) -> None:
    """Let players leave who are still there; handlers may have ended the server meanwhile."""
    for name in names:
        if server.alive and name in server.players:
            server.leave(name)


def _dismiss_one_by_one(server: Server) -> None:
    stream = server.universe.stream(f"server/{server.index}/closing")
    for name in server.players:
        delay_us = stream.integers(0, INTERLEAVED_US)
        server.universe.agenda.schedule_after(delay_us, partial(_dismiss, server, [name]))


def watch_emptiness(server: Server) -> None:
    """Close a server that its last player has left, where its settings say when.

    CloseReason ServerEmpty; how long Roblox waits is not documented (engine.md j.3).
    """
    seconds = server.settings.empty_shutdown_seconds
    if seconds is None:
        return
    leaving = 0

    def close_if_empty(seen: int) -> None:
        # Whoever came and left meanwhile started a wait of their own.
        if server.alive and seen == leaving and server.number_of_players == 0:
            server.shutdown(wait=False, reason="ServerEmpty")

    def moved(instance: Instance, old: Instance | None, _new: Instance | None) -> None:
        nonlocal leaving
        if instance.class_name == "Player" and old is not None and old.class_name == "Players":
            leaving += 1
            number = leaving
            server.universe.agenda.schedule_after(
                seconds_to_us(seconds), lambda: close_if_empty(number)
            )

    server.game.world.on_move.append(moved)


def end_without_memory(problem: ScriptError, end: Callable[[str], None]) -> None:
    """End a server whose heap is so full that the engine's own Lua failed; others go on."""
    if problem.message != OUT_OF_MEMORY:
        return
    problem.add_note("the server is gone: Limits.memory_bytes")
    # Where even its last duties find no room, the first failure is the one to show.
    with suppress(ScriptError):
        end("server.out_of_memory")
