"""Calls from a test into a server: start a Luau function, let time pass until it has returned.

Knows no frames and no services.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridge.errors import ScriptError, ScriptTimeout

if TYPE_CHECKING:
    from bridge.tools.simulation.host import Host

__all__ = ["Calls"]


class Calls:
    """The calls of one server that may yield."""

    def __init__(self, server: Host) -> None:
        self._server = server
        self._finished: set[int] = set()
        server.vm.bind("call.finished", self._finished.add)

    def run(
        self, function: object, arguments: tuple[object, ...], timeout_seconds: float, what: str
    ) -> tuple[object, ...]:
        """Call a function and wait for its results.

        Raises:
            ScriptError: it failed.
            ScriptTimeout: it did not return in time, or never will.
        """
        server, finished = self._server, self._finished
        token = server.new_token()
        server.enter(server.exported("thread.call"), token, function, *arguments)
        if token not in finished:
            server.universe.run_until(
                lambda: token in finished or not server.alive, timeout_seconds
            )
        gone = f"{what} did not return: server {server.index} is gone"
        if token not in finished:
            late = (
                f"{what} on server {server.index} did not return within {timeout_seconds:g}"
                " simulated seconds, or waits for something that will never happen"
            )
            raise self._noted(ScriptTimeout(late if server.alive else gone))
        finished.discard(token)
        ok, *values = server.vm.call_export("thread.take", token)
        if ok:
            return tuple(values)
        message, traceback, timed_out = values
        if not server.alive:
            raise self._noted(ScriptTimeout(gone))
        kind = ScriptTimeout if timed_out else ScriptError
        excerpt = server.vm.excerpt_later(str(message), str(traceback))
        raise self._noted(kind(str(message), str(traceback), None, excerpt))

    def _noted(self, problem: ScriptError) -> ScriptError:
        self._server.universe.note_seed(problem)
        return problem
